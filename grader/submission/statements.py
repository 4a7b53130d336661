"""A text taken apart: its statements, each with the lines that it stands on."""

from __future__ import annotations

import ast
from collections.abc import Callable

from grader.submission.statement import Statement, kata_module, statement

MOST_STATEMENTS = 5_000
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)  # what compile() raises


def in_lines(text: str) -> list[str]:
    """The lines of a text as Python counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


class TooManyStatements(Exception):
    """More than a submission to this kata has."""


def statements_of(
    text: str, before: int, place: Callable[[int], str]
) -> tuple[list[Statement], list[str]]:
    """Its statements, and a line for each that Python cannot compile.

    There are so many lines before it in the whole text; place says where a line of it is.
    Raises what compile() raises where it cannot be parsed, and TooManyStatements.
    """
    lines = in_lines(text)
    found, notes = [], []
    nodes = ast.parse("\n".join(lines)).body
    encoded = [line.encode() for line in lines]
    if len(nodes) > MOST_STATEMENTS:
        raise TooManyStatements
    for node in nodes:
        first = first_line(node)
        try:
            found.append(statement(node, _text(node, encoded), before + first, place(first)))
        except UNREADABLE as error:
            if not isinstance(node, ast.Expr):  # which would not be kept anyway
                notes.append(f"{place(first)} was left out: {reason(error)}")
    return found, notes


def reason(error: BaseException) -> str:
    """Why Python cannot read a text, in a few words of one line."""
    if isinstance(error, SyntaxError):
        return " ".join(str(error.msg).split())
    if isinstance(error, ValueError):
        return "it has characters that are no text"
    return "it is nested too deeply"


def first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _text(node: ast.stmt, lines: list[bytes]) -> str:
    """The text of a statement, which other statements may share its lines with."""
    first, last = first_line(node), node.end_lineno or node.lineno
    begin = node.col_offset if first == node.lineno else 0
    if first == last:
        return lines[first - 1][begin : node.end_col_offset].decode()
    end = lines[last - 1][: node.end_col_offset]
    return b"\n".join([lines[first - 1][begin:], *lines[first : last - 1], end]).decode()


def with_own_names(statements: list[Statement]) -> list[Statement]:
    """The same where an import from the kata's modules means what is defined in the text itself.

    So it is none; under another name, `from value import Value as V`, it is `V = Value`.
    """
    given = {name for one in statements if not one.is_import_from_the_kata for name in one.gives}
    found = []
    for one in statements:
        if not one.is_import_from_the_kata:
            found.append(one)
            continue
        text = "; ".join(_own(one.node, given))
        if text:
            tree = ast.parse(text)
            found += [
                statement(node, _text(node, [text.encode()]), one.line, one.place)
                for node in tree.body
            ]
    return found


def _own(node: ast.stmt, given: set[str]) -> list[str]:
    assert isinstance(node, ast.ImportFrom)
    texts = []
    for alias in node.names:
        known = alias.asname or alias.name
        if alias.name in given and known != alias.name:
            texts.append(f"{known} = {alias.name}")
        elif alias.name not in given and alias.name != "*":
            renamed = f" as {alias.asname}" if alias.asname else ""
            texts.append(f"from {kata_module(node.module or '')} import {alias.name}{renamed}")
    return texts
