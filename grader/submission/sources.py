"""Sources out of the bytes of files: the one way in which a submission is made of a folder."""

from __future__ import annotations

import codecs
import io
import tokenize
from collections.abc import Iterable, Mapping, Sequence

from grader.curriculum import FILES
from grader.submission.names import (
    hides,
    is_never_imported,
    is_of_python,
    look_alike,
    one_line,
)
from grader.submission.submission import Hidden, Problem, Submission

LARGEST_FILE = 1 << 20  # bytes
MOST_FILES = 50
# What a file begins with that an editor saved in another encoding; the longer ones first.
MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


def own_modules(names: Iterable[str]) -> list[str]:
    """Those of a folder's files that are modules of the learner's own; no more than are taken."""
    own = (name for name in names if name.endswith(".py") and name not in FILES)
    modules = sorted(name for name in own if name.removesuffix(".py").isidentifier())
    return modules[: MOST_FILES - len(FILES)]


def submission_in(
    name: str,
    folder: str,
    found: Mapping[str, tuple[str, bytes | Problem]],
    names: Sequence[str],
    *,
    is_others: bool,
) -> Submission:
    """The submission in a folder, of which folder is to be shown, that holds these names.

    found are its files that count: {name: (path to show, its bytes, or why there are none)}.
    """
    files: dict[str, tuple[str, str]] = {}
    problems: dict[str, Problem] = {}
    hidden: list[Hidden] = []
    own = own_modules(found)
    for file in [*FILES, *own]:
        module = file.removesuffix(".py")
        where, content = found.get(file, (f"{folder}/{file}" if folder else file, None))
        if file in own and hides(module):
            hidden.append(Hidden(where, module, is_of_python(module)))
        if file in own and is_never_imported(module):
            continue
        result = _missing(file, where, names) if content is None else source_of(content, where)
        if isinstance(result, Problem):
            problems[module] = result
        else:
            files[module] = (where, result)
    return Submission(name, files, problems, tuple(hidden), is_others)


def _missing(file: str, where: str, names: Iterable[str]) -> Problem:
    """The problem with a file that is not there, but maybe under a name much like its own."""
    found = look_alike(file, [name for name in names if name not in FILES])
    if found is None:
        return Problem(where, "missing")
    return Problem(where, "misnamed", {"found": one_line(found)})


def source_of(content: bytes | Problem, where: str, largest: int = LARGEST_FILE) -> str | Problem:
    """The text of these bytes, decoded as Python would, or why there is none."""
    if isinstance(content, Problem):
        return Problem(where, content.kind, content.facts)
    if len(content) > largest:
        return Problem(where, "too_large", {"megabytes": largest >> 20})
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
