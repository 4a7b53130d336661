"""Filling a teacher's sheet in: each grade into the row of whoever has it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from grader.classroom.faces.gradebooks import blackboard, canvas, moodle
from grader.classroom.faces.gradebooks.feedback import feedback
from grader.classroom.faces.gradebooks.matching import Matches, matched
from grader.classroom.faces.gradebooks.numbers import DECIMALS, decimal_sign, number, written
from grader.classroom.faces.gradebooks.sheet import Sheet, UnusableSheet, read_sheet
from grader.classroom.faces.gradebooks.target import Target
from grader.classroom.finding.names import shown, some
from grader.classroom.row import Row
from grader.report.model import Report

__all__ = ["PLATFORMS", "Filled", "UnusableSheet", "fill"]

PLATFORMS: dict[str, Callable[[Sheet, str | None], Target]] = {
    "canvas": canvas.target,
    "moodle": moodle.target,
    "blackboard": blackboard.target,
}
ENDINGS = (".csv", ".xls", ".txt", ".tsv")


class Filled(Struct, frozen=True):
    """A sheet with the grades in it.

    unmatched_learners have a grade, and no row that is surely theirs; unmatched_rows are those
    of the sheet that are nobody's of the class.
    """

    content: bytes
    file: str
    filled: int
    unmatched_learners: list[str]
    unmatched_rows: list[str]
    notes: list[str]


class _Change(Struct, frozen=True):
    """What becomes of one row's grade."""

    row: Row
    at: int
    before: str
    after: str
    is_kept: bool  # a word stood there, and stays
    is_capped: bool

    @property
    def is_same(self) -> bool:
        one, other = number(self.before), number(self.after)
        return one is not None and other is not None and abs(one - other) < 10**-DECIMALS / 2


def fill(
    platform: str,
    path: Path,
    rows: Sequence[Row],
    points: float,
    *,
    column: str | None = None,
    report: Callable[[str], Report | None] = lambda learner: None,
) -> Filled:
    """The sheet of a platform with these grades, of which points are the most.

    Where the sheet has another maximum they are scaled. Who has no grade keeps what stands
    there. report gives a learner's, for the feedback. Raises UnusableSheet.
    """
    sheet = read_sheet(path)
    target = PLATFORMS[platform](sheet, column)
    if not target.people:
        raise UnusableSheet(f"{sheet.where}: nobody is in it; download it from the platform again")
    matches = matched(target.people, rows, target.kinds)
    scale = target.most / points if target.most and points else 1.0
    sign = _sign(sheet, target)
    changes = [
        _change(row, sheet, target, matches.pairs[row.learner].row, (row.total or 0) * scale, sign)
        for row in rows
        if row.total is not None and row.learner in matches.pairs
    ]
    new = [each for each in changes if not each.is_kept and not each.is_same]
    cells = {(each.at, target.grade): each.after for each in new}
    here = {each.row.learner: _here(each, target, points) for each in changes}
    told = {
        cell: text
        for row, cell in _without_feedback(sheet, target, matches, rows)
        if (text := feedback(row, points, report(row.learner), here.get(row.learner, "")))
    }
    cells.update(told)
    present = {person.row for person in matches.pairs.values()}
    return Filled(
        content=sheet.filled(cells),
        file=f"{platform}{_ending(sheet)}",
        filled=sum(not each.is_kept for each in changes),
        unmatched_learners=[
            _why(row, matches)
            for row in rows
            if row.total is not None and row.learner not in matches.pairs
        ],
        unmatched_rows=[person.called for person in target.people if person.row not in present],
        notes=[
            *_about_numbers(sheet, target, points, changes),
            *_about_cells(target, new, [each for each in changes if each.is_kept]),
            *_about_people(rows, matches),
            *([f"feedback where there was none: {len(told)}"] if told else []),
            *target.notes,
        ],
    )


def _change(row: Row, sheet: Sheet, target: Target, at: int, value: float, sign: str) -> _Change:
    bounded = max(0.0, min(value, target.most)) if target.is_bounded and target.most else value
    before = sheet.rows[at].text(target.grade)
    return _Change(
        row,
        at,
        before,
        written(bounded, sign),
        is_kept=bool(before) and number(before) is None and target.keeps(before),
        is_capped=round(bounded, DECIMALS) != round(value, DECIMALS),
    )


def _sign(sheet: Sheet, target: Target) -> str:
    """The decimal sign of the sheet: as the grades and maxima have it, else what is beside them."""
    in_title = sheet.header[target.grade].rpartition("[")[2].split()
    own, beside = ([row.text(at) for row in sheet.rows] for at in (target.grade, target.grade + 1))
    return decimal_sign([*own, *in_title]) or decimal_sign(beside) or "."


def _here(change: _Change, target: Target, points: float) -> str:
    """What the sheet makes of a total, where that is another number, or of another maximum."""
    if not target.most or change.is_kept:
        return ""
    is_same = abs(target.most - points) <= 1e-9 and not change.is_capped
    return "" if is_same else f"{change.after.replace(',', '.')} of {target.most:g}"


def _without_feedback(
    sheet: Sheet, target: Target, matches: Matches, rows: Sequence[Row]
) -> Iterator[tuple[Row, tuple[int, int]]]:
    """Those in whose cell for feedback nothing stands, and the cell."""
    if target.feedback is None:
        return
    for row in rows:
        person = matches.pairs.get(row.learner)
        if person and not sheet.rows[person.row].text(target.feedback):
            yield row, (person.row, target.feedback)


def _ending(sheet: Sheet) -> str:
    if sheet.ending in ENDINGS:
        return sheet.ending
    return ".xls" if sheet.delimiter == "\t" else ".csv"


def _why(row: Row, matches: Matches) -> str:
    why = matches.doubts.get(row.learner)
    return f"{shown(row.called)}: {why}" if why else shown(row.called)


def _about_numbers(
    sheet: Sheet, target: Target, points: float, changes: Sequence[_Change]
) -> Iterator[str]:
    yield f'the grades are in the column "{shown(sheet.header[target.grade])}"'
    if not target.most:
        yield f"the sheet tells no maximum; the grades are points of {points:g}"
    elif abs(target.most - points) > 1e-9:
        yield (
            f"the sheet's maximum is {target.most:g}, the course's {points:g}: "
            f"grades are scaled by {target.most:g}/{points:g}"
        )
    capped = [each.row.called for each in changes if each.is_capped]
    if capped:
        yield f"beyond what the platform takes, so that it is the maximum, or 0: {some(capped)}"


def _about_cells(target: Target, new: Sequence[_Change], kept: Sequence[_Change]) -> Iterator[str]:
    over = [each for each in new if each.before and each.before != "-"]
    if over:
        were = some(f"{each.row.called} {shown(each.before)} -> {each.after}" for each in over)
        yield f"overwritten, where another grade stood ({len(over)}): {were}"
        if target.when_overwritten:
            yield target.when_overwritten
    if kept:
        said = some(f"{each.row.called} {shown(each.before)}" for each in kept)
        yield f"left as it was, where a word stood for the grade ({len(kept)}): {said}"


def _about_people(rows: Sequence[Row], matches: Matches) -> Iterator[str]:
    called = {row.learner: row.called for row in rows}
    if matches.by_name:
        yield f"matched by the name alone, look at them: {some(called[w] for w in matches.by_name)}"
    if matches.odd:
        odd = [f"{called[who]}, there {matches.pairs[who].called}" for who in matches.odd]
        yield f"of the same id, but another name, look at them: {some(odd)}"
    ungraded = [row.called for row in rows if row.total is None and row.learner in matches.pairs]
    if ungraded:
        yield f"without a grade here, and left as they are there: {some(ungraded)}"
