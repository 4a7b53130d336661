"""Every mutant of a file: one operator, applied once, in one place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import libcst as cst

from grader.upkeep.mutation_operators import OPERATORS, OperatorOf

Path = tuple[cst.CSTNode, ...]  # from the module down to a node


@dataclass(frozen=True)
class Mutant:
    """One file of the solutions with one small change somewhere in its code."""

    file: str
    place: str  # the function it is in, such as Value.__add__, or "" outside of any
    diff: tuple[str, ...]  # the changed lines, each behind "- " or "+ "
    source: str


def mutants(file: str, source: str, operators: Sequence[OperatorOf] = OPERATORS) -> list[Mutant]:
    """All mutants of a source, no two alike; docstrings are left as they are."""
    made = {source}
    found = []
    for path in _paths((cst.parse_module(source),)):
        for replacement in _replacements(path[-1], operators):
            mutated = _replaced(path, replacement).code
            if mutated not in made:
                made.add(mutated)
                found.append(Mutant(file, _place(path), _diff(source, mutated), mutated))
    return found


def _paths(path: Path) -> Iterator[Path]:
    """Every node below the last one of a path, itself included, with all that it is in."""
    if not _is_docstring(path[-1]):
        yield path
        for child in path[-1].children:
            yield from _paths((*path, child))


def _is_docstring(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Expr) and isinstance(node.value, cst.SimpleString)


def _place(path: Path) -> str:
    names = [node.name.value for node in path if isinstance(node, (cst.FunctionDef, cst.ClassDef))]
    return ".".join(names)


def _replaced(path: Path, new: cst.CSTNode) -> cst.Module:
    """The module with another node at the end of a path.

    libcst's own deep_replace visits every node there is, which takes ten times as long.
    """
    for parent, old in zip(path[-2::-1], path[:0:-1]):
        for field in fields(parent):
            value = getattr(parent, field.name)
            if value is old:
                new = parent.with_changes(**{field.name: new})
                break
            if isinstance(value, Sequence) and any(item is old for item in value):
                items = [new if item is old else item for item in value]
                new = parent.with_changes(**{field.name: items})
                break
    return cst.ensure_type(new, cst.Module)


def _replacements(node: cst.CSTNode, operators: Sequence[OperatorOf]) -> Iterator[cst.CSTNode]:
    for kinds, operator in operators:
        if isinstance(node, kinds):
            yield from operator(node)


def _diff(before: str, after: str) -> tuple[str, ...]:
    """What stands between the lines that both begin with and those that both end with."""
    old, new = before.splitlines(), after.splitlines()
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return (*(f"- {line.strip()}" for line in old), *(f"+ {line.strip()}" for line in new))
