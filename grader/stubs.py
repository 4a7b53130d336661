"""exercises/ out of solutions/: functions of a stage keep signature and docstring only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from grader.curriculum import FILES

ROOT = Path(__file__).parents[1]
SOLUTIONS = ROOT / "solutions"
EXERCISES = ROOT / "exercises"


def stub(source: str) -> str:
    """A solution's source with every function whose docstring begins "Stage N:" emptied."""
    lines = source.splitlines()
    for name, function in reversed(list(_stage_functions(ast.parse(source)))):
        docstring, stage = function.body[0], _stage(function)
        assert docstring.end_lineno and function.end_lineno and stage
        indent = " " * docstring.col_offset
        body = f'{indent}raise NotImplementedError("stage {stage}: {name}")'
        lines[docstring.end_lineno : function.end_lineno] = [body]
    return "\n".join(lines) + "\n"


def stub_names(source: str) -> list[str]:
    """The functions that stub() empties, such as "Value.__add__", in their order."""
    return [name for name, _ in _stage_functions(ast.parse(source))]


def _stage_functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _stage_functions(node, f"{node.name}.")
        elif isinstance(node, ast.FunctionDef) and _stage(node):
            yield prefix + node.name, node


def _stage(function: ast.FunctionDef) -> str | None:
    match = re.match(r"Stage (\d+):", ast.get_docstring(function) or "")
    return match.group(1) if match else None


def derived() -> dict[str, str]:
    """{file: text} of exercises/ as solutions/ would have it now."""
    return {file: stub((SOLUTIONS / file).read_text(encoding="utf-8")) for file in FILES}
