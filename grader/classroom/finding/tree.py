"""The names in a class's folder, or in a .zip of one; and the bytes of one file when asked."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from msgspec import Struct

from grader.classroom.finding.names import shown
from grader.submission.submission import Problem

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

LARGEST_FILE = 64 << 20  # bytes, of one file as it lies there, archives among them
DEEPEST = 32  # folders in each other; more are no submission
UTF_8_NAME = 0x800  # the flag of a name in a .zip that says what encoding it is in
# What systems and tools add, and nobody hands in; no tree shows it.
ADDED = ("__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini", ".DS_Store")


class UnusableClass(Exception):
    """There is no class at that path; the text is one line with the remedy."""


class CannotRead(Exception):
    """A folder in a class cannot be read; the text is why."""


class Entry(Struct, frozen=True):
    """A name in a folder of a class. problem says why it is neither a folder nor a file."""

    name: str
    path: str  # relative to the class, parted by "/"
    is_folder: bool
    problem: str = ""


class Tree(Protocol):
    """A class's files by their paths; "" is the top."""

    name: str  # the folder's, or the .zip's without its ending
    notes: tuple[str, ...]

    def children(self, path: str) -> list[Entry]:
        """What is in a folder, by name; raises CannotRead."""

    def is_folder(self, path: str) -> bool:
        """Whether that path is a folder's."""

    def read(self, path: str, most: int = LARGEST_FILE) -> bytes | Problem:
        """The bytes of a file, or why they are not to be had."""


def is_added(name: str) -> bool:
    """Whether a system has put a file or folder of that name there, and no person."""
    return name.startswith("._") or name in ADDED


def is_hidden(name: str) -> bool:
    """Whether a name is one of those that tools use for their own, such as .git.

    A person may be called so too, and then what an export makes of that is no tool's.
    """
    return name.startswith((".", "~$"))


def files(tree: Tree, path: str, depth: int = 0) -> Iterator[Entry]:
    """All files below a folder but the hidden ones; what cannot be read or followed comes with
    its problem."""
    if depth > DEEPEST:
        yield Entry(path.rpartition("/")[2], path, False, "too many folders in each other")
        return
    try:
        children = tree.children(path)
    except CannotRead as error:
        yield Entry(path.rpartition("/")[2], path, False, str(error))
        return
    for entry in children:
        if is_hidden(entry.name):
            continue
        if entry.is_folder:
            yield from files(tree, entry.path, depth + 1)
        else:
            yield entry


def open_tree(path: Path) -> Tree:
    """The class in a folder or a .zip; raises UnusableClass."""
    where = shown(str(path))
    try:
        found = path.stat()
    except FileNotFoundError:
        raise UnusableClass(f"{where}: no such folder; give the one with the submissions") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UnusableClass(f"{where}: cannot be opened ({why})") from None
    if stat.S_ISDIR(found.st_mode):
        return FolderTree(path)
    if not stat.S_ISREG(found.st_mode) or path.suffix.lower() != ".zip":
        raise UnusableClass(f"{where}: neither a folder nor a .zip; give the export of a class")
    # A process of its own needs a file handle of its own: a forked one would share the place
    # at which is read.
    return _zip_tree(path, found.st_mtime_ns, found.st_size, os.getpid())


class FolderTree:
    """A class in a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.resolve().name
        self.notes: tuple[str, ...] = ()

    def children(self, path: str) -> list[Entry]:
        try:
            with os.scandir(self.path / path) as found:
                entries = [_entry(path, each) for each in found if not is_added(each.name)]
        except (OSError, ValueError) as error:
            raise CannotRead(getattr(error, "strerror", None) or str(error)) from None
        return sorted(entries, key=lambda entry: entry.name)

    def is_folder(self, path: str) -> bool:
        return (self.path / path).is_dir()

    def read(self, path: str, most: int = LARGEST_FILE) -> bytes | Problem:
        where = shown(path)
        try:
            file = self.path / path
            if not file.resolve().is_relative_to(file.parent.resolve()):
                return Problem(where, "leads_out")
            if not file.is_file():
                return Problem(where, "not_a_file")
            with file.open("rb") as handle:
                return at_most(handle, where, most)
        except (OSError, RuntimeError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            return Problem(where, "unreadable", {"why": why})


def _entry(folder: str, found: os.DirEntry[str]) -> Entry:
    """A name in a folder on disk, and whether it is one of a folder, a file, or neither."""
    path = f"{folder}/{found.name}" if folder else found.name
    try:
        if found.is_dir():
            # Learners' own links are followed nowhere; the teacher's, at the top, are.
            is_followed = not found.is_symlink() or not folder
            return Entry(found.name, path, is_followed, "" if is_followed else "a link to a folder")
        return Entry(found.name, path, False, "" if found.is_file() else _no_file(found))
    except OSError as error:
        return Entry(found.name, path, False, error.strerror or str(error))


def _no_file(found: os.DirEntry[str]) -> str:
    return "a link that leads nowhere" if found.is_symlink() else "no file and no folder"


def at_most(handle: IO[bytes], where: str, most: int) -> bytes | Problem:
    """What a file holds, unless that is more than so many bytes."""
    content = handle.read(most + 1)
    if len(content) > most:
        return Problem(where, "too_large", {"megabytes": most >> 20})
    return content


@lru_cache(maxsize=1)  # a class is read a learner at a time, and its names are the same
def _zip_tree(path: Path, _modified: int, _size: int, _process: int) -> ZipTree:
    from zipfile import ZipFile

    where = shown(str(path))
    try:
        return ZipTree(ZipFile(path), path.stem)
    except Exception as error:  # whatever zipfile makes of bytes that are no archive
        why = getattr(error, "strerror", None) or str(error)
        raise UnusableClass(
            f"{where}: cannot be read as a .zip ({shown(why)}); download it anew"
        ) from None


class ZipTree:
    """What is in a .zip: the names are read, the rest stays where it is until asked for."""

    def __init__(self, archive: ZipFile, name: str) -> None:
        self.name = name
        self._archive = archive
        self._members: dict[str, ZipInfo] = {}
        self._folders: dict[str, dict[str, bool]] = {"": {}}
        notes = []
        for member in archive.infolist():
            path = _member_path(member)
            if path is None:
                notes.append(f"{shown(member.filename)}: left out (leads out of the archive)")
            elif path and not any(is_added(part) for part in path.split("/")):
                self._add(path, None if member.is_dir() else member)
        self.notes = tuple(notes)

    def _add(self, path: str, member: ZipInfo | None) -> None:
        """Put a member where it belongs, and the folders above it, which may not be named."""
        if member is not None and path not in self._folders:
            self._members[path] = member
        is_folder = member is None or path in self._folders
        while path:
            if is_folder:
                self._folders.setdefault(path, {})
                self._members.pop(path, None)
            above, _, name = path.rpartition("/")
            self._folders.setdefault(above, {})[name] = is_folder
            path, is_folder = above, True

    def children(self, path: str) -> list[Entry]:
        found = self._folders.get(path)
        if found is None:
            raise CannotRead("no such folder in the archive")
        return [
            Entry(name, f"{path}/{name}" if path else name, is_folder)
            for name, is_folder in sorted(found.items())
        ]

    def is_folder(self, path: str) -> bool:
        return path in self._folders

    def read(self, path: str, most: int = LARGEST_FILE) -> bytes | Problem:
        where, member = shown(path), self._members.get(path)
        if member is None:
            return Problem(where, "missing")
        if stat.S_ISLNK(member.external_attr >> 16):
            return Problem(where, "leads_out")
        try:
            with self._archive.open(member) as handle:
                return at_most(handle, where, most)
        except Exception as error:  # whatever it makes of a damaged or encrypted one
            why = getattr(error, "strerror", None) or str(error)
            return Problem(where, "unreadable", {"why": shown(why)})


def _member_path(member: ZipInfo) -> str | None:
    """The path of a member of a .zip, parted by "/"; None where it leads out."""
    name = member.filename
    if not member.flag_bits & UTF_8_NAME:
        try:  # nearly all that do not say so have written UTF-8 all the same
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    return None if ".." in parts else "/".join(parts)
