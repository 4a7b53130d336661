"""The map: every stage, in one line or folded, where one is, and extra credit."""

from __future__ import annotations

import re

from grader.curriculum import STAGES
from grader.report.model import Report
from grader.report.outcome import CheckStatus, Outcome
from grader.report.terminal.progress import print_map
from tests.made_reports import NOT_RUN, made_check, made_report, made_stage
from tests.report.terminal.shown import printed


def of_statuses(*statuses: CheckStatus) -> Report:
    """A report whose stages have these statuses, the last one to the end."""
    last = [statuses[-1]] * (len(STAGES) - len(statuses))
    return made_report(
        *(made_stage(i, made_check(s)) for i, s in enumerate([*statuses, *last], start=1))
    )


def map_of(report: Report) -> str:
    first = report.first_to_look_at()
    return printed(lambda console: print_map(console, report, first[0] if first else None))


def test_the_map_shows_every_stage_and_where_one_is() -> None:
    text = map_of(of_statuses(*(["passed", "failed"] * 6)[: len(STAGES)]))

    assert all(stage.title in text for stage in STAGES)
    assert re.search(r"✘ +2 Memory +0/10 +← you are here", text)
    assert text.count("you are here") == 1


def test_more_than_three_stages_in_a_row_that_are_right_are_one_line() -> None:
    four, three = of_statuses(*["passed"] * 4, "failed"), of_statuses(*["passed"] * 3, "failed")

    assert re.search(r"✔ Stages 1 to 4 +40/40\n +✘ +5 Topological sort", map_of(four))
    assert "Arithmetic" not in map_of(four)
    assert re.search(r"✔ +1 Arithmetic.*\n.*✔ +2 Memory.*\n.*✔ +3 Gradients", map_of(three))


def test_stages_that_are_not_begun_are_one_line_but_the_one_to_begin_with() -> None:
    text = map_of(of_statuses("passed", "to do"))

    assert re.search(r"· +2 Memory +0/10 +← you are here\n +· Stages 3 to 11 +0/90", text)


def test_where_all_is_right_every_stage_is_shown() -> None:
    text = map_of(of_statuses("passed"))

    assert all(stage.title in text for stage in STAGES)
    assert "you are here" not in text
    assert re.search(r"^ +110/110$", text, re.MULTILINE)


def test_a_stage_that_the_run_did_not_come_to_is_not_red() -> None:
    text = map_of(
        made_report(made_stage(1, made_check("timeout")), made_stage(2, made_check(NOT_RUN)))
    )

    assert re.search(r"✘ +1 Arithmetic +0/10 +← you are here", text)
    assert re.search(r"· +2 Memory +0/10 +not run", text)


def test_a_stage_that_needs_torch_says_how_to_get_it() -> None:
    of_torch = Outcome(status="to do", reason="stub", function="torch_neuron", remedy="torch")
    text = map_of(
        made_report(made_stage(7, made_check(of_torch)), made_stage(8, made_check("to do")))
    )

    assert re.search(r"· +7 .* 0/10 +needs torch: make torch\n", text)
    assert re.search(r"· +8 .* 0/10 +← you are here\n", text)


def test_extra_credit_has_a_line_as_soon_as_some_is_earned() -> None:
    earned = made_check("passed", bonus=True, points=2)
    still_open = made_check(
        "to do", bonus=True, points=1, title="Extra credit: cycles are refused."
    )

    begun = map_of(made_report(made_stage(1, made_check("failed"), earned, still_open)))
    right = map_of(made_report(made_stage(1, made_check("passed"), earned, still_open)))

    assert re.search(r"Extra credit +2/3\n", begun)
    assert "open, stage 1" not in begun
    assert "open, stage 1: cycles are refused." in right


def test_extra_credit_that_nobody_asked_for_is_not_spoken_of() -> None:
    still_open = made_check("to do", bonus=True, points=1)

    assert "Extra credit" not in map_of(
        made_report(made_stage(1, made_check("failed"), still_open))
    )
