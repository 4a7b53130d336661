"""A file that cannot be imported: one block, in the place of all that waits for it."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from grader.report import exceptions, words
from grader.report.model import CheckResult, Report
from grader.report.outcome import BROKEN, Outcome
from grader.report.safe_text import safe_line
from grader.report.terminal.layout import Line, Marks, print_code, print_line


def print_blocks(console: Console, report: Report) -> None:
    """A block for each file that checks wait for."""
    for blocked, count in _blocks(report):
        _print_block(console, blocked, count)


def _blocks(report: Report) -> list[tuple[CheckResult, int]]:
    """The first check that waits for each file, and how many do."""
    first: dict[str | None, CheckResult] = {}
    count: dict[str | None, int] = {}
    for check in (check for stage in report.stages for check in stage.waiting):
        first.setdefault(check.outcome.file, check)
        count[check.outcome.file] = count.get(check.outcome.file, 0) + 1
    return [(check, count[file]) for file, check in first.items()]


def _print_block(console: Console, check: CheckResult, count: int) -> None:
    outcome, raised, frame = check.outcome, check.outcome.raised, check.outcome.frame
    console.print(Text(f"\n  {safe_line(_head(outcome, Marks(console)))}", "red bold"))
    if frame:
        number = f"{frame.line:>6} {Marks(console).bar} "
        print_code(console, f"  {number}{frame.text}", "cyan")
        if raised and raised.column:
            console.print(Text(" " * (len(number) + 1 + raised.column) + "^", "red"))
    console.print()
    if raised and outcome.claim != "calls_a_stub":
        print_line(console, Line("What", exceptions.message(raised)))
        remark = words.WORDS[BROKEN[raised.limit]] if raised.limit else exceptions.remark(raised)
        if remark:
            print_line(console, Line("That means", remark))
    checks = "1 check waits" if count == 1 else f"{count} checks wait"
    print_line(console, Line("Next", f"{_remedy(outcome)}; {checks} for it"))


def _head(outcome: Outcome, marks: Marks) -> str:
    if outcome.reason == "file_unusable":
        return f"{marks.wrong} {words.what(outcome)}"
    if outcome.claim == "calls_a_stub":
        place, calls = f"{outcome.file} line {outcome.line}", outcome.facts.get("calls")
        return f"! {place} calls {calls}, which you have not written yet"
    return f"{marks.wrong} {outcome.file} cannot be imported"


def _remedy(outcome: Outcome) -> str:
    if outcome.reason == "file_unusable":
        return "mend that file"
    if outcome.claim == "calls_a_stub":
        return f"write {outcome.function}, or take the line out of the file"
    return f"mend that line of {outcome.file}"
