"""A misconception put into right code is caught where it belongs, named, and blamed."""

from __future__ import annotations

import os

import pytest

from grader.diagnosis.recognition.catalogue import ALL, Misconception
from grader.report.model import CheckResult, Report
from grader.upkeep import proof

# Seconds: the first test to ask has all mutants graded.
pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.slow("grades and diagnoses a sample of the misconceptions"),
]

# Stage 4's walk, which is right until stage 5 asks for another: it is to do, and not wrong.
KEPT_WALK = "walk-along-every-path"
NAMED = (KEPT_WALK, "tanh-slope-from-input")  # which tests ask for
EVERY = int(os.environ.get("EVERY", "4"))  # of some 270, which `make check` puts to the checks
SAMPLE = tuple(m for number, m in enumerate(ALL) if number % EVERY == 0 or m.name in NAMED)
WRONG = [m for m in SAMPLE if m.name != KEPT_WALK]
SINGLE = [m for m in WRONG if len({e.function for e in m.edits}) == 1 and m.edits[0].function]


@pytest.fixture(scope="module")
def mutant_reports() -> dict[str, Report]:
    """{misconception: its mutant's report, diagnosed}, of the sample."""
    return {m.name: report for m, report in proof.kill_matrix(SAMPLE, diagnosed=True)}


@pytest.mark.parametrize("misconception", SAMPLE, ids=lambda m: m.name)
def test_it_is_caught_by_the_stage_that_teaches_it_and_first_where_it_is_recorded(
    misconception: Misconception, mutant_reports: dict[str, Report]
) -> None:
    failed = proof.lost_checks(mutant_reports[misconception.name])

    assert min(failed, default=0) == misconception.caught, failed
    assert misconception.stage in failed


def diagnosed(report: Report) -> CheckResult:
    """The first result in which the diagnosis stands; it is the same in all of its stage."""
    results = [check for stage in report.stages for check in stage.checks]
    return next((c for c in results if c.diagnosis or c.blame), results[0])


def test_a_walk_that_is_kept_is_to_do(mutant_reports: dict[str, Report]) -> None:
    stage = mutant_reports[KEPT_WALK].stages[4]

    assert {check.status for check in stage.checks if not check.bonus} == {"passed", "to do"}
    assert ("Value.backward", "along the sort") in [(p.function, p.words) for p in stage.to_write]


@pytest.mark.parametrize("misconception", WRONG, ids=lambda m: m.name)
def test_it_is_named_and_nothing_else_is(
    misconception: Misconception, mutant_reports: dict[str, Report]
) -> None:
    check = diagnosed(mutant_reports[misconception.name])

    assert [d.misconception for d in check.diagnosis] == [misconception.name]
    assert check.diagnosis[0].explanation == misconception.explanation


def test_the_edited_function_is_blamed(mutant_reports: dict[str, Report]) -> None:
    missed = {
        m.name: [blame.function for blame in diagnosed(mutant_reports[m.name]).blame]
        for m in SINGLE
        if [b.function for b in diagnosed(mutant_reports[m.name]).blame] != [m.edits[0].function]
    }

    assert len(SINGLE) > 25
    assert len(missed) <= 0.05 * len(SINGLE), missed


def test_a_line_of_the_learners_file_is_named(mutant_reports: dict[str, Report]) -> None:
    blame = diagnosed(mutant_reports["tanh-slope-from-input"]).blame[0]

    assert (blame.function, blame.file) == ("Value.tanh", "exercises/value.py")
    assert blame.line > 1


def test_what_is_right_is_not_diagnosed(mutant_reports: dict[str, Report]) -> None:
    for report in mutant_reports.values():
        for stage in report.stages:
            for check in stage.checks:
                assert check.status != "passed" or not (check.diagnosis or check.blame)
