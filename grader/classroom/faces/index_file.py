"""index.html in OUT, made from the database of a class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.classroom.database import Database
from grader.classroom.faces.feedback import KATA
from grader.classroom.faces.index.source_lines import source_lines
from grader.classroom.faces.index_page import FILE, index_page
from grader.classroom.faces.page_names import page_names
from grader.classroom.integrity.flag import Flag
from grader.course.course import Course
from grader.files import write

NONE: Mapping[str, Sequence[Flag]] = {}


def write_index(
    out: Path, database: Database, flags: Mapping[str, Sequence[Flag]] = NONE
) -> Iterator[str]:
    """Write the page into OUT, and say where it is; raises CannotWrite.

    flags are {learner: what deserves a second look}.
    """
    course, rows = database.course() or Course(), list(database.rows())
    page = index_page(
        course.text.title or KATA,
        rows,
        database.report,
        course.points,
        page_names(row.learner for row in rows),
        source_lines=source_lines(database.handed_in),
        flags=flags,
        extra_counts=course.extra_credit.counts != "no",
    )
    write(out / FILE, page)
    yield f"Overview: {out / FILE}"
