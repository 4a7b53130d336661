"""Which statements of a text are kept: what the kata's names need, in the end, and nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct

from grader.submission.statement import BUILTINS, KATA, Statement

MOST_PASSES = 100  # each finds what the functions call that the one before found; a few are enough

Missing: TypeAlias = tuple[Statement, str]


class Kept(Struct, frozen=True, eq=False):
    """What is kept, in its order, and a line for each statement that is wanted and cannot be.

    missing are names that a statement needs as it runs, and only later ones give.
    """

    statements: list[Statement]
    notes: list[str]
    missing: list[Missing]


def kept(statements: Sequence[Statement]) -> Kept:
    """What of these statements is kept.

    The last definition of a name counts, and what it is made from: an earlier one that nothing
    kept uses is dropped, and so are plots, loops and all else that gives nothing that is needed.
    """
    known = Known(statements)
    wanted_in_the_end, size = set(KATA), 0
    for _ in range(MOST_PASSES):
        size = len(wanted_in_the_end)
        found, refused = _backwards(statements, known, wanted_in_the_end)
        wanted_in_the_end.update(*(one.later for one in found))
        if size == len(wanted_in_the_end):
            break
    notes = [f"{one.place} was left out: {why}" for one, why in refused]
    return Kept(found, notes, _missing(statements, found))


class Known:
    """What the names of a text are given by."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.definers: dict[str, list[Statement]] = {}
        for one in statements:
            for name in one.gives:
                self.definers.setdefault(name, []).append(one)
        self._reached: dict[frozenset[str], set[str]] = {}

    def reached_from(self, names: frozenset[str]) -> set[str]:
        """These names, and all that is needed by what gives them."""
        if names not in self._reached:
            self._reached[names] = self._reach(names)
        return self._reached[names]

    def _reach(self, names: frozenset[str]) -> set[str]:
        found = set(names)
        to_visit = list(found)
        while to_visit:
            for one in self.definers.get(to_visit.pop(), ()):
                new = (one.at_once | one.later) - found
                found |= new
                to_visit += new
        return found

    def unknown(self, names: Iterable[str]) -> set[str]:
        """Those that only an import of all names of a module may give."""
        return {name for name in names if name not in self.definers} - BUILTINS - KATA


def _backwards(
    statements: Sequence[Statement], known: Known, wanted_in_the_end: set[str]
) -> tuple[list[Statement], list[tuple[Statement, str]]]:
    """What is kept, from the last statement to the first, and what is refused, with the reason."""
    wanted = set(wanted_in_the_end)
    found, refused = [], []
    for one in reversed(statements):
        if isinstance(one.node, ast.Delete):
            wanted -= one.gives
        elif one.is_future:
            found.append(one)
        elif (one.gives | one.changes) & wanted and not one.is_of_a_script:
            why = _refusal(one, known, sorted((one.gives | one.changes) & wanted))
            if why:
                refused.append((one, why))
                continue
            found.append(one)
            if one.is_sure:
                wanted -= one.gives
            # What its functions need is wanted in the end, and now only where they are called.
            wanted |= one.at_once | known.reached_from(one.calls)
    if known.unknown(wanted_in_the_end.union(*(one.at_once for one in found))):
        taken = {*found, *(one for one in statements if one.is_import_of_all)}
        found = [one for one in reversed(statements) if one in taken]
    return found[::-1], refused[::-1]


def _refusal(one: Statement, known: Known, wanted: list[str]) -> str:
    """Why a statement that gives wanted names is left out all the same; "" where it is not."""
    reached = known.reached_from(one.calls)
    if "input" in reached and "input" not in known.definers:
        return f"it asks with input(), though {wanted[0]} is needed"
    if one.has_loop and reached & KATA and not one.changes & KATA:
        return f"it is a loop that trains or tries the kata's code, though {wanted[0]} is needed"
    return ""


def _missing(statements: Sequence[Statement], found: Sequence[Statement]) -> list[Missing]:
    """What is not there yet where it is kept, or would make something of the kata's grow."""
    given = {name for one in statements for name in one.gives} - BUILTINS
    taken, seen, missing = set(found), set[str](), []
    for one in statements:
        if one in taken or (one.gives | one.changes) & KATA:
            missing += [(one, name) for name in sorted((one.at_once & given) - seen)]
        seen |= one.gives
    return missing
