"""One learner's files, read when they are asked for; archives among them are opened in memory."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from grader.classroom.layouts.layout import kind_of
from grader.classroom.layouts.nbgrader import TIMESTAMP
from grader.classroom.names import shown, some
from grader.classroom.tree import Tree, UnusableClass, ZipTree, files, open_tree
from grader.curriculum import FILES
from grader.submission.bundle import Bundle
from grader.submission.names import look_alike
from grader.submission.submission import Problem

LARGEST_SUBMISSION = 100 << 20  # bytes, of all that is read of one learner's
MOST_FILES = 2000
MOST_NESTED = 2  # an archive, and one in it


def bundle_at(folder: Path, name: str, places: Iterable[tuple[str, str]]) -> Bundle:
    """What lies at these places of a class, (path, what it counts as), as bytes.

    Never raises: what cannot be read is a Problem, or a note.
    """
    try:
        tree = open_tree(folder)
    except UnusableClass as error:
        return Bundle(name, {}, (str(error),))
    found = _Gathered()
    for path, counts_as in places:
        if tree.is_folder(path):
            found.add_folder(tree, path, f"{counts_as}/" if counts_as else "", 0)
        else:
            found.add(tree, path, counts_as, 0)
    return Bundle(name, found.files, tuple(found.said()))


def _may_be_code(name: str) -> bool:
    """Whether a file is a source, an archive, or a text by a name much like a source's."""
    is_text = name.lower().endswith(".txt")
    return kind_of(name) is not None or (
        is_text and any(look_alike(file, [name]) for file in FILES)
    )


class _Gathered:
    """Files by the path that they count as, and what is to say of others."""

    def __init__(self) -> None:
        self.files: dict[str, bytes | Problem] = {}
        self.notes: list[str] = []
        self.left_out: list[str] = []
        self.bytes_left = LARGEST_SUBMISSION

    def said(self) -> list[str]:
        left = [f"left out: {some(self.left_out)} (no code)"] if self.left_out else []
        return list(dict.fromkeys([*self.notes, *left]))

    def add_folder(self, tree: Tree, path: str, prefix: str, nested: int) -> None:
        """Add what is below a folder of a tree."""
        for entry in files(tree, path):
            below = entry.path[len(path) + 1 if path else 0 :]
            if entry.problem:
                self.notes.append(f"{shown(prefix + below)}: left out ({shown(entry.problem)})")
            elif entry.name == TIMESTAMP:
                pass
            elif not _may_be_code(entry.name):
                self.left_out.append(shown(prefix + below))
            else:
                self.add(tree, entry.path, prefix + below, nested)

    def add(self, tree: Tree, path: str, counts_as: str, nested: int) -> None:
        """Add one file of a tree; an archive's files stand below its name."""
        counts_as = unicodedata.normalize("NFC", counts_as)
        if counts_as in self.files:
            self.notes.append(f"{shown(counts_as)}: there twice; the first counts")
            return
        if len(self.files) >= MOST_FILES:
            self.notes.append(f"no more than {MOST_FILES} files are read")
            return
        content = tree.read(path, min(self.bytes_left, LARGEST_SUBMISSION))
        if isinstance(content, bytes):
            self.bytes_left -= len(content)
        if isinstance(content, bytes) and kind_of(counts_as) == "archive":
            self._open(content, counts_as, nested)
        else:
            self.files[counts_as] = content

    def _open(self, content: bytes, counts_as: str, nested: int) -> None:
        from zipfile import BadZipFile, ZipFile

        if nested >= MOST_NESTED:
            self.notes.append(f"{shown(counts_as)}: left out (too many archives in each other)")
            return
        try:
            archive = ZipTree(ZipFile(io.BytesIO(content)), counts_as)
        except (BadZipFile, OSError, ValueError, NotImplementedError):
            why = "empty" if not content else "no .zip, or a damaged one"
            self.files[counts_as] = Problem(shown(counts_as), "unreadable", {"why": why})
            return
        self.notes += archive.notes
        self.add_folder(archive, "", f"{counts_as}/", nested + 1)
