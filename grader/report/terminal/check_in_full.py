"""One check in full: its program, yours beside torch's, and what went wrong."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.report import words
from grader.report.model import MOST_ROWS, CheckResult
from grader.report.terminal.layout import Line, Marks, print_code, print_line, safe_line
from grader.trace import Difference

PRINTED = 6  # lines of what the learner printed
LONGEST_VALUE = 200  # characters of a value, a list for instance
LONGEST_MESSAGE = 600
WIDTH = 100  # characters of a line, where no terminal says how wide it is


def check_as_text(check: CheckResult) -> str:
    """One check in full, as plain text."""
    text = io.StringIO()
    print_check(Console(file=text, width=WIDTH, color_system=None, highlight=False), check)
    return text.getvalue()


def print_check(console: Console, check: CheckResult, picture: str = "") -> None:
    """Print one check in full; picture is where its picture is kept, if it is."""
    marks, rows = Marks(console), check.outcome.differences
    console.print(Text(f"\n  {marks.wrong} {safe_line(check.title)}", "red bold"))
    for line in check.program.rstrip("\n").split("\n") if check.program else ():
        print_code(console, f"      {line}", "dim" if line.startswith("from ") else "cyan")
    if rows:
        console.print()
        console.print(_table(rows, marks))
        if len(rows) > MOST_ROWS + 1:
            console.print(Text(f"        and {len(rows) - MOST_ROWS} rows more", "dim"))
    lines = list(_lines(check, picture))
    if lines:
        console.print()
    for named in lines:
        print_line(console, named)
    _print_output(console, check.output, marks)


def _lines(check: CheckResult, picture: str) -> list[Line]:
    """What is said below the table."""
    outcome, lines = check.outcome, []
    what, remark = words.what(outcome), words.remark(outcome)
    if what and outcome.reason != "differs":  # the rows say that
        lines.append(Line("What", what[:LONGEST_MESSAGE]))
        if outcome.frame:
            lines.append(Line("Where", words.where(outcome)[:LONGEST_MESSAGE]))
    if check.first_wrong_step:
        lines.append(Line("First wrong", check.first_wrong_step.text))
    if picture:
        lines.append(Line("Picture", picture))
    if remark and (outcome.differences or not check.diagnosis):  # one cause is said once
        lines.append(Line("Remember" if outcome.differences else "That means", remark))
    return lines


def _print_output(console: Console, output: str, marks: Marks) -> None:
    """What the learner's code printed, as far as it is short."""
    if not output.strip():
        return
    lines = output.rstrip().split("\n")
    console.print(Text("    You printed", "dim"))
    for line in lines[:PRINTED]:
        print_code(console, f"      {marks.bar} {line[:LONGEST_VALUE]}", "")
    if len(lines) > PRINTED:
        console.print(Text(f"      {marks.bar} and {len(lines) - PRINTED} lines more", "dim"))


def _table(rows: Sequence[Difference], marks: Marks) -> Table:
    of_torch = any(row.source == "torch" and isinstance(row.expected, float) for row in rows)
    source = "torch" if of_torch else "expected"
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(" " * 8, no_wrap=True)
    table.add_column("yours", justify="right", header_style="bold", overflow="fold")
    table.add_column(source, justify="right", header_style="bold", overflow="fold")
    table.add_column("")
    for row in rows if len(rows) <= MOST_ROWS + 1 else rows[:MOST_ROWS]:
        yours, expected = _pair(row.yours, row.expected)
        quantity = f" ({row.quantity})" if row.quantity in ("type", "length") else ""
        table.add_row(
            Text(f"        {safe_line(row.expression + quantity)}"),
            Text(safe_line(yours), "red"),
            Text(safe_line(expected), "green"),
            Text(marks.wrong, "red"),
        )
    return table


def _pair(yours: object, expected: object) -> tuple[str, str]:
    """Two values as text, so that a reader sees them apart: more digits, or blanks in quotes."""
    if isinstance(yours, str) and isinstance(expected, str):
        are_alike = "".join(yours.split()) == "".join(expected.split())
        first, second = (_quoted(text, are_alike) for text in (yours, expected))
        return first[:LONGEST_VALUE], second[:LONGEST_VALUE]
    for digits in (4, 6, 9, 17):
        texts = _text(yours, digits), _text(expected, digits)
        if texts[0] != texts[1]:
            break
    return texts[0][:LONGEST_VALUE], texts[1][:LONGEST_VALUE]


def _quoted(text: str, are_alike: bool) -> str:
    """A text, in quotes where blanks could go unseen."""
    return repr(text) if are_alike or not text or text != text.strip() else text


def _text(value: object, digits: int) -> str:
    if isinstance(value, float):
        text = f"{value:.{digits}g}"
        return text if any(c in text for c in ".en") else f"{text}.0"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_text(item, digits) for item in value) + "]"
    return str(value)
