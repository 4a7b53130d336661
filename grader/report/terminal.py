"""The report on the terminal: the map, the first stage that is not right, and what is next."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from msgspec import Struct
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.curriculum import STAGES
from grader.report import words
from grader.report.model import CheckResult, Report, StageResult
from grader.trace import Difference

IN_FULL = 2  # failing checks shown in full; the others are named
ROWS = 6  # rows of a table of differences
LINES = 8  # lines of what the learner printed
LONGEST_VALUE = 200  # characters of a value, a list for instance
LONGEST_MESSAGE = 600
WIDTH = 100  # characters of a line, where no terminal says how wide it is


class Line(Struct, frozen=True):
    """A further line of the last block, such as "Try it"; code below it is not wrapped."""

    name: str
    text: str
    code: tuple[str, ...] = ()


def show(
    report: Report,
    console: Console,
    lines: Sequence[Line] = (),
    pictures: Mapping[int, str] | None = None,
) -> None:
    """Print a report; pictures are {stage: where its first picture is kept}."""
    marks = Marks(console)
    first = report.first_to_look_at()
    here = first[0] if first else None
    console.print()
    for stage in report.stages:
        console.print(_map_line(stage, stage is here, marks))
    console.print(_total(report))
    if here is None:
        _all_right(report, console, lines)
    elif any(check.is_wrong and not check.bonus for check in here.checks):
        _wrong(here, console, marks, lines, (pictures or {}).get(here.number, ""))
    else:
        _to_do(here, console, marks, lines)


class Marks:
    """The signs in front of lines, in what the terminal's encoding can show."""

    def __init__(self, console: Console) -> None:
        can = console.encoding.lower().startswith("utf")
        self.right, self.wrong, self.open = ("✔", "✘", "·") if can else ("v", "x", ".")
        self.here = "←" if can else "<-"
        self.bar = "│" if can else "|"
        self.dot = "·" if can else "-"


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
    if not stage.was_put:
        mark, style = marks.open, "dim"
    line = Text.assemble(
        "  ",
        (f"{mark} {stage.number:>2} {stage.title:<20}", style),
        (f"{stage.earned:>6g}/{stage.points:g}", style),
    )
    if is_here:
        line.append(f"   {marks.here} you are here", "bold")
    if stage.needs_torch:
        line.append("   needs torch: make torch", "yellow")
    elif not stage.was_put:
        line.append("   not run")
    return line


def _total(report: Report) -> Text:
    bonus = f"  + {report.bonus_earned:g} extra credit" if report.bonus_earned else ""
    return Text(f"       {'':<20}{report.earned:>6g}/{report.points:g}{bonus}", "dim")


def _head(stage: StageResult, console: Console, marks: Marks) -> None:
    heading = f"Stage {stage.number} {marks.dot} {stage.title} {marks.dot} {stage.file}"
    console.print(Text(f"\n  {heading}", "bold"))


def _wrong(
    stage: StageResult, console: Console, marks: Marks, lines: Sequence[Line], picture: str
) -> None:
    _head(stage, console, marks)
    wrong = [check for check in stage.checks if check.is_wrong and not check.bonus]
    shown = _one_of_each(wrong)[:IN_FULL]
    with_picture = next((check for check in wrong if check.picture), None)
    for check in shown:
        show_check(check, console, picture if check is with_picture else "")
    rest = [check for check in wrong if check not in shown]
    if rest:
        console.print(Text(f"\n  and {len(rest)} more, which may be right once these are:", "dim"))
        for check in rest:
            console.print(Text(f"  {marks.wrong} {safe(check.title)}", "red"))
    if any(not check.outcome.was_put for check in stage.checks):
        console.print(
            Text(
                "\n  Two programs ran out of time, so the checks after them were not run.",
                "yellow",
            )
        )
    console.print()
    _diagnosis(wrong, console)
    _further(console, lines)
    _line(console, "Next", "make hint")


def _one_of_each(checks: list[CheckResult]) -> list[CheckResult]:
    """The checks without those that ended just as an earlier one, with no rows to show."""
    found: list[CheckResult] = []
    for check in checks:
        seen = [other.outcome for other in found if not other.outcome.differences]
        if check.outcome not in seen:
            found.append(check)
    return found


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


def check_as_text(check: CheckResult) -> str:
    """One check in full, as plain text."""
    text = io.StringIO()
    show_check(check, Console(file=text, width=WIDTH, color_system=None, highlight=False))
    return text.getvalue()


def show_check(check: CheckResult, console: Console, picture: str = "") -> None:
    """Print one check in full: its program, yours against torch, and what went wrong.

    picture is where its picture is kept, if it is.
    """
    outcome = check.outcome
    marks = Marks(console)
    console.print(Text(f"\n  {marks.wrong} {safe(check.title)}", "red bold"))
    for line in check.program.splitlines():
        style = "dim" if line.startswith("from ") else "cyan"
        console.print(Text(f"      {line}", style), soft_wrap=True)
    rows, what = outcome.differences, safe(words.what(outcome))
    if rows:
        console.print()
        console.print(_table(rows, marks))
        if len(rows) > ROWS + 1:
            console.print(Text(f"        and {len(rows) - ROWS} rows more", "dim"))
    if what and outcome.reason != "differs":  # the rows say that
        console.print()
        _line(console, "What", what[:LONGEST_MESSAGE])
        if outcome.frame:
            _line(console, "Where", safe(words.where(outcome))[:LONGEST_MESSAGE])
    elif check.first_wrong_step or picture:
        console.print()
    if check.first_wrong_step:
        _line(console, "First wrong", safe(check.first_wrong_step.text))
    if picture:
        _line(console, "Picture", safe(picture))
    remark = safe(words.remark(outcome))
    if remark and rows:
        console.print()
    if remark:
        _line(console, "Remember" if rows else "That means", remark)
    if check.output.strip():
        lines = safe(check.output.rstrip()).split("\n")
        console.print(Text("    You printed", "dim"))
        for line in lines[:LINES]:
            console.print(Text(f"      {marks.bar} {line[:200]}"), soft_wrap=True)
        if len(lines) > LINES:
            console.print(Text(f"      {marks.bar} and {len(lines) - LINES} lines more", "dim"))


def _further(console: Console, lines: Sequence[Line]) -> None:
    for line in lines:
        _line(console, line.name, safe(line.text))
        for code in line.code:
            console.print(Text(f"{'':<16}{safe(code)}", "dim"), soft_wrap=True)


def _line(console: Console, name: str, text: str) -> None:
    grid = Table.grid()
    grid.add_column(width=16, no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(f"    {name}", "bold"), Text(text))
    console.print(grid)


def _table(rows: Sequence[Difference], marks: Marks) -> Table:
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


def _to_do(stage: StageResult, console: Console, marks: Marks, lines: Sequence[Line]) -> None:
    _head(stage, console, marks)
    console.print(Padding(STAGES[stage.number - 1].story, (0, 0, 0, 2)))
    if stage.needs_torch:
        console.print(Text("\n  All that can be graded without torch is right.", "green bold"))
        console.print()
        _further(console, lines)
        _line(console, "Next", "make torch; or leave this stage open: no other needs torch")
        return
    outcomes = [check.outcome for check in stage.checks if check.status == "to do"]
    places: dict[str, str] = {}
    for outcome in outcomes:
        place = f"{outcome.file}, line {outcome.line}" if outcome.file and outcome.line else ""
        what = words.what(outcome)
        places[what] = places.get(what) or place
    console.print(Text("\n  To write", "bold"))
    for what in STAGES[stage.number - 1].work:
        places.setdefault(what, "")
    for what, place in places.items():
        line = Text(f"  {marks.open} {safe(what):<34}")
        line.append(safe(place), "dim")
        console.print(line)
    console.print()
    _further(console, lines)
    for outcome in outcomes:
        if outcome.remedy == "reset":
            _line(console, "Next", f"make reset FILE={outcome.facts['stem']}")
            return
    _line(console, "Next", "write it as the docstring says, then make grade; make hint helps")


def _all_right(report: Report, console: Console, lines: Sequence[Line]) -> None:
    is_all = len(report.stages) == len(STAGES)
    graded = f"All {len(STAGES)} stages are" if is_all else "It is"
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
    _further(console, lines)
    if is_all:
        _line(console, "Next", "make solution FILE=value: the reference beside yours")
    else:
        _line(console, "Next", "make grade")


def show_diff(lines: Sequence[str], console: Console) -> None:
    """Print a unified diff, in colours where the console has them."""
    styles = {"-": "red", "+": "green"}
    for number, line in enumerate(lines):
        style = "bold" if number < 2 else styles.get(line[:1], "")
        console.print(Text(safe(line), style), soft_wrap=True)
