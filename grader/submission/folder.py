"""Where a learner's sources come from: a folder that holds the kata's files, as exercises/ does."""

from __future__ import annotations

import os
from pathlib import Path

from grader.curriculum import FILES
from grader.paths import EXERCISES, ROOT
from grader.submission.names import as_folder, look_alike, one_line, shown_from_here
from grader.submission.sources import LARGEST_FILE, own_modules, submission_in
from grader.submission.submission import Problem, Submission, UnusableSubmission


def read_folder(path: Path) -> Submission:
    """The submission in a folder: the kata's files, and modules of the learner's own.

    Raises UnusableSubmission where there is no such folder, or nothing of the kata in it.
    """
    shown = shown_from_here(path)
    if not is_folder(path, shown):
        raise UnusableSubmission(f"{shown}: not a folder; give the folder that holds value.py")
    try:
        names = sorted(entry.name for entry in path.iterdir())
    except OSError as error:
        raise UnusableSubmission(closed(shown, error)) from None
    if not set(names) & set(FILES):
        raise UnusableSubmission(f"{shown}: no file of the kata; {expected(names)}")

    folder = as_folder(shown)
    # The listing knows small letters from capitals, as Python does; not every disk does.
    found = {
        name: (f"{folder}/{name}", _content(path / name, f"{folder}/{name}"))
        for name in [*FILES, *own_modules(names)]
        if name in names
    }
    is_others = not path.resolve().is_relative_to(ROOT)
    return submission_in(shown, folder, found, names, is_others=is_others)


def notebooks_in(path: Path) -> list[Path]:
    """The notebooks in a folder; none where it is closed."""
    try:
        names = sorted(os.listdir(path))
    except OSError:
        return []
    return [path / name for name in names if name.lower().endswith(".ipynb") and name[0] != "."]


def own_modules_in(path: Path, name: str) -> Submission:
    """The modules of the learner's own in a folder, without the kata's; none where it is closed."""
    try:
        names = own_modules(sorted(entry.name for entry in path.iterdir()))
    except OSError:
        names = []
    found = {own: (own, _content(path / own, own)) for own in names}
    return submission_in(name, "", found, (), is_others=False)


def is_folder(path: Path, shown: str) -> bool:
    """Whether a path is a folder; raises UnusableSubmission where nothing is there."""
    try:
        is_dir, exists = path.is_dir(), path.exists()
    except OSError as error:
        raise UnusableSubmission(f"{shown}: cannot be opened ({error.strerror})") from None
    if not exists and path.suffix.lower() in (".py", ".ipynb", ".zip"):
        raise UnusableSubmission(f"{shown}: no such file")
    if not exists and os.path.realpath(path) == os.path.realpath(EXERCISES):
        raise UnusableSubmission(f"{shown}: no such folder; `make reset` makes a new one")
    if not exists:
        raise UnusableSubmission(f"{shown}: no such file or folder")
    return is_dir


def closed(shown: str, error: OSError) -> str:
    """What to say of a folder or file that we may not read."""
    return f"{shown}: cannot be read ({error.strerror}); give yourself the permission"


def expected(names: list[str]) -> str:
    """What should be there, or which of these names was most likely meant to be it."""
    for file in FILES:
        found = look_alike(file, names)
        if found:
            return f"rename {one_line(found)} to {file}"
    return f"expected one of {', '.join(FILES)}"


def _content(path: Path, where: str) -> bytes | Problem:
    """What a file holds, no more of it than is taken, or why there is nothing to read."""
    try:
        if not path.exists():
            return Problem(where, "missing")
        if path.resolve().parent != path.parent.resolve():
            return Problem(where, "leads_out")
        if not path.is_file():
            return Problem(where, "not_a_file")
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except (OSError, RuntimeError) as error:  # the latter is a link to itself, until 3.13
        return Problem(where, "unreadable", {"why": getattr(error, "strerror", None) or str(error)})
