"""What a learner reads of a grade in the platform: a line, harmless there and in a spreadsheet.

Nothing of the instructor's own is in it: neither comments nor names.
"""

from __future__ import annotations

import re

from grader.classroom.row import Row
from grader.submission.names import one_line

LONGEST = 400  # characters
# Moodle shows it as HTML, and its reader takes a quote after a backslash for a part of the cell.
PLAIN = str.maketrans({"<": "(", ">": ")", "&": "+", "\\": "/", '"': "'"})
# Where a program takes a separator for another, a formula could begin in a cell of its own.
BEFORE_FORMULA = re.compile(r"[,;|']\s*(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")


def feedback(row: Row, points: float) -> str:
    """A line for the learner; "" where there is nothing to say. It begins with a word or number."""
    if row.total is None:
        return _harmless(f"Not graded: {row.unusable}") if row.unusable else ""
    late = row.counted.remarks if row.counted else ()
    said = [f"{round(row.total, 2):g} of {points:g} points"]
    said += late or (["late"] if row.is_late else [])
    nothing = []
    for number in sorted(row.stages):
        earned, most = row.points(number), row.worth.get(number)
        if earned is None or most is None or earned >= most:
            continue
        named = next((name for stage, name in row.named if stage == number), "")
        if earned or named:
            looks = f", looks like {named}" if named else ""
            said.append(f"stage {number}: {round(earned, 2):g} of {most:g}{looks}")
        else:
            nothing.append(str(number))
    if nothing:
        said.append(f"nothing in stage{'s' if nothing[1:] else ''} {', '.join(nothing)}")
    return _harmless("; ".join(said))


def _harmless(text: str) -> str:
    line = BEFORE_FORMULA.sub(" ", one_line(text).translate(PLAIN))
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 3]}..."
