"""All faces of a class, made from its database: whenever they are asked for, and all anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.classroom import out
from grader.classroom.database import Database
from grader.classroom.faces.feedback_files import write_feedback
from grader.classroom.faces.index_file import write_index
from grader.classroom.faces.integrity_page import write_integrity
from grader.classroom.integrity.integrity import integrity, said


def write_faces(where: Path, database: Database) -> Iterator[str]:
    """Write all that a class is shown by into OUT, and say what is where, a line each.

    Raises CannotWrite; what was written until then is whole.
    """
    found = integrity(database)
    yield from said(found)
    yield f"Gradebook: {out.write_gradebook(where, database)}"
    yield from write_feedback(where, database)
    yield from write_integrity(where, database, found)
    yield from write_index(where, database, found.flags)
