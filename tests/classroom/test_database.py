"""The database of a class: what is kept, under which key, and what a disk that refuses does."""

from __future__ import annotations

import sqlite3
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from grader.classroom import fingerprint
from grader.classroom.database import FILE, CannotKeep, Database
from grader.classroom.finding.handed_in import HandedIn
from grader.classroom.graded import Graded, Marks, Named, StageMarks
from grader.classroom.out import opened
from grader.classroom.row import Override
from grader.course.course import Amount, Course, Late
from grader.submission.bundle import Bundle
from grader.submission.submission import Problem

MARKS = Marks(
    15.0,
    1.0,
    False,
    (StageMarks(1, 10.0, 10.0, "passed"), StageMarks(7, 10.0, None, "needs torch")),
    (Named(5, "test_x", "assigned", "Your + assigns."),),
)
ANNA = HandedIn("anna", name="Anna", ids={"email": "a@b.c"}, notes=("by name",), is_late=True)
BUNDLE = Bundle("anna", {"value.py": b"x = 1", "nn.py": Problem("nn.py", "unreadable")}, ("left",))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / FILE)


def taken_in(database: Database, *handed_in: HandedIn) -> None:
    database.replace_learners((one, BUNDLE, "content", "result") for one in handed_in)


def graded(**changed: object) -> Graded:
    fields: dict[str, object] = {
        "key": "result",
        "report": "{}",
        "marks": MARKS,
        "notes": ("read",),
        **changed,
    }
    return Graded(**fields)  # type: ignore[arg-type]


def test_what_is_kept_is_there_in_the_next_run(database: Database, tmp_path: Path) -> None:
    taken_in(database, ANNA)
    database.keep(graded(), "content", "grader", 5, "2.13")
    database.override("anna", Override(1, 7.5, "copied", 10.0))
    database.close()

    with Database(tmp_path / FILE) as again:
        (row,) = again.rows()
        assert again.bundle("content").files == BUNDLE.files

    assert (row.learner, row.earned, row.bonus, row.is_late) == ("anna", 15.0, 1.0, True)
    assert row.stages == {1: 10.0, 7: None}
    assert row.notes == ("by name", "left", "read")
    assert row.overrides == (Override(1, 7.5, "copied", 10.0),)
    assert (row.points(1), row.total) == (7.5, 7.5)


def test_only_what_has_no_result_is_to_grade(database: Database) -> None:
    taken_in(database, ANNA, HandedIn("ben"))
    assert database.to_grade() == [("result", "content")]  # of both, as they handed in the same

    database.keep(graded(marks=None, failed="its worker ended"), "content", "grader", 5, "")
    assert database.to_grade() == [("result", "content")]

    database.keep(graded(), "content", "grader", 5, "")
    assert database.to_grade() == []
    assert database.to_grade("ben") == [("result", "content")]
    assert database.commonest_misconceptions() == [("assigned", "Your + assigns.", 2)]


def test_who_is_not_in_the_class_any_more_has_no_row_and_keeps_the_instructors_points(
    database: Database,
) -> None:
    taken_in(database, ANNA, HandedIn("ben"))
    database.override("anna", Override(1, 7.5, ""))
    taken_in(database, HandedIn("ben"))
    assert database.learners() == ["ben"]

    taken_in(database, ANNA)
    assert [row.own_points for row in database.rows()] == [{1: 7.5}]
    assert database.remove_override("anna", 1)
    assert not database.remove_override("anna", 1)


def test_of_the_instructors_points_and_comment_what_is_not_given_stays(database: Database) -> None:
    taken_in(database, ANNA)
    for points, comment, worth in ((8.0, "by hand", 10.0), (16.0, "", 20.0), (None, "again", None)):
        database.override("anna", Override(1, points, comment, worth))
    (row,) = database.rows()
    assert row.overrides == (Override(1, 16.0, "again", 20.0),)

    database.remove_override("anna", 1)
    database.override("anna", Override(1, None, "new"))
    (row,) = database.rows()
    assert row.overrides == (Override(1, None, "new"),)


def test_an_extension_is_found_by_whatever_a_row_is_called(database: Database) -> None:
    until = datetime.fromisoformat("2026-11-27T18:00:00+01:00")
    course = Course(
        due=until - timedelta(days=7),
        late=Late(Amount(50.0)),
        extensions={"kim, hana": until},
    )
    database.keep_course(course)
    at = (until - timedelta(days=1)).isoformat()
    hana = HandedIn("h@x.org", name="Hana Kim", handed_in_at=at)
    for found, off in ((hana,), 0), ((hana, HandedIn("k@x.org", name="Hana Kim")), 10):
        taken_in(database, *found)
        database.keep(graded(), "content", "grader", 5, "")
        assert next(database.rows()).late_deduction == off
    assert database.course() == course  # as its file has it


def test_overrides_go_along_where_a_roster_gives_another_name(database: Database) -> None:
    taken_in(database, HandedIn("Anna", source="Anna_1"), HandedIn("Ben", source="Ben_2"))
    database.override("Anna", Override(1, 7.5, "copied"))
    database.override("Ben", Override(2, 1.0, ""))

    found = [HandedIn("17", source="Anna_1"), HandedIn("18")]
    gone = database.replace_learners((one, BUNDLE, "content", "result") for one in found)

    assert gone == ["Ben"]
    assert {row.learner: row.own_points for row in database.rows()} == {"17": {1: 7.5}, "18": {}}
    assert database.overrides_of_nobody() == ["Ben"]


def test_overrides_go_to_nobody_where_several_share_what_was_handed_in(database: Database) -> None:
    taken_in(database, HandedIn("Team", source="Team_1"))
    database.override("Team", Override(1, 7.5, ""))
    taken_in(database, HandedIn("Anna", source="Team_1"), HandedIn("Ben", source="Team_1"))

    assert database.overrides_of_nobody() == ["Team"]


def test_a_run_that_ends_while_taking_in_changes_nothing(database: Database) -> None:
    taken_in(database, ANNA)

    def broken_off() -> object:
        yield HandedIn("ben"), BUNDLE, "content", "result"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        database.replace_learners(broken_off())  # type: ignore[arg-type]
    assert database.learners() == ["anna"]


def test_the_key_is_of_all_that_has_a_say() -> None:
    content = fingerprint.of_content(BUNDLE)

    others = [
        Bundle("anna", {"value.py": b"x = 2"}),
        Bundle("anna", {"value.py": b"", "nn.py": b"x = 1"}),
        Bundle("anna", {"value.pyx": b" = 1"}),
        Bundle("anna", {"value.py": Problem("value.py", "unreadable")}),
    ]
    assert len({content, *map(fingerprint.of_content, others)}) == 5
    assert content == fingerprint.of_content(Bundle("ben", dict(reversed(BUNDLE.files.items()))))
    keys = {
        fingerprint.of_result(content, 5),
        fingerprint.of_result(content, 6),
        fingerprint.of_result("another", 5),
        fingerprint.of_result(content, 5, course="another"),
    }
    assert len(keys) == 4


@pytest.mark.parametrize("content", [b"no database" * 100, b"SQLite format 3\0" + b"x" * 200])
def test_a_damaged_database_is_told_in_a_line_and_left_alone(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / FILE).write_bytes(content)

    with pytest.raises(CannotKeep, match=r"class\.sqlite: .*; name another OUT"):
        Database(tmp_path / FILE)
    assert (tmp_path / FILE).read_bytes() == content


def test_a_database_of_another_version_is_told_in_a_line(
    database: Database, tmp_path: Path
) -> None:
    database.set_fact("schema", "99")
    database.close()

    with pytest.raises(CannotKeep, match="of another version"):
        Database(tmp_path / FILE)


def test_a_full_disk_loses_nothing_that_was_kept(database: Database, tmp_path: Path) -> None:
    taken_in(database, ANNA)
    pages = database._connection.execute("PRAGMA page_count").fetchone()[0]
    database._connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(CannotKeep, match="full"):
        database.keep(graded(report="x" * 1_000_000), "content", "grader", 5, "")
    assert database.to_grade() == [("result", "content")]
    database.close()
    with Database(tmp_path / FILE) as again:
        assert again.learners() == ["anna"]


def test_one_run_at_a_time_uses_an_out(tmp_path: Path) -> None:
    with (
        opened(tmp_path / "out", is_new=True),
        pytest.raises(CannotKeep, match="another run is at work on it"),
        opened(tmp_path / "out"),
    ):
        pass
    with opened(tmp_path / "out"):
        pass


def test_a_folder_with_other_files_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("")

    with pytest.raises(CannotKeep, match="holds other files"), opened(tmp_path, is_new=True):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_where_no_class_is_kept_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(CannotKeep, match="holds no class"), opened(tmp_path / "out"):
        pass
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_others_on_this_machine_cannot_look_into_it(tmp_path: Path) -> None:
    with opened(tmp_path / "out", is_new=True):
        pass

    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


def test_anybody_can_query_it(database: Database, tmp_path: Path) -> None:
    taken_in(database, ANNA)
    database.keep(graded(report='{"earned": 15.0}'), "content", "grader", 5, "")
    database.close()

    with sqlite3.connect(tmp_path / FILE) as connection:
        found = connection.execute(
            "SELECT learner, json_extract(report, '$.earned'), json_extract(ids, '$.email') "
            "FROM learners JOIN results USING (result)"
        ).fetchall()
    assert found == [("anna", 15.0, "a@b.c")]
