"""The file that a course begins with: it changes nothing, and names all there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.course.course import Course, Late
from grader.course.reading import read_course
from grader.course.template import TEMPLATE, write_template
from grader.files import CannotWrite

# A setting that is off, the lines of a text that is one too; and not the example of a check.
OFF = re.compile(r'^# (?=("asmith"|\w+) += |To object|""")', re.MULTILINE)


def test_as_it_stands_it_changes_nothing(tmp_path: Path) -> None:
    write_template(tmp_path / "course.toml")

    assert read_course(tmp_path / "course.toml") == Course()


def test_all_that_is_off_can_be_turned_on(tmp_path: Path) -> None:
    (tmp_path / "our_checks").mkdir()
    (tmp_path / "our_checks" / "stage_05_ours.py").touch()
    text = OFF.sub("", TEMPLATE).replace('counts = "no"', 'counts = "fills"')
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")

    course = read_course(tmp_path / "course.toml")

    late = {name: getattr(course.late, name) for name in Late.__struct_fields__}
    unchanged = {name for name, value in late.items() if value == getattr(Late(), name)}
    assert unchanged == {"per", "reduces_own_points"}  # they are on, with what they are anyway
    plain = Course()
    same = {n for n in Course.__struct_fields__ if getattr(course, n) == getattr(plain, n)}
    assert same == {"points", "decimals"}
    assert all([course.text.title, course.text.opening, course.text.closing, course.text.stages])


def test_it_is_written_over_nothing(tmp_path: Path) -> None:
    path = tmp_path / "course.toml"
    path.write_text("mine", encoding="utf-8")
    (tmp_path / "link.toml").symlink_to(tmp_path / "nowhere")

    for taken in (path, tmp_path / "link.toml", tmp_path):
        with pytest.raises(CannotWrite, match="is there already; name another"):
            write_template(taken)
    assert path.read_text(encoding="utf-8") == "mine"


def test_it_speaks_of_itself_by_its_name(tmp_path: Path) -> None:
    write_template(tmp_path / "mine.toml")

    text = (tmp_path / "mine.toml").read_text(encoding="utf-8")
    assert "COURSE=mine.toml" in text and "course.toml" not in text
