"""Which misconception's functions do in the learner's own code just what the learner's do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from textwrap import dedent

from msgspec import Struct

from grader.answers.solutions import solution_sources
from grader.checks.check import Attempt
from grader.curriculum import imports
from grader.diagnosis.blame import Fault
from grader.diagnosis.first_wrong_stage import (
    cheapest_first,
    later_wrong_attempts,
    passed_attempts,
)
from grader.diagnosis.recognition.catalogue import ALL, Edit, Misconception, apply
from grader.diagnosis.recognition.distinguishing_programs import PROGRAMS, RUNAWAY
from grader.diagnosis.substitution import Lent, Part, Substituted, part_of, reference_parts

STRICT = 1e-9  # relative: a step of 1e-6 left in an input tells misconceptions apart
MOST_LATER_CHECKS = 20  # of the stages after the first wrong one


class Placed(Struct, frozen=True):
    """A misconception as the functions that it edits."""

    misconception: Misconception
    parts: tuple[Part, ...]

    @property
    def functions(self) -> frozenset[str]:
        return frozenset(part.name for part in self.parts)


class Surroundings(Struct, frozen=True):
    """What a learner's code does where the reference's functions are in some places.

    before are the checks of the first wrong stage that are wrong, and all that pass, of a
    learner whose other faults are mended; so that one function's fault is seen alone.
    """

    mended: tuple[Part, ...]
    wrong: tuple[Attempt | Lent, ...]
    passed: tuple[Attempt | Lent, ...]
    later: tuple[Attempt, ...]


@cache
def placed() -> tuple[Placed, ...]:
    """The misconceptions that edit functions alone, no whole file."""
    return tuple(
        _placed(misconception, edits)
        for misconception in ALL
        for edits in (misconception.edits, *misconception.variants)
        if all(edit.function for edit in edits)
    )


def _placed(misconception: Misconception, edits: tuple[Edit, ...]) -> Placed:
    edited = apply(edits, solution_sources())
    places = dict.fromkeys((edit.file, edit.function) for edit in edits)
    return Placed(
        misconception,
        tuple(part_of(edited[file], file.removesuffix(".py"), name) for file, name in places),
    )


def recognise_in_place(
    learner: Substituted,
    attempts: Sequence[Attempt],
    wrong: Sequence[Attempt],
    faults: Sequence[Fault],
) -> dict[Fault, list[Misconception]]:
    """What is known of each fault. Raises Exhausted."""
    own = Surroundings(
        mended=(),
        wrong=tuple(cheapest_first(wrong)),
        passed=tuple(cheapest_first(passed_attempts(attempts))),
        later=tuple(later_wrong_attempts(attempts, wrong[0].check.stage.number)),
    )
    many = [candidate for candidate in placed() if len(candidate.parts) > 1]
    if len(faults) > 1:
        found = _alike(learner, many, own)
        if found:
            return dict.fromkeys(faults, found)
    named = {fault: _of_fault(learner, fault, faults, own) for fault in faults}
    if not any(named.values()) and len(faults) == 1:
        found = _alike(learner, many, own)
        if found:
            return dict.fromkeys(faults, found)
    return named


def _of_fault(
    learner: Substituted, fault: Fault, faults: Sequence[Fault], own: Surroundings
) -> list[Misconception]:
    if len(fault.parts) > 2:
        return []
    at_fault = dict.fromkeys(part for fault in faults for part in fault.parts)
    found: dict[str, Misconception] = {}
    for part in fault.parts:
        mended = tuple(other for other in at_fault if other != part)
        around = _with_mended(learner, own, mended) if mended else own
        names = {part.name, *(other.name for other in fault.others)}
        suspects = [c for c in placed() if len(c.parts) == 1 and c.functions <= names]
        found.update((m.name, m) for m in _alike(learner, suspects, around))
    return list(found.values())


def _with_mended(learner: Substituted, own: Surroundings, mended: tuple[Part, ...]) -> Surroundings:
    """The same with some functions mended; what passes then is no more wrong."""
    again = [learner.attempt(attempt.check, mended) for attempt in own.wrong]
    return Surroundings(
        mended=mended,
        wrong=tuple(a for a in again if a.is_wrong),
        passed=(*own.passed, *(a for a in again if a.passes)),
        later=(),
    )


def _alike(
    learner: Substituted, candidates: Iterable[Placed], around: Surroundings
) -> list[Misconception]:
    """The candidate that does just what the learner does there; none where several do."""
    if not around.wrong:
        return []
    found = [candidate for candidate in candidates if _is_alike(learner, candidate, around)]
    if len(found) > 1 and around.later:
        ranks = [_later_checks_alike(learner, candidate, around) for candidate in found]
        found = [candidate for candidate, rank in zip(found, ranks) if rank == max(ranks)]
    if len(found) > 1:
        found = _told_apart(learner, found, around)
    names = {candidate.misconception.name: candidate.misconception for candidate in found}
    return list(names.values()) if len(names) == 1 else []  # of two, one would be false


def _is_alike(learner: Substituted, candidate: Placed, around: Surroundings) -> bool:
    """Whether it agrees on every wrong check, and passes where the learner passes."""
    if not all(claim(learner.submission) for claim in candidate.misconception.claims):
        return False
    if len(candidate.parts) > 1 and not _would_mend(learner, candidate, around):
        return False
    parts = (*around.mended, *candidate.parts)
    files = {part.file for part in candidate.parts}
    return all(
        learner.attempt(attempt.check, parts).is_like(attempt) for attempt in around.wrong
    ) and all(
        learner.passes(attempt.check, parts)
        for attempt in around.passed
        if files & set(attempt.check.stage.files)
    )


def _would_mend(learner: Substituted, candidate: Placed, around: Surroundings) -> bool:
    """Whether the reference's functions in the same places turn every wrong check right.

    Else something else is wrong, which might hide what the candidate does.
    """
    right = [part for part in reference_parts() if part.name in candidate.functions]
    parts = (*around.mended, *right)
    return all(learner.passes(attempt.check, parts) for attempt in around.wrong)


def _later_checks_alike(learner: Substituted, candidate: Placed, around: Surroundings) -> int:
    parts = (*around.mended, *candidate.parts)
    return sum(
        learner.attempt(attempt.check, parts).is_like(attempt)
        for attempt in around.later[:MOST_LATER_CHECKS]
    )


def _told_apart(
    learner: Substituted, candidates: list[Placed], around: Surroundings
) -> list[Placed]:
    """Those that do what the learner does with further programs too.

    A program on which none does says more of the learner's style than of the bug, and is
    left out.
    """
    files = dict.fromkeys(part.file for c in candidates for part in c.parts)
    further = dict.fromkeys(program for file in files for program in PROGRAMS.get(file, ()))
    for program in further:
        if len({candidate.misconception.name for candidate in candidates}) == 1:
            break
        if RUNAWAY in program:
            continue
        text = dedent(program).strip() + "\n"
        text = imports(text) + text
        mine = learner.further(text, around.mended)
        like_mine = [
            candidate
            for candidate in candidates
            if learner.further(text, (*around.mended, *candidate.parts)).is_like(mine, STRICT)
        ]
        candidates = like_mine or candidates
    return candidates
