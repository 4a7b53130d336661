"""Why a check is wrong, as lines: the misconception that explains it, and where the fault is."""

from __future__ import annotations

from collections.abc import Iterable

from grader.report.model import Blame, CheckResult
from grader.report.terminal.layout import Line
from grader.submission.submission import file_of


def cause(check: CheckResult) -> Iterable[Line]:
    """The misconception that explains a check, and the function that is at fault."""
    for number, diagnosis in enumerate(check.diagnosis):
        yield Line("or like" if number else "Looks like", diagnosis.explanation)
    if check.blame:
        places = " and ".join(map(_place, check.blame))
        yield Line("The fault", f"is in {places}")


def _place(blame: Blame) -> str:
    if not blame.function:
        return blame.file
    file = file_of(blame.file) or blame.file
    return f"{blame.function} ({file.rpartition('/')[2]}:{blame.line})"
