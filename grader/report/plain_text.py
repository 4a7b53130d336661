"""What the faces that are files say of a stage or a check, as plain text."""

from __future__ import annotations

import io

from rich.console import Console

from grader.report import told, words
from grader.report.model import CheckResult, StageResult
from grader.report.safe_text import safe_line
from grader.report.terminal.check_in_full import WIDTH, check_as_text
from grader.report.terminal.layout import print_line

RIGHT, WRONG, OPEN = "✔", "✘", "·"


def mark(stage: StageResult) -> str:
    """The sign of a stage: what was not put to the learner, or is to do, is open, not wrong."""
    if stage.status == "passed":
        return RIGHT
    return WRONG if stage.is_wrong else OPEN


def standing(stage: StageResult) -> str:
    """Why a stage is neither right nor wrong; "" where it is one of these."""
    if stage.status == "passed":
        return ""
    if stage.needs_torch:
        return "needs torch"
    if stage.is_wrong:
        return ""
    if stage.waiting:
        return "waits for a file that cannot be imported"
    return "to do" if stage.was_put else "not run"


def in_full(check: CheckResult) -> str:
    """A check that is not right: its program, the numbers, what went wrong and why."""
    text = io.StringIO()
    console = Console(file=text, width=WIDTH, color_system=None, highlight=False)
    for line in told.cause(check):
        print_line(console, line)
    lines = (check_as_text(check) + text.getvalue()).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def in_a_line(check: CheckResult) -> str:
    """What became of a check that is not right, in one line."""
    return safe_line(words.what(check.outcome) or check.title)


def to_write(stage: StageResult) -> list[str]:
    """What a stage still asks for, a line each."""
    return [safe_line(told.to_write(part)) for part in stage.to_write]
