"""Where a learner's sources come from, and what is wrong with them before any code runs."""

from __future__ import annotations

import io
import tokenize
from pathlib import Path

from grader.curriculum import FILES
from grader.submission.submission import Problem, Submission, UnusableSubmission

LARGEST_FILE = 1 << 20  # bytes
MOST_FILES = 50


def read_folder(path: Path) -> Submission:
    """The submission in a folder: the kata's files, and modules of the learner's own.

    Raises UnusableSubmission where there is no such folder, or nothing of the kata in it.
    """
    shown = _shown(path)
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except OSError as error:
        raise UnusableSubmission(f"{shown}: cannot be opened ({error.strerror})") from None
    if not exists:
        raise UnusableSubmission(f"{shown}: no such folder; `make reset` makes a new exercises/")
    if not is_folder:
        raise UnusableSubmission(f"{shown}: not a folder; give the folder that holds value.py")
    try:
        names = sorted(entry.name for entry in path.iterdir() if entry.suffix == ".py")
    except OSError as error:
        raise UnusableSubmission(
            f"{shown}: cannot be read ({error.strerror}); give yourself the permission"
        ) from None
    if not set(names) & set(FILES):
        raise UnusableSubmission(
            f"{shown}: no file of the kata; expected one of {', '.join(FILES)}"
        )

    files: dict[str, tuple[str, str]] = {}
    problems: dict[str, Problem] = {}
    own = (name for name in names if name not in FILES and Path(name).stem.isidentifier())
    others = list(own)[: MOST_FILES - len(FILES)]
    for name in [*FILES, *others]:
        module, where = name.removesuffix(".py"), f"{shown}/{name}"
        result = _source(path / name, where)
        if isinstance(result, Problem):
            problems[module] = result
        else:
            files[module] = (where, result)
    return Submission(shown, files, problems)


def _shown(path: Path) -> str:
    try:
        shown = str(path.resolve().relative_to(Path.cwd())) or "."
    except (ValueError, OSError, RuntimeError):  # the last is a link to itself, until 3.13
        shown = str(path)
    return shown.encode("utf-8", "backslashreplace").decode("utf-8")


def _source(path: Path, where: str) -> str | Problem:
    """The text of a source file, decoded as Python would, or why there is none."""
    try:
        if not path.exists():
            return Problem(where, "missing")
        if not path.is_file():
            return Problem(where, "not_a_file")
        if path.stat().st_size > LARGEST_FILE:
            return Problem(where, "too_large", {"megabytes": LARGEST_FILE >> 20})
        content = path.read_bytes()
    except OSError as error:
        return Problem(where, "unreadable", {"why": error.strerror})
    if b"\0" in content:
        return Problem(where, "zero_bytes")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = content.decode(encoding)
        text.encode("utf-8")  # some encodings make half characters
    except (SyntaxError, UnicodeError, LookupError):
        return Problem(where, "encoding")
    return text if text.strip() else Problem(where, "empty")
