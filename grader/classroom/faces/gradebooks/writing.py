"""What a teacher asks for sheets with, and what is said of each that was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from grader.classroom.faces.gradebooks.fill import PLATFORMS, Filled, fill
from grader.classroom.faces.gradebooks.sheet import UnusableSheet
from grader.classroom.row import Row
from grader.files import write
from grader.report.model import Report

MOST_NAMED = 10  # people in a list
WHERE = {
    "canvas": "in Canvas, Grades, Export, Export Entire Gradebook",
    "moodle": "in Moodle, in the assignment, Submissions, Actions, Download grading worksheet",
    "blackboard": "in Blackboard, in the gradebook, Download (Original: Work Offline, Download)",
}


class Asked(Struct, frozen=True):
    """One sheet to be filled in."""

    platform: str
    sheet: Path
    column: str | None = None


def asked(platforms: str, sheets: Sequence[Path], columns: Sequence[str]) -> list[Asked]:
    """What --for, --sheet and --column ask for, a sheet for each platform in their order.

    Raises UnusableSheet.
    """
    names = platforms.split(",")
    for name in names:
        if name not in PLATFORMS:
            raise UnusableSheet(f"--for {name}, or FOR={name}: no such platform; {_near(name)}")
    if len(set(names)) < len(names):
        raise UnusableSheet(
            f"--for {platforms}, or FOR={platforms}: each platform once; "
            "call it again for more sheets"
        )
    if len(sheets) < len(names):
        name = names[len(sheets)]
        raise UnusableSheet(
            f"{name}: which sheet is to be filled in? download it ({WHERE[name]}), "
            f"and give the sheet: --sheet FILE, or SHEET=FILE with make{_once_each(names)}"
        )
    if len(sheets) > len(names):
        raise UnusableSheet(
            f"{sheets[len(names)]}: of which platform? name it too: "
            f"--for {platforms},PLATFORM, or call it once for each sheet"
        )
    if columns and len(columns) != len(names):
        raise UnusableSheet(
            f"--column, or COLUMN= with make: give it once for each of {', '.join(names)}, "
            "in that order, or not at all"
        )
    titles: Sequence[str | None] = columns or [None] * len(names)
    return [Asked(*each) for each in zip(names, sheets, titles)]


def _near(name: str) -> str:
    """What may have been meant by what no platform is called."""
    from difflib import get_close_matches

    near = get_close_matches(name.casefold().strip(), PLATFORMS, 1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(PLATFORMS)}"


def _once_each(names: Sequence[str]) -> str:
    return ", which takes one in a call" if len(names) > 1 else ""


def filled_in(
    out: Path,
    wanted: Sequence[Asked],
    rows: Sequence[Row],
    points: float,
    report: Callable[[str], Report | None] = lambda learner: None,
) -> list[Filled]:
    """All sheets with the grades, of which points are the most; nothing is written yet.

    report gives a learner's. Raises UnusableSheet.
    """
    filled = []
    for each in wanted:
        sheet = fill(each.platform, each.sheet, rows, points, column=each.column, report=report)
        if (out / sheet.file).resolve() == each.sheet.resolve():
            raise UnusableSheet(
                f"{each.sheet}: is where the filled one goes; put yours elsewhere than {out}"
            )
        filled.append(sheet)
    return filled


def write_sheets(out: Path, filled: Sequence[Filled]) -> Iterator[str]:
    """Write the sheets into OUT, and say what became of them; raises CannotWrite."""
    for sheet in filled:
        write(out / sheet.file, sheet.content)
        yield from lines(out / sheet.file, sheet)


def lines(path: Path, sheet: Filled) -> Iterator[str]:
    """What is to be said of a sheet that was written."""
    yield f"{path}: {sheet.filled} grade{'' if sheet.filled == 1 else 's'}"
    yield from (f"  {note}" for note in sheet.notes)
    yield from _listed("graded, but without a row in the sheet", sheet.unmatched_learners)
    yield from _listed("rows of the sheet that are nobody's of this class", sheet.unmatched_rows)


def _listed(what: str, who: Sequence[str]) -> Iterator[str]:
    if not who:
        return
    yield f"  {what}: {len(who)}"
    yield from (f"    {each}" for each in who[:MOST_NAMED])
    if len(who) > MOST_NAMED:
        yield f"    and {len(who) - MOST_NAMED} more"
