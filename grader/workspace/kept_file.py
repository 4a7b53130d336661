"""A file that is kept in .kata/: set aside, and begun anew, where it is not what it should be."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias, TypeVar

import msgspec

from grader import files
from grader.paths import ROOT

T = TypeVar("T")
Say: TypeAlias = Callable[[str], None]  # is told, in one line, what was set aside


def aloud(text: str) -> None:
    """Say it where errors are said."""
    print(f"grader: {text}", file=sys.stderr)


def read(path: Path, kind: type[T], say: Say = aloud) -> T | None:
    """What a JSON file of that kind holds; None where it is not there, or was set aside."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        set_aside(path, f"cannot be read ({error.strerror})", say)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        set_aside(path, "is damaged", say)
    return None


def write(path: Path, content: str, say: Say = aloud) -> None:
    """Write a text file, be there a folder in its place or not; raises CannotWrite."""
    if _is_folder(path):
        set_aside(path, "is a folder, not a file", say)
    files.write(path, content)


def remove(path: Path) -> None:
    """Take a file away, if it is there; a folder is none of ours. Raises CannotWrite."""
    try:
        if not _is_folder(path):
            path.unlink(missing_ok=True)
    except NotADirectoryError:
        return
    except OSError as error:
        raise files.CannotWrite(f"{path}: cannot be removed ({error.strerror})") from None


def set_aside(path: Path, why: str, say: Say = aloud) -> None:
    """Move what lies at a path out of the way, and say so and why."""
    number, aside = 1, path.with_name(f"{path.name}.damaged")
    while os.path.lexists(aside):
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{number}")
    try:
        path.rename(aside)
    except OSError as error:
        say(f"{_near(path)} {why}; move it away (that failed: {error.strerror})")
    else:
        say(f"{_near(path)} {why}; it is set aside as {_near(aside)}, and begun anew")


def _is_folder(path: Path) -> bool:
    """Whether a folder lies there, and no link to one; False where that cannot be seen."""
    return os.path.isdir(path) and not os.path.islink(path)


def _near(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
