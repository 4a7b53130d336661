"""A file that cannot be imported: one block, in the place of all that waits for it."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from grader.report.blocked import Blocked, blocked, head_of, is_unwritten, lines_on
from grader.report.model import Report
from grader.report.safe_text import safe_line
from grader.report.terminal.layout import Marks, print_code, print_line


def print_blocks(console: Console, report: Report) -> None:
    """A block for each file that checks wait for."""
    for file in blocked(report):
        _print_block(console, file)


def _print_block(console: Console, file: Blocked) -> None:
    marks, outcome = Marks(console), file.outcome
    mark = "!" if is_unwritten(outcome) else marks.wrong
    console.print(Text(f"\n  {mark} {safe_line(head_of(outcome))}", "red bold"))
    if outcome.frame:
        number = f"{(outcome.frame.cell or outcome.frame).line:>6} {marks.bar} "
        print_code(console, f"  {number}{outcome.frame.text}", "cyan")
        if outcome.raised and outcome.raised.column:
            console.print(Text(" " * (len(number) + 1 + outcome.raised.column) + "^", "red"))
    console.print()
    for line in lines_on(file):
        print_line(console, line)
