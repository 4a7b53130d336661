"""`course check`: what is right is called right, and what is wrong with a course is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.checks.test_extra import FAILS, FILE, HEAD, MEMORY, THREE
from tests.classroom.running import run

pytestmark = pytest.mark.slow("grades the solutions with several seeds, and what does nothing")

POLICY = """\
[points]
5 = 20

[extra_credit]
counts = "added"
most = 5

[deadline]
due = 2026-11-20T18:00:00+01:00

[late]
off = "10 %"
bare_mark = "5 points"

[checks]
folder = "ours"
"""
EASY = (
    HEAD
    + '''\
@points(2)
def test_nothing(agree: Agree) -> None:
    """Nothing is asked here"""
    agree("""
        a = 1
    """)
'''
)
WRONG = (
    HEAD
    + '''\
@points(2)
@hints("  ")
def test_of_data(run: RunProgram) -> None:
    """Whatever is made, it is 5."""
    assert run("a = Value(5.0)").number("a") == 50, "a should be 50"
'''
)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / FILE).write_text(THREE, encoding="utf-8")
    (tmp_path / "ours" / "stage_06_ours.py").write_text(MEMORY, encoding="utf-8")
    file = tmp_path / "course.toml"
    file.write_text(POLICY, encoding="utf-8")
    return file


def test_a_course_that_is_right(course: Path) -> None:
    code, said, complained = run("course", "check", course)

    assert (code, complained) == (0, ""), said
    assert "11 stages count, 120 points, 3 checks of yours (stage 5, 6)" in said
    assert said.count("✔") == 5 and "✘" not in said and "It is right." in said
    cells = [re.split(r"\s{3,}", line.strip()) for line in said.splitlines()]
    table = {when: totals for when, *totals in cells}
    assert table["in time"] == ["120", "60", "125", "65"]
    assert table["1 h late"] == ["108", "54", "112.5", "58.5"]
    assert table["3 days late"] == ["84", "42", "87.5", "45.5"]
    assert table["called late, no time"] == ["115", "55", "120", "60"]


def test_a_check_that_anything_passes(course: Path) -> None:
    (course.parent / "ours" / FILE).write_text(EASY, encoding="utf-8")

    code, said, _ = run("course", "check", course)

    assert code == 1
    assert f"✘ titles and hints of your checks are as ours are: {FILE}:6: test_nothing: its" in said
    assert "✘ the stubs earn nothing: test_nothing is passed" in said
    assert "submissions that do nothing right pass none of your checks: " in said
    assert "It is wrong where a line has ✘." in said


def test_a_check_that_the_reference_fails(course: Path) -> None:
    (course.parent / "ours" / FILE).write_text(WRONG, encoding="utf-8")

    code, said, _ = run("course", "check", course)

    assert code == 1
    assert "a hint is empty, or has more than 160 characters" in said
    assert "✘ solutions/ with extra credit earns everything" in said
    assert "test_of_data: " in said and "(seed 548130)" in said


def test_what_cannot_be_used_is_a_line(course: Path) -> None:
    (course.parent / "ours" / FILE).write_text(FAILS, encoding="utf-8")
    code, _, complained = run("course", "check", course)
    assert (code, complained.count("\n")) == (2, 1)
    assert f"{FILE}:10: test_of_a_name: the check itself fails" in complained

    course.write_text("[late]\nof = 3", encoding="utf-8")
    code, said, complained = run("course", "check", course)
    assert (code, said) == (2, "")
    assert "course.toml:2: late.of: there is no such key; did you mean off?" in complained


def test_a_file_is_begun_where_there_is_none(tmp_path: Path) -> None:
    file = tmp_path / "course.toml"

    assert run("course", "init", file)[0] == 0
    code, _, complained = run("course", "init", file)
    assert (code, "course.toml: is there already; name another" in complained) == (2, True)
    code, said, _ = run("course", "check", file)
    assert code == 0
    assert "11 stages count, 110 points" in said and "of yours" not in said


def test_a_submission_is_graded_with_a_course(course: Path) -> None:
    module = course.parent / "ours" / FILE
    call = ("grade", "solutions", "--stage", "5", "--course", course)

    code, said, _ = run(*call)
    assert (code, "20/20" in said) == (0, True), said
    module.write_text(WRONG, encoding="utf-8")
    code, said, _ = run(*call)
    assert (code, "16.67/20" in said, "a should be 50" in said) == (1, True, True), said
    module.write_text(FAILS, encoding="utf-8")
    code, _, complained = run(*call)
    assert (code, "the check itself fails" in complained) == (2, True)
