"""The report on the terminal: the map, the first stage that is not right, and what is next."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.curriculum import STAGES
from grader.report.model import WRONG, CheckResult, Report, StageResult
from grader.trace import Difference

IN_FULL = 2  # failing checks shown in full; the others are named
ROWS = 6  # rows of a table of differences
LINES = 8  # lines of what the learner printed
LONGEST_VALUE = 200  # characters of a value, a list for instance
LONGEST_MESSAGE = 600


def show(report: Report, console: Console, notes: Iterable[tuple[str, str]] = ()) -> None:
    """Print a report; notes are further lines of the last block, such as ("Try it", "...")."""
    marks = Marks(console)
    here = current_stage(report)
    console.print()
    for stage in report.stages:
        console.print(_map_line(stage, stage is here, marks))
    console.print(_total(report))
    if here is None:
        _all_right(report, console)
    elif any(check.status in WRONG and not check.bonus for check in here.checks):
        _wrong(here, console, marks, list(notes))
    else:
        _to_do(here, console, marks)


class Marks:
    """The signs in front of lines, in what the terminal's encoding can show."""

    def __init__(self, console: Console) -> None:
        can = console.encoding.lower().startswith("utf")
        self.right, self.wrong, self.open = ("✔", "✘", "·") if can else ("v", "x", ".")
        self.here = "←" if can else "<-"
        self.bar = "│" if can else "|"
        self.dot = "·" if can else "-"


def current_stage(report: Report) -> StageResult | None:
    """The stage the learner is on: the first that is wrong, else the first that is open."""
    for statuses in (("failed", "error"), ("to do",)):
        for stage in report.stages:
            if stage.status in statuses and not _needs_torch(stage):
                return stage
    return next((stage for stage in report.stages if stage.status != "passed"), None)


def _needs_torch(stage: StageResult) -> bool:
    """Whether a stage cannot be graded here, be it written or not."""
    return any(check.needs_torch for check in stage.checks)


def safe(text: str) -> str:
    """Text that came from a learner's code, with control characters spelled out."""
    return "".join(
        c if c == "\n" or c.isprintable() else "    " if c == "\t" else ascii(c)[1:-1] for c in text
    )


def _map_line(stage: StageResult, is_here: bool, marks: Marks) -> Text:
    if stage.status == "passed":
        mark, style = marks.right, "green"
    elif stage.status in ("failed", "error"):
        mark, style = marks.wrong, "red"
    else:
        mark, style = marks.open, "dim"
    not_run = bool(stage.checks) and not any(check.was_run for check in stage.checks)
    if not_run:
        mark, style = marks.open, "dim"
    line = Text.assemble(
        "  ",
        (f"{mark} {stage.number:>2} {stage.title:<20}", style),
        (f"{stage.earned:>6g}/{stage.points:g}", style),
    )
    if is_here:
        line.append(f"   {marks.here} you are here", "bold")
    if _needs_torch(stage):
        line.append("   needs torch: make torch", "yellow")
    elif not_run:
        line.append("   not run")
    return line


def _total(report: Report) -> Text:
    bonus = f"  + {report.bonus_earned:g} extra credit" if report.bonus_earned else ""
    return Text(f"       {'':<20}{report.earned:>6g}/{report.points:g}{bonus}", "dim")


def _head(stage: StageResult, console: Console, marks: Marks) -> None:
    heading = f"Stage {stage.number} {marks.dot} {stage.title} {marks.dot} {stage.file}"
    console.print(Text(f"\n  {heading}", "bold"))


def _wrong(
    stage: StageResult, console: Console, marks: Marks, notes: list[tuple[str, str]]
) -> None:
    _head(stage, console, marks)
    failing = [check for check in stage.checks if check.status in WRONG and not check.bonus]
    run = [check for check in failing if check.was_run]
    shown = _one_of_each(run)[:IN_FULL]
    for check in shown:
        show_check(check, console)
    rest = [check for check in run if check not in shown]
    if rest:
        console.print(Text(f"\n  and {len(rest)} more, which may be right once these are:", "dim"))
        for check in rest:
            console.print(Text(f"  {marks.wrong} {safe(check.title)}", "red"))
    if len(run) < len(failing) or any(not check.was_run for check in stage.checks):
        console.print(
            Text(
                "\n  Two programs ran out of time, so the checks after them were not run.",
                "yellow",
            )
        )
    console.print()
    _diagnosis(run, console)
    for name, text in notes:
        _note(console, name, text)
    _line(console, "Next", "make hint")


def _note(console: Console, name: str, text: str) -> None:
    """A line of the last block; what follows its first line is code, and is not wrapped."""
    first, *code = text.split("\n")
    _line(console, name, first)
    for line in code:
        console.print(Text(f"{'':<16}{safe(line)}", "dim"), soft_wrap=True)


def _one_of_each(checks: list[CheckResult]) -> list[CheckResult]:
    """The checks without those whose error an earlier one has word for word."""
    by_error: dict[object, CheckResult] = {}
    for number, check in enumerate(checks):
        is_error = check.message and not check.differences
        by_error.setdefault(check.message if is_error else number, check)
    return list(by_error.values())


def _diagnosis(failing: list[CheckResult], console: Console) -> None:
    """What the failing checks have in common: a misconception, a function at fault."""
    if not failing:
        return
    named = failing[0].diagnosis
    for number, diagnosis in enumerate(named):
        name = "Looks like" if number == 0 else "or like"
        _line(console, name, diagnosis.explanation)
    at_fault = failing[0].blame
    if not at_fault:
        return
    places = [f"{blame.function} ({blame.file}, line {blame.line})" for blame in at_fault]
    if not at_fault[0].function:
        text = f"{at_fault[0].file}: with the solution's in its place, all of this is right"
    else:
        text = f"{' and '.join(places)}: with the solution's in its place, all of this is right"
    _line(console, "Look at", text)


def show_check(check: CheckResult, console: Console) -> None:
    """Print one check in full: its program, yours against torch, and what went wrong."""
    marks = Marks(console)
    console.print(Text(f"\n  {marks.wrong} {safe(check.title)}", "red bold"))
    for line in check.program.splitlines():
        style = "dim" if line.startswith("from ") else "cyan"
        console.print(Text(f"      {line}", style), soft_wrap=True)
    if check.differences:
        console.print()
        console.print(_table(check.differences, marks))
        if len(check.differences) > ROWS + 1:
            console.print(Text(f"        and {len(check.differences) - ROWS} rows more", "dim"))
    if check.message and not check.message.startswith("not what it should be"):
        first, *rest = (line[:LONGEST_MESSAGE] for line in safe(check.message).split("\n"))
        console.print()
        _line(console, "What", first)
        for line in rest:
            _line(console, "Where", line)
    elif check.first_wrong_step or check.picture:
        console.print()
    if check.first_wrong_step:
        _line(console, "First wrong", safe(str(check.first_wrong_step["text"])))
    if check.picture:
        _line(console, "Picture", safe(check.picture))
    if check.remark and check.differences:
        console.print()
    if check.remark:
        _line(console, "Remember" if check.differences else "That means", safe(check.remark))
    if check.output.strip():
        lines = safe(check.output.rstrip()).split("\n")
        console.print(Text("    You printed", "dim"))
        for line in lines[:LINES]:
            console.print(Text(f"      {marks.bar} {line[:200]}"), soft_wrap=True)
        if len(lines) > LINES:
            console.print(Text(f"      {marks.bar} and {len(lines) - LINES} lines more", "dim"))


def _line(console: Console, name: str, text: str) -> None:
    grid = Table.grid()
    grid.add_column(width=16, no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(f"    {name}", "bold"), Text(text))
    console.print(grid)


def _table(rows: list[Difference], marks: Marks) -> Table:
    of_torch = any(row.source == "torch" and isinstance(row.expected, float) for row in rows)
    source = "torch" if of_torch else "expected"
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(" " * 8, no_wrap=True)
    table.add_column("yours", justify="right", header_style="bold", overflow="fold")
    table.add_column(source, justify="right", header_style="bold", overflow="fold")
    table.add_column("")
    for row in rows if len(rows) <= ROWS + 1 else rows[:ROWS]:
        yours, expected = _pair(row.yours, row.expected)
        quantity = "" if row.quantity in ("value", "order") else f".{row.quantity}"
        if row.quantity in ("type", "length"):
            quantity = f" ({row.quantity})"
        table.add_row(
            Text(f"        {safe(row.name)}{quantity}"),
            Text(safe(yours), "red"),
            Text(safe(expected), "green"),
            Text(marks.wrong, "red"),
        )
    return table


def _pair(yours: object, expected: object) -> tuple[str, str]:
    """Two values as text, in as many digits as it takes to tell them apart."""
    for digits in (4, 6, 9, 17):
        texts = _text(yours, digits), _text(expected, digits)
        if texts[0] != texts[1]:
            break
    return texts[0][:LONGEST_VALUE], texts[1][:LONGEST_VALUE]


def _text(value: object, digits: int) -> str:
    if isinstance(value, float):
        text = f"{value:.{digits}g}"
        return text if any(c in text for c in ".en") else f"{text}.0"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_text(item, digits) for item in value) + "]"
    return str(value)


def _to_do(stage: StageResult, console: Console, marks: Marks) -> None:
    _head(stage, console, marks)
    console.print(Padding(STAGES[stage.number - 1].story, (0, 0, 0, 2)))
    if _needs_torch(stage):
        console.print(Text("\n  All that can be graded without torch is right.", "green bold"))
        console.print()
        _line(console, "Next", "make torch; or leave this stage open: no other needs torch")
        return
    open_checks = [check for check in stage.checks if check.status == "to do"]
    places: dict[str, str] = {}
    for check in open_checks:
        place = f"{check.file}, line {check.line}" if check.file and check.line else ""
        places[check.message] = places.get(check.message) or place
    console.print(Text("\n  To write", "bold"))
    for what in STAGES[stage.number - 1].work:
        places.setdefault(what, "")
    for what, place in places.items():
        line = Text(f"  {marks.open} {safe(what):<34}")
        line.append(safe(place), "dim")
        console.print(line)
    console.print()
    gone = re.search(r"make reset FILE=\w+", " ".join(places))
    if gone:
        _line(console, "Next", gone.group())
        return
    _line(console, "Next", "write it as the docstring says, then make grade; make hint helps")


def _all_right(report: Report, console: Console) -> None:
    graded = "All eleven stages are" if len(report.stages) == len(STAGES) else "It is"
    console.print(Text(f"\n  {graded} right.", "green bold"))
    open_bonus = [
        check
        for stage in report.stages
        for check in stage.checks
        if check.bonus and check.status != "passed"
    ]
    for check in open_bonus:
        console.print(Text(f"  Still open: {safe(check.title)}", "dim"))
    console.print()
    if len(report.stages) == len(STAGES):
        _line(console, "Next", "compare your files with those in solutions/")
    else:
        _line(console, "Next", "make grade")
