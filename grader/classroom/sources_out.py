"""What a learner handed in, written out as files, under names that do no harm where they lie."""

from __future__ import annotations

import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from grader.classroom.class_grading import CannotGrade
from grader.files import CannotWrite, write
from grader.submission.bundle import Bundle

LONGEST_NAME = 120  # bytes
MEANT = '/\\:*?"<>|'  # to a file system


def write_sources(folder: Path, bundle: Bundle) -> tuple[str, ...]:
    """Write the files into a folder that is new or empty, all or none of them.

    Returns a line for each that is not there, and for each that is called otherwise. Raises
    CannotGrade where the folder holds anything, and CannotWrite.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotGrade(f"{folder}: holds other files; name a folder that is new or empty")
    made = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        notes = []
        names = safe_names(bundle.files)
        for path, file in bundle.files.items():
            if not isinstance(file, bytes):
                notes.append(f"{path} is not there: it could not be read when it was handed in")
                continue
            write(made / names[path], file)
            if names[path] != path:
                notes.append(f"{path} is called {names[path]} there")
        os.replace(made, folder)
    except OSError as error:
        raise CannotWrite(f"{folder}: cannot be written ({error.strerror})") from None
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
    return tuple(notes)


def safe_names(paths: Iterable[str]) -> dict[str, str]:
    """{path: a path below the folder}, no two in each other's way on any file system."""
    names: dict[str, str] = {}
    taken: set[str] = set()  # files, and folders
    files: set[str] = set()
    for path in paths:
        parts = [_safe(part) for part in path.split("/") if part not in ("", ".")] or ["_"]
        name, number = "/".join(parts), 1
        while _folded(name) in taken or any(_folded(above) in files for above in _above(name)):
            number += 1
            name = f"{number}-{parts[-1]}"
        names[path] = name
        files.add(_folded(name))
        taken.update(map(_folded, [name, *_above(name)]))
    return names


def _above(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _safe(part: str) -> str:
    """A name that leads nowhere, hides nothing and steers nothing."""
    text = unicodedata.normalize("NFC", part.encode(errors="replace").decode())
    shown = "".join("_" if c in MEANT or not c.isprintable() else c for c in text)
    shown = shown.rstrip(". ")
    if not shown or shown.startswith("."):
        shown = f"_{shown}"
    stem, dot, ending = shown.rpartition(".")
    kept = stem.encode()[: LONGEST_NAME - len(ending.encode())].decode(errors="ignore")
    return f"{kept}{dot}{ending}" if dot and len(ending) < 10 else _short(shown)


def _short(name: str) -> str:
    return name.encode()[:LONGEST_NAME].decode(errors="ignore")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name.casefold())
