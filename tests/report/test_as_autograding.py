"""The report as GitHub's autograding reporter reads it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from grader.report.as_autograding import LONGEST, to_autograding
from grader.report.model import Report
from tests.made_reports import made_check, made_report, made_stage

FIELDS = [
    "name",
    "status",
    "message",
    "test_code",
    "filename",
    "line_no",
    "duration",
    "score",
    "output",
]


def results_of(report: Report) -> dict[str, Any]:
    results: dict[str, Any] = json.loads(to_autograding(report))
    assert list(results) == ["version", "status", "max_score", "tests"]
    assert all(list(test) == FIELDS for test in results["tests"])
    return results


def test_the_scores_of_the_tests_sum_to_the_points() -> None:
    report = made_report(
        made_stage(1, made_check("passed")),
        made_stage(2, made_check("failed", points=6.0), made_check("passed", points=4.0)),
    )

    results = results_of(report)

    assert (results["status"], results["max_score"]) == ("fail", 20)
    assert [test["status"] for test in results["tests"]] == ["pass", "fail"]
    assert sum(test["score"] for test in results["tests"]) == report.earned


def test_all_that_is_right_passes() -> None:
    assert results_of(made_report(made_stage(1, made_check("passed"))))["status"] == "pass"


def test_a_stage_that_cannot_be_graded_is_left_out() -> None:
    report = made_report(
        made_stage(6, made_check("passed")), made_stage(7, made_check("needs torch"))
    )

    results = results_of(report)

    assert (results["status"], results["max_score"], len(results["tests"])) == ("pass", 10, 1)


@pytest.mark.parametrize("status", ["failed", "to do", "crashed"])
def test_what_the_reporter_prints_is_no_command_to_the_runner(status: Any) -> None:
    check = made_check(status, title="a\n::error::b ##[error]c", output="x" * 1000)

    (test,) = results_of(made_report(made_stage(1, check)))["tests"]

    assert "\n" not in test["name"] + test["message"]
    assert not any(begin in test["name"] + test["message"] for begin in ("::", "##["))
    assert len(test["output"]) <= LONGEST
