"""A fresh stub in the place of an exercise; the old file is kept in .kata/backup/."""

from __future__ import annotations

import errno
import shutil
import time
from pathlib import Path

from grader import files
from grader.curriculum import FILES
from grader.paths import EXERCISES, KATA, STUBS_FROM
from grader.python_source import stub

BACKUP = KATA / "backup"


class NoSuchFile(Exception):
    """A name that is none of the kata's files; the text is one line with the remedy."""


def exercise(name: str) -> str:
    """The exercise that a learner names, such as nn.py by "nn"; raises NoSuchFile."""
    file = Path(name).name.removesuffix(".py") + ".py"
    # A path must lead to the exercise, from here or from the repository.
    folders = [Path(name).parent.resolve(), (EXERCISES.parent / name).parent.resolve()]
    is_elsewhere = Path(name).name != name and EXERCISES.resolve() not in folders
    if file not in FILES or is_elsewhere:
        known = ", ".join(f.removesuffix(".py") for f in FILES)
        raise NoSuchFile(f"{name}: no exercise of that name; there are {known}")
    return file


def reset(name: str) -> tuple[Path, Path | None]:
    """Put a fresh stub in the place of an exercise, and keep the old file.

    Returns the paths of the stub and of the kept file. Raises NoSuchFile, CannotWrite.
    """
    file = exercise(name)
    path, kept = EXERCISES / file, None
    if path.exists() or path.is_symlink():
        kept = BACKUP / f"{path.stem}-{time.strftime('%Y%m%d-%H%M%S')}.py"
        while kept.exists():
            kept = kept.with_name(f"{kept.stem}-again.py")
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            _move(path, kept)
        except OSError as error:
            raise files.CannotWrite(
                f"{kept}: the old file cannot be kept there ({error.strerror}); nothing was changed"
            ) from None
    try:
        files.write(path, stub((STUBS_FROM / file).read_text(encoding="utf-8")))
    except files.CannotWrite:
        if kept:
            _move(kept, path)
        raise
    return path, kept


def _move(old: Path, new: Path) -> None:
    """Rename a file or folder; where .kata/ lies on another disk, copy it, then remove it."""
    try:
        old.rename(new)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.move(old, new)


def restore_missing() -> list[Path]:
    """Put a fresh stub where an exercise is missing; raises CannotWrite."""
    missing = [name for name in FILES if not (EXERCISES / name).exists()]
    return [reset(name)[0] for name in missing]
