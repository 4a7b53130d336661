"""The lines of a learner's function at fault, as they were handed in, but for its docstring."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import lru_cache

from grader.python_source import Function, functions
from grader.submission.bundle import Bundle
from grader.submission.submission import UnusableSubmission

Lines = list[tuple[int, str]]

MOST_LINES = 16


def source_lines(bundle_of: Callable[[str], Bundle | None]) -> Callable[[str, str, int], Lines]:
    """(learner, file, line) -> lines, each with its number; none where the file is not there."""

    @lru_cache(maxsize=1)  # a learner's functions are asked for one after the other
    def sources(learner: str) -> dict[str, str]:
        bundle = bundle_of(learner)
        return _sources(bundle) if bundle else {}

    def lines(learner: str, file: str, line: int) -> Lines:
        return lines_at(sources(learner).get(file, ""), line)

    return lines


def lines_at(source: str, line: int) -> Lines:
    """Those of the function that begins on a line, else those from there on.

    There are MOST_LINES at most, and one more where that is not the end.
    """
    texts, line = source.split("\n"), max(line, 1)
    defined = (f for found in functions(source).values() for f in found if f.lineno == line)
    function = next(defined, None)
    last = function.end_lineno if function else None
    left_out = _docstring(function) if function else range(0)
    numbers = [n for n in range(line, (last or len(texts)) + 1) if n not in left_out]
    return [(n, texts[n - 1]) for n in numbers[: MOST_LINES + 1] if n <= len(texts)]


def _docstring(function: Function) -> range:
    """The lines that hold nothing but the docstring."""
    first, *others = function.body
    has_one = ast.get_docstring(function, clean=False) is not None
    if not has_one or not others or first.lineno == function.lineno:
        return range(0)
    return range(first.lineno, min((first.end_lineno or 0) + 1, others[0].lineno))


def _sources(bundle: Bundle) -> dict[str, str]:
    from grader.submission.reading import submission_of

    try:
        submission = submission_of(bundle, is_export=True)
    except UnusableSubmission:
        return {}
    return dict(submission.files.values())
