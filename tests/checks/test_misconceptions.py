"""Every misconception is caught by the stage that teaches it, and first where it is recorded."""

from __future__ import annotations

import pytest

from grader.diagnosis.recognition.catalogue import Misconception
from grader.report.model import Report
from grader.upkeep import proof
from tests.mutants_sample import SAMPLE

# Seconds, of which the first test waits for all the mutants to be graded.
pytestmark = [pytest.mark.timeout(900), pytest.mark.slow("grades every second misconception")]


@pytest.fixture(scope="module")
def lost(mutant_reports: dict[str, Report]) -> dict[str, dict[int, list[str]]]:
    """{misconception: {stage: the checks it fails}}."""
    return {name: proof.lost_checks(report) for name, report in mutant_reports.items()}


@pytest.mark.parametrize("misconception", SAMPLE, ids=lambda m: m.name)
def test_a_misconception_is_caught(
    misconception: Misconception, lost: dict[str, dict[int, list[str]]]
) -> None:
    failed = lost[misconception.name]

    assert min(failed, default=0) == misconception.caught, failed
    assert misconception.stage in failed
