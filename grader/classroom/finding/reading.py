"""One learner's files, read when they are asked for; archives among them stay as they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from grader.classroom.finding.layouts.layout import kind_of
from grader.classroom.finding.layouts.nbgrader import TIMESTAMP
from grader.classroom.finding.names import shown, some
from grader.classroom.finding.tree import LARGEST_FILE, Tree, UnusableClass, files, open_tree
from grader.curriculum import FILES
from grader.submission.bundle import Bundle
from grader.submission.names import look_alike
from grader.submission.submission import Problem

LARGEST_SUBMISSION = 100 << 20  # bytes, of all that is read of one learner's
MOST_FILES = 2000


def bundle_at(folder: Path, name: str, places: Iterable[tuple[str, str]]) -> Bundle:
    """What lies at these places of a class, (path, what it counts as), as bytes.

    Never raises: what cannot be read is a Problem, or a note.
    """
    try:
        tree = open_tree(folder)
    except UnusableClass as error:
        return Bundle(name, {}, (str(error),))
    found = _Gathered(tree)
    for path, counts_as in places:
        if tree.is_folder(path):
            found.add_folder(path, counts_as)
        else:
            found.add(path, counts_as)
    return Bundle(name, found.files, found.said())


def _may_be_code(name: str) -> bool:
    """Whether a file is a source, an archive, or a text by a name much like a source's."""
    if name.lower().endswith(".txt"):
        return any(look_alike(file, [name]) for file in FILES)
    return kind_of(name) is not None


class _Gathered:
    """Files by the path that they count as, and what is to say of others."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.files: dict[str, bytes | Problem] = {}
        self.notes: list[str] = []
        self.left_out: list[str] = []
        self.bytes_left = LARGEST_SUBMISSION

    def said(self) -> tuple[str, ...]:
        left = [f"left out: {some(self.left_out)} (no code)"] if self.left_out else []
        return tuple(dict.fromkeys([*self.notes, *left]))

    def add_folder(self, folder: str, counts_as: str) -> None:
        """Add what is below a folder."""
        for entry in files(self.tree, folder):
            below = entry.path.removeprefix(f"{folder}/")
            path = f"{counts_as}/{below}" if counts_as else below
            if entry.problem:
                self.notes.append(f"{shown(path)}: left out ({shown(entry.problem)})")
            elif _may_be_code(entry.name):
                self.add(entry.path, path)
            elif entry.name != TIMESTAMP:
                self.left_out.append(shown(path))

    def add(self, path: str, counts_as: str) -> None:
        """Add one file."""
        counts_as = unicodedata.normalize("NFC", counts_as)
        if counts_as in self.files:
            self.notes.append(f"{shown(counts_as)}: there twice; the first counts")
        elif len(self.files) >= MOST_FILES:
            self.notes.append(f"no more than {MOST_FILES} files are read")
        else:
            content = self.tree.read(path, min(self.bytes_left, LARGEST_FILE))
            if isinstance(content, Problem):  # whose path is not to tell the learner's name
                content = replace(content, path=shown(counts_as))
            else:
                self.bytes_left -= len(content)
            self.files[counts_as] = content
