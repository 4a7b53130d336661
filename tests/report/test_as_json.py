"""The report as JSON: every field of schema 2 is there, and says what the report says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grader import grading
from grader.curriculum import FILES, STAGES
from grader.paths import EXERCISES
from grader.report import words
from grader.report.as_json import to_json
from grader.report.model import Blame, Diagnosis, Report
from grader.report.outcome import Outcome
from grader.report.wrong_step import FirstWrongStep
from grader.submission.folder import read_folder
from grader.trace import Difference
from tests.made_reports import NOT_RUN, OUTCOMES, made_check, made_report, made_stage

REPORT = {
    "schema": int,
    "submission": str,
    "grader": str,
    "seed": int,
    "points": (int, float),
    "earned": (int, float),
    "bonus_earned": (int, float),
    "stages": list,
}
STAGE = {
    "number": int,
    "title": str,
    "file": str,
    "points": (int, float),
    "earned": (int, float),
    "status": str,
    "checks": list,
}
CHECK = {
    "name": str,
    "title": str,
    "status": str,
    "bonus": bool,
    "points": (int, float),
    "earned": (int, float),
    "message": str,
    "remark": str,
    "program": str,
    "file": (str, type(None)),
    "line": (int, type(None)),
    "output": str,
    "seconds": (int, float),
    "picture": (str, type(None)),
    "reason": str,
    "differences": list,
    "diagnosis": list,
    "blame": list,
    "first_wrong_step": (dict, type(None)),
    "counterexample": (str, type(None)),
}
DIFFERENCE = ["name", "quantity", "yours", "expected", "source"]
CHECK_STATUSES = {"passed", "failed", "to do", "error", "timeout", "crashed", "needs torch"}


def assert_is(thing: dict[str, Any], schema: dict[str, Any]) -> None:
    assert list(thing) == list(schema)
    for key, kind in schema.items():
        assert isinstance(thing[key], kind), (key, thing[key])


def strict(text: str) -> dict[str, Any]:
    """The object of a JSON text, of one that holds no NaN or Infinity."""

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is no JSON")

    return dict(json.loads(text, parse_constant=refuse))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report that has everything in it: right, wrong, to do, crashed, printed, infinite."""
    folder: Path = tmp_path_factory.mktemp("mixed")
    for name in FILES:
        (folder / name).write_bytes((EXERCISES / name).read_bytes())
    (folder / "value.py").write_text(
        'print("caf\u00e9 \x1b[31m")\n'
        "class Value:\n"
        "    def __init__(self, data): self.data = data\n"
        "    def __repr__(self): return f'Value(data={self.data})'\n"
        "    def __add__(self, other): return Value(float('nan'))\n"
        "    def __mul__(self, other): import posix; posix._exit(0)\n",
        encoding="utf-8",
    )
    return grading.grade(read_folder(folder))


@pytest.fixture(scope="module")
def mixed(report: Report) -> dict[str, Any]:
    return strict(to_json(report))


def test_a_report_has_every_field_of_the_schema(mixed: dict[str, Any]) -> None:
    assert_is(mixed, REPORT)
    assert mixed["schema"] == 2
    assert mixed["points"] == sum(stage.points for stage in STAGES)


def test_a_report_has_every_stage(mixed: dict[str, Any]) -> None:
    for stage in mixed["stages"]:
        assert_is(stage, STAGE)
        assert stage["points"] == 10
        assert stage["checks"]
        assert stage["status"] in CHECK_STATUSES - {"timeout", "crashed"}
    assert [(s["number"], s["title"]) for s in mixed["stages"]] == [
        (stage.number, stage.title) for stage in STAGES
    ]


def test_a_report_has_every_field_of_every_check(mixed: dict[str, Any]) -> None:
    checks = [check for stage in mixed["stages"] for check in stage["checks"]]
    for check in checks:
        assert_is(check, CHECK)
        assert 0 <= check["earned"] <= check["points"]
        assert check["title"]
        assert all(list(row) == DIFFERENCE for row in check["differences"])
        assert all(row["source"] in ("torch", "reference") for row in check["differences"])
    assert {"passed", "failed", "to do", "crashed"} <= {c["status"] for c in checks}
    assert {c["status"] for c in checks} <= CHECK_STATUSES


def test_the_points_of_a_report_add_up(mixed: dict[str, Any]) -> None:
    for stage in mixed["stages"]:
        counted = [check for check in stage["checks"] if not check["bonus"]]
        assert stage["points"] == pytest.approx(sum(check["points"] for check in counted))
        assert stage["earned"] == pytest.approx(sum(check["earned"] for check in counted))
    assert mixed["earned"] == pytest.approx(sum(stage["earned"] for stage in mixed["stages"]))


def test_numbers_that_json_cannot_hold_are_strings(mixed: dict[str, Any]) -> None:
    rows = [r for s in mixed["stages"] for c in s["checks"] for r in c["differences"]]

    assert "nan" in [row["yours"] for row in rows]


@pytest.mark.parametrize(
    ("number", "text"),
    [(float("nan"), "nan"), (float("inf"), "inf"), (float("-inf"), "-inf")],
)
def test_such_numbers_are_strings_wherever_they_stand(number: float, text: str) -> None:
    row = Difference("a", "data", [number, [number]], number, "torch")  # type: ignore[arg-type]
    differs = Outcome(status="failed", reason="differs", differences=(row,))

    found = strict(to_json(made_report(made_stage(1, made_check(differs)))))

    (row_found,) = found["stages"][0]["checks"][0]["differences"]
    assert (row_found["yours"], row_found["expected"]) == ([text, [text]], text)


def test_what_was_printed_is_in_the_report_unchanged(mixed: dict[str, Any]) -> None:
    outputs = [check["output"] for check in mixed["stages"][0]["checks"]]

    assert "caf\u00e9 \x1b[31m\n" in outputs


def test_a_check_is_told_in_words_and_by_its_reason(report: Report, mixed: dict[str, Any]) -> None:
    told = [check for stage in mixed["stages"] for check in stage["checks"]]
    outcomes = [check.outcome for stage in report.stages for check in stage.checks]

    assert [(c["status"], c["reason"], c["file"], c["line"]) for c in told] == [
        (o.status, o.reason, o.file, o.line) for o in outcomes
    ]
    assert [(c["message"], c["remark"]) for c in told] == [
        (words.message(o), words.remark(o)) for o in outcomes
    ]
    assert all(check["message"] for check in told if check["status"] != "passed")


def test_what_the_diagnosis_found_is_in_the_report() -> None:
    step = FirstWrongStep("overwritten", "`b` gave `a` 2.0", "b", "a", 1.0, 2.0, (1, 0))
    check = made_check(
        picture="<svg>",
        diagnosis=[Diagnosis("assigned", "Gradients are assigned.")],
        blame=[Blame("Value.__add__", "exercises/value.py", 62)],
        first_wrong_step=step,
        counterexample="a = Value(3.0)\n",
    )

    found = strict(to_json(made_report(made_stage(4, check))))["stages"][0]["checks"][0]

    assert found["picture"] == "<svg>"
    assert found["diagnosis"] == [
        {"misconception": "assigned", "explanation": "Gradients are assigned."}
    ]
    assert found["blame"] == [
        {"function": "Value.__add__", "file": "exercises/value.py", "line": 62}
    ]
    assert found["first_wrong_step"]["text"] == "`b` gave `a` 2.0"
    assert found["counterexample"] == "a = Value(3.0)\n"


def test_a_check_that_was_not_run_is_an_error_that_earns_nothing() -> None:
    found = strict(to_json(made_report(made_stage(1, made_check(NOT_RUN)))))

    (check,) = found["stages"][0]["checks"]
    assert (check["status"], check["reason"], check["earned"]) == ("error", "not_run", 0)


@pytest.mark.parametrize("status", OUTCOMES)
def test_every_status_is_told_as_it_is(status: Any) -> None:
    found = strict(to_json(made_report(made_stage(1, made_check(status)))))

    assert found["stages"][0]["checks"][0]["status"] == status
