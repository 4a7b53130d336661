"""Which learner an instructor's text names: by the class's own word, the name, or any id."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from grader.classroom.class_grading import CannotGrade, learner_meant
from grader.classroom.database import FILE, Database
from grader.classroom.finding.handed_in import HandedIn

PEOPLE = (
    HandedIn("rosa@x.org", "Rosa Mariñó", {"email": "rosa@x.org", "moodle": "12345"}),
    HandedIn("ben@x.org", "Ben Okafor", {"email": "ben@x.org", "moodle": "7"}),
    HandedIn("other@x.org", "Ben Okafor", {"email": "other@x.org", "moodle": "8"}),
    HandedIn("7", "Zoë", {"sid": "7", "moodle": "9"}),
    HandedIn("sam", "", {"moodle": "55"}),
    HandedIn("kim", "", {"moodle": "55"}),
    HandedIn("odd", "9", {}),
)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(tmp_path / FILE)
    database.replace_learners((one, None, "", "") for one in PEOPLE)
    return database


@pytest.mark.parametrize(
    ("text", "learner"),
    [
        ("rosa@x.org", "rosa@x.org"),
        ("ROSA@x.org", "rosa@x.org"),
        ("rosa mariñó", "rosa@x.org"),
        (unicodedata.normalize("NFD", "Rosa Mariñó"), "rosa@x.org"),
        ("12345", "rosa@x.org"),
        ("7", "7"),  # though it is somebody else's number in Moodle
        ("9", "odd"),  # a name before an id
    ],
)
def test_a_learner_is_named_in_many_ways(database: Database, text: str, learner: str) -> None:
    assert learner_meant(text, database) == learner


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ben Okafor", "Ben Okafor: ben@x.org and other@x.org are called so; give one of these"),
        ("55", "55: kim and sam are called so; give one of these"),
        ("Rosa", "Rosa: no such learner; did you mean rosa@x.org (Rosa Mariñó)?"),
        ("Rsoa Mariñó", "did you mean rosa@x.org (Rosa Mariñó)?"),
        ("samm", "did you mean sam?"),
        ("Nobody at all", "no such learner; gradebook.csv names them all"),
        ("", "no such learner; gradebook.csv names them all"),
    ],
)
def test_whom_it_cannot_tell_is_said(database: Database, text: str, words: str) -> None:
    with pytest.raises(CannotGrade) as raised:
        learner_meant(text, database)

    assert words in str(raised.value)


def test_a_number_of_an_anonymised_class_is_like_no_other(database: Database) -> None:
    database.set_fact("is_anonymous", "yes")
    database.replace_learners((HandedIn(n), None, "", "") for n in ("12345", "12346"))

    assert learner_meant("12345", database) == "12345"
    with pytest.raises(CannotGrade, match="1234: no such learner; gradebook"):
        learner_meant("1234", database)
