"""Where a learner's sources come from, and what is wrong with them before any code runs."""

from __future__ import annotations

import codecs
import io
import tokenize
from pathlib import Path

from grader.curriculum import FILES
from grader.paths import ROOT
from grader.submission.names import hides, is_never_imported, is_of_python, look_alike
from grader.submission.submission import Hidden, Problem, Submission, UnusableSubmission

LARGEST_FILE = 1 << 20  # bytes
MOST_FILES = 50
# What a file begins with that an editor saved in another encoding; the longer ones first.
MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


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
        names = sorted(entry.name for entry in path.iterdir())
    except OSError as error:
        raise UnusableSubmission(
            f"{shown}: cannot be read ({error.strerror}); give yourself the permission"
        ) from None
    sources = [name for name in names if name.endswith(".py")]
    if not set(sources) & set(FILES):
        raise UnusableSubmission(f"{shown}: no file of the kata; {_expected(names)}")

    files: dict[str, tuple[str, str]] = {}
    problems: dict[str, Problem] = {}
    hidden: list[Hidden] = []
    own = [name for name in sources if name not in FILES and Path(name).stem.isidentifier()]
    for name in [*FILES, *own[: MOST_FILES - len(FILES)]]:
        module, where = name.removesuffix(".py"), f"{shown}/{name}"
        if name in own and hides(module):
            hidden.append(Hidden(where, module, is_of_python(module)))
        if name in own and is_never_imported(module):
            continue
        # The listing knows small letters from capitals, as Python does; not every disk does.
        result = _source(path / name, where) if name in names else _missing(name, where, names)
        if isinstance(result, Problem):
            problems[module] = result
        else:
            files[module] = (where, result)
    is_others = not path.resolve().is_relative_to(ROOT)
    return Submission(shown, files, problems, tuple(hidden), is_others)


def _shown(path: Path) -> str:
    """A path as text of one line, from where the learner stands if it is below."""
    try:
        shown = str(path.resolve().relative_to(Path.cwd())) or "."
    except (ValueError, OSError, RuntimeError):  # the last is a link to itself, until 3.13
        shown = str(path)
    return one_line(shown)


def one_line(name: str) -> str:
    """A name with what is no printable text spelled out: a folder's may hold escape codes."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)


def _expected(names: list[str]) -> str:
    """What should be there, or which of these names was most likely meant to be it."""
    for file in FILES:
        found = look_alike(file, names)
        if found:
            return f"rename {one_line(found)} to {file}"
    return f"expected one of {', '.join(FILES)}"


def _missing(file: str, where: str, names: list[str]) -> Problem:
    """The problem with a file that is not there, but maybe under a name much like its own."""
    found = look_alike(file, [name for name in names if name not in FILES])
    if found is None:
        return Problem(where, "missing")
    return Problem(where, "misnamed", {"found": one_line(found)})


def _source(path: Path, where: str) -> str | Problem:
    """The text of a source file, decoded as Python would, or why there is none."""
    try:
        if not path.exists():
            return Problem(where, "missing")
        if path.resolve().parent != path.parent.resolve():
            return Problem(where, "leads_out")
        if not path.is_file():
            return Problem(where, "not_a_file")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, RuntimeError) as error:  # the latter is a link to itself, until 3.13
        return Problem(where, "unreadable", {"why": getattr(error, "strerror", None) or str(error)})
    if len(content) > LARGEST_FILE:
        return Problem(where, "too_large", {"megabytes": LARGEST_FILE >> 20})
    return _text(content, where)


def _text(content: bytes, where: str) -> str | Problem:
    """The text of these bytes, decoded as Python would, or why there is none."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return Problem(where, "other_encoding", {"encoding": encoding})
    if b"\0" in content:
        return Problem(where, "zero_bytes")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = content.decode(encoding)
        text.encode("utf-8")  # some encodings make half characters
    except (SyntaxError, UnicodeError, LookupError):
        return Problem(where, "encoding")
    return text if text.strip() else Problem(where, "empty")
