"""What of the solutions can be read in a folder of files: nothing, it is to be hoped.

A function is found whatever its name, its docstring, its comments and its layout: in a Python
file as code, in any file as text, and in the texts inside of Python and JSON too.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from grader.answers.solutions import EXTRA_CREDIT, solution_sources
from grader.python_source import Function, is_stub, parsed

SHORTEST = 45  # characters of a body that tells something wherever it stands as text


def given_away(folder: Path) -> list[str]:
    """What each file of a folder gives away, such as "notes.py: relu of value.py, line 90"."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        found += [f"{name}: {what}" for what in _of_file(path)]
    return found


def _of_file(path: Path) -> list[str]:
    if path.suffix == ".pyc":
        return ["compiled code"]
    text = path.read_text(encoding="utf-8", errors="replace")  # of pictures, too
    code = set(_code(path, text))
    found = [name for name, body in bodies().items() if body in code]
    told = " ".join(map(_flat, [text, *_texts(path, text)]))
    found += [n for n, body in bodies().items() if len(body) >= SHORTEST and body in told]
    return list(dict.fromkeys(found))


@cache
def bodies() -> dict[str, str]:
    """{function of the solutions: its body, on one line}; functions inside of functions too."""
    sources = {**solution_sources(), EXTRA_CREDIT.name: EXTRA_CREDIT.read_text(encoding="utf-8")}
    return {
        f"{node.name} of {file}, line {node.lineno}": _body(node)
        for file, source in sources.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
    }


def _body(function: Function) -> str:
    has_docstring = ast.get_docstring(function) is not None
    return _flat("\n".join(map(ast.unparse, function.body[has_docstring:])))


def _code(path: Path, text: str) -> Iterator[str]:
    tree = parsed(text) if path.suffix == ".py" else None
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not is_stub(node):
            yield _body(node)


def _texts(path: Path, text: str) -> Iterator[str]:
    """The code of a file in Python's own layout, and all texts that stand in it."""
    if path.suffix == ".json":
        yield from _strings(json.loads(text))
    tree = parsed(text) if path.suffix == ".py" else None
    if tree:
        yield ast.unparse(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _strings(thing: object) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from (*_strings(key), *_strings(value))
    elif isinstance(thing, list):
        for item in thing:
            yield from _strings(item)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
