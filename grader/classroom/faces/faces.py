"""All faces of a class, made from its database: whenever they are asked for, and all anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from grader.classroom import out
from grader.classroom.database import Database
from grader.classroom.faces.feedback_files import rewrite_page, write_feedback
from grader.classroom.faces.index_file import write_index
from grader.classroom.faces.integrity_page import write_integrity
from grader.classroom.faces.junit import write_junit
from grader.classroom.integrity.integrity import integrity, said

FLAGS = "flags"  # the fact that keeps {learner: what deserves a second look}


def write_faces(where: Path, database: Database) -> Iterator[str]:
    """Write all that a class is shown by into OUT, and say what is where, a line each.

    Raises CannotWrite; what was written until then is whole.
    """
    found = integrity(database)
    database.set_fact(FLAGS, msgspec.json.encode(found.flags).decode())
    yield from said(found)
    yield f"Gradebook: {out.write_gradebook(where, database)}"
    yield from write_feedback(where, database)
    yield from write_integrity(where, database, found)
    yield from write_index(where, database, found.flags)
    yield from write_junit(where, database)


def rewrite_faces_of(where: Path, database: Database, learner: str) -> Path:
    """Have all that shows a learner say what the instructor has just decided; the gradebook's path.

    Whose work is alike has not changed by that. Raises CannotWrite.
    """
    path = out.write_gradebook(where, database)
    rewrite_page(where, database, learner)
    flags = msgspec.json.decode(database.fact(FLAGS) or "{}", type=dict[str, list[str]])
    for _ in write_index(where, database, flags):
        pass  # where it is has been said
    return path
