"""The page at any time: what was found, as far as it is known, and the keys."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from grader.paths import near
from grader.report.model import Report, StageResult, report_of
from grader.report.safe_text import safe_line
from grader.report.terminal.layout import Marks, print_line
from grader.report.terminal.page import celebrate, show
from grader.report.terminal.progress import print_map
from grader.report.told import Line
from grader.workspace import reset
from grader.workspace.watch.seen import Seen


def print_page(page: Console, seen: Seen, *, has_keys: bool) -> None:
    """Print what there is to see: results first, keys last."""
    if seen.typed is not None and seen.report:
        _print_list(page, seen.report, seen.typed)
    elif seen.trouble:
        page.print(Text(f"\n  {safe_line(seen.trouble)}", "bold red"))
    elif seen.report:
        _print_report(page, seen, seen.report)
    elif seen.in_hand:
        _print_in_hand(page, seen, seen.in_hand)
    else:
        page.print(Text("\n  Checking ...", "bold"))
    if seen.below:
        page.print()
    for line in seen.below:
        print_line(page, line)
    status = _status(seen)
    if status:
        page.print(Text(f"\n  {status}", "bold"))
    if has_keys:
        _print_keys(page, seen)


def _print_report(page: Console, seen: Seen, report: Report) -> None:
    if seen.won:
        page.print()
        print_map(page, report, report.stages[seen.won[-1] - 1])
        celebrate(page, seen.won, report)
        for line in _to_replace(seen):
            page.print()
            print_line(page, line)
        return
    told = seen.told
    notes = (Line("Note", note) for note in dict.fromkeys(seen.notes))
    show(
        report,
        page,
        [*told.lines, *notes, *_to_replace(seen)],
        told.pictures,
        (),
        seen.submission.hidden if seen.submission else (),
        told.last_score,
        stage=seen.pinned,
        is_own=False,
    )


def _to_replace(seen: Seen) -> list[Line]:
    """That a file is gone, or has nothing of a file of the kata."""
    file = seen.to_replace
    return [Line("Next", f"{file} is gone, or empty: r gives a fresh one")] if file else []


def _print_in_hand(page: Console, seen: Seen, stage: StageResult) -> None:
    """The stage in hand as it is, among the others as they were."""
    others = {other.number: other for other in seen.before.stages} if seen.before else {}
    found = {**others, stage.number: stage}
    report = report_of("", "", 0, [found[number] for number in sorted(found)])
    if stage.status == "passed":
        page.print()
        print_map(page, report, stage)
        text = f"\n  {Marks(page).right} Stage {stage.number}, {stage.title}, is right."
        page.print(Text(text, "green bold"))
    else:
        hidden = seen.submission.hidden if seen.submission else ()
        show(report, page, hidden=hidden, stage=stage.number, is_own=False)


def _print_list(page: Console, report: Report, typed: str) -> None:
    marks = Marks(page)
    page.print()
    for stage in report.stages:
        mark, style = marks.open, ""
        if stage.status == "passed":
            mark, style = marks.right, "green"
        elif stage.is_wrong:
            mark, style = marks.wrong, "red"
        points = f"{stage.earned:>6g}/{stage.points:g}"
        page.print(Text(f"  {mark} {stage.number:>2} {stage.title:<20}{points}", style))
    page.print(Text(f"\n  Which stage? {typed}_  Enter goes there, Esc back.", "bold"))


def _status(seen: Seen) -> str:
    """How far it is, or a question."""
    if seen.to_reset:
        kept = near(reset.BACKUP)
        return f"A fresh stub in the place of {seen.to_reset}? Yours is kept in {kept}. y or n"
    if seen.report and not seen.is_final:
        return "" if seen.report.is_right else "Looking for the cause ..."
    if seen.in_hand and not seen.report:
        return "Checking the other stages ..."
    if seen.broken:
        numbers = ", ".join(map(str, seen.broken))
        stages = f"stage{'s' if len(seen.broken) > 1 else ''} {numbers}"
        return f"With this save {stages} went wrong: l, then the number, shows it"
    return ""


def _print_keys(page: Console, seen: Seen) -> None:
    keys = {"h": "hint", "d": "picture", "l": "list of stages", "r": "reset", "q": "quit"}
    if seen.following:
        keys = {"n": f"on to stage {seen.following}", **keys}
    elif seen.pinned:
        keys = {"n": "back to the first that is not right", **keys}
    line = Text("\n  ")
    for key, does in keys.items():
        line.append(key, "bold")
        line.append(f" {does}   ", "dim")
    line.rstrip()
    page.print(line)
