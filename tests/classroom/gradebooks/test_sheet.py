"""A teacher's sheet: read in any form, and written anew with nothing else changed."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.classroom.faces.gradebooks.numbers import decimal_sign, number, written
from grader.classroom.faces.gradebooks.sheet import (
    LARGEST,
    Sheet,
    UnusableSheet,
    _records,
    read_sheet,
)

FORMS = {
    "UTF-8": (b"", "utf-8"),
    "UTF-8 with a mark": (codecs.BOM_UTF8, "utf-8"),
    "UTF-16LE with a mark": (codecs.BOM_UTF16_LE, "utf-16-le"),
    "UTF-16BE with a mark": (codecs.BOM_UTF16_BE, "utf-16-be"),
    "UTF-16LE": (b"", "utf-16-le"),
    "Windows": (b"", "cp1252"),
}


def read(path: Path, content: bytes) -> Sheet:
    path.write_bytes(content)
    return read_sheet(path)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_only_what_is_filled_in_is_changed(
    tmp_path: Path, form: str, delimiter: str, end: str
) -> None:
    mark, encoding = FORMS[form]
    lines = ["Name|Grade|Note", '"Pe""ña, A; b"||"x"', "", "  Łu |1,5|", 'B|"2"|"', "C"]
    text = end.join(lines[:4]).replace("|", delimiter) + end + "C" + end
    if encoding == "cp1252":
        text = text.replace("Ł", "L")
    text = text.replace("1,5", "1.5")

    sheet = read(tmp_path / "a.csv", mark + text.encode(encoding))

    assert sheet.header == ["Name", "Grade", "Note"]
    assert [each.text(0) for each in sheet.rows][:1] == ['Pe"ña, A; b']
    assert sheet.filled({}) == mark + text.encode(encoding)
    new = sheet.filled({(0, 1): "7", (1, 1): "8", (2, 1): "9"})
    expected = text.replace(f'b"{delimiter}{delimiter}', f'b"{delimiter}7{delimiter}')
    expected = expected.replace("1.5", "8").removesuffix(f"C{end}") + f"C{delimiter}9{end}"
    assert new == mark + expected.encode(encoding)


def test_a_cell_that_was_quoted_is_quoted_again_and_so_is_what_must_be(tmp_path: Path) -> None:
    sheet = read(tmp_path / "a.csv", b'a,b\n"1",2\n')

    assert sheet.filled({(0, 0): "7", (0, 1): "8"}) == b'a,b\n"7",8\n'
    assert sheet.filled({(0, 0): '"', (0, 1): "8,5"}) == b'a,b\n"""","8,5"\n'


@given(st.text('ab",;\t\r\n ', max_size=40), st.sampled_from([",", ";", "\t"]))
def test_cells_are_those_that_csv_finds(text: str, delimiter: str) -> None:
    try:
        ours = [[cell.text for cell in each.cells] for each in _records(text, delimiter, "")]
    except UnusableSheet:
        return  # a quote that nothing closes
    theirs = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))

    assert [each for each in ours if each != [""]] == [
        each for each in theirs if any(each) or len(each) > 1
    ]


@given(st.text(max_size=40))
def test_every_cell_is_where_it_says(text: str) -> None:
    text = text.replace('"', "")
    for record in _records(text, ",", ""):
        assert all(text[cell.start : cell.end] == cell.text for cell in record.cells)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "nothing in it"),
        (b"\n \n", "nothing in it"),
        (b"PK\x03\x04rest", "a spreadsheet program's own form"),
        (b"\xd0\xcf\x11\xe0rest", "a spreadsheet program's own form"),
        (b'a,b\nc,"d\n', "line 2: a quote is opened that nothing closes"),
        (b'a,b\nc,"' + b'd""\n' * (1 << 20), "line 2: a quote is opened that nothing closes"),
        (b"a,b\nc,d\n\ne,f,g\n", "line 4: 3 cells where the first line has 2"),
        (codecs.BOM_UTF8 + b"\xff", "not text"),
        (b"a" * (LARGEST + 1), "larger than 16 MB"),
    ],
)
def test_what_is_no_sheet_is_said_in_a_line(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(UnusableSheet) as error:
        read(tmp_path / "sheet.csv", content)

    assert said in str(error.value)
    assert str(error.value).startswith(str(tmp_path / "sheet.csv"))
    assert "\n" not in str(error.value)


def test_what_is_no_file_is_said_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(UnusableSheet, match="no such file"):
        read_sheet(tmp_path / "absent.csv")
    with pytest.raises(UnusableSheet, match="a folder"):
        read_sheet(tmp_path)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("12.5", 12.5), ("12,50", 12.5), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("7", 7.0)],
        *[("-3", -3.0), (" 85% ", 85.0), (".5", 0.5), ("100,00", 100.0), ("EX", None), ("", None)],
        *[("1e5", None), ("١٢", None), ("-", None), ("12 of 20", None), ("Needs Grading", None)],
    ],
)
def test_a_number_has_a_point_or_a_comma(text: str, value: float | None) -> None:
    assert number(text) == value


@given(st.floats(-1e6, 1e6), st.sampled_from(".,"))
def test_a_number_is_read_as_it_was_written(value: float, sign: str) -> None:
    text = written(value, sign)
    found = number(text)

    assert found is not None and abs(found - value) <= 0.005 + 1e-9
    assert len(text.partition(sign)[2]) <= 2 and text != "-0"


def test_halves_go_up_as_in_all_points() -> None:
    assert [written(value, ".") for value in (0.125, 45.125, 2.675, 7.0)] == [
        *("0.13", "45.13", "2.68", "7"),
    ]


def test_the_decimal_sign_is_that_of_the_numbers() -> None:
    assert decimal_sign(["12,50", "", "Anna", "100"]) == ","
    assert decimal_sign(["12.50", "7"]) == "."
    assert decimal_sign(["12"]) == decimal_sign(["1,5", "1.5"]) == ""
