"""Whose a submission is, by the roster: exactly by what identifies, then by the name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from grader.classroom.finding.names import (
    folded,
    in_any_order,
    run_together,
    run_together_in_any_order,
    shown,
    some,
    without_accents,
    words,
)
from grader.classroom.finding.roster import Person, Roster

MATCHED_BY = "matched to the roster by "
# How there is no doubt of whose a submission is, so that nobody need hear of it.
SURE = tuple(MATCHED_BY + by for by in ("id", "e-mail", "username"))


class Claim(Struct, frozen=True):
    """What an export says of who handed something in. source is to be shown of it."""

    key: str
    name: str
    ids: dict[str, str]
    source: str


class Matches(Struct, frozen=True):
    """{a claim's key: whose it is, and how that was found}.

    unmatched says of the others why, where the roster had somebody who might be meant; doubts,
    of people on the roster, which submissions might be theirs.
    """

    people: dict[str, list[Person]]
    how: dict[str, str]
    unmatched: dict[str, str]
    doubts: dict[int, list[str]]  # by the line of the roster


class _Step(Struct, frozen=True):
    """One way to match: what a claim and a person must have in common."""

    by: str
    of_claim: Callable[[Claim], Iterable[str]]
    of_person: Callable[[Person], Iterable[str]]
    needs_name: bool = False  # the names must fit too, as the values may be of different kinds


def matched(claims: list[Claim], roster: Roster) -> Matches:
    """Match each claim to one person at most, and each person to one claim.

    The surest way is tried for all first. Where two people, or two claims, fit alike, none of
    them is matched, and a less sure way is not tried: it would be a guess.
    """
    found = Matches({}, {}, {}, defaultdict(list))
    _match_groups(claims, roster, found)
    taken = {person.line for people in found.people.values() for person in people}
    groups = {folded(person.group) for person in roster.people} - {""}
    open_claims = [
        replace(claim, name=_without_group(claim.name, groups))
        for claim in claims
        if claim.key not in found.people
    ]
    for step in STEPS:
        index: dict[str, list[Person]] = defaultdict(list)
        for person in roster.people:
            for value in set(step.of_person(person)) - {""}:
                index[value].append(person)
        fitting: dict[int, list[tuple[Claim, Person]]] = defaultdict(list)
        for claim in open_claims:
            people = {
                person.line: person
                for value in set(step.of_claim(claim)) - {""}
                for person in index.get(value, ())
                if not step.needs_name or _names_fit(claim.name, person.name)
            }
            if len(people) > 1:
                named = some(shown(person.identity) for person in people.values())
                found.unmatched[claim.key] = f"not matched: the {step.by} fits {named} alike"
                for line in people:
                    found.doubts[line].append(claim.source)
            for line, person in people.items():
                if len(people) == 1:
                    fitting[line].append((claim, person))
        for line, pairs in fitting.items():
            for claim, person in pairs:
                if len(pairs) == 1 and line not in taken:
                    found.people[claim.key] = [person]
                    found.how[claim.key] = MATCHED_BY + step.by
                else:
                    found.unmatched[claim.key] = _why_not(claim, person, pairs, step.by)
                    found.doubts[line].append(claim.source)
        taken |= {line for line, pairs in fitting.items() if len(pairs) == 1}
        done = found.people.keys() | found.unmatched.keys()
        open_claims = [claim for claim in open_claims if claim.key not in done]
    return found


def _match_groups(claims: list[Claim], roster: Roster, found: Matches) -> None:
    """What a group has handed in is each member's."""
    groups: dict[str, list[Person]] = defaultdict(list)
    for person in roster.people:
        if person.group:
            groups[run_together(person.group)].append(person)
    names = {in_any_order(person.name) for person in roster.people}
    by_group: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        group = run_together(claim.name)
        if group and group in groups and in_any_order(claim.name) not in names:
            by_group[group].append(claim)
    for group, of_group in by_group.items():
        for claim in of_group:
            if len(of_group) == 1:
                found.people[claim.key] = groups[group]
                found.how[claim.key] = f"handed in by the group {shown(groups[group][0].group)}"
            else:
                others = some(each.source for each in of_group if each is not claim)
                found.unmatched[claim.key] = f"not matched: of that group there is {others} too"


def _without_group(name: str, groups: set[str]) -> str:
    """A name without the group that older Moodles put before it: "Team 3-Anna Smith"."""
    for at, character in enumerate(name):
        if character == "-" and folded(name[:at]) in groups:
            return name[at + 1 :]
    return name


def _why_not(claim: Claim, person: Person, pairs: list[tuple[Claim, Person]], by: str) -> str:
    others = [each.source for each, _ in pairs if each is not claim]
    who = shown(person.identity)
    if others:
        return f"not matched: the {by} of {who} fits {some(others)} too"
    return f"not matched: the {by} is that of {who}, who has handed in something else"


def _names_fit(one: str, other: str) -> bool:
    """Whether two names may be one person's; a name that is not known fits all."""
    if not one or not other:
        return True
    plain = without_accents(one), without_accents(other)
    return in_any_order(plain[0]) == in_any_order(plain[1]) or run_together(
        plain[0]
    ) in run_together_in_any_order(plain[1])


def _same_kind(holder: Claim | Person) -> list[str]:
    return [
        f"{kind} {folded(holder.ids[kind])}"
        for kind in ("sid", "canvas", "moodle")
        if kind in holder.ids
    ]


def _called(claim: Claim) -> list[str]:
    """What may be an id, a username or an address, though it is not said which."""
    kinds = ("username", "email", "sid")
    return [folded(claim.ids[kind]) for kind in kinds if kind in claim.ids] or [folded(claim.name)]


def _of(kind: str) -> Callable[[Person], list[str]]:
    return lambda person: [folded(person.ids.get(kind, ""))]


def _numbers(claim: Claim) -> list[str]:
    return [folded(claim.ids[kind]) for kind in ("canvas", "moodle") if kind in claim.ids]


def _one_word(name: str) -> list[str]:
    """The name where it is a single word, which may be several run together."""
    return [run_together(name)] if len(words(name)) == 1 else []


STEPS = (
    _Step("id", _same_kind, _same_kind),
    _Step("id", _called, _of("sid")),
    _Step("id", _numbers, _of("sid"), needs_name=True),
    _Step("e-mail", _called, _of("email")),
    _Step("username", _called, _of("username")),
    _Step("name", lambda c: [" ".join(words(c.name))], lambda p: [" ".join(words(p.name))]),
    _Step(
        "name in another order",
        lambda c: [" ".join(in_any_order(c.name))],
        lambda p: [" ".join(in_any_order(p.name))],
    ),
    _Step(
        "name",
        lambda c: _one_word(c.name),
        lambda p: run_together_in_any_order(p.name),
    ),
    _Step(
        "name without accents",
        lambda c: [" ".join(in_any_order(without_accents(c.name)))],
        lambda p: [" ".join(in_any_order(without_accents(p.name)))],
    ),
    _Step(
        "name without accents",
        lambda c: _one_word(without_accents(c.name)),
        lambda p: run_together_in_any_order(without_accents(p.name)),
    ),
)
