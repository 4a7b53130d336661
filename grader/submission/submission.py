"""A submission as data: a learner's modules, and what is wrong with those that are missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from grader.paths import EXERCISES
from grader.python_source import function_at
from grader.trace import InCell


class UnusableSubmission(Exception):
    """There is nothing to grade at that path; the text is one line with the remedy."""


ProblemKind = Literal[
    "missing",
    "misnamed",  # it is missing, and a file of a name much like it is there
    "empty",
    "not_a_file",
    "leads_out",  # a link to what is not in the folder
    "too_large",
    "unreadable",
    "zero_bytes",
    "encoding",
    "other_encoding",  # one that its first bytes name
]


class Problem(Struct, frozen=True):
    """Why a file of the kata, of that path, is not among the sources."""

    path: str
    kind: ProblemKind
    facts: dict[str, str | int | float | None] = {}

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing there yet, so that all in it is still to do."""
        return self.kind in ("missing", "empty")

    @property
    def is_mended_by_reset(self) -> bool:
        """Whether a fresh stub is what helps."""
        return self.kind in ("missing", "empty", "not_a_file", "zero_bytes")


class Hidden(Struct, frozen=True):
    """A file of the learner's, at that path, that hides a module of that name."""

    path: str
    module: str
    is_of_python: bool  # else it is a package, or one of ours


def file_of(path: str) -> str:
    """The file that a path shows a part of, "hw.ipynb" of "hw.ipynb/value.py"; else ""."""
    file = path.rpartition("/")[0]
    return file if file.lower().endswith((".ipynb", ".py")) else ""


class Submission(Struct, frozen=True):
    """A learner's modules: {module: (path to show, source text)}, and the files that fail.

    is_others says that it is not the code of whoever grades it; is_held, of such code, that
    what we tried from within its process was stopped, or that whoever grades it trusts it.
    notes say, a line each, which of the files that were handed in count, and what is odd about
    them; like_reference are the kata's files among them that are the reference to the letter.
    cells are {notebook: (line of its parts, number of the cell that begins there) ...}.
    """

    name: str
    files: dict[str, tuple[str, str]]
    problems: dict[str, Problem] = {}
    hidden: tuple[Hidden, ...] = ()
    is_others: bool = False
    is_held: bool = False
    notes: tuple[str, ...] = ()
    like_reference: tuple[str, ...] = ()
    cells: dict[str, tuple[tuple[int, int], ...]] = {}

    @property
    def may_be_lent_functions(self) -> bool:
        """Whether functions of the reference may be where this code is."""
        return self.is_held or not self.is_others

    def beside(self, module: str) -> set[str]:
        """The modules that are parts of the same file as that one, itself among them; or none."""
        file = file_of(self.files[module][0]) if module in self.files else ""
        return {other for other, (path, _) in self.files.items() if file and file_of(path) == file}

    def cell_at(self, path: str | None, line: int | None) -> InCell | None:
        """Where in a notebook a line of one of its parts stands; None where it is no notebook."""
        if not path or not line:
            return None
        begun = [(first, n) for first, n in self.cells.get(file_of(path), ()) if first <= line]
        if not begun:
            return None
        first, number = begun[-1]
        return InCell(number, max(line - first, 1))

    def function_at(self, path: str, line: int) -> str:
        """The dotted name of the function that a line of a file is of; "" where it is of none."""
        sources = (source for shown, source in self.files.values() if shown == path)
        return function_at(next(sources, ""), line)


def of_sources(name: str, sources: Mapping[str, str]) -> Submission:
    """A submission made of sources, {file: text}, as if they lay in exercises/."""
    files = {
        file.removesuffix(".py"): (f"{EXERCISES.name}/{file}", text)
        for file, text in sources.items()
    }
    return Submission(name, files)
