"""What a learner reads of a grade in the platform: a line, harmless there and in a spreadsheet.

It says no more than the learner's page: what the instructor decided and commented is there too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.classroom.row import Override, Row
from grader.report import exceptions, words
from grader.report.model import Report, StageResult
from grader.submission.names import one_line

LONGEST = 400  # characters of what the grader says; an instructor's own words are never cut
LONGEST_REASON = 120  # of why a file cannot be imported
# Moodle shows it as HTML, and its reader takes a quote after a backslash for a part of the cell.
PLAIN = str.maketrans({"<": "(", ">": ")", "&": "+", "\\": "/", '"': "'"})
# Where a program takes a separator for another, a formula could begin in a cell of its own.
BEFORE_FORMULA = re.compile(r"[,;|'][,;|'\s]*(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")


def feedback(row: Row, points: float, report: Report | None = None, here: str = "") -> str:
    """A line for the learner; "" where there is nothing to say. It begins with a word or number.

    here is what the total is in the sheet, such as "42.73 of 100", where that is another number.
    """
    own = [_own_words(override, row) for override in row.overrides]
    if row.total is None:
        unusable = [_shortened(f"Not graded: {row.unusable}")] if row.unusable else []
        return _harmless("; ".join(filter(None, [*unusable, *own])))
    late = row.counted.remarks if row.counted else ()
    said = [f"{round(row.total, 2):g} of {points:g} points{here and f', which is {here} here'}"]
    said += late or (["late"] if row.is_late else [])
    graded = "; ".join([*_as_graded(row, report), *_cause(row, report)])
    return _harmless("; ".join(filter(None, [*said, *own, _shortened(graded)])))


def _own_words(override: Override, row: Row) -> str:
    """What the instructor gave and commented."""
    comment = " ".join(override.comment.split())
    if not override.stage:
        return f"your instructor: {comment}" if comment else ""
    counts, most = row.points(override.stage), row.worth.get(override.stage)
    if override.points is None or counts is None or most is None:
        return f"your instructor on stage {override.stage}: {comment}" if comment else ""
    said = f"stage {override.stage}: {_of(counts, most)} by your instructor"
    return f"{said}: {comment}" if comment else said


def _as_graded(row: Row, report: Report | None) -> Iterator[str]:
    """Where points are missing by the grader, and which files cannot be imported."""
    stages = {stage.number: stage for stage in report.stages} if report else {}
    nothing: dict[str, list[int]] = {}
    for number in _short_of_points(row):
        earned, most = row.points(number) or 0.0, row.worth[number]
        unread = _unread(stages.get(number))
        empty = nothing.setdefault(unread, [])
        if number in row.own_points:
            continue
        if earned:
            yield f"stage {number}: {_of(earned, most)}"
        else:
            empty.append(number)
    for unread, numbers in nothing.items():
        where = f"in stage{'s' if numbers[1:] else ''} {', '.join(map(str, numbers))}"
        if unread:
            yield f"{unread}, so nothing could be graded {where}" if numbers else unread
        elif numbers:
            yield f"nothing {where}"


def _short_of_points(row: Row) -> Iterator[int]:
    """The stages that were graded and do not count in full."""
    for number in sorted(row.stages):
        earned, most = row.points(number), row.worth.get(number)
        if earned is not None and most is not None and earned < most:
            yield number


def _unread(stage: StageResult | None) -> str:
    """Which file a stage waits for, and what is the matter with it; "" where it waits for none."""
    waiting = (check.outcome for check in stage.waiting if not check.bonus) if stage else iter(())
    outcome = next(waiting, None)
    if outcome is None:
        return ""
    if outcome.reason == "file_unusable":
        return words.what(outcome).partition(";")[0]  # without what to call there
    why = exceptions.message(outcome.raised) if outcome.raised else ""
    reason = f" ({_shortened(why, LONGEST_REASON)})" if why else ""
    return f"{outcome.file} could not be imported{reason}"


def _cause(row: Row, report: Report | None) -> Iterator[str]:
    """What the first stage that misses points looks like, of those that look like something."""
    short = set(_short_of_points(row))
    for stage in report.stages if report else ():
        explained = (d for check in stage.checks if not check.bonus for d in check.diagnosis)
        found = next(explained, None)
        if found and stage.number in short:
            yield f"in stage {stage.number} it looks like this: {found.explanation}"
            return


def _of(points: float, most: float) -> str:
    return f"{round(points, 2):g} of {most:g}"


def _shortened(text: str, longest: int = LONGEST) -> str:
    line = _harmless(text)
    return line if len(line) <= longest else f"{line[: longest - 3]}..."


def _harmless(text: str) -> str:
    return BEFORE_FORMULA.sub(" ", one_line(text).translate(PLAIN))
