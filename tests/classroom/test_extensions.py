"""Whose an extension is, by whatever a course's file calls them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from grader.classroom.extensions import Called, by_learner, of_nobody

UNTIL = datetime.fromisoformat("2026-11-27T18:00:00+01:00")
PEOPLE = (
    Called("h@x.org", "Hana Kim", {"email": "h@x.org", "moodle": "17"}),
    Called("a@x.org", "Anna Smith", {"email": "a@x.org", "moodle": "18", "group": "G"}),
    Called("b@x.org", "Anna Smith", {"email": "b@x.org", "moodle": "19", "group": "G"}),
    Called("17b", "17", {}),
)


@pytest.mark.parametrize(
    ("who", "whose"),
    [
        ("h@x.org", ["h@x.org"]),
        ("18", ["a@x.org"]),
        ("Hana Kim", ["h@x.org"]),
        ("KIM, Hana", ["h@x.org"]),
        ("17", ["h@x.org"]),  # an id comes before a name
        ("G", ["a@x.org", "b@x.org"]),  # and may be a group's
        ("Anna Smith", []),
        ("Hana", []),
        ("", []),
        ("?", []),
    ],
)
def test_it_is_theirs_who_have_the_id_or_alone_the_name(who: str, whose: list[str]) -> None:
    assert list(by_learner({who: UNTIL}, PEOPLE)) == whose
    assert bool(list(of_nobody([who], PEOPLE))) == (not whose)


def test_of_several_the_last_counts() -> None:
    later = UNTIL + timedelta(days=1)

    for extensions in ({"17": UNTIL, "Hana Kim": later}, {"Hana Kim": later, "17": UNTIL}):
        assert by_learner(extensions, PEOPLE) == {"h@x.org": later}


def test_why_one_is_nobodys_is_said() -> None:
    assert list(of_nobody(["Anna Smith", "Ben", "17"], PEOPLE)) == [
        "the extension of Anna Smith is nobody's: 2 here are called so; write an id of the one "
        "who is meant",
        "the extension of Ben is nobody's: nobody here is called so, or has that id",
    ]
