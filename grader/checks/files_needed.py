"""Which files of a submission a program runs, as far as their text shows.

After two time-outs in a file, what needs it is not run any more, and everything else is.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from grader.curriculum import HOME
from grader.python_source import parsed


class Piece(Struct, frozen=True):
    """A function, or what is outside of all: the names it mentions, the modules it imports.

    called_by is the name that makes a function run: its own, or for a special method, such as
    __add__, that of its class. It is "" for what runs as the file is imported.
    """

    called_by: str
    mentions: frozenset[str]
    imports: frozenset[str]


class FilesNeeded(Struct, frozen=True):
    """Modules that a program imports; and of these, those that have functions that it calls."""

    imported: frozenset[str]
    called: frozenset[str]


def files_needed(
    program: str, sources: Mapping[str, str], beside: Callable[[str], set[str]] = lambda _: set()
) -> FilesNeeded:
    """Of the modules in sources, {module: text}.

    beside gives those that are imported with a module, for they are parts of the same file.
    """
    mentions = set(re.findall(r"[A-Za-z_]\w*", program))  # in programs that it holds as text too
    imported = {name for piece in pieces(program) for name in piece.imports & sources.keys()}
    reached = set(imported)  # without what only comes along
    called: set[str] = set()
    size = -1
    while size < len(mentions) + len(imported) + len(called):
        size = len(mentions) + len(imported) + len(called)
        imported.update(*map(beside, imported))
        homes = {HOME[name] for name in mentions & HOME.keys()}
        reached.update(*(beside(module) & homes for module in reached))
        for module in sorted(reached):
            for piece in pieces(sources[module]):
                if piece.called_by and piece.called_by not in mentions:
                    continue
                if piece.called_by:
                    called.add(module)
                mentions |= piece.mentions
                imported |= piece.imports & sources.keys()
                reached |= piece.imports & sources.keys()
    return FilesNeeded(frozenset(imported), frozenset(called))


def mentioned_from(names: Iterable[str], sources: Iterable[str]) -> set[str]:
    """The names that functions of these names mention, and the functions they call, and so on."""
    called, mentioned, size = set(names), set[str](), -1
    every = [piece for source in sources for piece in pieces(source) if piece.called_by]
    while size < len(mentioned):
        size = len(mentioned)
        for piece in every:
            if piece.called_by in called | mentioned:
                mentioned |= piece.mentions
    return mentioned


@lru_cache(maxsize=256)
def pieces(source: str) -> tuple[Piece, ...]:
    """What a source is made of; nothing where Python cannot read it."""
    tree = parsed(source)
    return tuple(_pieces(tree, "")) if tree else ()


def _pieces(node: ast.AST, called_by: str) -> Iterator[Piece]:
    """A function or a module, and then the functions inside of it."""
    mentions: set[str] = set()
    imports: set[str] = set()
    inner: list[tuple[ast.AST, str]] = []
    to_visit = [(child, "") for child in ast.iter_child_nodes(node)]
    while to_visit:
        here, owner = to_visit.pop()
        if isinstance(here, (ast.FunctionDef, ast.AsyncFunctionDef)):
            is_special = here.name.startswith("__") and owner
            inner.append((here, owner if is_special else here.name))
            continue
        if isinstance(here, ast.ClassDef):
            owner = here.name
        mentions |= _mentioned(here)
        imports |= _imported(here)
        to_visit += [(child, owner) for child in ast.iter_child_nodes(here)]
    yield Piece(called_by, frozenset(mentions), frozenset(imports))
    for function, name in inner:
        yield from _pieces(function, name)


def _mentioned(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Name):
        return {node.id}
    if isinstance(node, ast.Attribute):
        return {node.attr}
    if isinstance(node, ast.alias) and node.asname:  # it is called by another name from now on
        return {node.name}
    return set()


def _imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    return {node.module} if isinstance(node, ast.ImportFrom) and node.module else set()
