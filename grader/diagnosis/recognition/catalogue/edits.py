"""Small changes to source text, each bound to one function, and how they are made."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterable, Mapping

from msgspec import Struct

from grader.python_source import Function, functions


class Edit(Struct, frozen=True):
    """One change to one file.

    function is a name such as "Value.__add__" or "topological_sort", or "" for the whole
    file. old is text that occurs exactly once in its code (signature and body; a docstring
    does not count), and new takes its place. With old empty, new is the whole new body of
    the function; with both empty, the function is removed.
    """

    file: str
    function: str
    old: str
    new: str


class EditFailed(ValueError):
    """An edit does not fit the sources it was applied to."""


def body(file: str, function: str, new: str) -> Edit:
    """The edit that gives a function a new body, which may be indented as one pleases."""
    return Edit(file, function, "", textwrap.dedent(new).strip("\n"))


def remove(file: str, function: str) -> Edit:
    """The edit that takes a function or method away."""
    return Edit(file, function, "", "")


def rename(file: str, function: str, new: str) -> Edit:
    """The edit that gives a function or method another name."""
    old = function.rpartition(".")[2]
    return Edit(file, function, f"def {old}(", f"def {new}(")


def apply(edits: Iterable[Edit], sources: Mapping[str, str]) -> dict[str, str]:
    """The sources ({file: text}) after the edits, one after the other.

    Raises EditFailed where a file or function is missing, or a text is found not once.
    """
    edited = dict(sources)
    for edit in edits:
        if edit.file not in edited:
            raise EditFailed(f"{edit.file}: no such file to edit")
        edited[edit.file] = _edited(edit, edited[edit.file])
    return edited


def _edited(edit: Edit, source: str) -> str:
    lines = source.splitlines(keepends=True)
    if not edit.function:
        if not edit.old:
            raise EditFailed(f"{edit.file}: an edit of a whole file needs an old text")
        return _replaced(edit, source, ())
    function = _function(edit, source)
    first = min([function.lineno, *(d.lineno for d in function.decorator_list)])
    before, after = lines[: first - 1], lines[function.end_lineno :]
    if not edit.old and not edit.new:
        return "".join(before + after)
    if not edit.old:
        start = function.body[0]
        signature = lines[first - 1 : start.lineno - 1]
        new = textwrap.indent(edit.new, " " * start.col_offset) + "\n"
        return "".join([*before, *signature, new, *after])
    code = "".join(lines[first - 1 : function.end_lineno])
    return "".join([*before, _replaced(edit, code, _docstring(function, first)), *after])


def _function(edit: Edit, source: str) -> Function:
    defined = functions(source).get(edit.function, [])
    if len(defined) != 1:
        raise EditFailed(f"{edit.file}: {edit.function} is there {_times(len(defined))}")
    return defined[0]


def _docstring(function: Function, first: int) -> tuple[int, ...]:
    """The lines of a function's docstring, counted from its first line, from 0."""
    if ast.get_docstring(function, clean=False) is None:
        return ()
    start = function.body[0]
    return tuple(range(start.lineno - first, (start.end_lineno or start.lineno) - first + 1))


def _replaced(edit: Edit, code: str, docstring: tuple[int, ...]) -> str:
    places = [
        match.start()
        for match in re.finditer(re.escape(edit.old), code)
        if code.count("\n", 0, match.start()) not in docstring
    ]
    if len(places) != 1:
        where = f"{edit.file}: {edit.function}" if edit.function else edit.file
        raise EditFailed(f"{where}: {edit.old!r} is there {_times(len(places))}, expected once")
    return code[: places[0]] + edit.new + code[places[0] + len(edit.old) :]


def _times(count: int) -> str:
    return {0: "not at all", 1: "once", 2: "twice"}.get(count, f"{count} times")
