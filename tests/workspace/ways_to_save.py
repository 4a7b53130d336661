"""The ways in which editors save a file."""

from __future__ import annotations

import os
import time
from pathlib import Path


def in_place(path: Path, text: str) -> None:
    path.write_text(text)


def by_rename(path: Path, text: str) -> None:
    other = path.with_name(f".{path.name}.swp~")
    other.write_text(text)
    other.replace(path)


def as_vim(path: Path, text: str) -> None:
    """vim's backupcopy=no: a probe, the old file renamed, a new one, the old one deleted."""
    probe = path.with_name("4913")
    probe.touch()
    probe.unlink()
    backup = path.with_name(f"{path.name}~")
    path.rename(backup)
    path.write_text(text)
    backup.unlink()


def in_two_halves(path: Path, text: str) -> None:
    with path.open("w") as file:
        file.write(text[: len(text) // 2])
        file.flush()
        time.sleep(0.05)
        file.write(text[len(text) // 2 :])


def deleted_first(path: Path, text: str) -> None:
    path.unlink()
    time.sleep(0.1)
    path.write_text(text)


def with_the_old_time(path: Path, text: str) -> None:
    """As a copy that keeps times does; of the same length too."""
    before = path.stat()
    path.write_text(text)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


WAYS = (in_place, by_rename, as_vim, in_two_halves, deleted_first, with_the_old_time)
