"""How like two submissions are: whether a check or a program did the same with both."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from grader.checks.check import Attempt
from grader.checks.fixtures import ProgramRun
from grader.diagnosis.recognition.exceptions import same_exception
from grader.report.outcome import Fact, Outcome
from grader.submission.submission import Submission
from grader.trace import RELATIVE_TOLERANCE, Trace, differences, structural_differences


def behaves_like(mine: Attempt, its: Attempt, my_code: Submission, its_code: Submission) -> bool:
    """Whether two submissions did the same with a check, as far as a learner could tell."""
    yours, other = mine.result.outcome, its.result.outcome
    if yours.status != other.status and not (yours.ran_out and other.ran_out):
        return False
    if yours.status == "failed" and not yours.differences:
        return _said_of(yours) == _said_of(other)
    if bool(mine.runs) != bool(its.runs):
        return False
    with_memory = mine.check.stage.compares_memory
    return all(
        same_run(a, b, my_code, its_code, with_memory=with_memory)
        for a, b in _runs_to_compare(mine.runs, its.runs)
    )


def _runs_to_compare(
    mine: Sequence[ProgramRun], its: Sequence[ProgramRun]
) -> list[tuple[ProgramRun, ProgramRun]]:
    """The runs of the same programs; of different numbers of runs, the last ones.

    Random programs go all at once to code that was never slow, else one by one: the last is
    the one that fails, either way.
    """
    return list(zip(mine, its)) if len(mine) == len(its) else [(mine[-1], its[-1])]


def same_run(
    mine: ProgramRun,
    its: ProgramRun,
    my_code: Submission,
    its_code: Submission,
    *,
    with_memory: bool,
    relative: float = RELATIVE_TOLERANCE,
) -> bool:
    """Whether a program did the same with two submissions: in its numbers, or how it failed."""
    if mine.program != its.program:
        return False
    a, b = _end(mine), _end(its)
    if isinstance(a, str) or isinstance(b, str):
        return a == b
    if not same_exception(a.raised, b.raised, my_code, its_code):
        return False
    if differences(a, b, "reference", relative) or differences(b, a, "reference", relative):
        return False
    structure = structural_differences(a, b, "reference")
    return not with_memory or all(row.quantity == "_op" for row in structure)


def _end(run: ProgramRun) -> Trace | str:
    """A run's trace; but running out of memory is much the same as running out of time."""
    trace = run.outcome
    if isinstance(trace, Trace) and trace.raised and trace.raised.kind == "MemoryError":
        return "timeout"
    return trace


def _said_of(outcome: Outcome) -> tuple[str, str | None, Mapping[str, Fact]]:
    """What a check says of a submission, without the numbers, which may be random weights'."""
    facts = {name: _without_numbers(fact) for name, fact in outcome.facts.items()}
    return outcome.reason, outcome.claim, facts


def _without_numbers(fact: Fact) -> str:
    return re.sub(r"0x[0-9a-f]+|-?\d[\d.e-]*", "#", str(fact))
