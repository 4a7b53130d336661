"""Functions in a source text, by their dotted names, such as "Value.__add__"; and their stubs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@lru_cache(maxsize=64)
def parsed(source: str) -> ast.Module | None:
    """The syntax tree of a source, not to be changed; None where Python cannot read it."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def functions(source: str) -> dict[str, list[Function]]:
    """{dotted name: its definitions}, in the order of the source; those in classes too.

    One that is put into a class below it, `Value.tanh = tanh`, has the name that it has there.
    Functions inside of functions are left out. Empty where Python cannot read the source.
    """
    found: dict[str, list[Function]] = {}
    tree = parsed(source)
    methods = _put_into_classes(tree) if tree else {}
    for name, function in _walk(tree) if tree else ():
        found.setdefault(methods.get(function, name), []).append(function)
    return found


def _put_into_classes(tree: ast.Module) -> dict[Function, str]:
    """{function: its dotted name}, of those that a statement at the top makes a method."""
    known: dict[str, Function] = {}
    found: dict[Function, str] = {}
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            known[node.name] = node
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
            for target in node.targets:
                owner = target.value if isinstance(target, ast.Attribute) else None
                if isinstance(owner, ast.Name) and node.value.id in known:
                    name = f"{owner.id}.{getattr(target, 'attr', '')}"
                    found.setdefault(known[node.value.id], name)
    return found


def _walk(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, Function]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _walk(node, f"{prefix}{node.name}.")
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield prefix + node.name, node


def function_at(source: str, line: int) -> str:
    """The dotted name of the function that a line is of, be it of one inside of it; or ""."""
    for name, defined in functions(source).items():
        if any(function.lineno <= line <= (function.end_lineno or 0) for function in defined):
            return name
    return ""


def loop_variables(source: str) -> set[str]:
    """The names that `for` statements outside of functions give, and nothing else does."""
    tree = parsed(source)
    by_loops: set[str] = set()
    by_others: set[str] = set()
    statements = list(tree.body) if tree else []
    while statements:
        statement = statements.pop()
        if isinstance(statement, ast.For):
            by_loops |= _given(statement.target)
            statements += [*statement.body, *statement.orelse]
        else:
            by_others |= _given(statement)
    return by_loops - by_others


def _given(node: ast.AST) -> set[str]:
    return {
        inner.id
        for inner in ast.walk(node)
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)
    }


def line_of(source: str, name: str) -> int:
    """The line on which a function is defined, else its class; 1 where neither is there."""
    defined = functions(source).get(name)
    if defined:
        return defined[-1].lineno
    tree, owner = parsed(source), name.rpartition(".")[0]
    for node in ast.iter_child_nodes(tree) if tree else ():
        if isinstance(node, ast.ClassDef) and node.name == owner:
            return node.lineno
    return 1


def stub(source: str) -> str:
    """A solution's source with every function whose docstring begins "Stage N:" emptied."""
    lines = source.splitlines()
    for name, function in reversed(list(_stage_functions(source))):
        docstring, stage = function.body[0], _stage(function)
        assert docstring.end_lineno and function.end_lineno and stage
        indent = " " * docstring.col_offset
        body = f'{indent}raise NotImplementedError("stage {stage}: {name}")'
        lines[docstring.end_lineno : function.end_lineno] = [body]
    return "\n".join(lines) + "\n"


def stub_names(source: str) -> list[str]:
    """The functions that stub() empties, such as "Value.__add__", in their order."""
    return [name for name, _ in _stage_functions(source)]


def is_stub(function: Function) -> bool:
    """Whether a function does nothing yet but raise NotImplementedError."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if len(body) != 1 or not isinstance(body[0], ast.Raise) or body[0].exc is None:
        return False
    raised = body[0].exc.func if isinstance(body[0].exc, ast.Call) else body[0].exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _stage_functions(source: str) -> Iterator[tuple[str, Function]]:
    for name, defined in functions(source).items():
        for function in defined:
            if _stage(function):
                yield name, function


def _stage(function: Function) -> str | None:
    match = re.match(r"Stage (\d+):", ast.get_docstring(function) or "")
    return match.group(1) if match else None
