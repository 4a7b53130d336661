"""All faces of a class, made from its database: whenever they are asked for, and all anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.classroom import out
from grader.classroom.database import Database


def write_faces(where: Path, database: Database) -> Iterator[str]:
    """Write all that a class is shown by into OUT, and say what is where, a line each.

    Raises CannotWrite; what was written until then is whole.
    """
    yield f"Gradebook: {out.write_gradebook(where, database)}"
