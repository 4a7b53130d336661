"""What the tests of all rooms have in common: a browser, and that a skip or a slow test is told."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.browser import chromium  # noqa: F401  (a fixture)
from tests.no_skips import (  # noqa: F401  (pytest looks for its hooks here)
    pytest_make_collect_report,
    pytest_runtest_makereport,
    pytest_runtest_setup,
)

# However busy the machine is, what is right stays so: no example has to be done by a time.
settings.register_profile("kata", deadline=None)
settings.load_profile("kata")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("slow"):
            if not mark.args:
                raise pytest.UsageError(f"{item.nodeid}: slow needs its reason, slow('...')")
