"""Canvas' gradebook, filled in, as Canvas reads it."""

from __future__ import annotations

import codecs
import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.classroom.faces.gradebooks.fill import Filled, UnusableSheet, fill
from grader.classroom.row import Row
from tests.classroom.gradebooks.exported import NAMES, POINTS, STUDENTS, Student, canvas, row
from tests.classroom.gradebooks.readers import parsed, read_by_canvas

OURS, ESSAY = 501, 500
ASSIGNMENTS = {OURS: "Build micrograd", ESSAY: "Essay, part 1"}
GRADES = [110.0, 0.0, 47.25, None, 88.5]
ROWS = [
    row(str(each.number), grade, name=each.name.casefold(), canvas=str(each.number))
    for each, grade in zip(STUDENTS, GRADES)
]


def filled(
    tmp_path: Path, text: str, rows: list[Row] = ROWS, *, column: str | None = None
) -> Filled:
    path = tmp_path / "export.csv"
    path.write_bytes(text.encode())
    return fill("canvas", path, rows, POINTS, column=column)


def read(found: Filled, students: tuple[Student, ...] = STUDENTS) -> dict[int, str]:
    return read_by_canvas(found.content, students, ASSIGNMENTS)[OURS]


def test_everybody_has_exactly_their_grade(tmp_path: Path) -> None:
    found = filled(tmp_path, canvas(STUDENTS))

    assert read(found) == {1001: "110", 1002: "0", 1003: "47.25", 1004: "", 1005: "88.5"}
    assert (found.file, found.filled, found.unmatched_learners) == ("canvas.csv", 4, [])
    assert found.unmatched_rows == ["Student, Test (9999)"]


def test_all_else_stays(tmp_path: Path) -> None:
    before = canvas(STUDENTS, end="\r\n")
    after = filled(tmp_path, before).content.decode()

    old, new = parsed(before, ","), parsed(after, ",")
    assert [line[:7] + line[8:] for line in old] == [line[:7] + line[8:] for line in new]
    assert after.count("\r\n") == before.count("\r\n") == after.count("\n")
    assert read_by_canvas(after.encode(), STUDENTS, ASSIGNMENTS)[ESSAY] == dict.fromkeys(
        (each.number for each in STUDENTS), "17.5"
    )


def test_semicolons_and_decimal_commas_stay(tmp_path: Path) -> None:
    text = canvas(STUDENTS, delimiter=";", most="110,0", read_only="(läs endast)")

    found = filled(tmp_path, text)

    assert ";47,25;" in found.content.decode()
    assert read(found)[1003] == "47.25"


def test_a_decimal_comma_between_commas_is_quoted(tmp_path: Path) -> None:
    found = filled(tmp_path, canvas(STUDENTS, most="110,0"))

    assert ',"47,25",' in found.content.decode()
    assert read(found)[1003] == "47.25"


@pytest.mark.parametrize(
    ("kind", "of"),
    [("sid", lambda each: each.sid), ("username", lambda each: each.username)],
)
def test_students_are_matched_by_any_of_canvas_ids(tmp_path: Path, kind: str, of: object) -> None:
    rows = [
        row(each.name, grade, **{kind: of(each)})  # type: ignore[operator]
        for each, grade in zip(STUDENTS, GRADES)
    ]

    found = filled(tmp_path, canvas(STUDENTS), rows)

    assert read(found)[1005] == "88.5" and found.filled == 4


def test_a_name_counts_for_whoever_has_no_id_and_no_namesake(tmp_path: Path) -> None:
    students = (*STUDENTS, Student(1006, "Alex", "Kim"), Student(1007, "Kim", "Alex"))
    rows = [row("Anna Smith", 1.0), row("Alex Kim", 2.0), row("Zoe Lukasik", 3.0)]
    rows.append(row("Yuki 田中", 4.0, sid="S99"))

    found = filled(tmp_path, canvas(students), rows)

    assert read(found, students) == {1001: "1", **dict.fromkeys(range(1002, 1008), "")}
    assert "matched by the name alone, look at them: Anna Smith" in found.notes
    assert found.unmatched_learners == [
        "Alex Kim: others are called so too, and there is no id",
        *("Zoe Lukasik", "Yuki 田中"),
    ]


def test_an_id_that_two_have_is_nobodys(tmp_path: Path) -> None:
    twice = (*STUDENTS, Student(1001, "Another", "Person"))
    found = filled(tmp_path, canvas(twice), [row("1001", 5.0, canvas="1001")])

    assert found.filled == 0
    assert found.unmatched_learners == ["1001: 1001 stands in line 4 and line 9"]
    both = [row("a", 5.0, canvas="1001"), row("b", 6.0, canvas="1001")]
    found = filled(tmp_path, canvas(STUDENTS), both)
    assert found.filled == 0
    assert found.unmatched_learners[0] == "a: 1001 is another learner's too"


def test_the_id_counts_though_the_name_differs_and_it_is_said(tmp_path: Path) -> None:
    found = filled(tmp_path, canvas(STUDENTS), [row("1001", 5.0, name="Bo Li", canvas="1001")])

    assert read(found)[1001] == "5"
    assert (
        "of the same id, but another name, look at them: "
        "1001 (Bo Li), there Smith, Anna (1001)" in found.notes
    )


def test_what_was_there_is_overwritten_and_said_but_words_stay(tmp_path: Path) -> None:
    had = ["EX", "20", "47.25", "13", ""]
    students = tuple(
        Student(each.number, each.first, each.last, grade) for each, grade in zip(STUDENTS, had)
    )

    found = filled(tmp_path, canvas(students))

    assert read(found) == {1001: "EX", 1002: "0", 1003: "47.25", 1004: "13", 1005: "88.5"}
    assert found.filled == 3
    assert "overwritten, where another grade stood (1): 1002 (josé peña) 20 -> 0" in found.notes
    said = "left as it was, where a word stood for the grade (1): 1001 (anna smith) EX"
    assert said in found.notes
    without = "without a grade here, and left as they are there: 1004 (yuki 田中)"
    assert without in found.notes


def test_grades_are_scaled_to_the_sheets_maximum_and_it_is_said(tmp_path: Path) -> None:
    found = filled(tmp_path, canvas(STUDENTS, most="20"))

    assert read(found) == {1001: "20", 1002: "0", 1003: "8.59", 1004: "", 1005: "16.09"}
    assert "the sheet's maximum is 20, the course's 110: grades are scaled by 20/110" in found.notes


def test_the_column_is_asked_for_where_several_could_be(tmp_path: Path) -> None:
    text = canvas(STUDENTS, title="Homework 3 (501)")
    with pytest.raises(UnusableSheet) as error:
        filled(tmp_path, text)
    assert str(error.value).endswith(
        "export.csv: which column is for these grades? "
        "give --column TITLE, or COLUMN=TITLE with make, one of: "
        '"Essay, part 1 (500)", "Homework 3 (501)"'
    )
    for column in ("Homework 3 (501)", "homework 3", "501"):
        assert read(filled(tmp_path, text, column=column))[1001] == "110"
    for column in ("Current Score", "Unposted Final Grade", "Assignments Current Score", "Notes"):
        with pytest.raises(UnusableSheet) as error:
            filled(tmp_path, text, column=column)
        assert f'no column for grades is called "{column}"' in str(error.value)
        assert str(error.value).endswith('one of: "Essay, part 1 (500)", "Homework 3 (501)"')


def test_what_canvas_does_not_read_back_is_never_filled_in(tmp_path: Path) -> None:
    text = canvas(STUDENTS, title="Homework 3 (501)").replace(",20.0,", ",(läs endast),")

    assert read(filled(tmp_path, text))[1001] == "110"
    with pytest.raises(UnusableSheet, match='no column for grades is called "500"'):
        filled(tmp_path, text, column="500")


def test_another_sheet_is_refused_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(UnusableSheet) as error:
        filled(tmp_path, "Name,Grade\nAnna,\n")
    assert "not Canvas' gradebook" in str(error.value) and '"Name", "Grade"' in str(error.value)
    with pytest.raises(UnusableSheet, match="no column that grades can go to"):
        filled(tmp_path, "Student,ID,Section,Final Grade (3)\nA,1,S,\n")


@settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    people=st.lists(
        st.tuples(
            st.integers(1, 10**9), NAMES, NAMES, st.none() | st.integers(0, 440), st.booleans()
        ),
        unique_by=lambda each: each[0],
        min_size=1,
        max_size=8,
    ),
    order=st.randoms(use_true_random=False),
    delimiter=st.sampled_from(",;"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    has_mark=st.booleans(),
)
def test_nobody_has_anothers_grade_whatever_they_are_called(
    tmp_path: Path,
    people: list[tuple[int, str, str, int | None, bool]],
    order: object,
    delimiter: str,
    quoting: int,
    has_mark: bool,
) -> None:
    students = tuple(Student(number, first, last) for number, first, last, _, _ in people)
    rows = [
        row(str(each.number), None if quarters is None else quarters / 4, canvas=str(each.number))
        for each, (_, _, _, quarters, is_there) in zip(students, people)
        if is_there
    ]
    order.shuffle(rows)  # type: ignore[attr-defined]
    text = canvas(students, delimiter=delimiter, quoting=quoting)
    path = tmp_path / "export.csv"
    path.write_bytes(codecs.BOM_UTF8 * has_mark + text.encode())

    found = fill("canvas", path, rows, POINTS)

    assert found.content.startswith(codecs.BOM_UTF8) == has_mark
    lines = parsed(found.content.decode("utf-8-sig"), delimiter)
    given = {line[1]: line[7] for line in lines[3:-1]}
    expected = {
        str(number): f"{quarters / 4:g}" if is_there and quarters is not None else ""
        for number, _, _, quarters, is_there in people
    }
    assert given == expected
    assert found.unmatched_learners == []
