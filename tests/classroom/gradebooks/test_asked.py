"""What a teacher may ask for, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.classroom.faces.gradebooks.fill import UnusableSheet
from grader.classroom.faces.gradebooks.writing import Asked, asked, filled_in, lines, write_sheets
from tests.classroom.gradebooks.exported import POINTS, STUDENTS, canvas, row

A, B = Path("a.csv"), Path("b.csv")


def test_a_sheet_is_of_the_platform_in_its_place() -> None:
    assert asked("canvas", [A], []) == [Asked("canvas", A)]
    assert asked("moodle,canvas", [A, B], ["x", "y"]) == [
        Asked("moodle", A, "x"),
        Asked("canvas", B, "y"),
    ]


@pytest.mark.parametrize(
    ("platforms", "sheets", "columns", "said"),
    [
        ("d2l", [A], [], "FOR=d2l: no such platform; there are canvas, moodle, blackboard"),
        ("moodel", [A], [], "--for moodel, or FOR=moodel: no such platform; did you mean moodle?"),
        ("Canvas", [A], [], "no such platform; did you mean canvas?"),
        ("canvas,canvas", [A, B], [], "each platform once"),
        ("canvas", [], [], "download it (in Canvas, Grades, Export, Export Entire Gradebook), and"),
        ("canvas", [], [], "give the sheet: --sheet FILE, or SHEET=FILE with make"),
        ("canvas,moodle", [A], [], "moodle: which sheet is to be filled in?"),
        ("canvas", [A, B], [], "b.csv: of which platform? name it too: --for canvas,PLATFORM"),
        ("canvas,moodle", [A, B], ["x"], "make: give it once for each of canvas, moodle"),
    ],
)
def test_what_does_not_fit_together_is_said_in_a_line(
    platforms: str, sheets: list[Path], columns: list[str], said: str
) -> None:
    with pytest.raises(UnusableSheet) as error:
        asked(platforms, sheets, columns)

    assert said in str(error.value)


def test_what_did_not_match_is_listed(tmp_path: Path) -> None:
    sheet, out = tmp_path / "export.csv", tmp_path / "out"
    sheet.write_text(canvas(STUDENTS), encoding="utf-8")
    rows = [row("1001", 7.0, canvas="1001")] + [row(f"n{n:02}", 1.0) for n in range(12)]

    (found,) = filled_in(out, [Asked("canvas", sheet)], rows, POINTS)
    said = list(write_sheets(out, [found]))

    assert (out / "canvas.csv").read_bytes() == found.content
    assert said == [
        f"{out / 'canvas.csv'}: 1 grade",
        '  the grades are in the column "Build micrograd (501)"',
        "  graded, but without a row in the sheet: 12",
        *(f"    n{n:02}" for n in range(10)),
        "    and 2 more",
        "  rows of the sheet that are nobody's of this class: 5",
        *(f"    {each.sortable} ({each.number})" for each in STUDENTS[1:]),
        "    Student, Test (9999)",
    ]
    assert list(lines(out / "canvas.csv", found)) == said


def test_a_teachers_sheet_is_not_overwritten(tmp_path: Path) -> None:
    sheet = tmp_path / "canvas.csv"
    sheet.write_text(canvas(STUDENTS), encoding="utf-8")

    with pytest.raises(UnusableSheet, match="is where the filled one goes"):
        filled_in(tmp_path, [Asked("canvas", sheet)], [], POINTS)


def test_nothing_is_written_where_one_of_several_cannot_be_filled(tmp_path: Path) -> None:
    sheet, out = tmp_path / "export.csv", tmp_path / "out"
    sheet.write_text(canvas(STUDENTS), encoding="utf-8")

    with pytest.raises(UnusableSheet):
        filled_in(out, [Asked("canvas", sheet), Asked("moodle", sheet)], [], POINTS)
    assert not out.exists()
