"""The files of one submission, listed by their paths and not read yet; and how much may be read."""

from __future__ import annotations

import contextlib
import itertools
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import BinaryIO, TypeAlias

from grader.curriculum import FILES
from grader.submission.names import is_copy_of, look_alike, one_line
from grader.submission.sources import LARGEST_FILE
from grader.submission.submission import Problem

MOST_ENTRIES = 50_000  # files and folders that are looked at
MOST_ARCHIVES = 20
DEEPEST = 12  # folders within folders
LARGEST_NOTEBOOK = 20 << 20  # bytes
LARGEST_ARCHIVE = 20 << 20  # of one that is in another, or handed in as bytes
LARGEST_SUBMISSION = 100 << 20  # of all that is read
ENDINGS = {".py": LARGEST_FILE, ".ipynb": LARGEST_NOTEBOOK, ".zip": LARGEST_ARCHIVE}
# What packing, computers and editors put beside a learner's files.
LITTER = ("__MACOSX", "__pycache__", "site-packages", "node_modules")
ENVIRONMENT = "pyvenv.cfg"  # lies in a virtual environment
TOO_DEEP = f"folders more than {DEEPEST} deep are left out"
MOST_NAMED = 3  # files that a note names

# Opens a file of which no more than so many bytes are wanted, and one that tells of more.
Open: TypeAlias = Callable[[int], BinaryIO]


# By the kind of a Problem, but for one that has a reason of its own.
WHY_NOT: dict[str, str] = {
    "missing": "it is not there",
    "misnamed": "it is not there, but {found} is",
    "empty": "it is empty",
    "not_a_file": "it is not a file",
    "leads_out": "it is a link that leads out of its folder; hand in the file itself",
    "too_large": "it is larger than {megabytes} MB",
    "zero_bytes": "it is not a text file",
    "encoding": "it is not in UTF-8",
    "other_encoding": "it is in {encoding}, not in UTF-8",
}


class Listing:
    """Files by their paths, parted by "/"; the notes say what was left out, and why."""

    def __init__(self) -> None:
        self.files: dict[str, Open | Problem] = {}
        self.notes: list[str] = []
        self.passed_over: list[str] = []  # paths of other kinds of files
        self.entries_left = MOST_ENTRIES
        self.archives_left = MOST_ARCHIVES
        self.bytes_left = LARGEST_SUBMISSION
        self.closing = contextlib.ExitStack()

    def __enter__(self) -> Listing:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.closing.close()

    def add_all(self, found: Sequence[tuple[str, Open | Problem]]) -> None:
        """List of these files, by their paths, what may count."""
        environments = {folder_of(path) for path, _ in found if path.endswith(f"/{ENVIRONMENT}")}
        for path, unread in found:
            *folders, name = path.split("/")
            above = itertools.accumulate(folders, "{}/{}".format)
            if any(map(is_litter, (*folders, name))) or environments.intersection(above):
                continue
            if not may_count(name):
                self.passed_over.append(path)
            elif len(folders) > DEEPEST:
                self.note(TOO_DEEP)
            else:
                self.add(path, unread)

    def add(self, path: str, found: Open | Problem) -> None:
        """List a file; of two at one path the last counts."""
        # (macOS writes accents apart from their letters, which is the same name.)
        path = unicodedata.normalize("NFC", path)
        if path in self.files:
            self.note(f"{one_line(path)} is there twice: the last counts")
        self.files[path] = found

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def read(self, path: str) -> bytes | Problem:
        """What a file holds, or why that is not read."""
        found, limit = self.files[path], limit_of(path)
        if isinstance(found, Problem):
            return found
        try:
            with found(min(limit, self.bytes_left)) as file:
                content = file.read(min(limit, self.bytes_left) + 1)
        except OSError as error:
            return Problem(path, "unreadable", {"why": error.strerror or "it is damaged"})
        if len(content) > limit:
            return Problem(path, "too_large", {"megabytes": limit >> 20})
        if not self.take(len(content)):
            megabytes = LARGEST_SUBMISSION >> 20
            why = f"no more than {megabytes} MB of a submission are read"
            return Problem(path, "unreadable", {"why": why})
        return content

    def take(self, size: int) -> bool:
        """Whether so many bytes more may be read; they are taken if so."""
        if size > self.bytes_left:
            return False
        self.bytes_left -= size
        return True


def limit_of(path: str) -> int:
    """How many bytes a file of that name may have."""
    return ENDINGS.get(ending_of(path), LARGEST_FILE)


def folder_of(path: str) -> str:
    """The folder that a path lies in; "" for the topmost."""
    return path.rpartition("/")[0]


def name_of(path: str) -> str:
    return path.rpartition("/")[2]


def ending_of(path: str) -> str:
    """The ending of a file's name in small letters, such as ".py"; "" where it has none."""
    dot, ending = name_of(path).rpartition(".")[1:]
    return (dot + ending).lower()


def may_count(name: str) -> bool:
    """Whether a file of that name is listed at all."""
    if is_litter(name):
        return False
    if ending_of(name) == ".txt":  # an editor's, of what was meant to be a .py
        return any(is_copy_of(file, name) or look_alike(file, [name]) for file in FILES)
    return ending_of(name) in ENDINGS


def is_litter(name: str) -> bool:
    """Whether a file or folder of that name is none of the learner's work."""
    return name.startswith((".", "~")) or name in LITTER


def why_not(problem: Problem) -> str:
    """Why a file that was handed in is not read."""
    if problem.kind == "unreadable":
        return f"it cannot be read ({problem.facts.get('why', 'refused')})"
    return WHY_NOT[problem.kind].format(**problem.facts)


def named(paths: Iterable[str]) -> str:
    """A few of these paths, and how many more there are."""
    first = [one_line(path) for path in paths]
    more = f" and {len(first) - MOST_NAMED} more" if len(first) > MOST_NAMED else ""
    return ", ".join(first[:MOST_NAMED]) + more
