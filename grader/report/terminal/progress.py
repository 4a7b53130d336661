"""The map: every stage with its points, and where the learner is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from grader.report.model import Report, StageResult
from grader.report.safe_text import safe_line
from grader.report.terminal.layout import Marks
from grader.report.told import extra_credit

LONGEST_RUN = 3  # stages in a row that are all right, or all untouched, before they fold
TITLE_WIDTH = 23


def print_map(
    console: Console, report: Report, here: StageResult | None, last_score: str = ""
) -> None:
    """Print a line a stage, the total, and the extra credit; long runs are one line.

    last_score stands beside a total that says nothing.
    """
    marks = Marks(console)
    for group in _groups(report.stages, here):
        console.print(_folded(group, marks) if len(group) > 1 else _line(group[0], here, marks))
    beside = f"   the last time: {last_score}" if last_score else ""
    total = f"    {'':<{TITLE_WIDTH}}{report.earned:>6g}/{report.points:g}{beside}"
    console.print(Text(total, "dim"))
    _print_extra_credit(console, report)


def _groups(stages: Sequence[StageResult], here: StageResult | None) -> Iterator[list[StageResult]]:
    """Runs of stages to show as one line, and each other stage alone."""
    for kind, run in groupby(stages, lambda stage: _kind(stage, here)):
        group = list(run)
        if kind and here and len(group) > LONGEST_RUN:
            yield group
        else:
            yield from ([stage] for stage in group)


def _kind(stage: StageResult, here: StageResult | None) -> str:
    """What stages of a run have in common; "" for one that always stands alone.

    What is wrong after the stage that the learner is on is mostly wrong because of it.
    """
    if stage is here:
        return ""
    if stage.status == "passed":
        return "right"
    if here and stage.number > here.number and stage.status in ("failed", "error"):
        return "wrong" if stage.is_wrong else "waiting" if stage.waiting else ""
    is_untouched = stage.status == "to do" and not stage.earned and not stage.needs_torch
    return "untouched" if is_untouched else ""


def _folded(run: Sequence[StageResult], marks: Marks) -> Text:
    mark, style = _mark(run[0], marks)
    earned, points = sum(s.earned for s in run), sum(s.points for s in run)
    name = f"Stages {run[0].number} to {run[-1].number}"
    waits = "   wait" if run[0].waiting and not run[0].is_wrong else ""
    return Text(f"  {mark} {name:<{TITLE_WIDTH}}{earned:>6g}/{points:g}{waits}", style)


def _line(stage: StageResult, here: StageResult | None, marks: Marks) -> Text:
    mark, style = _mark(stage, marks)
    name = f"{stage.number:>2} {safe_line(stage.title)}"
    line = Text(f"  {mark} {name:<{TITLE_WIDTH}}{stage.earned:>6g}/{stage.points:g}", style)
    if stage is here:
        line.append(f"   {marks.here} you are here", "bold")
    if stage.needs_torch:
        line.append("   needs torch: make torch", "yellow")
    elif stage.waiting:
        line.append("   waits")
    elif not stage.was_put:
        line.append("   not run")
    return line


def _mark(stage: StageResult, marks: Marks) -> tuple[str, str]:
    """The sign of a stage, and its style."""
    if stage.status == "passed":
        return marks.right, "green"
    if stage.is_wrong:
        return marks.wrong, "red"
    return marks.open, "dim"


def _print_extra_credit(console: Console, report: Report) -> None:
    """A line of its own, and what of it is open where all else is right."""
    credit = extra_credit(report)
    if not credit:
        return
    name = "+  Extra credit"
    points = sum(check.points for _, check in credit)
    console.print(Text(f"  {name:<{TITLE_WIDTH + 2}}{report.bonus_earned:>6g}/{points:g}", "dim"))
    for stage, check in credit:
        if check.status != "passed" and report.is_right:
            what = safe_line(check.title.removeprefix("Extra credit: "))
            console.print(Text(f"     open, stage {stage.number}: {what}", "dim"))
