"""OUT: the folder of one class, which one run at a time may use."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.classroom import gradebook
from grader.classroom.database import FILE, CannotKeep, Database
from grader.files import write


@contextmanager
def opened(out: Path, *, is_new: bool = False) -> Iterator[Database]:
    """The database of the class in OUT, ours alone as long as it is open.

    Makes the folder where is_new allows it. Raises CannotKeep, with one line.
    """
    if is_new:
        _make(out)
    elif not (out / FILE).is_file():
        raise CannotKeep(f"{out}: holds no class; grade one first: make class DIR=... OUT={out}")
    with _alone(out), Database(out / FILE) as database:
        yield database


def _make(out: Path) -> None:
    """Have a folder that only its owner can open, and that holds nothing else."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        if not (out / FILE).exists():
            if any(out.iterdir()):
                raise CannotKeep(f"{out}: holds other files; name a folder that is new or empty")
            out.chmod(0o700)
    except OSError as error:
        raise CannotKeep(f"{out}: no folder can be made there ({error.strerror})") from None


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Hold the folder itself; it is free again when this process ends, however it does."""
    try:
        folder = os.open(out, os.O_RDONLY)
    except OSError as error:
        raise CannotKeep(f"{out}: cannot be opened ({error.strerror})") from None
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
                raise CannotKeep(
                    f"{out}: another run is at work on it; wait for its end, or name another OUT"
                ) from None
            # This disk knows no locks: the database's own still keep it whole.
        yield
    finally:
        os.close(folder)


def write_gradebook(out: Path, database: Database) -> Path:
    """The gradebook as the database has it; raises CannotWrite."""
    path = out / gradebook.FILE
    write(path, gradebook.as_csv(database.rows()))
    return path
