"""The solutions as sources: the kata's files, plain or with the extra credit laid over."""

from __future__ import annotations

from collections.abc import Mapping

from grader.curriculum import FILES
from grader.paths import SOLUTIONS
from grader.python_source import Function, functions

EXTRA_CREDIT = SOLUTIONS / "extra_credit.py"


def solution_sources() -> dict[str, str]:
    """{file: text} of the plain solutions."""
    return {file: (SOLUTIONS / file).read_text(encoding="utf-8") for file in FILES}


def with_extra_credit(sources: Mapping[str, str]) -> dict[str, str]:
    """The sources, {file: text}, with each function of extra_credit.py in its namesake's place.

    Raises LookupError where a function has no namesake, or more than one.
    """
    extra = EXTRA_CREDIT.read_text(encoding="utf-8")
    laid = dict(sources)
    for name, (function,) in functions(extra).items():
        file, namesake = _namesake(name, laid)
        lines = laid[file].splitlines()
        lines[_lines(namesake)] = extra.splitlines()[_lines(function)]
        laid[file] = "\n".join(lines) + "\n"
    return laid


def _namesake(name: str, sources: Mapping[str, str]) -> tuple[str, Function]:
    """The file in which a function of that dotted name is defined, and its definition."""
    found = [
        (file, function)
        for file, text in sources.items()
        for function in functions(text).get(name, [])
    ]
    if len(found) != 1:
        raise LookupError(f"{EXTRA_CREDIT.name}: {name} replaces {len(found)} functions, not one")
    return found[0]


def _lines(function: Function) -> slice:
    return slice(function.lineno - 1, function.end_lineno)
