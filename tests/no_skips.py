"""Where KATA_NO_SKIP is set, as in CI, a test that is skipped has failed.

A test of what root is never refused is marked ordinary_user, and may be skipped as root: `.ci/run`
runs it as an ordinary user too.
"""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

VARIABLE = "KATA_NO_SKIP"
AS_ROOT = "root is refused nothing of this: .ci/run tries it as an ordinary user"


def pytest_runtest_setup(item: pytest.Item) -> None:
    if is_of_another_user(item):
        pytest.skip(AS_ROOT)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, None]:
    report = (yield).get_result()
    if not is_of_another_user(item):
        fail_if_skipped(report)


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, None]:
    fail_if_skipped((yield).get_result())


def is_of_another_user(item: pytest.Item) -> bool:
    return item.get_closest_marker("ordinary_user") is not None and os.geteuid() == 0


def fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    is_expected = hasattr(report, "wasxfail")
    if report.skipped and not is_expected and os.environ.get(VARIABLE):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{VARIABLE} is set, and it was skipped: {why}"
