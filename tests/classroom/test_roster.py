"""Rosters of platforms and of teachers' own: columns, delimiters, encodings, and what is wrong."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.classroom.finding.names import folded, shown
from grader.classroom.finding.roster import Person, Roster, UnusableRoster, read_roster
from grader.classroom.finding.times import iso


def of(tmp_path: Path, text: str, encoding: str = "utf-8") -> Roster:
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return read_roster(path)


def only(roster: Roster) -> Person:
    (person,) = roster.people
    return person


@pytest.mark.parametrize(
    ("header", "row", "identity", "name"),
    [
        ("id,name", "7,Anna Smith", "7", "Anna Smith"),
        ("NAME,Student Number", "Anna Smith,007", "007", "Anna Smith"),
        ("E-Mail;Vorname;Nachname;Matrikelnummer", "a@x.org;Anna;Smith;7", "7", "Anna Smith"),
        ("Prénom;Nom;Adresse de courriel", "Anna;Smith;a@x.org", "a@x.org", "Anna Smith"),
        ("Nombre;Apellido(s);Nombre de usuario", "Anna;Smith;asmith", "asmith", "Anna Smith"),
        ("last name\tfirst name\tlogin", "Smith\tAnna\tasmith", "asmith", "Anna Smith"),
        ("Nom", "Anna Smith", "Anna Smith", "Anna Smith"),
        ("First name", "Anna", "Anna", "Anna"),
        ("sep,name", ",Anna Smith", "Anna Smith", "Anna Smith"),
        ('"name","id"', '"Smith, Anna","=""0042"""', "0042", "Smith, Anna"),
        ("username,email", ",a@x.org", "a@x.org", ""),
    ],
)
def test_columns_are_known_by_name_in_any_order(
    tmp_path: Path, header: str, row: str, identity: str, name: str
) -> None:
    person = only(of(tmp_path, f"{header}\n{row}\n"))

    assert (person.identity, person.name) == (identity, name)


def test_canvas_gradebook_is_a_roster(tmp_path: Path) -> None:
    roster = of(
        tmp_path,
        "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Micrograd (99)\n"
        "    Points Possible,,,,,110\n"
        '"Smith, Anna",678,S7,asmith,1,\n'
        '"Okafor, Ben",679,,bokafor,1,\n',
    )

    anna, ben = roster.people
    assert anna.ids == {"sid": "S7", "canvas": "678", "username": "asmith"}
    assert (anna.identity, ben.identity) == ("S7", "679")
    assert anna.name == "Smith, Anna"
    assert roster.columns["canvas"] == "ID"


@pytest.mark.parametrize(
    ("identifier", "prefix"), [("Identifier", "Participant "), ("Identifikator", "Teilnehmer/in")]
)
def test_moodles_worksheet_is_a_roster_in_any_language(
    tmp_path: Path, identifier: str, prefix: str
) -> None:
    roster = of(
        tmp_path,
        f"{identifier},Full name,Email address,Last modified (submission)\n"
        f'{prefix}12,Alex Kim,,"Friday, 20 November 2026, 6:00 PM"\n'
        f"{prefix}13,Alex Kim,,-\n"
        f"{prefix}14,Anna Smith,a@x.org,gestern\n",
    )

    assert [person.ids["moodle"] for person in roster.people] == ["12", "13", "14"]
    assert [person.identity for person in roster.people] == [
        "Alex Kim 12",
        "Alex Kim 13",
        "a@x.org",
    ]
    assert roster.people[0].handed_in_at == "2026-11-20T18:00:00"
    assert roster.notes == ("line 4: the time gestern is not clear; write 2026-11-25 18:00",)


@pytest.mark.parametrize("number", ["", ",ID-Nummer"])
def test_moodles_german_worksheet_calls_participants_id(tmp_path: Path, number: str) -> None:
    lines = [
        f"Teilnehmer/in{n},{name}{number and f',S{n}'}" for n, name in ((12, "Ann"), (13, "B"))
    ]
    roster = of(tmp_path, "\n".join([f"ID,Vollständiger Name{number}", *lines]))

    assert [person.ids["moodle"] for person in roster.people] == ["12", "13"]
    assert [person.ids.get("sid") for person in roster.people] == (
        ["S12", "S13"] if number else [None, None]
    )
    assert roster.columns["moodle"] == "ID"


@pytest.mark.parametrize("row", ["Teilnehmer/in12,Ann\nKU 13,B", "KU 12,Ann\nKU 13,B"])
def test_a_students_number_is_no_participants(tmp_path: Path, row: str) -> None:
    roster = of(tmp_path, f"ID,Name\n{row}\n")

    assert [person.ids.keys() for person in roster.people] == [{"sid"}, {"sid"}]


def test_a_group_of_participants_is_no_participant(tmp_path: Path) -> None:
    roster = of(tmp_path, "name,group\nAnn,Participants 1\nBen,Participants 1\n")

    assert [person.group for person in roster.people] == ["Participants 1"] * 2


def test_a_roster_of_classroom_usernames(tmp_path: Path) -> None:
    roster = of(tmp_path, "identifier,github_username,github_id,name\ns7,anna,99,Anna Smith\n")

    assert only(roster).ids == {"sid": "s7", "username": "anna"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_encodings(tmp_path: Path, delimiter: str, encoding: str, end: str) -> None:
    text = end.join([f"name{delimiter}id", f"Zoë Müller{delimiter}7", ""])

    assert only(of(tmp_path, text, encoding)) == Person(2, "7", "Zoë Müller", {"sid": "7"})


@given(
    people=st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20),
            st.text(st.characters(categories=("L", "N")), min_size=1, max_size=9),
        ),
        min_size=1,
        max_size=8,
        unique_by=lambda person: folded(person[1]),
    ),
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whoever_is_written_is_read(
    tmp_path: Path, people: list[tuple[str, str]], delimiter: str, encoding: str
) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows([("name", "id"), *people])

    roster = of(tmp_path, written.getvalue(), encoding)

    skipped = [name for name, _ in people if name.strip().lower().startswith("points possible")]
    assert not skipped
    assert [person.identity for person in roster.people] == [shown(each) for _, each in people]
    assert [person.name for person in roster.people] == [shown(name.strip()) for name, _ in people]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing in it"),
        ("\n\n", "nothing in it"),
        ("name,id\n", "nobody is in it"),
        ("points,grade\n1,2\n", "line 1: no column says who; call one of them id"),
        ("\n\npoints;grade\n1;2\n", "line 3: no column says who"),
        ("id,name\n7,A\n8,B\n7,C\n", "line 4: 7 is on line 2 too; leave one of them"),
        ("name\nAnna\nANNA\n", "line 3: ANNA is on line 2 too"),
        ("name,id\nSmith, Anna,7\n", "line 2: 3 cells where the first line has 2"),
        ('name,id\nB,8\n"Anna,7\n', "line 3: not CSV"),
        ("name,id\nAn\0na,7\n", "not text"),
        ("PK\x03\x04", "not CSV; open it in a spreadsheet and save it as CSV"),
    ],
)
def test_what_is_no_roster_is_said_with_line_and_remedy(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(UnusableRoster, match=said) as error:
        of(tmp_path, text)

    assert str(error.value).startswith(str(tmp_path / "roster.csv"))
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_there_or_a_folder_is_no_roster(tmp_path: Path) -> None:
    with pytest.raises(UnusableRoster, match="no such file"):
        read_roster(tmp_path / "gone.csv")
    with pytest.raises(UnusableRoster, match="a folder"):
        read_roster(tmp_path)


def test_lines_of_nobody_are_left_out_and_said(tmp_path: Path) -> None:
    roster = of(tmp_path, "id,name,points\n7,Anna,1\n,,3\n,,\n")

    assert [person.identity for person in roster.people] == ["7"]
    assert roster.notes == ("line 3: says of nobody who it is, and is left out",)


def test_a_cell_of_two_lines_is_one_and_lines_are_still_counted(tmp_path: Path) -> None:
    with pytest.raises(UnusableRoster, match="line 5: 7 is on line 4 too"):
        of(tmp_path, 'id,name\n6,"Anna\nSmith"\n7,Ben\n7,Cy\n')


@pytest.mark.parametrize(
    ("cell", "is_late"),
    [("yes", True), ("TRUE", True), ("verspätet", True), ("no", False), ("0", False), ("", None)],
)
def test_late_is_said_in_words(tmp_path: Path, cell: str, is_late: bool | None) -> None:
    assert only(of(tmp_path, f"id,late\n7,{cell}\n")).is_late is is_late


def test_what_is_neither_late_nor_not_is_said(tmp_path: Path) -> None:
    roster = of(tmp_path, "id,late\n7,perhaps\n")

    assert only(roster).is_late is None
    assert roster.notes == ("line 2: perhaps says not whether it was late; write yes or no",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20", "2026-11-20"),
        ("2026-11-20 18:00", "2026-11-20T18:00:00"),
        ("2026-11-20T18:00:01Z", "2026-11-20T18:00:01Z"),
        ("2026-11-20 18:00:01.123456789 UTC", "2026-11-20T18:00:01Z"),
        ("2026-11-20 18:00:01.5 +0100", "2026-11-20T18:00:01+01:00"),
        ("2026-11-20T18:00:01-08:00", "2026-11-20T18:00:01-08:00"),
        ("2026-11-20 18:00:01.948203 America/Los_Angeles", "2026-11-20T18:00:01"),
        ("20.11.2026 18:00", "2026-11-20T18:00:00"),
        ("Friday, 20 November 2026, 6:00 PM", "2026-11-20T18:00:00"),
        ("11/12/2026 18:00", ""),  # November in one country, December in another
        ("2026-13-20", ""),
        ("", ""),
    ],
)
def test_times_are_read_where_they_are_clear(text: str, expected: str) -> None:
    assert iso(text) == expected
