"""What several rooms' tests look at, and takes long enough to be made once."""

from __future__ import annotations

import pytest

from grader.report.model import Report
from grader.upkeep import proof
from tests.browser import chromium  # noqa: F401  (a fixture)
from tests.mutants_sample import SAMPLE
from tests.no_skips import (  # noqa: F401  (pytest looks for its hooks here)
    pytest_make_collect_report,
    pytest_runtest_makereport,
    pytest_runtest_setup,
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("slow"):
            if not mark.args:
                raise pytest.UsageError(f"{item.nodeid}: slow needs its reason, slow('...')")


@pytest.fixture(scope="session")
def mutant_reports() -> dict[str, Report]:
    """{misconception: its mutant's report, diagnosed}, of the sample."""
    return {m.name: report for m, report in proof.kill_matrix(SAMPLE, diagnosed=True)}
