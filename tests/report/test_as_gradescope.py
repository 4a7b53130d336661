"""The report as Gradescope's results.json: only documented fields, and a score that is right."""

from __future__ import annotations

import json
from typing import Any

import pytest

from grader.report.as_gradescope import MOST_IN_FULL, to_gradescope, unusable
from grader.report.model import Report
from tests.made_reports import NOT_RUN, made_check, made_report, made_stage

# As Gradescope documents them.
FIELDS = {
    "score": (int, float),
    "execution_time": (int, float),
    "output": str,
    "output_format": str,
    "test_output_format": str,
    "test_name_format": str,
    "visibility": str,
    "stdout_visibility": str,
    "extra_data": dict,
    "tests": list,
    "leaderboard": list,
}
OF_A_TEST = {
    "score": (int, float),
    "max_score": (int, float),
    "status": str,
    "name": str,
    "name_format": str,
    "number": str,
    "output": str,
    "output_format": str,
    "tags": list,
    "visibility": str,
    "extra_data": dict,
}
VISIBILITIES = ("hidden", "after_due_date", "after_published", "visible")
FORMATS = ("text", "html", "simple_format", "md", "ansi")


def assert_documented(results: dict[str, Any]) -> None:
    """Gradescope takes it: no field that it does not know, and none of another kind."""
    for fields, known in [(results, FIELDS), *((t, OF_A_TEST) for t in results.get("tests", ()))]:
        for name, value in fields.items():
            assert isinstance(value, known[name]), name
            assert not name.endswith("visibility") or value in VISIBILITIES
            assert not name.endswith("format") or value in FORMATS
        assert fields.get("status", "passed") in ("passed", "failed")
    assert "score" in results


def results_of(report: Report) -> dict[str, Any]:
    results: dict[str, Any] = json.loads(to_gradescope(report))
    assert_documented(results)
    return results


def test_there_is_a_test_for_each_stage() -> None:
    report = made_report(
        made_stage(1, made_check("passed")),
        made_stage(2, made_check("failed"), made_check("passed", points=4.0)),
        made_stage(3, made_check("to do")),
    )

    results = results_of(report)

    assert results["score"] == 14
    assert [(t["number"], t["status"], t["score"], t["max_score"]) for t in results["tests"]] == [
        ("1", "passed", 10, 10),
        ("2", "failed", 4, 14),
        ("3", "failed", 0, 10),
    ]
    assert sum(test["score"] for test in results["tests"]) == results["score"]
    assert "Look at stage 2 first." in results["output"]


def test_the_first_checks_of_a_stage_are_told_in_full_and_the_others_in_a_line() -> None:
    checks = [made_check("failed", title=f"Title {n}.", program=f"program_{n}") for n in range(8)]

    output = results_of(made_report(made_stage(1, *checks)))["tests"][0]["output"]

    assert all(f"Title {n}." in output for n in range(8))
    assert [n for n in range(8) if f"program_{n}" in output] == list(range(MOST_IN_FULL))


def test_a_stage_that_needs_torch_has_no_points_and_is_told() -> None:
    report = made_report(made_stage(7, made_check("needs torch")))

    results = results_of(report)

    assert "max_score" not in results["tests"][0] and "status" not in results["tests"][0]
    assert "needs torch" in results["tests"][0]["output"]
    assert "Not graded, as torch is not installed here: stage 7." in results["output"]


def test_a_stage_that_was_not_run_says_so() -> None:
    (test,) = results_of(made_report(made_stage(1, made_check(NOT_RUN))))["tests"]

    assert "not run" in test["output"]


def test_extra_credit_is_told_and_not_in_the_score() -> None:
    bonus = made_check("passed", bonus=True, points=2.0, title="Extra credit: division.")
    report = made_report(made_stage(1, made_check("passed"), bonus))

    results = results_of(report)

    assert results["score"] == 10
    assert results["tests"][-1]["name"] == "Extra credit"
    assert "✔ division." in results["tests"][-1]["output"]
    assert "score" not in results["tests"][-1]


def test_notes_on_the_submission_are_told() -> None:
    report = made_report(made_stage(1, made_check("passed")))
    report.notes.append("this code was held by landlock")

    assert "Note: this code was held by landlock" in results_of(report)["output"]


def test_a_program_finds_the_seed_and_the_grader() -> None:
    report = made_report(made_stage(1, made_check("failed")))

    extra = results_of(report)["extra_data"]

    assert (extra["seed"], extra["grader"], extra["earned"]) == (0, "hash", 0)
    assert extra["stages"][0]["status"] == "failed"


@pytest.mark.parametrize("why", ["no file of the kata", "a\x1b[31m\nb"])
def test_a_submission_that_cannot_be_graded_has_no_points_and_is_told_why(why: str) -> None:
    results = json.loads(unusable(why))

    assert_documented(results)
    assert results["score"] == 0
    assert all(c.isprintable() for c in results["output"])
