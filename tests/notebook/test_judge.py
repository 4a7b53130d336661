"""What grade(N) says of stages before that one."""

from __future__ import annotations

from grader.notebook.judge import comes_before
from tests.made_reports import made_check, made_report, made_stage


def test_an_earlier_stage_that_is_wrong_is_named() -> None:
    report = made_report(made_stage(4, made_check("failed")), made_stage(5, made_check("failed")))
    assert comes_before(5, report) == [
        "stage 4, Backward, is wrong and comes first: grade(4) shows it"
    ]
    assert comes_before(4, report) == comes_before(0, report) == []


def test_what_is_to_do_comes_before_nothing() -> None:
    report = made_report(made_stage(4, made_check("to do")), made_stage(5, made_check("failed")))
    assert comes_before(5, report) == []
