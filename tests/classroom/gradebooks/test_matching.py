"""Who of the class has which row: whoever it is by an id, and nobody by a guess."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from grader.classroom.faces.gradebooks.matching import matched
from grader.classroom.faces.gradebooks.target import Person
from grader.classroom.row import Row
from tests.classroom.gradebooks.exported import row

KINDS = ("canvas", "sid", "username")
IDS = st.fixed_dictionaries(
    {}, optional={kind: st.sampled_from(["1", "2", "3", "a@x", "A@X"]) for kind in KINDS}
)
NAMES = st.sampled_from(["", "Anna Smith", "Smith, Anna", "anna smith", "Ben Kim", "a@x"])


def people(*found: tuple[dict[str, str], str]) -> list[Person]:
    return [Person(at, at + 2, ids, name) for at, (ids, name) in enumerate(found)]


def pairs(those: list[Person], rows: list[Row]) -> dict[str, int]:
    return {who: person.row for who, person in matched(those, rows, KINDS).pairs.items()}


def test_the_surer_id_goes_before() -> None:
    those = people(({"canvas": "1", "sid": "2"}, ""), ({"canvas": "3", "sid": "1"}, ""))

    assert pairs(those, [row("x", 1.0, sid="2", canvas="3")]) == {"x": 1}
    assert pairs(those, [row("x", 1.0, sid="2")]) == {"x": 0}


def test_ids_of_one_kind_are_none_of_another() -> None:
    those = people(({"canvas": "1", "sid": "2"}, ""))

    assert pairs(those, [row("x", 1.0, sid="1"), row("y", 1.0, moodle="1")]) == {}


def test_an_address_may_be_a_username() -> None:
    those = people(({"username": "A@x.org"}, ""), ({"username": "b"}, ""))

    assert pairs(those, [row("x", 1.0, email="a@X.org"), row("y", 1.0, email="b")]) == {"x": 0}


def test_two_ids_that_lead_to_two_people_are_no_match() -> None:
    those = people(({"username": "anna"}, ""), ({"username": "anna@x"}, ""))

    assert pairs(those, [row("x", 1.0, username="anna", email="anna@x")]) == {}


def test_who_has_no_id_may_be_called_by_one() -> None:
    those = people(({"canvas": "1", "sid": "2"}, "A B"), ({"canvas": "2", "sid": "4"}, "C D"))

    assert pairs(those, [row("4", 1.0)]) == {"4": 1}
    assert pairs(those, [row("2", 1.0)]) == {}  # one's number, and another's


def test_a_name_is_no_match_where_an_id_says_otherwise() -> None:
    those = people(({"canvas": "1"}, "Anna Smith"))

    assert pairs(those, [row("Anna Smith", 1.0, canvas="7")]) == {}
    assert pairs(those, [row("Anna Smith", 1.0)]) == {"Anna Smith": 0}
    two = [row("9", 1.0, name="Smith Anna", canvas="9"), row("Anna Smith", 1.0)]
    assert pairs(those, two) == {}
    taken = [row("1", 1.0, name="Anna B", canvas="1"), row("Anna Smith", 1.0)]
    assert pairs(those, taken) == {"1": 0}


@given(st.lists(st.tuples(IDS, NAMES), max_size=5), st.lists(st.tuples(IDS, NAMES), max_size=5))
def test_it_is_one_for_one_whatever_the_order_and_by_something_in_common(
    theirs: list[tuple[dict[str, str], str]], ours: list[tuple[dict[str, str], str]]
) -> None:
    those = people(*theirs)
    rows = [row(f"learner {at}", 1.0, name=name, **ids) for at, (ids, name) in enumerate(ours)]

    found = pairs(those, rows)

    assert len(set(found.values())) == len(found)
    shuffled_rows, shuffled = rows[::-1], those[:]
    random.Random(1).shuffle(shuffled)
    assert pairs(shuffled, shuffled_rows) == found
    for at, (ids, name) in enumerate(ours):
        if f"learner {at}" in found:
            its_ids, its_name = theirs[found[f"learner {at}"]]
            common = {each.casefold() for each in ids.values()} & {
                each.casefold() for each in its_ids.values()
            }
            assert common or (not ids and name and its_name)
