"""Blackboard's grades, filled in, as Blackboard reads them."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.classroom.faces.gradebooks.fill import Filled, UnusableSheet, fill
from grader.classroom.row import Row
from tests.classroom.gradebooks.exported import NAMES, POINTS, STUDENTS, Student, blackboard, row
from tests.classroom.gradebooks.readers import parsed, read_by_blackboard

OURS, ESSAY = 664617, 664616
GRADES = [110.0, 0.0, 47.25, None, 88.5]
ROWS = [row(each.username, grade, username=each.username) for each, grade in zip(STUDENTS, GRADES)]
SPANISH = ("Apellidos", "Nombre", "Nombre de usuario", "ID del alumno")
UNKNOWN = ("Xlast", "Xfirst", "Xuser", "Xstudent")


def filled(
    tmp_path: Path,
    content: bytes,
    rows: list[Row] = ROWS,
    *,
    ending: str = ".xls",
    column: str | None = None,
) -> Filled:
    path = tmp_path / f"gc_course_column{ending}"
    path.write_bytes(content)
    return fill("blackboard", path, rows, POINTS, column=column)


def utf_16(text: str) -> bytes:
    return codecs.BOM_UTF16_LE + text.encode("utf-16-le")


def test_a_tab_delimited_xls_in_utf_16_comes_back_as_it_was(tmp_path: Path) -> None:
    before = blackboard(STUDENTS)
    found = filled(tmp_path, utf_16(before))

    grades = read_by_blackboard(found.content, [OURS, ESSAY])
    assert grades[OURS] == {
        **{"user1001": "110", "user1002": "0", "user1003": "47.25", "user1004": ""},
        "user1005": "88.5",
    }
    assert set(grades[ESSAY].values()) == {"17.00"}
    assert (found.file, found.filled, found.unmatched_rows) == ("blackboard.xls", 4, [])
    old, new = parsed(before, "\t"), parsed(found.content.decode("utf-16"), "\t")
    assert [line[:7] + line[8:] for line in old] == [line[:7] + line[8:] for line in new]
    assert '\t"47.25"\t' in found.content.decode("utf-16")


def test_so_does_a_csv(tmp_path: Path) -> None:
    text = blackboard(STUDENTS, delimiter=",")
    found = filled(tmp_path, codecs.BOM_UTF8 + text.encode(), ending=".csv")

    assert read_by_blackboard(found.content, [OURS])[OURS]["user1003"] == "47.25"
    assert found.file == "blackboard.csv"


@pytest.mark.parametrize("header", [SPANISH, UNKNOWN])
def test_titles_may_be_in_another_language(tmp_path: Path, header: tuple[str, ...]) -> None:
    title = "Build micrograd [Puntos totales: {most} Puntuación] |664617"
    text = blackboard(STUDENTS, header=header, title=title, most="12,5")

    found = filled(tmp_path, utf_16(text))

    lines = parsed(found.content.decode("utf-16"), "\t")
    assert [line[7] for line in lines[1:]] == ["12,5", "0", "5,37", "", "10,06"]


def test_the_student_id_will_do_and_so_will_an_e_mail_address(tmp_path: Path) -> None:
    students = [Student(1001, "Anna", "Smith"), Student(1002, "José", "Peña")]
    text = blackboard(students).replace("user1002", "jose@example.org")
    rows = [row("a", 1.0, sid="S01001"), row("b", 2.0, email="Jose@Example.org")]

    found = filled(tmp_path, utf_16(text), rows)

    grades = read_by_blackboard(found.content, [OURS])[OURS]
    assert grades == {"user1001": "1", "jose@example.org": "2"}


@settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    people=st.lists(
        st.tuples(st.integers(1, 10**7), NAMES, st.integers(0, 440)),
        unique_by=lambda each: each[0],
        min_size=1,
        max_size=8,
    ),
    form=st.sampled_from(
        [("\t", codecs.BOM_UTF16_LE, "utf-16-le"), (",", codecs.BOM_UTF8, "utf-8")]
    ),
)
def test_nobody_has_anothers_grade_whatever_they_are_called(
    tmp_path: Path, people: list[tuple[int, str, int]], form: tuple[str, bytes, str]
) -> None:
    delimiter, mark, encoding = form
    students = [Student(number, name, "x") for number, name, _ in people]
    rows = [row(each.sid, q / 4, sid=each.sid) for each, (_, _, q) in zip(students, people)]

    found = filled(
        tmp_path, mark + blackboard(students, delimiter=delimiter).encode(encoding), rows[::-1]
    )

    grades = read_by_blackboard(found.content, [OURS])[OURS]
    assert grades == {f"user{number}": f"{quarters / 4:g}" for number, _, quarters in people}


def test_needs_grading_is_no_grade_but_an_exemption_stays(tmp_path: Path) -> None:
    had = ["Needs Grading", "In Progress(10.00)", "Exempt", "Needs Grading", "50.00"]
    students = [Student(e.number, e.first, e.last, grade) for e, grade in zip(STUDENTS, had)]

    found = filled(tmp_path, utf_16(blackboard(students)))

    grades = read_by_blackboard(found.content, [OURS])[OURS]
    assert list(grades.values()) == ["110", "0", "Exempt", "Needs Grading", "88.5"]
    assert "left as it was, where a word stood for the grade (1): user1003 Exempt" in found.notes


def test_a_sum_is_never_filled_in_nor_what_is_not_shown_as_points(tmp_path: Path) -> None:
    text = blackboard(STUDENTS)
    for column in ("664615", "Total", "Last Access", "Username"):
        with pytest.raises(UnusableSheet) as error:
            filled(tmp_path, utf_16(text), column=column)
        assert f'no column for grades is called "{column}"' in str(error.value)
        assert str(error.value).endswith(
            '|664616", "Build micrograd [Total Pts: 110 Score] |664617"'
        )
    with pytest.raises(UnusableSheet, match="not shown as points; in Blackboard, let"):
        filled(tmp_path, utf_16(text.replace("110 Score", "110 Percentage")))
    for column in ("Build micrograd", "664617", "Build micrograd [Total Pts: 110 Score] |664617"):
        assert filled(tmp_path, utf_16(text), column=column).filled == 4


def test_another_sheet_is_refused_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(UnusableSheet, match="not Blackboard's grades"):
        filled(tmp_path, b"Student,ID,Section,A (1)\nAnna,1001,S,\n")
