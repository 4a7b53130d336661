"""gradebook.csv: a row for every learner, the same bytes for the same class and seed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from grader.classroom.finding.matching import SURE
from grader.classroom.marking import own_words
from grader.classroom.row import Row
from grader.course.rounding import shown
from grader.curriculum import STAGES

FILE = "gradebook.csv"
NUMBERS = [stage.number for stage in STAGES]
COLUMNS = (
    *("learner", "name", "total", "bonus"),
    *(f"stage_{number}" for number in NUMBERS),
    "remarks",
)
LATE = "late_deduction"  # a column only where a course may take something off
MOST_NAMED = 3  # misconceptions of a learner
# What a spreadsheet takes for the beginning of a formula, also in full width, or skips before one.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def as_csv(rows: Iterable[Row]) -> str:
    """The gradebook's text, in the order of the rows."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    rows = list(rows)
    has_late = any(row.counted for row in rows)
    writer.writerow([*COLUMNS[:-1], *([LATE] if has_late else []), COLUMNS[-1]])
    for row in rows:
        points = [row.total, row.extra_credit, *map(row.points, NUMBERS)]
        if has_late:
            points.append(None if row.total is None else row.late_deduction)
        show = shown if row.counted else _as_graded
        numbers = ["" if number is None else show(number) for number in points]
        name = row.name if row.name != row.learner else ""
        who = [harmless(row.learner), harmless(name)]
        writer.writerow([*who, *numbers, harmless("; ".join(remarks(row)))])
    return text.getvalue()


def _as_graded(number: float) -> str:
    return f"{round(number, 6):g}"


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(FORMULA) else cell


def as_it_was(cell: str) -> str:
    """The text that harmless() made a cell of."""
    rest = cell.removeprefix("'")
    return rest if harmless(rest) == cell else cell


def remarks(row: Row) -> Iterator[str]:
    """All that there is to say of a row beside its points, the most important first."""
    if row.missing:
        yield row.missing
    elif not row.was_graded:
        yield "not graded yet: run it again"
    if row.unusable:
        yield row.unusable
    if row.failed:
        yield f"not graded: {row.failed}; run it again"
    if row.counted:
        yield from row.counted.remarks
    elif row.is_late:
        yield "late"
    for number, earned in sorted(row.stages.items()):
        if earned is None and number not in row.own_points:
            yield f"stage {number} was not graded: torch is not installed here"
    for override in row.overrides:
        said = ": ".join(text for text in (own_words(override, row), override.comment) if text)
        yield f"stage {override.stage}: {said}" if override.stage else said
    for number, misconception in row.named[:MOST_NAMED]:
        yield f"stage {number} looks like {misconception}"
    yield from (note for note in row.notes if note not in SURE)
