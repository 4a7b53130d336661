"""A program with other numbers that ask the same: no sign turns, and none grows out of hand."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from grader.answers import reference
from grader.checks.draw import KEPT, similar
from grader.trace import Datum, Many, Node, NodeRef, Trace, differences, number

Number: TypeAlias = int | float
Key: TypeAlias = tuple[type, Number]  # an int is another number than the float of its size

MOST_DRAWS = 300  # one or two are enough, most often; after that the numbers stay
FACTOR = 30.0  # by which the number of a Value may grow or shrink
LARGEST = 1e3  # of any number, where the program had no larger one
NUDGE = 1e-9  # relative, and far below the tolerance of a check
BESIDE = (ast.Add, ast.Sub, ast.Mult, ast.Div)  # where an int is a plain number beside a Value
SIGNS_MATTER = ("ReLU", "**")  # to an operand, by how the op begins


def with_other_numbers(program: str, source: random.Random) -> str:
    """The program with each size of a literal replaced wherever it stands, signs kept.

    Exponents, sizes and counts stay. Fair is what the reference says is so: see is_fair(), and
    a nudge of all the numbers is not felt.
    """
    tree = ast.parse(program)
    recorded = [(literal, value) for literal, value in _literals(tree) if value not in KEPT]
    if not recorded:
        return program
    given = reference.run(program)
    for _ in range(MOST_DRAWS):
        drawn = _drawn((value for _, value in recorded), source)
        if not _is_one_to_one(drawn):
            continue
        other = _with(recorded, drawn, tree)
        trace = reference.run(other)
        if not is_fair(given, trace):
            continue
        nudged = {key: _nudged(number) for key, number in drawn.items()}
        if not differences(reference.run(_with(recorded, nudged, tree)), trace, "reference"):
            return other
    return program


def _with(
    recorded: Iterable[tuple[ast.Constant, Number]], drawn: dict[Key, Number], tree: ast.Module
) -> str:
    for literal, value in recorded:
        literal.value = drawn[_key(value)]
    return ast.unparse(tree) + "\n"


def _nudged(number: Number) -> Number:
    return number if isinstance(number, int) else number * (1 + NUDGE)


def _literals(tree: ast.AST) -> Iterator[tuple[ast.Constant, Number]]:
    """The numbers to replace, with what they are: floats, and ints that stand for one."""
    kept = _kept(tree)
    ints = {id(constant) for node in ast.walk(tree) for constant in _plain_ints(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or node in kept:
            continue
        if isinstance(node.value, float) or (isinstance(node.value, int) and id(node) in ints):
            yield node, node.value


def _kept(tree: ast.AST) -> set[ast.AST]:
    """Exponents, and formulas for many numbers, such as `7 % 13`."""
    kept: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            kept.update(ast.walk(node.right))
        elif isinstance(node, ast.BinOp) and any(
            isinstance(inner, ast.Mod) for inner in ast.walk(node)
        ):
            kept.update(ast.walk(node))
    return kept


def _plain_ints(node: ast.AST) -> Iterator[ast.Constant]:
    """The ints in an operation, a Value or a list with floats that stand for a number."""
    places: list[ast.expr] = []
    if isinstance(node, ast.BinOp) and isinstance(node.op, BESIDE):
        places = [node.left, node.right]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        places = node.args if node.func.id == "Value" else []
    elif isinstance(node, ast.List):
        constants = [_unsigned(item) for item in node.elts]
        has_float = any(constant and type(constant.value) is float for constant in constants)
        places = node.elts if has_float else []
    for place in places:
        constant = _unsigned(place)
        if constant and type(constant.value) is int:
            yield constant


def _unsigned(node: ast.expr) -> ast.Constant | None:
    """The literal of a number, which may have a minus in front."""
    inner = node.operand if isinstance(node, ast.UnaryOp) else node
    return inner if isinstance(inner, ast.Constant) else None


def _drawn(recorded: Iterable[Number], source: random.Random) -> dict[Key, Number]:
    """{(kind, size): another size}; it may be that two sizes got the same."""
    return {key: similar(key[1], source) for key in dict.fromkeys(map(_key, recorded))}


def _is_one_to_one(drawn: dict[Key, Number]) -> bool:
    return len(set(map(_key, drawn.values()))) == len(drawn)


def _key(size: Number) -> Key:
    return type(size), size


def is_fair(given: Trace, drawn: Trace) -> bool:
    """Whether two runs of the reference, the same but for the numbers, ask the same.

    What is raised, which numbers are 0, and every truth are the same. So is the sign of each
    Value with a name, or that a relu or a power is of; its data and gradient are within FACTOR.
    """
    if (given.raised and given.raised.kind) != (drawn.raised and drawn.raised.kind):
        return False
    if given.names.keys() != drawn.names.keys() or len(given.nodes) != len(drawn.nodes):
        return False
    if not all(_is_alike(given.names[name], drawn.names[name]) for name in given.names):
        return False
    pairs = [(given.nodes[place], drawn.nodes[place]) for place in _telling(given)]
    return all(
        _same_size(before.data, after.data, signed=True)
        and _same_size(before.grad, after.grad, signed=False)
        for before, after in pairs
    )


def _telling(trace: Trace) -> set[int]:
    """The places of the Values with a name, and of those that a relu or a power is of."""
    places = set(trace.first_names())
    for node in trace.nodes:
        if isinstance(node.op, str) and node.op.startswith(SIGNS_MATTER):
            places.update(_operands(node))
    return places


def _operands(node: Node) -> Iterator[int]:
    items = node.parents.items if isinstance(node.parents, Many) else ()
    return (item.index for item in items if isinstance(item, NodeRef))


def _is_alike(given: Datum, drawn: Datum) -> bool:
    """Whether two things that a name stands for differ in plain numbers at most."""
    if isinstance(given, Many) and isinstance(drawn, Many):
        pairs = zip(given.items, drawn.items)
        return len(given.items) == len(drawn.items) and all(_is_alike(*pair) for pair in pairs)
    before, after = number(given), number(drawn)
    if before is not None and after is not None:
        return abs(after) <= max(LARGEST, FACTOR * abs(before))
    return isinstance(given, str) or given == drawn


def _same_size(given: object, drawn: object, *, signed: bool) -> bool:
    before, after = number(given), number(drawn)
    if before is None or after is None:
        return before is after
    if before == 0:  # of what is 0 itself, or of a relu's; else by chance
        return abs(after) <= LARGEST
    if signed and (before > 0) != (after > 0):
        return False
    return abs(before) / FACTOR <= abs(after) <= max(LARGEST, FACTOR * abs(before))
