"""What the tests of the terminal have in common: reports, and what is printed of one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from rich.console import Console

from grader.curriculum import STAGES
from grader.report.model import CheckResult, Report
from grader.report.outcome import CheckStatus, Outcome
from grader.report.terminal.page import show
from grader.trace import Difference, Raised
from tests.made_reports import made_check, made_report, made_stage

NASTY = "\x1b[2J\x1b]0;owned\x07\x9b31m\r\x08 \u202e 200 passed [bold]caf\u00e9[/bold] \ud800"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800]")


def report(*checks: CheckResult, others: CheckStatus = "passed") -> Report:
    """A report of eleven stages, of which the first has these checks."""
    later = (made_stage(stage.number, made_check(others)) for stage in STAGES[1:])
    return made_report(made_stage(1, *checks), *later)


def differs(*rows: Difference) -> Outcome:
    return Outcome(status="failed", reason="differs", differences=rows)


def row(name: str, yours: object = 1.0, expected: object = 2.0) -> Difference:
    return Difference(name, "value", yours, expected, "torch")  # type: ignore[arg-type]


def raised(message: str, kind: str = "ValueError") -> Outcome:
    """A check that ended with an exception of that text."""
    return Outcome(status="error", reason="raised", raised=Raised(kind, message))


def printed(print_it: Callable[[Console], None], width: int = 80, encoding: str = "utf-8") -> str:
    """What goes to a terminal of that width and encoding, which has no colours."""
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace")
    print_it(Console(file=file, width=width, highlight=False))
    file.flush()
    return file.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined,no-any-return]


def shown(found: Report, width: int = 80, encoding: str = "utf-8") -> str:
    """The page of a report."""
    return printed(lambda console: show(found, console), width, encoding)
