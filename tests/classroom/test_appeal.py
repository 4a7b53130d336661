"""`appeal` as an instructor calls it: a row once more, and an honest word on what differs."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from pathlib import Path

import pytest

from grader.classroom.appeal import UNCHANGED
from grader.classroom.database import FILE
from grader.classroom.door import AS_GRADED
from grader.classroom.fingerprint import of_content
from grader.report.outcome import RIGHT
from grader.report.packed import packed, unpacked
from grader.submission.bundle import Bundle
from tests.classroom.running import run
from tests.classroom.submissions import FULL, WRONG, right, write

pytestmark = [pytest.mark.slow("grades a class, and some of it again"), pytest.mark.timeout(900)]

BY_CHANCE = "self.data = data + __import__('random').SystemRandom().random()"


@pytest.fixture(scope="module")
def class_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """OUT of a class: right, wrong, unusable, never the same, nothing sent."""
    folder = tmp_path_factory.mktemp("handed-in") / "kata"
    write(folder / "anna", right("anna"))
    file, old, new = WRONG[1]
    write(folder / "ben", {**right("ben"), file: right("ben")[file].replace(old, new)})
    write(folder / "cleo", {"notes.py": "print(1)\n"})
    value = right("dan")["value.py"].replace("self.data = data", BY_CHANCE, 1)
    write(folder / "dan", {**right("dan"), "value.py": value})
    roster = folder.with_name("roster.csv")
    roster.write_text("name\nanna\nben\ncleo\ndan\neve\n")
    code, said, complained = run("class", folder, "--trust", "--roster", roster)
    assert (code, complained) == (1, ""), said
    return folder.with_name("kata-graded")


@pytest.fixture
def out(class_: Path, tmp_path: Path) -> Path:
    """The same class, to be tampered with; an appeal changes nothing in it."""
    copy = tmp_path / "out"
    shutil.copytree(class_, copy)
    return copy


def appeal(out: Path, learner: str, *options: str | Path) -> tuple[int, str]:
    before = hashlib.sha256((out / FILE).read_bytes()).digest()
    code, said, complained = run("appeal", out, learner, "--trust", "--brief", *options)
    assert complained == ""
    assert hashlib.sha256((out / FILE).read_bytes()).digest() == before
    return code, said


def changed(out: Path, statement: str, *values: object) -> None:
    with sqlite3.connect(out / FILE) as connection:
        assert connection.execute(statement, values).rowcount == 1


def result_of(learner: str) -> str:
    return f"result = (SELECT result FROM learners WHERE learner = '{learner}')"


def test_a_right_row_is_the_same_again(out: Path) -> None:
    code, said = appeal(out, "anna")

    assert code == 0
    assert said.startswith("  The same: ")
    assert f"checks, {FULL} points" in said
    assert f"Counts: anna, {FULL} points" in said


def test_a_wrong_row_is_the_same_again_and_its_page_is_shown(out: Path) -> None:
    code, said, complained = run("appeal", out, "ben", "--trust")

    assert (code, complained) == (0, "")
    assert "  The same: " in said
    assert "Looks like" in said and "Training" in said
    assert "make hint" not in said  # it is not the reader's own
    assert AS_GRADED not in said


def test_what_the_instructor_decided_counts(out: Path) -> None:
    run("override", out, "ben", "--stage", "11", "--points", "8", "--comment", "nearly")
    code, said = appeal(out, "ben")

    assert code == 0
    assert "stage 11: 8 points by the instructor: nearly" in said
    assert AS_GRADED not in said  # for there is no page

    _, said, _ = run("appeal", out, "ben", "--trust")
    assert 0 < said.index("Counts:") < said.index(AS_GRADED) < said.index("Training")


def test_a_report_that_was_tampered_with_differs(out: Path) -> None:
    with sqlite3.connect(out / FILE) as connection:
        ((whole,),) = connection.execute(f"SELECT whole FROM results WHERE {result_of('ben')}")
    report = unpacked(whole)
    check = next(check for check in report.stages[10].checks if check.status == "failed")
    check.outcome = RIGHT
    changed(out, f"UPDATE results SET whole = ? WHERE {result_of('ben')}", packed(report))
    code, said = appeal(out, "ben")

    assert code == 1
    assert f"stage 11, {check.name}: passed then, failed now" in said
    assert UNCHANGED in said


def test_points_that_were_tampered_with_differ(out: Path) -> None:
    changed(out, f"UPDATE results SET earned = 1.5 WHERE {result_of('anna')}")
    code, said = appeal(out, "anna")

    assert code == 1
    assert f"the row has 1.5 points, and the report {FULL}" in said


def test_files_that_were_tampered_with_differ(out: Path) -> None:
    content = "(SELECT content FROM learners WHERE learner = 'anna')"
    changed(
        out, f"UPDATE sources SET source = ? WHERE content = {content} AND path = 'nn.py'", b"x = 1"
    )
    code, said = appeal(out, "anna")

    assert code == 1
    assert "the files that are kept are not those that were graded" in said
    assert "passed then, error now" in said or "passed then, to do now" in said


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("grader", "0123", "the grader is another: 0123 then, "),
        ("torch", "1.0", "torch is another: 1.0 then, "),
        ("surroundings", '{"Python": "3.1.4"}', "Python is another: 3.1.4 then, 3."),
        ("surroundings", '{"NumPy": ""}', "NumPy is another: none then, "),
    ],
)
def test_what_has_changed_since_is_said_whether_it_matters_or_not(
    out: Path, column: str, value: str, why: str
) -> None:
    changed(out, f"UPDATE results SET {column} = ? WHERE {result_of('anna')}", value)
    code, said = appeal(out, "anna")
    assert code == 0
    assert f"though {why}" in said

    changed(out, f"UPDATE results SET earned = 1.5 WHERE {result_of('anna')}")
    code, said = appeal(out, "anna")
    assert code == 1
    assert why in said
    assert UNCHANGED not in said


def test_code_that_is_never_the_same_is_named_for_it(out: Path) -> None:
    code, said = appeal(out, "dan")

    assert code == 1
    assert "stage 1, test_sum: " in said
    assert UNCHANGED in said


def test_another_seed_of_the_class_since_is_not_this_rows(out: Path) -> None:
    changed(out, "UPDATE facts SET value = '77' WHERE name = 'seed'")

    assert appeal(out, "ben")[0] == 0


@pytest.mark.parametrize(
    ("learner", "line"),
    [
        ("cleo", "The same: notes.py: nothing of the kata is defined in it"),
        ("eve", "The same: nothing was handed in, so there is nothing to grade"),
    ],
)
def test_where_nothing_could_be_graded_that_is_reproduced(
    out: Path, learner: str, line: str
) -> None:
    code, said = appeal(out, learner)

    assert code == 0
    assert line in said
    assert f"Counts: {learner}, nothing: " in said


def test_the_files_can_be_had_and_are_what_was_graded(out: Path, tmp_path: Path) -> None:
    folder = tmp_path / "files of anna"
    code, said = appeal(out, "anna", "--sources", folder)

    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    with sqlite3.connect(out / FILE) as connection:
        ((content,),) = connection.execute("SELECT content FROM learners WHERE learner = 'anna'")
    assert code == 0
    assert of_content(Bundle("", dict(files))) == content
    assert "SEED=" in said


def test_calls_that_fit_no_class_end_in_a_line(out: Path, tmp_path: Path) -> None:
    code, said, complained = run("appeal", out, "ann", "--trust")
    assert (code, said) == (2, "")
    assert complained == "grader: ann: no such learner; did you mean anna?\n"
    assert run("appeal", out, "ANNA", "--trust", "--brief")[0] == 0

    code, said, complained = run("appeal", tmp_path / "nowhere", "anna")
    assert (code, said) == (2, "")
    assert complained.startswith(f"grader: {tmp_path / 'nowhere'}: holds no class")

    code, _, complained = run("appeal", out, "anna", "--trust", "--sources", out)
    assert code == 2
    assert "new or empty" in complained
