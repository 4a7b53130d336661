"""A file that cannot be imported, in words: what stands in the place of all that waits for it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from grader.report import exceptions, words
from grader.report.model import CheckResult, Report
from grader.report.outcome import BROKEN, Outcome
from grader.report.told import Line
from grader.submission.submission import file_of


class Blocked(Struct, frozen=True):
    """A file that checks wait for: the outcome of the first of them, and how many they are."""

    outcome: Outcome
    count: int


def blocked(report: Report) -> list[Blocked]:
    """The files that checks wait for."""
    first: dict[str | None, CheckResult] = {}
    count: dict[str | None, int] = {}
    for check in (check for stage in report.stages for check in stage.waiting):
        first.setdefault(check.outcome.file, check)
        count[check.outcome.file] = count.get(check.outcome.file, 0) + 1
    return [Blocked(check.outcome, count[file]) for file, check in first.items()]


def is_unwritten(outcome: Outcome) -> bool:
    """Whether it waits only because the file calls what is not written yet."""
    return outcome.claim == "calls_a_stub"


def head_of(outcome: Outcome) -> str:
    """What is the matter with the file, without its mark."""
    if outcome.reason == "file_unusable":
        return words.what(outcome)
    if is_unwritten(outcome):
        place = outcome.cell or f"{outcome.file} line {outcome.line}"
        calls = outcome.facts.get("calls")
        return f"{place} calls {calls}, which you have not written yet"
    if outcome.cell:
        return f"cell {outcome.cell.number} of {file_of(outcome.file or '')} fails as it is run"
    return f"{outcome.file} cannot be imported"


def lines_on(file: Blocked) -> Iterator[Line]:
    """What happened, what that means, and what to do."""
    outcome, raised = file.outcome, file.outcome.raised
    if raised and not is_unwritten(outcome):
        yield Line("What", exceptions.message(raised))
        remark = words.WORDS[BROKEN[raised.limit]] if raised.limit else exceptions.remark(raised)
        if remark:
            yield Line("That means", remark)
    checks = "1 check waits" if file.count == 1 else f"{file.count} checks wait"
    yield Line("Next", f"{_remedy(outcome)}; {checks} for it")


def _remedy(outcome: Outcome) -> str:
    if outcome.reason == "file_unusable":
        return "put that file right"
    if is_unwritten(outcome):
        place = f"cell {outcome.cell.number}" if outcome.cell else "the file"
        return f"write {outcome.function}, or take the line out of {place}"
    if outcome.cell:
        return f"correct line {outcome.cell.line} of cell {outcome.cell.number}"
    line = outcome.frame.line if outcome.frame else outcome.line
    return f"correct line {line} of {outcome.file}" if line else f"correct {outcome.file}"
