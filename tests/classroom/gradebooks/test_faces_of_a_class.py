"""`faces --for`, as a teacher calls it on a class that was graded, from export to upload."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from tests.classroom import submissions
from tests.classroom.gradebooks.exported import Student, blackboard, canvas, moodle
from tests.classroom.gradebooks.readers import (
    OfMoodle,
    read_by_blackboard,
    read_by_canvas,
    read_by_moodle,
)
from tests.classroom.made_classes import MadeLearner, made_class
from tests.classroom.running import gradebook, run

pytestmark = [pytest.mark.slow("grades classes"), pytest.mark.timeout(900)]

RIGHT = {file: text.encode() for file, text in submissions.right("").items()}
FILE, OLD, NEW = submissions.WRONG[1]
UPHILL = {**RIGHT, FILE: RIGHT[FILE].replace(OLD.encode(), NEW.encode())}
LEARNERS = [
    MadeLearner("Anna", "Smith", 1001, RIGHT),
    MadeLearner("José", "Peña", 1002, UPHILL),
    MadeLearner("Eve", "Null", 1003, {"notes.txt": b"<b>=1+1</b>"}),
]
STUDENTS = [Student(each.number, each.first, each.last) for each in LEARNERS]
FULL = float(submissions.FULL)
EXPECTED = {1001: FULL, 1002: FULL - 5}


def graded(tmp_path: Path, layout: str, *options: str) -> Path:
    folder = made_class(tmp_path / "Kata", layout, LEARNERS)
    code, said, complained = run("class", folder, "--trust", *options)
    assert (code, complained) == (1, ""), said
    return tmp_path / "Kata-graded"


def filled(
    out: Path, platform: str, sheet: bytes, *options: str, is_complete: bool = True
) -> tuple[bytes, str]:
    path = out.parent / "sheet.xls"
    path.write_bytes(sheet)
    code, said, complained = run("faces", out, "--for", platform, "--sheet", path, *options)
    assert (code, complained) == (0 if is_complete else 1, ""), said
    return (out / f"{platform}.xls").read_bytes(), said


@pytest.mark.parametrize(
    ("layout", "language"), [("Moodle, folders", "de"), ("Moodle, blind", "en")]
)
def test_moodle(tmp_path: Path, layout: str, language: str) -> None:
    out = graded(tmp_path, layout)
    sheet = moodle(STUDENTS, language, is_blind=layout == "Moodle, blind")

    content, said = filled(out, "moodle", sheet.encode())

    had = {each.number: OfMoodle() for each in LEARNERS}
    assert read_by_moodle(content, language, had, 110.0)[0] == EXPECTED
    assert said.startswith(f"{out / 'moodle.xls'}: 2 grades\n")
    assert "without a grade here, and left as they are there: " in said
    assert "in stage 5 it looks like this: Your step " in content.decode() or language == "??"
    _assert_told_once_it_is_outdated(out)


def _assert_told_once_it_is_outdated(out: Path) -> None:
    line = "moodle.xls: as it was filled in before; fill it in again: make faces OUT="
    assert line not in run("faces", out)[1]
    learner = min(gradebook(out))
    assert line in run("override", out, learner, "--stage", "1", "--points", "8")[1]
    assert run("faces", out)[1].startswith(line)
    assert line not in run("faces", out, "--for", "moodle", "--sheet", out.parent / "sheet.xls")[1]
    assert line not in run("faces", out)[1]


def test_canvas_and_what_cannot_be_done(tmp_path: Path) -> None:
    out = graded(tmp_path, "Canvas", "--anonymise")

    content, said = filled(out, "canvas", canvas(STUDENTS).encode())

    found = read_by_canvas(content, STUDENTS, {501: "Build micrograd"})[501]
    assert found == {1001: "110", 1002: "105", 1003: ""}
    assert "nobody's of this class: 1\n" in said
    _assert_said_in_a_line(out)


def _assert_said_in_a_line(out: Path) -> None:
    (out / "identities.csv").unlink()
    sheet = out.parent / "export.csv"
    sheet.write_text(canvas(STUDENTS), encoding="utf-8")

    for options, said in [
        (["--for", "canvas"], "canvas: which sheet is to be filled in?"),
        (
            ["--sheet", sheet],
            "SHEET=: of which platform? add --for canvas, or FOR=canvas with make",
        ),
        (["--for", "canvas", "--sheet", sheet], "nothing tells who "),
    ]:
        code, printed, complained = run("faces", out, *options)
        assert (code, printed) == (2, "")
        assert complained.count("\n") == 1 and said in complained


def test_blackboard(tmp_path: Path) -> None:
    out = graded(tmp_path, "Blackboard")
    sheet = codecs.BOM_UTF16_LE + blackboard(STUDENTS[:1], most="100").encode("utf-16-le")

    content, said = filled(out, "blackboard", sheet, is_complete=False)

    assert read_by_blackboard(content, [664617])[664617] == {"user1001": "100"}
    assert "scaled by 100/110" in said
    assert said.startswith(f"{out / 'blackboard.xls'}: 1 grade\n")
    assert "graded, but without a row in the sheet: 1\n    user1002\n" in said
