"""What a layout is: a parser of the names in an export, and the pieces that it makes of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Container
from typing import Literal

from msgspec import Struct

from grader.classroom.finding.tree import CannotRead, Entry, Tree, files

# What is the matter with a piece; "files" where nothing is.
Holds = Literal["files", "text", "link", "receipt", "empty", "unreadable", "other"]

# What is said where somebody handed in nothing else.
ALONE: dict[Holds, str] = {
    "text": "only an online text, no file",
    "link": "only a link, no file",
    "receipt": "only a receipt, no file",
    "empty": "empty: a folder without a file",
    "unreadable": "cannot be read",
    "other": "no .py, .ipynb or .zip",
}
# What is said where there are files too.
BESIDE: dict[Holds, str] = {
    "text": "an online text, which is not graded",
    "link": "a link, which is not graded",
    "receipt": "a receipt",
    "empty": "empty: a folder without a file",
    "unreadable": "cannot be read",
    "other": "no .py, .ipynb or .zip, so not graded",
}


class Piece(Struct, frozen=True):
    """One folder or file of an export: whose it is, and what it is.

    Pieces of equal keys are one person's (or one group's), and of no one else. identity is what
    the platform knows them by for good, if it does; suffix tells two of one name apart. Of
    several attempts the latest (the greatest text) counts; of two pieces that count as the same
    file, the newer (the greater number).
    """

    path: str  # relative to the class, parted by "/"
    key: str
    name: str = ""
    identity: str = ""
    suffix: str = ""
    ids: dict[str, str] = {}
    counts_as: str = ""  # a path among what was handed in; "": a folder, whose files are meant
    holds: Holds = "files"
    why: str = ""  # what more there is to say of holds
    attempt: str = ""
    newer: int = 0
    handed_in_at: str = ""
    is_late: bool | None = None
    notes: tuple[str, ...] = ()


class Level(Struct, frozen=True):
    """A folder of the class that may hold all submissions, and what is in it by name.

    usernames are those of the roster, folded: some exports part names by what names may hold.
    """

    tree: Tree
    name: str
    path: str
    entries: list[Entry]
    usernames: Container[str] = ()


class Found(Struct, frozen=True):
    """What a layout made of a level: called, such as "Moodle, flat", and which names it took."""

    called: str
    pieces: list[Piece]
    taken: frozenset[str]
    notes: tuple[str, ...] = ()


class Layout(Struct, frozen=True):
    """A platform's way to name what it exports. rule says for people how it is recognised."""

    name: str
    rule: str
    find: Callable[[Level], Found | None]


def folder_holds(tree: Tree, path: str, but: Container[str] = ()) -> tuple[Holds, str]:
    """Whether there is a file in a folder, and if not, why. A name in `but` is not counted."""
    try:
        tree.children(path)
    except CannotRead as error:
        return "unreadable", str(error)
    problem = ""
    for entry in files(tree, path):
        if entry.problem:
            problem = problem or entry.problem
        elif entry.name not in but:
            return "files", ""
    return ("unreadable", problem) if problem else ("empty", "")


def entry_holds(tree: Tree, entry: Entry, but: Container[str] = ()) -> tuple[Holds, str]:
    """Whether an entry is, or holds, a file."""
    if entry.problem:
        return "unreadable", entry.problem
    return folder_holds(tree, entry.path, but) if entry.is_folder else ("files", "")


def is_submission(entry: Entry) -> bool:
    """Whether an entry may be what somebody handed in, by its name alone."""
    return entry.is_folder or bool(entry.problem) or kind_of(entry.name) is not None


def kind_of(name: str) -> Literal["source", "archive", "other archive"] | None:
    """What a file of that name is, of what can be handed in."""
    lower = name.lower()
    if lower.endswith((".py", ".ipynb", ".py.txt", ".ipynb.txt", ".ipynb.json")):
        return "source"
    if lower.endswith(".zip"):
        return "archive"
    return "other archive" if lower.endswith(OTHER_ARCHIVES) else None


OTHER_ARCHIVES = (".tar", ".gz", ".tgz", ".bz2", ".xz", ".rar", ".7z")


def stem_of(name: str) -> str:
    """A file's name without its ending: "anna" for "anna.zip", "anna.py.txt", "anna.tar.gz"."""
    stem = name
    while kind_of(stem) is not None and os.path.splitext(stem)[0]:
        stem = os.path.splitext(stem)[0]
        if stem.lower().endswith(".tar"):
            stem = stem[: -len(".tar")]
            break
    return stem
