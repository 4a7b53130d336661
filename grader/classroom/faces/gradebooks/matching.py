"""Who of the class has which row of a sheet: by ids alone, but for whoever has none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from msgspec import Struct

from grader.classroom.faces.gradebooks.target import Person
from grader.classroom.finding.names import (
    folded,
    in_any_order,
    run_together,
    run_together_in_any_order,
    without_accents,
    words,
)
from grader.classroom.row import Row

# A login may be an e-mail address, and is then called a username in one place, but not in another.
LOGIN = ("username", "email")
# A number that is a group's in another export: where the names differ, it is not the person's.
WEAK = "moodle"

T = TypeVar("T", Row, Person)


class Matches(Struct, frozen=True):
    """pairs by the learner; by_name and odd are the learners that a teacher should look at."""

    pairs: dict[str, Person]
    by_name: list[str]  # had no id that the sheet has
    odd: list[str]  # of the same id, but called otherwise
    doubts: dict[str, str]  # {learner: why not}


def matched(people: Sequence[Person], rows: Sequence[Row], kinds: Sequence[str]) -> Matches:
    """Match each learner to one person at most, and each person to one learner.

    An id that two have is nobody's. A kind that tells more surely goes before the others.
    """
    found = Matches({}, [], [], {})
    taken: set[int] = set()

    def pair(row: Row, person: Person) -> None:
        found.pairs[row.learner] = person
        taken.add(person.row)

    for kind in kinds:
        for row, person in _sure(people, rows, kind, found):
            if row.learner in found.pairs or person.row in taken:
                continue
            alike = _may_be_one(row.name, person.name)
            if kind == WEAK and not alike:
                found.doubts[row.learner] = f"{person.ids[kind]} is called {person.name} there"
                continue
            if not alike:
                found.odd.append(row.learner)
            pair(row, person)
    nameless = [row for row in rows if not _ids_of(row, kinds)]
    _match_by_what_they_are_called(people, nameless, found, taken)
    _match_by_name(people, rows, nameless, found, taken)
    return found


def _sure(
    people: Sequence[Person], rows: Sequence[Row], kind: str, found: Matches
) -> list[tuple[Row, Person]]:
    """Who has an id of this kind in common with one person, who has it with nobody else."""
    theirs, ours = _by_id(people, kind), _by_id(rows, kind)
    fitting: dict[str, dict[int, Person]] = defaultdict(dict)
    count: Counter[int] = Counter()
    for value in sorted(theirs.keys() & ours.keys()):
        for row in ours[value]:
            if len(theirs[value]) > 1 or len(ours[value]) > 1:
                found.doubts[row.learner] = _shared(value, theirs[value])
            fitting[row.learner].update((person.row, person) for person in theirs[value])
    for several in fitting.values():
        count.update(several.keys())
    return [
        (row, person)
        for row in rows
        if len(fitting[row.learner]) == 1
        for person in fitting[row.learner].values()
        if count[person.row] == 1
    ]


def _match_by_what_they_are_called(
    people: Sequence[Person], rows: Iterable[Row], found: Matches, taken: set[int]
) -> None:
    """Who is called by what is an id of one person alone has that id."""
    index: dict[str, dict[int, Person]] = defaultdict(dict)
    for person in people:
        for kind, value in person.ids.items():
            if kind != WEAK:
                index[folded(value)][person.row] = person
    for row in rows:
        fitting = list(index.get(folded(row.learner), {}).values())
        if len(fitting) == 1 and fitting[0].row not in taken:
            found.pairs[row.learner] = fitting[0]
            taken.add(fitting[0].row)


def _match_by_name(
    people: Sequence[Person],
    rows: Sequence[Row],
    nameless: Iterable[Row],
    found: Matches,
    taken: set[int],
) -> None:
    """Who has no id goes by the name, where in sheet and class nobody else is called so."""
    theirs: dict[tuple[str, ...], list[Person]] = defaultdict(list)
    ours: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for person in people:
        theirs[in_any_order(person.name)].append(person)
    for row in rows:
        ours[in_any_order(row.name or row.learner)].append(row)
    for row in nameless:
        name = in_any_order(row.name or row.learner)
        if row.learner in found.pairs or not name or not theirs.get(name):
            continue
        if len(theirs[name]) > 1 or len(ours[name]) > 1:
            found.doubts[row.learner] = "others are called so too, and there is no id"
        elif theirs[name][0].row not in taken:
            found.pairs[row.learner] = theirs[name][0]
            found.by_name.append(row.learner)
            taken.add(theirs[name][0].row)


def _by_id(holders: Iterable[T], kind: str) -> dict[str, list[T]]:
    """{an id of this kind: who has it}"""
    index: dict[str, list[T]] = defaultdict(list)
    for holder in holders:
        for value in {folded(value) for value in _values(holder, kind)} - {""}:
            index[value].append(holder)
    return index


def _values(holder: Row | Person, kind: str) -> list[str]:
    values = [holder.ids.get(kind, "")]
    for other in LOGIN if kind in LOGIN else ():
        if "@" in holder.ids.get(other, ""):
            values.append(holder.ids[other])
    return values


def _ids_of(row: Row, kinds: Sequence[str]) -> list[str]:
    return [value for kind in kinds for value in _values(row, kind) if value]


def _may_be_one(one: str, other: str) -> bool:
    """Whether two names have a word in common, however it is spelled; or one is not known."""
    if not words(one) or not words(other):
        return True
    one, other = without_accents(one), without_accents(other)
    common = set(words(one)) & set(words(other))
    return (
        any(len(word) > 1 or not word.isascii() for word in common)
        or run_together(one) in run_together_in_any_order(other)
        or run_together(other) in run_together_in_any_order(one)
    )


def _shared(value: str, people: Sequence[Person]) -> str:
    lines = [f"line {person.line}" for person in people]
    if len(lines) > 1:
        return f"{value} stands in {' and '.join(lines[:3])}"
    return f"{value} is another learner's too"
