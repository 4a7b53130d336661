"""A whole class looked at, from its database: who is alike, what was seen, and what is said."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.answers.solutions import solution_sources
from grader.classroom import fingerprint
from grader.classroom.database import FILE, Database
from grader.classroom.finding.handed_in import HandedIn
from grader.classroom.graded import graded
from grader.classroom.integrity.flag import Flag
from grader.classroom.integrity.integrity import Integrity, integrity, said
from grader.submission.bundle import Bundle
from tests.classroom.integrity.copies import all_of_them
from tests.classroom.integrity.test_attempts import REACHED
from tests.classroom.integrity.test_similar import OWN
from tests.made_reports import made_check, made_report, made_stage

PLAIN = {file: text.encode() for file, text in solution_sources().items()}
SHARE = "100% of their own code the same"
WORKED_OVER = all_of_them(OWN, random.Random(0)).encode()
LEARNERS = {
    "anna": {**PLAIN, "by_hand.py": OWN.encode()},
    "ben": {**PLAIN, "by_hand.py": WORKED_OVER},
    "cleo": PLAIN,
    "dan": {**PLAIN, "nn.py": b"import torch\n" + PLAIN["nn.py"] + b"x = torch.tensor('\\d')\n"},
    "eve": {"notes.txt": b"\0"},
}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / FILE) as database:
        bundles = {name: Bundle("", dict(files)) for name, files in LEARNERS.items()}
        database.replace_learners(
            (HandedIn(name, source=name), bundle, fingerprint.of_content(bundle), name)
            for name, bundle in bundles.items()
        )
        report = made_report(made_stage(1, made_check(REACHED)))
        database.keep(graded("cleo", report, ()), "content", "grader", 0, "")
        yield database


@pytest.fixture
def found(database: Database) -> Integrity:
    return integrity(database)


def test_who_is_alike_and_what_was_seen_is_told_of_each(found: Integrity) -> None:
    assert found.flags == {
        "anna": [Flag("alike", f"much like ben ({SHARE}): see integrity.html", ("ben",))],
        "ben": [Flag("alike", f"much like anna ({SHARE}): see integrity.html", ("anna",))],
        "cleo": [
            Flag(
                "tried",
                "tried to reach the network in __init__, value.py, line 3: socket.socket(); "
                "this was stopped; 1 check did not pass for it",
            )
        ],
        "dan": [Flag("ready-made", f"uses torch: nn.py, line 1: {'import torch'}")],
    }
    assert [group.learners for group in found.groups] == [("anna", "ben")]
    assert (found.unread, found.too_little) == (1, 2)  # cleo, dan


def test_a_terminal_says_where_to_look(found: Integrity) -> None:
    assert list(said(found)) == [
        "1 pair is much alike: see integrity.html",
        "The code of 2 learners deserves a second look: see integrity.html",
    ]


def test_nothing_is_said_of_a_class_of_which_there_is_nothing_to_say(tmp_path: Path) -> None:
    with Database(tmp_path / FILE) as database:
        assert list(said(integrity(database))) == []


def test_it_is_the_same_each_time(database: Database, found: Integrity) -> None:
    assert integrity(database).flags == found.flags


def test_learner_code_warns_nobody(database: Database, recwarn: pytest.WarningsRecorder) -> None:
    integrity(database)

    assert list(recwarn) == []
