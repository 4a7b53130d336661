"""Source text, compiled: once, however often it runs."""

from __future__ import annotations

from _ast import Pass
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType
    from typing import Any

MOST_KEPT = 500  # modules and programs; most take some kilobytes
ONLY_TREE = 0x400  # ast.PyCF_ONLY_AST, without importing ast
FUTURES = annotations.compiler_flag  # of the import above


@lru_cache(MOST_KEPT)
def compiled(path: str, source: str) -> CodeType:
    """Raises what compile() raises: mostly a SyntaxError, a ValueError for a null byte."""
    return compile(source, path, "exec", dont_inherit=True)


@lru_cache(MOST_KEPT)
def compiled_in_parts(path: str, source: str, name: str) -> tuple[CodeType, ...]:
    """The code of a module, parted after each of its statements that may bind a name.

    Run one after the other they do what the whole does. Raises what compile() raises.
    """
    whole = compiled(path, source)
    tree = tree_of(path, source)
    ends = [i + 1 for i, node in enumerate(tree.body) if binds(node, name)]
    if not ends:
        return (whole,)
    flags = whole.co_flags & FUTURES
    parts = [tree.body[i:j] for i, j in zip([0, *ends], [*ends, len(tree.body)]) if i < j]
    return tuple(
        compile(in_module(tree, body, i > 0), path, "exec", flags, dont_inherit=True)
        for i, body in enumerate(parts)
    )


def in_module(tree: Any, body: list[Any], is_later: bool) -> Any:
    """A module of these statements; the text that a later part may begin with is no docstring."""
    first = body[0]
    place = {name: getattr(first, name) for name in ("lineno", "col_offset")}
    nothing = [Pass(**place)] if is_later else []
    return type(tree)(body=[*nothing, *body], type_ignores=[])


def binds(node: Any, name: str) -> bool:
    """Whether a statement may bind a name; "*" in an import may."""
    return any(
        (kind == "ClassDef" and inner.name == name)
        or (kind == "Name" and inner.id == name and type(inner.ctx).__name__ == "Store")
        or (kind == "alias" and (inner.asname or inner.name) in (name, "*"))
        for inner in nodes(node)
        for kind in (type(inner).__name__,)
    )


def tree_of(path: str, source: str) -> Any:
    """The syntax tree of a source. Raises what compile() raises."""
    return compile(source, path, "exec", ONLY_TREE, dont_inherit=True)


def nodes(node: Any, *, in_functions: bool = False) -> Iterator[Any]:
    """The nodes of a tree, without what is inside of functions unless that is asked for."""
    to_visit = [node]
    while to_visit:
        here = to_visit.pop()
        if hasattr(here, "_fields"):
            yield here
            is_function = type(here).__name__ in ("FunctionDef", "AsyncFunctionDef", "Lambda")
            if in_functions or not is_function:
                to_visit += [getattr(here, field, None) for field in here._fields]
        elif isinstance(here, list):
            to_visit += here
