"""Filled sheets that OUT still has: named as soon as something in them has changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.classroom.database import FILE, Database
from grader.classroom.faces.gradebooks.before import outdated, remember
from grader.classroom.faces.gradebooks.fill import Filled
from grader.classroom.finding.handed_in import HandedIn
from grader.classroom.graded import Graded, Marks, StageMarks
from grader.classroom.row import Override
from grader.course.course import Course
from grader.curriculum import STAGES
from grader.submission.bundle import Bundle

MARKS = Marks(10.0, 0.0, False, (StageMarks(1, 10.0, 10.0, "passed"),), ())


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / FILE) as database:
        anna = HandedIn("anna", name="Anna", ids={}, notes=(), is_late=None)
        database.replace_learners([(anna, Bundle("anna", {}), "content", "result")])
        database.keep(Graded("result", "{}", MARKS), "content", "grader", 5, "")
        yield database


def fill_in(out: Path, database: Database, *files: str) -> None:
    for file in files:
        (out / file).write_bytes(b"")
    remember(database, [Filled(b"", file, 1, [], [], []) for file in files])


def names(out: Path, database: Database) -> list[str]:
    return [line.partition(":")[0] for line in outdated(out, database)]


def test_a_sheet_is_outdated_by_points_and_until_it_is_filled_in_again(
    tmp_path: Path, database: Database
) -> None:
    assert names(tmp_path, database) == []
    fill_in(tmp_path, database, "canvas.csv", "moodle.csv", "blackboard.xls")
    assert names(tmp_path, database) == []

    database.override("anna", Override(1, 8.0, ""))
    assert names(tmp_path, database) == ["canvas.csv", "moodle.csv", "blackboard.xls"]

    fill_in(tmp_path, database, "moodle.csv")
    assert names(tmp_path, database) == ["canvas.csv", "blackboard.xls"]
    database.remove_override("anna", 1)
    assert names(tmp_path, database) == ["moodle.csv"]


def test_by_a_comment_only_where_comments_are_in_it(tmp_path: Path, database: Database) -> None:
    fill_in(tmp_path, database, "canvas.csv", "moodle.csv")

    database.override("anna", Override(0, None, "Well done."))

    assert names(tmp_path, database) == ["moodle.csv"]


def test_by_a_course_of_other_points(tmp_path: Path, database: Database) -> None:
    fill_in(tmp_path, database, "canvas.csv")

    database.keep_course(Course(points={stage.number: 20.0 for stage in STAGES}))

    assert names(tmp_path, database) == ["canvas.csv"]


def test_what_nothing_is_known_of_is_named_with_what_to_do(
    tmp_path: Path, database: Database
) -> None:
    out = tmp_path / "my class"
    out.mkdir()
    (out / "moodle.csv").write_bytes(b"")

    assert list(outdated(out, database)) == [
        "moodle.csv: as it was filled in before; fill it in again: "
        f"make faces OUT='{out}' FOR=moodle SHEET=FILE"
    ]
