"""Every mutant of a file: the operators of mutmut and a few more, one of them applied once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

import libcst as cst
from mutmut.mutation.mutators import OPERATORS_TYPE, mutation_operators

Path = tuple[cst.CSTNode, ...]  # from the module down to a node


@dataclass(frozen=True)
class Mutant:
    """One file of the solutions with one small change somewhere in its code."""

    file: str
    place: str  # the function it is in, such as Value.__add__, or "" outside of any
    diff: tuple[str, ...]  # the changed lines, each behind "- " or "+ "
    source: str


def mutants(file: str, source: str) -> list[Mutant]:
    """All mutants of a source, no two alike; docstrings are left as they are."""
    made = {source}
    found = []
    for path in _paths((cst.parse_module(source),)):
        for replacement in _replacements(path[-1]):
            mutated = _replaced(path, replacement).code
            if mutated not in made:
                made.add(mutated)
                found.append(Mutant(file, _place(path), _diff(source, mutated), mutated))
    return found


def _paths(path: Path) -> Iterator[Path]:
    """Every node below the last one of a path, itself included, with all that it is in."""
    yield path
    for child in path[-1].children:
        yield from _paths((*path, child))


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


def _replacements(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    for kind, operator in (*mutation_operators, *MORE):
        if isinstance(node, kind):
            yield from operator(node)


def _diff(before: str, after: str) -> tuple[str, ...]:
    """What stands between the lines that both begin with and those that both end with."""
    old, new = before.splitlines(), after.splitlines()
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return (*(f"- {line.strip()}" for line in old), *(f"+ {line.strip()}" for line in new))


# What mutmut leaves out.


def _one_less(node: cst.Integer | cst.Float) -> Iterable[cst.BaseExpression]:
    yield cst.parse_expression(repr(node.evaluated_value - 1))


def _no_statement(node: cst.BaseSmallStatement) -> Iterable[cst.Pass]:
    """Without return this is return None."""
    is_docstring = isinstance(node, cst.Expr) and isinstance(node.value, cst.SimpleString)
    if not is_docstring and not isinstance(node, cst.Pass):
        yield cst.Pass()


def _no_block(node: cst.If | cst.For | cst.While) -> Iterable[cst.SimpleStatementLine]:
    yield cst.SimpleStatementLine([cst.Pass()])


def _the_contrary(node: cst.If | cst.While | cst.IfExp) -> Iterable[cst.CSTNode]:
    condition = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    space = cst.SimpleWhitespace(" ")
    contrary = cst.UnaryOperation(cst.Not(whitespace_after=space), condition)
    yield node.with_changes(test=contrary)


def _arguments_swapped(node: cst.Call) -> Iterable[cst.Call]:
    for i, (left, right) in enumerate(zip(node.args, node.args[1:])):
        if left.keyword is None and right.keyword is None:
            swapped = (left.with_changes(value=right.value), right.with_changes(value=left.value))
            yield node.with_changes(args=[*node.args[:i], *swapped, *node.args[i + 2 :]])


def _operands_swapped(node: cst.BinaryOperation) -> Iterable[cst.BinaryOperation]:
    """Of a sum or a product nothing could be seen, but an order that is nobody's business."""
    if not isinstance(node.operator, (cst.Add, cst.Multiply)):
        yield node.with_changes(left=node.right, right=node.left)


def _one_element_less(node: cst.Tuple | cst.List) -> Iterable[cst.CSTNode]:
    for i in range(len(node.elements)):
        left = [*node.elements[:i], *node.elements[i + 1 :]]
        if len(left) == 1 and isinstance(node, cst.Tuple):
            left = [left[0].with_changes(comma=cst.Comma())]
        yield node.with_changes(elements=left)


MORE: OPERATORS_TYPE = [
    (cst.Integer, _one_less),
    (cst.Float, _one_less),
    (cst.BaseSmallStatement, _no_statement),
    (cst.If, _no_block),
    (cst.For, _no_block),
    (cst.While, _no_block),
    (cst.If, _the_contrary),
    (cst.While, _the_contrary),
    (cst.IfExp, _the_contrary),
    (cst.Call, _arguments_swapped),
    (cst.BinaryOperation, _operands_swapped),
    (cst.Tuple, _one_element_less),
    (cst.List, _one_element_less),
]
