"""Whose fault it is: for each failing check, the smallest part of the reference that mends it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from grader.answers.solutions import solution_sources
from grader.checks.check import Attempt
from grader.curriculum import FILES
from grader.diagnosis.effort import Exhausted
from grader.diagnosis.first_wrong_stage import cheapest_first
from grader.diagnosis.recognition.catalogue import LECTURE, apply
from grader.diagnosis.substitution import Part, Substituted, part_of, reference_parts
from grader.python_source import functions, line_of
from grader.report.model import Blame
from grader.submission.submission import Submission
from grader.trace import Many, Trace

MOST_FUNCTIONS = 2  # at fault together, of which each is named


class Fault(Struct, frozen=True, eq=False):
    """Functions that are at fault together, and the failing checks that they explain.

    others are single functions that mend the same checks alone.
    """

    parts: tuple[Part, ...]
    attempts: tuple[Attempt, ...]
    others: tuple[Part, ...] = ()


def find_faults(
    learner: Substituted, attempts: Sequence[Attempt], wrong: Sequence[Attempt]
) -> list[Fault]:
    """Whose fault the wrong checks are, as far as the learner's effort reaches.

    One function if one is enough for a check, else the first pair that is, else a whole file.
    No two faults explain the same check; some checks may have none.
    """
    parts = [*_suspects(learner.submission, attempts, wrong), *own_methods(learner.submission)]
    found: list[Fault] = []
    try:
        left = _find_singles(learner, cheapest_first(wrong), parts, found)
        _find_groups(learner, left, parts, found)
    except Exhausted:
        pass
    return found


def _find_singles(
    learner: Substituted, wrong: list[Attempt], parts: Sequence[Part], found: list[Fault]
) -> list[Attempt]:
    """Add the faults of one function each; what none of them explains is returned."""
    left = []
    while wrong:
        menders = []
        for part in parts:
            if learner.passes(wrong[0].check, [part]):
                menders.append(part)
                if wrong[0].result.outcome.ran_out:
                    break  # each that does not mend it costs a time-out
        if not menders:
            left.append(wrong.pop(0))
            continue
        mended = {
            part: [wrong[0], *(a for a in wrong[1:] if learner.passes(a.check, [part]))]
            for part in menders
        }
        best = max(menders, key=lambda part: len(mended[part]))
        others = tuple(part for part in menders if part != best and mended[part] == mended[best])
        found.append(Fault((best,), tuple(mended[best]), others))
        wrong = [attempt for attempt in wrong if attempt not in mended[best]]
    return left


def _find_groups(
    learner: Substituted, left: list[Attempt], parts: Sequence[Part], found: list[Fault]
) -> None:
    """Add the faults of several functions."""
    known = [part for fault in found for part in fault.parts]
    while left:
        for group in _groups(parts, known):
            if learner.passes(left[0].check, group):
                mended = [a for a in left[1:] if learner.passes(a.check, group)]
                found.append(Fault(group, (left[0], *mended)))
                left = [attempt for attempt in left[1:] if attempt not in mended]
                break
        else:
            left = left[1:]


def _groups(parts: Sequence[Part], known: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """What to replace together, the likeliest first: what is known to be at fault, with and
    without one more; then for each file its pairs, and all of it."""
    if len(known) > 1:
        yield tuple(known)
    for part in known:
        yield from ((part, other) for other in parts if other not in known)
    for file in FILES:
        group = tuple(part for part in parts if part.file == file)
        if len(group) > 1:
            yield from itertools.combinations(group, 2)
        if len(group) > 2:
            yield group


def _suspects(
    submission: Submission, attempts: Sequence[Attempt], wrong: Sequence[Attempt]
) -> list[Part]:
    """The functions that are no stubs any more, those that a failure stood in first."""
    outcomes = [attempt.result.outcome for attempt in attempts]
    to_do = {outcome.function for outcome in outcomes if outcome.reason == "stub"}
    parts = _parts_of_the_lecture() if _keeps_sets(attempts) else reference_parts()
    written = [part for part in parts if part.name not in to_do]
    stood = {
        submission.function_at(outcome.file, outcome.line)
        for outcome in (attempt.result.outcome for attempt in wrong)
        if outcome.file is not None and outcome.line is not None
    }
    return sorted(written, key=lambda part: part.name not in stood)


def own_methods(submission: Submission) -> list[Part]:
    """The methods that Python calls by itself, and the reference does without: as to go."""
    _, source = submission.files.get("value", ("", ""))
    known = {part.name for part in reference_parts()}
    return [
        Part(name, "value", None)
        for name in functions(source)
        if re.fullmatch(r"Value\.__\w+__", name) and name not in known
    ]


@cache
def _parts_of_the_lecture() -> tuple[Part, ...]:
    """The same functions for a Value that keeps its operands in a set, which is no fault.

    With a tuple in its place, what mistakes the set for an ordered pair would come right.
    """
    sources = apply(LECTURE, solution_sources())
    edited = {(edit.file, edit.function) for edit in LECTURE}
    return tuple(
        part_of(sources[part.file], part.module, part.name)
        if (part.file, part.name) in edited
        else part
        for part in reference_parts()
    )


def _keeps_sets(attempts: Sequence[Attempt]) -> bool:
    """Whether any Value of the learner's keeps its operands in a set."""
    traces = (run.outcome for attempt in attempts for run in attempt.runs)
    return any(
        isinstance(node.parents, Many) and node.parents.is_set
        for trace in traces
        if isinstance(trace, Trace)
        for node in trace.nodes
    )


def as_blame(submission: Submission, fault: Fault) -> list[Blame]:
    """Where the functions stand; of more than two, their file alone."""
    if len(fault.parts) > MOST_FUNCTIONS:
        return [blame_of_file(submission, fault.parts[0].module)]
    return places(submission, fault.parts)


def places(submission: Submission, parts: Sequence[Part]) -> list[Blame]:
    """Where functions stand: the learner's own first, then in the reference's order."""
    found = []
    order = [part.name for part in reference_parts()]
    known = {part.name: part for part in parts if part.name in order}
    own = [part for part in parts if part.name not in order]
    for part in [*own, *sorted(known.values(), key=lambda part: order.index(part.name))]:
        path, source = submission.files.get(part.module, (part.file, ""))
        found.append(Blame(function=part.name, file=path, line=line_of(source, part.name)))
    return found


def blame_of_file(submission: Submission, module: str) -> Blame:
    """A whole file, with no function named."""
    return Blame(function="", file=submission.files.get(module, (f"{module}.py", ""))[0], line=1)
