"""gradebook.csv: its cells, what a spreadsheet makes of them, and an instructor's own points."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.classroom.gradebook import COLUMNS, FORMULA, as_csv, as_it_was, harmless
from grader.classroom.row import Override, Row
from grader.curriculum import STAGES

STAGE_POINTS: dict[int, float | None] = {stage.number: 10.0 for stage in STAGES}


def row(**changed: object) -> Row:
    fields: dict[str, object] = {
        "learner": "anna",
        "name": "",
        "is_late": None,
        "missing": "",
        "notes": (),
        "ids": {},
        "source": "",
        "handed_in_at": "",
        "was_graded": True,
        "earned": 110.0,
        "bonus": 4.0,
        "is_right": True,
        "unusable": "",
        "failed": "",
        "stages": STAGE_POINTS,
        "named": (),
        "overrides": (),
    }
    return Row(**{**fields, **changed})  # type: ignore[arg-type]


def cells(one: Row) -> dict[str, str]:
    (found,) = csv.DictReader(io.StringIO(as_csv([one])))
    return found


def test_the_columns_are_those_that_were_promised() -> None:
    assert ",".join(COLUMNS) == (
        "learner,name,total,bonus,stage_1,stage_2,stage_3,stage_4,stage_5,stage_6,stage_7,stage_8,"
        "stage_9,stage_10,stage_11,remarks"
    )


def test_a_row_of_what_is_right() -> None:
    found = cells(row())

    assert found["learner"] == "anna"
    assert (found["total"], found["bonus"], found["stage_7"], found["remarks"]) == (
        *("110", "4", "10", ""),
    )


def test_what_was_not_graded_has_no_points_and_says_why() -> None:
    nothing = {"earned": None, "bonus": None, "is_right": False, "stages": {}}

    found = cells(row(missing="sent nothing", was_graded=False, **nothing))
    assert (found["total"], found["stage_1"], found["remarks"]) == ("", "", "sent nothing")
    assert cells(row(was_graded=False, **nothing))["remarks"] == "not graded yet: run it again"
    assert cells(row(unusable="no file", **nothing))["remarks"] == "no file"
    failed = cells(row(failed="its worker ended", **nothing))["remarks"]
    assert failed == "not graded: its worker ended; run it again"


def test_a_stage_that_needs_torch_is_empty_and_said() -> None:
    found = cells(row(stages={**STAGE_POINTS, 7: None}, earned=100.0))

    assert (found["total"], found["stage_7"]) == ("100", "")
    assert found["remarks"] == "stage 7 was not graded: torch is not installed here"


def test_an_unknown_time_is_never_late() -> None:
    assert [cells(row(is_late=late))["remarks"] for late in (None, False, True)] == ["", "", "late"]


def test_a_name_has_a_column_where_the_learner_is_called_otherwise() -> None:
    found = cells(row(learner="17", name="=Anna"))

    assert (found["learner"], found["name"], found["remarks"]) == ("17", "'=Anna", "")
    assert cells(row(name="anna"))["name"] == ""


def test_what_it_looks_like_is_a_remark() -> None:
    named = tuple((stage, f"bug-{stage}") for stage in range(1, 6))

    found = cells(row(named=named))["remarks"]
    assert found == "; ".join(f"stage {n} looks like bug-{n}" for n in (1, 2, 3))


def test_notes_are_remarks_but_for_what_nobody_doubts() -> None:
    notes = ("matched to the roster by id", "matched to the roster by name", "a.py counts")

    assert cells(row(notes=notes))["remarks"] == "matched to the roster by name; a.py counts"


def test_the_instructors_points_count_and_are_marked() -> None:
    overrides = (Override(0, None, "see me"), Override(5, 2.5, "by heart"), Override(6, None, "ok"))

    found = cells(row(overrides=overrides))

    assert (found["total"], found["stage_5"]) == ("102.5", "2.5")
    assert found["remarks"] == (
        "see me; stage 5: 2.5 points by the instructor: by heart; stage 6: ok"
    )


def test_the_instructors_points_count_where_nothing_was_graded() -> None:
    found = cells(
        row(earned=None, bonus=None, stages={}, unusable="?", overrides=(Override(1, 3.0, ""),))
    )

    assert (found["total"], found["stage_1"], found["stage_2"]) == ("3", "3", "")


@pytest.mark.parametrize("first", FORMULA)
def test_what_begins_like_a_formula_does_so_no_more(first: str) -> None:
    for text in (first + "cmd|' /C calc'!A0", f"  {first}1" if first.strip(" \t\r\n") else first):
        assert cells(row(learner=text))["learner"] == "'" + text


def test_quotes_and_separators_open_no_new_cell() -> None:
    text = 'a","=1+1";\n=2'

    assert cells(row(learner=text))["learner"] == text
    assert '\n"a"",""=1+1"";\n=2","","110"' in as_csv([row(learner=text)])


@given(st.text())
def test_a_cell_is_harmless_and_can_be_had_back(text: str) -> None:
    assert not harmless(text).lstrip().startswith(FORMULA)
    assert as_it_was(harmless(text)) == text
