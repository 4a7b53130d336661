"""One check in full: its program, yours beside torch's, and what went wrong."""

from __future__ import annotations

import io

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.report.model import CheckResult
from grader.report.safe_text import safe_line
from grader.report.side_by_side import SideBySide, side_by_side
from grader.report.terminal.layout import Marks, print_code, print_line
from grader.report.told import lines_on, printed

PRINTED = 6  # lines of what the learner printed
WIDTH = 100  # characters of a line, where no terminal says how wide it is


def check_as_text(check: CheckResult) -> str:
    """One check in full, as plain text."""
    text = io.StringIO()
    print_check(Console(file=text, width=WIDTH, color_system=None, highlight=False), check)
    return text.getvalue()


def print_check(console: Console, check: CheckResult, picture: str = "") -> None:
    """Print one check in full; picture is where its picture is kept, if it is."""
    marks, rows = Marks(console), side_by_side(check.outcome.differences)
    console.print(Text(f"\n  {marks.wrong} {safe_line(check.title)}", "red bold"))
    for line in check.program.rstrip("\n").split("\n") if check.program else ():
        print_code(console, f"      {line}", "dim" if line.startswith("from ") else "cyan")
    if rows.rows:
        console.print()
        console.print(_table(rows, marks))
        if rows.more:
            console.print(Text(f"        and {rows.more} rows more", "dim"))
    lines = list(lines_on(check, picture))
    if lines:
        console.print()
    for named in lines:
        print_line(console, named)
    _print_output(console, check.output, marks)


def _print_output(console: Console, output: str, marks: Marks) -> None:
    """What the learner's code printed, as far as it is short."""
    lines, more = printed(output, PRINTED)
    if not lines:
        return
    console.print(Text("    You printed", "dim"))
    for line in lines:
        print_code(console, f"      {marks.bar} {line}", "")
    if more:
        console.print(Text(f"      {marks.bar} and {more} lines more", "dim"))


def _table(shown: SideBySide, marks: Marks) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(" " * 8, no_wrap=True)
    table.add_column("yours", justify="right", header_style="bold", overflow="fold")
    table.add_column(shown.source, justify="right", header_style="bold", overflow="fold")
    table.add_column("")
    for row in shown.rows:
        table.add_row(
            Text(f"        {safe_line(row.name)}"),
            Text(safe_line(row.yours), "red"),
            Text(safe_line(row.expected), "green"),
            Text(marks.wrong, "red"),
        )
    return table
