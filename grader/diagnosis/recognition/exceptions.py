"""Whether two exceptions are the same, though two people's code raised them."""

from __future__ import annotations

import ast
import builtins
import re
from functools import cache

from grader.answers.solutions import solution_sources
from grader.python_source import stub_names
from grader.submission.submission import Submission
from grader.trace import PROGRAM, Frame, Raised

DELIBERATE = ("raise ", "assert ")  # how a line begins that raises what its author meant
LAST_FRAMES = 6  # of an endless recursion, which ends anywhere in its circle


def same_exception(
    mine: Raised | None, its: Raised | None, my_code: Submission, its_code: Submission
) -> bool:
    """Whether kind, text and the function it came from agree; names of one's own do not count."""
    if mine is None or its is None:
        return mine is its
    if mine.kind != its.kind:
        return False
    if mine.kind == "RecursionError":  # its text says where the last call happened to be
        return _circle(mine, my_code) == _circle(its, its_code)
    if not _is_deliberate(mine) and not _is_deliberate(its) and _text(mine) != _text(its):
        return False
    return _origin(mine, my_code) == _origin(its, its_code)


def _is_deliberate(raised: Raised) -> bool:
    """Whether the code says so itself, in words of its author."""
    return bool(raised.frames) and raised.frames[-1].text.startswith(DELIBERATE)


def _text(raised: Raised) -> str:
    """The text, with a blank for each number and for each name that is not the kata's."""
    text = re.sub(r"<locals>\.\w+", "<locals>.#", raised.message)
    text = re.sub(r"'(\w+)'", lambda m: m[0] if m[1] in _known_names() else "'#'", text)
    return re.sub(r"0x[0-9a-f]+|(?<![\w.])-?\d[\d.e-]*", "#", text)


@cache
def _known_names() -> frozenset[str]:
    """The names that mean the same in everyone's code."""
    names = {*dir(builtins), "math", "random", "torch", "numpy"}
    for source in solution_sources().values():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Attribute):
                names.add(node.attr)
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                names.add(node.name)
    return frozenset(names)


def _origin(raised: Raised, code: Submission) -> str:
    """The innermost function of the kata that it came through, else where it was raised."""
    names = [_function(frame, code) for frame in raised.frames]
    of_kata = [name for name in names if name in _functions_of_kata()]
    return (of_kata or names or [""])[-1]


def _circle(raised: Raised, code: Submission) -> set[str]:
    return {_function(frame, code) for frame in raised.frames[-LAST_FRAMES:]}


def _function(frame: Frame, code: Submission) -> str:
    """The dotted name of the function that a line is in, whatever is nested in it."""
    if frame.file == PROGRAM:
        return PROGRAM
    return code.function_at(frame.file, frame.line) or frame.function


@cache
def _functions_of_kata() -> frozenset[str]:
    return frozenset(name for text in solution_sources().values() for name in stub_names(text))
