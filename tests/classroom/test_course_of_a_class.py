"""A class with a course: what is kept, what is graded again and what is not, and on a worker."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest

from grader.classroom import fingerprint
from grader.classroom.database import FILE
from grader.classroom.graded import Graded, Setup, Task
from grader.classroom.on_dask import grade_there
from grader.report.packed import unpacked
from grader.submission.bundle import Bundle
from tests.checks.test_extra import FAILS, THREE
from tests.classroom import submissions
from tests.classroom.running import gradebook, run

pytestmark = [pytest.mark.slow("grades a class, several times"), pytest.mark.timeout(900)]

MODULE = "stage_05_ours.py"
ROSTER = """\
id,name,e-mail,handed in
1,anna,anna@example.org,2026-11-20T17:00:00+01:00
2,ben,ben@example.org,2026-11-22T19:00:00+01:00
3,cleo,cleo@example.org,2026-11-22T19:00:00+01:00
4,dora,dora@example.org,
"""
POLICY = """\
[points]
5 = 20

[deadline]
due = 2026-11-20T18:00:00+01:00

[late]
off = "10 %"

[extensions]
"cleo@example.org" = 2026-11-27T18:00:00+01:00
"nobody@example.org" = 2026-11-27T18:00:00+01:00
"""
CHECKS = '\n[checks]\nfolder = "ours"\n'


class OfClass:
    """A class of four: right, right but late, late by leave, and wrong in stage 5."""

    def __init__(self, folder: Path) -> None:
        self.out, self.course = folder / "out", folder / "course.toml"
        self._folder = folder
        for number, name in enumerate(("anna", "ben", "cleo", "dora")):
            sources = submissions.right(number)
            if name == "dora":
                file, old, new = submissions.WRONG[0]
                sources[file] = sources[file].replace(old, new)
            submissions.write(folder / "class" / name, sources)
        (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
        (folder / "ours").mkdir()
        self.module = folder / "ours" / MODULE
        self.module.write_text(THREE, encoding="utf-8")

    def grade(self, course: str | None = None, *more: str | Path) -> str:
        """What a run says, with a course's text or without one."""
        arguments = ["class", self._folder / "class", "--roster", self._folder / "roster.csv"]
        arguments += ["--out", self.out, "--seed", "3", "--trust", *more]
        if course is not None:
            self.course.write_text(course, encoding="utf-8")
            arguments += ["--course", self.course]
        code, said, complained = run(*arguments)
        assert (code, complained) == (1, ""), said
        return said

    def faces(self, course: str) -> tuple[int, str, str]:
        self.course.write_text(course, encoding="utf-8")
        return run("faces", self.out, "--course", self.course)

    def column(self, name: str) -> list[str]:
        return [row[name] for row in gradebook(self.out).values()]

    def keys(self) -> set[str]:
        """Those of all results there are."""
        with sqlite3.connect(self.out / FILE) as connection:
            return {key for (key,) in connection.execute("SELECT result FROM results")}


@pytest.fixture
def of_class(tmp_path: Path) -> OfClass:
    return OfClass(tmp_path)


def test_a_course_counts_what_was_graded_and_another_one_grades_nothing_again(
    of_class: OfClass,
) -> None:
    full = float(submissions.FULL)
    of_class.grade()
    plain = (of_class.out / "gradebook.csv").read_bytes()
    keys = of_class.keys()
    raw = float(of_class.column("stage_5")[3])
    assert [float(total) for total in of_class.column("total")[:3]] == [full] * 3
    assert raw < 10

    said = of_class.grade(POLICY)
    assert "0 to grade" in said
    nobodys = (
        "the extension of nobody@example.org is nobody's: nobody here is called so, or has that id"
    )
    assert said.count(nobodys) == 2
    assert said.splitlines()[-1] == f"  ! {nobodys}"
    totals = [float(total) for total in of_class.column("total")[:3]]
    assert totals == [full + 10, round((full + 10) * 0.7, 2), full + 10]
    assert float(of_class.column("stage_5")[3]) == pytest.approx(2 * raw, abs=0.01)
    assert float(of_class.column("late_deduction")[1]) == round((full + 10) * 0.3, 2)
    assert "2 days 1 h late: 10 % off for each day begun" in of_class.column("remarks")[1]

    of_class.grade()  # with the course that is kept
    assert [float(total) for total in of_class.column("total")[:3]] == totals

    code, _, complained = of_class.faces(POLICY.replace("5 = 20", "5 = 30"))
    assert (code, complained) == (0, "")
    assert float(of_class.column("total")[0]) == full + 20
    of_class.faces("")
    assert (of_class.out / "gradebook.csv").read_bytes() == plain
    assert of_class.keys() == keys


def test_other_extra_checks_are_graded_again_and_kept(of_class: OfClass) -> None:
    of_class.grade(CHECKS)
    first = of_class.keys()
    of_three = of_class.column("stage_5")
    assert of_three[:3] == ["10", "10", "10"]

    of_class.course.unlink()
    of_class.module.unlink()
    assert "0 to grade" in of_class.grade()  # they are kept
    assert of_class.column("stage_5") == of_three
    of_class.grade(None, "--only", "4")
    assert of_class.column("stage_5") == of_three
    assert of_class.keys() == first

    of_class.module.write_text(THREE.replace("@points(2)", "@points(8)"), encoding="utf-8")
    code, _, complained = of_class.faces(CHECKS)
    assert (code, complained.count("\n")) == (2, 1)
    assert "was graded with other extra checks; grade it again" in complained

    assert "4 to grade" in of_class.grade(CHECKS)
    assert len(of_class.keys()) == 8
    assert of_class.column("stage_5")[3] != of_three[3]


def test_checks_that_cannot_be_used_end_the_run_before_anything_is_graded(
    of_class: OfClass,
) -> None:
    of_class.module.write_text("def test_it(agree):\n    pass\n", encoding="utf-8")
    of_class.course.write_text(CHECKS, encoding="utf-8")

    code, _, complained = run(
        *("class", of_class.course.parent / "class", "--trust", "--course", of_class.course)
    )

    assert (code, complained) == (
        2,
        f"grader: {MODULE}:1: test_it: it has no title; begin it with a docstring of one line\n",
    )


def test_a_check_that_fails_itself_is_told_in_the_row(of_class: OfClass) -> None:
    of_class.module.write_text(FAILS, encoding="utf-8")

    of_class.grade(CHECKS)

    for remarks in of_class.column("remarks"):
        assert f"{MODULE}:10: test_of_a_name: the check itself fails (AttributeError" in remarks


def test_numbers_stand_for_people_in_a_course_too(of_class: OfClass) -> None:
    of_class.grade(POLICY, "--anonymise")

    late = sorted(of_class.column("late_deduction"), key=float)
    assert late[:3] == ["0", "0", "0"] and float(late[3]) > 0
    assert b"cleo" not in _facts(of_class) and b"nobody@" not in _facts(of_class)

    # By names alone: the file of identities has no other ids.
    for name in ("3", "Cleo"):
        code, said, _ = of_class.faces(POLICY.replace("cleo@example.org", name))
        assert (code, said.count("is nobody's")) == (0, 1)
        assert sorted(of_class.column("late_deduction"), key=float) == late
    assert b"nobody@" not in _facts(of_class) and b"Cleo" not in _facts(of_class)


def _facts(of_class: OfClass) -> bytes:
    with sqlite3.connect(of_class.out / FILE) as connection:
        return repr(list(connection.execute("SELECT * FROM facts"))).encode()


def test_points_of_ones_own_are_in_the_courses_scale(of_class: OfClass) -> None:
    of_class.grade(POLICY)

    for points, code in (("18", 0), ("21", 2)):
        given = ("--stage", "5", "--points", points)
        assert run("override", of_class.out, "1", *given)[0] == code
    assert of_class.column("stage_5")[0] == "18"

    code, said, _ = of_class.faces(POLICY.replace("5 = 20", "5 = 10"))
    assert (code, of_class.column("stage_5")[0]) == (0, "9")
    assert "18 of 20 points by the instructor, now 9 of 10" in of_class.column("remarks")[0]
    assert said.splitlines()[-1].startswith("! the extension of nobody@example.org is nobody's")
    of_class.faces(POLICY.replace("5 = 20", "5 = 0"))
    code, _, complained = run("override", of_class.out, "1", "--stage", "5", "--points", "1")
    assert (code, complained) == (
        2,
        "grader: --points 1: stage 5 does not count in your course; give it points there first\n",
    )


def test_on_a_cluster_bytes_are_enough() -> None:
    """What goes there is a Setup and a Task: no folder of checks need be there."""
    files = {name: text.encode() for name, text in submissions.right(0).items()}
    setup = Setup(3, True, {MODULE: THREE})
    same = fingerprint.of_grader(), fingerprint.of_torch()

    answer = grade_there(
        msgspec.msgpack.encode(setup), same, msgspec.msgpack.encode(Task("key", Bundle("", files)))
    )

    graded = msgspec.msgpack.decode(answer, type=Graded)
    stage_5 = unpacked(graded.whole).stages[4]
    assert (stage_5.points, stage_5.earned) == (10, 10)
    assert stage_5.checks[-1].name == "test_a_value_used_three_times"
