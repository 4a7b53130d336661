"""Every learner gets what they handed in, whatever their names, and no two are made one."""

from __future__ import annotations

import io
import tempfile
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.classroom.finding.handed_in import Class, HandedIn, find, read
from grader.classroom.finding.layouts.layout import kind_of
from grader.classroom.finding.names import folded, shown
from grader.classroom.finding.roster import Person, Roster, read_roster
from tests.classroom.made_classes import (
    MADE_LAYOUTS,
    MadeLearner,
    canvas_name,
    made_class,
    plain_name,
    thirty,
    zipped,
)

PLAIN = ("plain folders", "plain zips", "plain files")
# Letters of many scripts, marks, spaces and signs: whatever a person may be called.
LETTERS = st.characters(
    categories=("L", "M", "N", "Zs", "Pd", "Po", "Pc"), exclude_characters="/\\\0", codec="utf-8"
)
NAME = st.text(LETTERS, min_size=1, max_size=12).filter(
    lambda name: name.strip(" .~_") != "" and kind_of(name) is None  # nobody is called x.py
)


def learners(names: list[tuple[str, str]]) -> list[MadeLearner]:
    """Learners of these names, each with a source of their own."""
    return [
        MadeLearner(first, last, 100 + i, {"value.py": f"a = {i}\n".encode()})
        for i, (first, last) in enumerate(names)
    ]


def contents(folder: Path, found: HandedIn) -> list[object]:
    """What a learner handed in, by the order of the files; out of an archive where it is one."""
    bundle = read(folder, found)
    if [name for name in bundle.files if name.endswith(".zip")]:
        (content,) = bundle.files.values()
        assert isinstance(content, bytes)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [archive.read(name) for name in archive.namelist()]
    return list(bundle.files.values())


def is_clear(each: MadeLearner, others: list[MadeLearner]) -> bool:
    """Whether a disk would keep what they hand in under their name apart from all others'."""
    alike = [other for other in others if folded(plain_name(other)) == folded(plain_name(each))]
    return len(alike) == 1


@pytest.mark.parametrize("layout", MADE_LAYOUTS)
@given(names=st.lists(st.tuples(NAME, NAME), min_size=1, max_size=5))
@settings(max_examples=15, deadline=None)
def test_whatever_their_names_each_gets_their_own_files(
    layout: str, names: list[tuple[str, str]]
) -> None:
    people = learners(names)
    if layout in PLAIN:  # there, two of one name cannot even be handed in
        people = [each for each in people if is_clear(each, people)] or people[:1]
    with tempfile.TemporaryDirectory() as temporary:
        folder = made_class(Path(temporary) / "class", layout, people)
        for where in (folder, zipped(folder), zipped(folder, says_utf_8=False)):
            found = find(where)
            by_content = {tuple(contents(where, each)): each for each in found.handed_in}

            assert len(found.handed_in) == len(by_content) == len(people)
            assert len({folded(each.learner) for each in found.handed_in}) == len(people)
            for each in people:
                learner = by_content[tuple(each.sources.values())].learner
                assert learner == shown(learner) != ""
                identity = shown(MADE_LAYOUTS[layout].identity(each))
                assert learner.startswith(identity)
                assert learner.removeprefix(identity).strip() in ("", str(each.number))


@pytest.mark.parametrize("layout", sorted({*MADE_LAYOUTS} - {*PLAIN}))
def test_a_class_of_thirty_is_found_in_every_layout(tmp_path: Path, layout: str) -> None:
    sources = [{"value.py": f"a = {i}\n".encode()} for i in range(30)]
    folder = made_class(tmp_path / "class", layout, thirty(sources))

    found = find(folder)

    assert len(found.handed_in) == 30
    assert {contents(folder, each)[0] for each in found.handed_in} == {
        source["value.py"] for source in sources
    }


def roster(*people: Person) -> Roster:
    return Roster("roster.csv", people)


def named(*names: str) -> Roster:
    """A roster of these names, each with a student number."""
    return roster(
        *(Person(i, f"s{i}", name, {"sid": f"s{i}"}) for i, name in enumerate(names, start=2))
    )


def folders(folder: Path, *names: str) -> Path:
    """A class of plain folders, in each of which a value.py says whose it is."""
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "value.py").write_text(f"# {name}\n", encoding="utf-8", errors="replace")
    return folder


def row(found: Class, learner: str) -> HandedIn:
    (row,) = (each for each in found.handed_in if each.learner == learner)
    return row


@given(names=st.lists(st.tuples(NAME, NAME), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None)
@pytest.mark.parametrize("layout", ["Moodle, folders", "Canvas", "Gradescope"])
def test_nobody_gets_what_another_has_handed_in_by_way_of_the_roster(
    layout: str, names: list[tuple[str, str]]
) -> None:
    people = learners(names)
    on_roster = named(*(each.name for each in people))
    with tempfile.TemporaryDirectory() as temporary:
        folder = made_class(Path(temporary) / "class", layout, people)
        found = find(folder, on_roster)

        matched = 0
        for each, person in zip(people, on_roster.people):
            of_person = row(found, person.identity)
            if of_person.places:
                matched += 1
                assert contents(folder, of_person) == list(each.sources.values())
            else:
                assert of_person.missing != ""
        unmatched = [each for each in found.handed_in if "not on the roster" in each.notes]
        assert matched + len(unmatched) == len(people)


def test_thirty_are_matched_by_name_but_for_two_whom_nothing_tells_apart(tmp_path: Path) -> None:
    people = thirty([{"value.py": b"a = 1\n"}])
    on_roster = named(*(each.name for each in people))

    for layout in ("Moodle, folders", "Gradescope"):
        found = find(made_class(tmp_path / layout, layout, people), on_roster)
        missing = [each.learner for each in found.handed_in if each.missing]
        assert missing == ["s29", "s30"]  # both are called Alex Kim
        assert "not told whose it is" in row(found, "s29").missing


def test_canvas_names_are_matched_where_the_roster_has_them_in_words(tmp_path: Path) -> None:
    people = thirty([{"value.py": b"a = 1\n"}])[:19]
    folder = made_class(tmp_path / "class", "Canvas", people)

    found = find(folder, named(*(each.name for each in people)))

    assert [each.missing for each in found.handed_in] == [""] * 19
    assert canvas_name(people[0]) == "smithanna"
    assert "matched to the roster by name" in row(found, "s2").notes


def test_an_exact_name_is_matched_before_one_in_another_order(tmp_path: Path) -> None:
    folder = folders(tmp_path, "Thomas James", "James Thomas")

    found = find(folder, named("James Thomas", "Thomas James"))

    assert [each.source for each in found.handed_in] == ["James Thomas", "Thomas James"]


@pytest.mark.parametrize(
    ("folder_name", "on_roster", "how"),
    [
        ("anna smith", "Anna Smith", "name"),
        ("Smith_Anna", "Anna Smith", "name in another order"),
        ("annasmith", "Anna Smith", "name"),
        ("Jose Pena", "José Peña", "name without accents"),
        ("sorenkjaer", "Søren Kjær", "name without accents"),
        (unicodedata.normalize("NFD", "José"), "José", "name"),
        ("Liam OConnor", "Liam O’Connor", "name"),
    ],
)
def test_how_a_name_was_matched_is_said(
    tmp_path: Path, folder_name: str, on_roster: str, how: str
) -> None:
    found = find(folders(tmp_path, folder_name), named(on_roster, "Somebody Else"))

    assert row(found, "s2").notes[0] == f"matched to the roster by {how}"
    assert row(found, "s3").missing == "sent nothing"


def test_ids_e_mails_and_usernames_are_matched_exactly(tmp_path: Path) -> None:
    people = roster(
        Person(2, "1234", "Anna", {"sid": "1234"}),
        Person(3, "5678", "Ben", {"sid": "5678", "email": "ben@example.org"}),
        Person(4, "9999", "Cy", {"sid": "9999", "username": "cy77"}),
    )

    found = find(folders(tmp_path, "1234", "Ben@Example.org", "CY77"), people)

    assert {each.learner: each.notes[0].rpartition(" ")[2] for each in found.handed_in} == {
        "1234": "id",
        "5678": "e-mail",
        "9999": "username",
    }


def test_a_number_of_another_kind_is_no_id(tmp_path: Path) -> None:
    people = learners([("Anna", "Smith")])  # Canvas' number is 100
    somebody_else = roster(Person(2, "100", "Ben Okafor", {"sid": "100"}))

    found = find(made_class(tmp_path / "class", "Canvas", people), somebody_else)

    assert [(each.learner, each.missing) for each in found.handed_in] == [
        ("100", "sent nothing"),
        ("100 (2)", ""),
    ]


def test_whom_two_submissions_may_belong_to_gets_neither(tmp_path: Path) -> None:
    folder = folders(tmp_path, "Smith_Anna", "Smith, Anna")

    found = find(folder, named("Anna Smith"))

    assert row(found, "s2").missing == "not told whose it is: Smith, Anna and Smith_Anna"
    assert row(found, "s2").places == ()
    assert row(found, "Smith_Anna").notes[:2] == (
        "not on the roster",
        "not matched: the name in another order of s2 fits Smith, Anna too",
    )


def test_who_is_not_on_the_roster_has_a_row(tmp_path: Path) -> None:
    found = find(folders(tmp_path, "anna", "zed"), named("anna"))

    assert "not on the roster" in row(found, "zed").notes
    assert row(found, "zed").places


def test_a_group_of_the_roster_gives_each_member_a_row(tmp_path: Path) -> None:
    people = roster(
        Person(2, "s2", "Anna", {"sid": "s2"}, "Team 3"),
        Person(3, "s3", "Ben", {"sid": "s3"}, "Team 3"),
        Person(4, "s4", "Cy", {"sid": "s4"}, "Team 4"),
    )
    for at, name in enumerate(("Team 3", "Team 4")):
        (tmp_path / f"{name}_{77 + at}_assignsubmission_file").mkdir()
        (tmp_path / f"{name}_{77 + at}_assignsubmission_file" / "value.py").write_text("")

    found = find(tmp_path, people)

    assert row(found, "s2").places == row(found, "s3").places != row(found, "s4").places
    assert row(found, "s2").notes[:2] == ("handed in by the group Team 3", "shared with Ben")
    assert len(found.handed_in) == 3


def test_the_group_that_older_moodles_put_before_a_name_goes(tmp_path: Path) -> None:
    people = roster(
        Person(2, "s2", "Anna-Lena Smith", {"sid": "s2"}, "Team 3"),
        Person(3, "s3", "Ben Okafor", {"sid": "s3"}, "Team 3"),
    )
    for name in ("Team 3-Anna-Lena Smith_7", "Team 3-Ben Okafor_8"):
        folders(tmp_path, f"{name}_assignsubmission_file_")

    found = find(tmp_path, people)

    assert row(found, "s2").ids["moodle"] == "7" and row(found, "s2").places
    assert row(found, "s3").ids["moodle"] == "8" and row(found, "s3").places
    assert len(found.handed_in) == 2


def test_without_a_roster_the_group_is_the_learner(tmp_path: Path) -> None:
    (tmp_path / "Team 3_77_assignsubmission_file").mkdir()
    (tmp_path / "Default group_assignsubmission_file").mkdir()

    assert [each.learner for each in find(tmp_path).handed_in] == ["Default group", "Team 3"]


def test_a_folder_and_an_archive_of_one_name_are_two(tmp_path: Path) -> None:
    folders(tmp_path, "anna")
    (tmp_path / "anna.py").write_text("a = 1\n")

    found = find(tmp_path)

    assert [each.learner for each in found.handed_in] == ["anna", "anna.py"]
    assert row(found, "anna.py").notes == ("there is another anna; this one is called anna.py",)


@pytest.mark.parametrize(
    "names", [("Anna", "anna"), ("José", unicodedata.normalize("NFD", "José"))]
)
def test_names_that_differ_by_case_or_unicode_form_are_two(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    found = find(folders(tmp_path, *names))

    first, second = (each.learner for each in found.handed_in)
    assert folded(first) != folded(second)
    assert all("there is another" in each.notes[0] for each in found.handed_in)


def test_control_characters_in_a_name_are_spelled_out(tmp_path: Path) -> None:
    folder = folders(tmp_path, "an\x1b[31mna\n", b"b\xff".decode("utf-8", "surrogateescape"))

    found = find(folder)

    assert [each.learner for each in found.handed_in] == ["an\\x1b[31mna\\n", "b\\udcff"]
    assert [read(folder, each).files.keys() for each in found.handed_in] == [{"value.py"}] * 2


def test_moodles_blind_class_is_matched_by_the_numbers_of_its_worksheet(tmp_path: Path) -> None:
    path = tmp_path / "worksheet.csv"
    path.write_text("Identifier,Grade\nParticipant 12,\nParticipant 13,\nParticipant 14,\n")
    for number in (12, 13, 99):
        folders(tmp_path / "class", f"Participant_{number}_assignsubmission_file")

    found = find(tmp_path / "class", read_roster(path))

    assert {each.learner: each.missing for each in found.handed_in} == {
        "Participant 12": "",
        "Participant 13": "",
        "Participant 14": "sent nothing",
        "Participant 99": "",
    }
    assert "matched to the roster by id" in row(found, "Participant 12").notes
    assert "not on the roster" in row(found, "Participant 99").notes


def test_canvas_gradebook_matches_by_canvas_own_number(tmp_path: Path) -> None:
    people = thirty([{"value.py": b"a = 1\n"}])
    path = tmp_path / "gradebook.csv"
    lines = [f'"{each.last}, {each.first}",{each.number},S{each.number},1' for each in people]
    path.write_text("\n".join(["Student,ID,SIS User ID,Section", *lines]), encoding="utf-8")

    found = find(made_class(tmp_path / "class", "Canvas", people), read_roster(path))

    assert [each.learner for each in found.handed_in] == [f"S{each.number}" for each in people]
    assert all("matched to the roster by id" in each.notes for each in found.handed_in)


def test_times_and_lateness_come_from_the_roster_where_the_export_has_none(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("name,submitted at,late\nAnna,2026-11-20 18:00,yes\nBen,,\n")

    found = find(folders(tmp_path / "class", "anna", "ben"), read_roster(path))

    anna, ben = row(found, "Anna"), row(found, "Ben")
    assert (anna.handed_in_at, anna.is_late) == ("2026-11-20T18:00:00", True)
    assert (ben.handed_in_at, ben.is_late) == ("", None)
    assert ben.notes[-1] == "when it was handed in is not known, so it is not taken for late"
