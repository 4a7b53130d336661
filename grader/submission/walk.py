"""A folder on disk, walked: its files are listed, not read, and no link is followed out of it."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from grader.curriculum import FILES
from grader.submission.listing import (
    DEEPEST,
    ENVIRONMENT,
    TOO_DEEP,
    Listing,
    is_litter,
    may_count,
)
from grader.submission.names import one_line
from grader.submission.submission import Problem


def list_folder(listing: Listing, root: Path) -> None:
    """List what may count of a folder, what lies less deep first; raises OSError where it is
    closed to us."""
    inside = root.resolve()
    folders = [(root, "")]
    for folder, prefix in folders:  # which grows as folders are found
        try:
            entries = _entries(listing, folder)
        except OSError:
            if folder == root:
                raise
            listing.note(f"{one_line(prefix)} cannot be read, and is left out")
            continue
        if any(entry.name == ENVIRONMENT for entry in entries):
            continue
        for entry in entries:
            path = prefix + entry.name
            if is_litter(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                if path.count("/") < DEEPEST:
                    folders.append((folder / entry.name, f"{path}/"))
                else:
                    listing.note(TOO_DEEP)
            if may_count(entry.name):
                _list_file(listing, Path(entry.path), path, inside)
            elif not entry.is_dir(follow_symlinks=False):
                listing.passed_over.append(path)


def _entries(listing: Listing, folder: Path) -> list[os.DirEntry[str]]:
    """What lies in a folder by name, as far as it is still looked at."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not listing.entries_left:
                listing.note("there are more files than are looked at: hand in exercises/ alone")
                break
            listing.entries_left -= 1
            found.append(entry)
    return sorted(found, key=lambda entry: entry.name)


def _list_file(listing: Listing, file: Path, path: str, inside: Path) -> None:
    """List a file, or what is wrong with it; of what is no file, only by a name of the kata's."""
    try:
        mode = file.lstat().st_mode
        if stat.S_ISLNK(mode) and os.path.exists(file):
            if not file.resolve().is_relative_to(inside):
                listing.add(path, Problem(path, "leads_out"))
                return
            mode = file.stat().st_mode
    except (OSError, RuntimeError):  # the latter is a link to itself, until 3.13
        return
    if stat.S_ISREG(mode):
        listing.add(path, lambda _: open_regular(file))
    elif file.name in FILES and not stat.S_ISLNK(mode):
        listing.add(path, Problem(path, "not_a_file"))


def open_regular(file: Path) -> BinaryIO:
    """Open a file, and nothing else: a pipe would be waited for. Raises OSError."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(file, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is no file")
    return os.fdopen(descriptor, "rb")
