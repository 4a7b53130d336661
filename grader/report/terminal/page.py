"""The page: the map, then the first stage that is not right, then the one next thing to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from grader import edition
from grader.curriculum import STAGES
from grader.report import words
from grader.report.model import CheckResult, Report, StageResult
from grader.report.safe_text import safe_line
from grader.report.terminal.block import print_blocks
from grader.report.terminal.check_in_full import print_check
from grader.report.terminal.layout import Marks, print_line
from grader.report.terminal.progress import print_map
from grader.report.told import (
    WAS_NOT_RUN,
    Line,
    cause,
    example,
    head_of,
    other_fault,
    to_write,
    was_all_run,
)
from grader.submission.submission import Hidden

NAMED = 5  # further failing checks that have a line each


def show(
    report: Report,
    console: Console,
    lines: Sequence[Line] = (),
    pictures: Mapping[int, str] | None = None,
    turned_right: Sequence[int] = (),
    hidden: Sequence[Hidden] = (),
    last_score: str = "",
    *,
    stage: int = 0,
    is_own: bool = True,
) -> None:
    """Print a report; of a stage, where one is given that is not right, else of the first.

    lines are said in the last block; pictures are {stage: where its first one is kept};
    turned_right are the numbers of stages that were not right the last time; last_score is that
    of the last run, where a file cannot be imported now; is_own says that it is of exercises/,
    which is what make hint, reset and solution are about. Files that hide a module come before
    all else: nothing can be understood before they are renamed.
    """
    first = report.first_to_look_at(stage) or report.first_to_look_at()
    here = first[0] if first else None
    console.print()
    for file in hidden:
        console.print(Text(f"  ! {safe_line(words.hidden(file))}", "bold red"))
    if hidden:
        console.print()
    print_map(console, report, here, last_score)
    celebrate(console, turned_right, report)
    print_blocks(console, report)
    if first is not None and first[1].outcome.waits:
        for line in lines:
            print_line(console, line)
    elif first is None:
        _print_all_right(console, report, lines, is_own)
    elif first[1].is_wrong:
        lines = [*lines, Line("Next", "make hint")] if is_own else lines
        _print_wrong(console, report, first, lines, (pictures or {}).get(first[0].number, ""))
    else:
        _print_to_do(console, first[0], lines, is_own)


def celebrate(console: Console, turned_right: Sequence[int], report: Report) -> None:
    """What is won with the last stage that has just become right, and a few lines to run."""
    if not turned_right:
        return
    *before, stage = (STAGES[number - 1] for number in turned_right)
    also = f" (now also {', '.join(str(other.number) for other in before)})" if before else ""
    mark = Marks(console).right
    text = f"{mark} Stage {stage.number}, {stage.title}, is right{also}. {stage.meaning}"
    console.print(Padding(Text(text, "green bold"), (1, 0, 0, 2), expand=False))
    first, *rest = example(report, stage).split("\n")
    print_line(console, Line("Try it now", first, tuple(rest)))


def _print_head(console: Console, stage: StageResult, check: CheckResult | None = None) -> None:
    head = head_of(stage, Marks(console).dot, check)
    console.print(Text(f"\n  {safe_line(head)}", "bold"))


def _print_wrong(
    console: Console,
    report: Report,
    first: tuple[StageResult, CheckResult],
    lines: Sequence[Line],
    picture: str,
) -> None:
    stage, check = first
    _print_head(console, stage, check)
    print_check(console, check, picture if check.picture else "")
    _print_others(console, report, stage, check)
    console.print()
    for line in (*cause(check), *lines):
        print_line(console, line)


def _print_others(console: Console, report: Report, here: StageResult, shown: CheckResult) -> None:
    """A line each for the other failing checks of the stage, and wrong texts of others."""
    marks = Marks(console)
    others = [c for c in here.checks if c.is_wrong and not c.bonus and c is not shown]
    texts = [
        f"Stage {stage.number}: {check.title}"
        for stage in report.stages
        for check in stage.checks
        if stage is not here and check.is_wrong and check.outcome.is_about_text
    ]
    lines = [f"{marks.wrong} {check.title}{_other_fault(check, shown)}" for check in others[:NAMED]]
    if len(others) > NAMED:
        lines.append(f"  and {len(others) - NAMED} more of this stage")
    lines += [f"{marks.wrong} {text}" for text in texts]
    if lines:
        console.print()
    for line in lines:
        console.print(Text(f"  {safe_line(line)}", "red", no_wrap=True, overflow="ellipsis"))
    if not was_all_run(report):
        console.print(Text(f"\n  {WAS_NOT_RUN}", "yellow"))


def _other_fault(check: CheckResult, shown: CheckResult) -> str:
    functions = other_fault(check, shown)
    return f" ({functions})" if functions else ""


def _print_to_do(console: Console, stage: StageResult, lines: Sequence[Line], is_own: bool) -> None:
    _print_head(console, stage)
    if stage.needs_torch:
        console.print(Text("\n  All that can be graded without torch is right.", "green bold"))
        console.print()
        text = "make torch; or leave this stage open: no other needs torch"
        _print_last(console, lines, text if is_own else "make torch")
        return
    console.print(Text(f"  {STAGES[stage.number - 1].story}"))
    console.print(Text("\n  To write", "bold"))
    for part in stage.to_write:
        what, place = safe_line(to_write(part)), (safe_line(part.place), "dim")
        console.print(Text.assemble(f"  {Marks(console).open} {what:<42} ", place))
    console.print()
    remedy = next((c.outcome for c in stage.checks if c.outcome.remedy == "reset"), None)
    text = "write it as the docstring says, then make grade; make hint helps"
    if remedy:
        text = f"make reset FILE={remedy.facts['stem']}"
    _print_last(console, lines, text if is_own else "")


def _print_all_right(console: Console, report: Report, lines: Sequence[Line], is_own: bool) -> None:
    is_all = len(report.stages) == len(STAGES)
    graded = f"All {len(STAGES)} stages are" if is_all else "It is"
    console.print(Text(f"\n  {graded} right.\n", "green bold"))
    compared = "make solution FILE=value: the reference beside yours"
    searched = "make fuzz: is there a program that yours gets wrong?"
    text = (searched if edition.IS_STUDENT else compared) if is_all else "make grade"
    _print_last(console, lines, text if is_own else "")


def _print_last(console: Console, lines: Sequence[Line], text: str) -> None:
    """The last block: these lines, and what is next, where there is anything."""
    for line in (*lines, *([Line("Next", text)] if text else [])):
        print_line(console, line)
