"""Moodle's grading worksheet, filled in, as Moodle reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.classroom.faces.gradebooks.fill import Filled, UnusableSheet, fill
from grader.classroom.row import Override, Row
from tests.classroom.gradebooks.exported import (
    LANGUAGES,
    NAMES,
    POINTS,
    STUDENTS,
    Student,
    delimited,
    moodle,
    row,
)
from tests.classroom.gradebooks.readers import OfMoodle, parsed, read_by_moodle

GRADES = [110.0, 0.0, 47.25, None, 88.5]
ROWS = [
    row(each.name, grade, name=each.name, moodle=str(each.number))
    for each, grade in zip(STUDENTS, GRADES)
]
NEW = {each.number: OfMoodle() for each in STUDENTS}


def filled(
    tmp_path: Path, text: str, rows: list[Row] = ROWS, *, column: str | None = None
) -> Filled:
    path = tmp_path / "Bewertungen.csv"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    return fill("moodle", path, rows, POINTS, column=column)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_has_exactly_their_grade_in_any_language(tmp_path: Path, language: str) -> None:
    found = filled(tmp_path, moodle(STUDENTS, language))

    grades, feedback = read_by_moodle(found.content, language, NEW, 110.0)
    assert grades == {1001: 110.0, 1002: 0.0, 1003: 47.25, 1005: 88.5}
    assert (found.file, found.filled, found.unmatched_learners) == ("moodle.csv", 4, [])
    assert found.unmatched_rows == []
    assert set(feedback) == (set() if language == "??" else {1001, 1002, 1003, 1005})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_decimal_sign_is_the_languages(tmp_path: Path, language: str) -> None:
    found = filled(tmp_path, moodle(STUDENTS, language))

    assert f"47{LANGUAGES[language].decimal}25" in found.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_else_stays(tmp_path: Path, language: str) -> None:
    before = moodle(STUDENTS, language)
    after = filled(tmp_path, before).content

    assert after.startswith(b"\xef\xbb\xbf")
    old, new = parsed(before, ","), parsed(after.decode("utf-8-sig"), ",")
    at = old[0].index(LANGUAGES[language].grade)
    assert [line[:at] + line[at + 1 : -1] for line in old] == [
        line[:at] + line[at + 1 : -1] for line in new
    ]


@pytest.mark.parametrize("language", ["en", "de", "??"])
def test_a_blind_sheet_is_matched_by_the_number(tmp_path: Path, language: str) -> None:
    rows = [row(f"Participant {n}", 10.0, moodle=str(n)) for n in (1001, 1005)]

    found = filled(tmp_path, moodle(STUDENTS, language, is_blind=True), rows)

    grades, _ = read_by_moodle(found.content, language, NEW, 110.0)
    assert grades == {1001: 10.0, 1005: 10.0}


def test_a_roster_will_do(tmp_path: Path) -> None:
    rows = [row("S01001", 1.0, sid="S01001"), row("b", 2.0, email="USER1002@example.org")]

    found = filled(tmp_path, moodle(STUDENTS), rows)

    assert read_by_moodle(found.content, "en", NEW, 110.0)[0] == {1001: 1.0, 1002: 2.0}


@settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    language=st.sampled_from(sorted(LANGUAGES)),
    people=st.lists(
        st.tuples(st.integers(1, 10**7), NAMES, st.none() | st.integers(0, 440)),
        unique_by=lambda each: each[0],
        min_size=2,
        max_size=8,
    ),
    absent=st.sets(st.integers(0, 7)),
)
def test_nobody_has_anothers_grade_whatever_they_are_called(
    tmp_path: Path,
    language: str,
    people: list[tuple[int, str, int | None]],
    absent: set[int],
) -> None:
    students = [Student(number, name, "") for number, name, _ in people]
    rows = [
        row(f"{name} {number}", None if quarters is None else quarters / 4, moodle=str(number))
        for number, name, quarters in people
    ]
    sheet = [each for at, each in enumerate(students) if at not in absent or at < 2]

    found = filled(tmp_path, moodle(sheet, language), rows[::-1])

    had = {number: OfMoodle() for number, _, _ in people}
    expected = {
        n: q / 4 for (n, _, q), each in zip(people, students) if q is not None and each in sheet
    }
    assert read_by_moodle(found.content, language, had, 110.0)[0] == expected
    graded = [number for number, _, quarters in people if quarters is not None]
    assert len(found.unmatched_learners) == len(graded) - len(expected)


def test_a_groups_number_is_not_a_participants(tmp_path: Path) -> None:
    found = filled(tmp_path, moodle(STUDENTS), [row("Team A", 9.0, name="Team A", moodle="1001")])

    assert found.filled == 0
    assert found.unmatched_learners == ["Team A: 1001 is called Anna Smith there"]


def test_no_grade_is_beyond_what_moodle_takes(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(moodle(STUDENTS), encoding="utf-8")

    found = fill("moodle", tmp_path / "a.csv", [row("Anna Smith", 110, moodle="1001")], 100)

    assert read_by_moodle(found.content, "en", NEW, 110.0)[0] == {1001: 110.0}
    assert (
        "beyond what the platform takes, so that it is the maximum, or 0: Anna Smith" in found.notes
    )


def test_what_moodle_would_skip_is_said(tmp_path: Path) -> None:
    students = [Student(1001, "Anna", "Smith", "40.00"), *STUDENTS[1:]]
    had = {**NEW, 1001: OfMoodle(40.0, at=2e9)}

    found = filled(tmp_path, moodle(students, "de"))

    assert 1001 not in read_by_moodle(found.content, "de", had, 110.0)[0]
    grades, _ = read_by_moodle(found.content, "de", had, 110.0, ignores_modified=True)
    assert grades[1001] == 110.0
    assert any("Allow updating records" in note for note in found.notes)
    fresh = str(filled(tmp_path, moodle(STUDENTS)).notes)
    assert "Allow updating" not in fresh and "locked" not in fresh
    locked = moodle(STUDENTS).replace(",Yes,", ",No,", 2)
    said = "Moodle leaves out the locked grades, of which the sheet has 2"
    assert said in filled(tmp_path, locked).notes


def test_the_time_of_the_grade_stays(tmp_path: Path) -> None:
    students = [Student(each.number, each.first, each.last, "1.00") for each in STUDENTS]
    text = moodle(students)

    found = filled(tmp_path, text)

    assert found.content.decode().count(LANGUAGES["en"].at) == text.count(LANGUAGES["en"].at)


def test_feedback_is_only_where_there_is_none_and_says_what_a_learner_may_read(
    tmp_path: Path,
) -> None:
    one = row("Anna Smith", 47.25, moodle="1001")
    one = Row(
        **{
            **{field: getattr(one, field) for field in one.__struct_fields__},
            "is_late": True,
            "overrides": (Override(0, None, "Ill;\nexcused."), Override(1, 8.0, "nearly =)")),
            "notes": ("a.py counts as value.py",),
        }
    )
    found = filled(tmp_path, moodle(STUDENTS), [one])

    _, feedback = read_by_moodle(found.content, "en", NEW, 110.0)
    assert feedback[1001] == (
        "45.25 of 110 points; late; your instructor: Ill; excused.; "
        "stage 1: 8 of 10 by your instructor: nearly =); "
        "stage 5: 7.25 of 10; nothing in stages 6, 7, 8, 9, 10, 11"
    )
    before = moodle(STUDENTS, comments='<p>Well\ndone, "you"</p>')
    after = filled(tmp_path, before, [one]).content.decode("utf-8-sig")
    assert [line[-1] for line in parsed(after, ",")[1:]] == ['<p>Well\ndone, "you"</p>'] * 5
    assert filled(tmp_path, moodle(STUDENTS, comments=None), [one]).filled == 1


@pytest.mark.parametrize(
    "hostile",
    [
        *("=1+1", "<script>alert(1)</script>", "a;=cmd|' /C calc'!A0", 'a\\"', "x\\", "\t=1"),
        *('","=1+1', "&lt;=1", "\x1b[31m", "a\n=2", "\u202e@x", "，＝1", "a" * 9000),
    ],
)
def test_what_learners_wrote_is_harmless_in_moodle_and_in_a_spreadsheet(
    tmp_path: Path, hostile: str
) -> None:
    one = row("Anna Smith", None, moodle="1001")
    fields = {field: getattr(one, field) for field in one.__struct_fields__}
    one = Row(**{**fields, "unusable": hostile, "missing": ""})

    found = filled(tmp_path, moodle(STUDENTS), [one])

    content = found.content.decode("utf-8-sig")
    grades, feedback = read_by_moodle(found.content, "en", NEW, 110.0)
    assert grades == {}
    assert feedback[1001].startswith("Not graded: ")
    assert not set(feedback[1001]) & set('<>&\\"\x1b\n\t') and len(feedback[1001]) <= 400
    for delimiter in ",;\t":
        for line in parsed(content, delimiter):
            assert not any(cell.lstrip(" \"'").startswith(("=", "+", "@", "＝")) for cell in line)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            canvas_like := "Student,ID,Section,A (1)\nAnna,1001,S,\n",
            "not Moodle's grading worksheet",
        ),
        (moodle([]), "not Moodle's grading worksheet"),
        (
            moodle(STUDENTS).replace("Last modified (grade)", "Graded"),
            'no column "Last modified (grade)", without which Moodle takes nothing',
        ),
        (
            delimited(
                [
                    ["Identifier", "Grade", "Scale", "Last modified (grade)"],
                    ["Participant 1001", "good", "bad\ngood", "-"],
                ]
            ),
            "this assignment is graded by a scale",
        ),
        (
            moodle(STUDENTS, "??").replace('"110,00"', "", 1),
            'COLUMN=TITLE with make, one of: "Xgrade"',
        ),
    ],
)
def test_another_sheet_is_refused_in_a_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UnusableSheet) as error:
        filled(tmp_path, text)

    assert said in str(error.value) and "\n" not in str(error.value)


def test_the_column_may_be_told(tmp_path: Path) -> None:
    text = moodle(STUDENTS, "??").replace('"110,00"', "", 1)

    found = filled(tmp_path, text, column="xgrade")

    assert read_by_moodle(found.content, "??", NEW, 110.0)[0][1003] == 47.25
    assert "the sheet tells no maximum; the grades are points of 110" in found.notes


def test_names_and_ids_are_never_filled_in(tmp_path: Path) -> None:
    for column in ("Full name", "ID number", "Email address", "Identifier", "Status"):
        with pytest.raises(UnusableSheet, match=f'no column for grades is called "{column}"'):
            filled(tmp_path, moodle(STUDENTS), column=column)


@pytest.mark.parametrize("before", ["", "50.00"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_column_of_the_grade_is_filled_in_or_offered(
    tmp_path: Path, language: str, before: str
) -> None:
    say = LANGUAGES[language]
    students = [Student(each.number, each.first, each.last, before) for each in STUDENTS]
    text = moodle(students, language)

    assert filled(tmp_path, text, column=say.grade).filled == 4
    for column in (say.maxgrade, say.changeable, say.modified, say.comments):
        with pytest.raises(UnusableSheet) as error:
            filled(tmp_path, text, column=column)
        assert f'no column for grades is called "{column}"' in str(error.value)
        assert str(error.value).endswith(f'one of: "{say.grade}"')


def test_semicolons_are_kept_and_it_is_said_that_moodle_may_refuse_them(tmp_path: Path) -> None:
    lines = parsed(moodle(STUDENTS, "de"), ",")

    found = filled(tmp_path, delimited(lines, delimiter=";"))

    assert "Teilnehmer/in1003;" in found.content.decode()
    assert any(note.startswith("Moodle's own sheets are UTF-8 with commas") for note in found.notes)
