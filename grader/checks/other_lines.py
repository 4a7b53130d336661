"""A program with its lines in another order, and with lines that change nothing in it."""

from __future__ import annotations

import ast
import random

from grader.checks.draw import similar

SIZES = (2.0, 3.0, 5.0, 0.5)  # of numbers for further leaves, before similar()


def change_lines(tree: ast.Module, fresh: list[str], source: random.Random) -> None:
    """Shuffle leaves that follow each other, and add lines, in place.

    Further Values meet nobody else's, and ask for no operation that the program does not use.
    A program without leaves gives one of its numbers a name. Takes names from fresh.
    """
    if any(map(_is_leaf, tree.body)):
        _shuffle_leaves(tree.body, source)
        _insert(_further_lines(tree, fresh, source), tree.body, source)
    else:
        _name_a_number(tree.body, fresh.pop(), source)


def _is_leaf(line: ast.stmt) -> bool:
    """Whether a line is such as `a = Value(2.0)`."""
    return (
        isinstance(line, ast.Assign)
        and isinstance(line.value, ast.Call)
        and isinstance(line.value.func, ast.Name)
        and line.value.func.id == "Value"
    )


def _shuffle_leaves(lines: list[ast.stmt], source: random.Random) -> None:
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and _is_leaf(lines[end]):
            end += 1
        leaves = lines[start:end]
        source.shuffle(leaves)
        lines[start:end] = leaves
        start = end + 1


def _further_lines(tree: ast.Module, fresh: list[str], source: random.Random) -> list[ast.stmt]:
    signs = [sign for kind, sign in ((ast.Add, "+"), (ast.Mult, "*")) if _uses(tree, kind)]
    leaves = [fresh.pop() for _ in range(source.randint(1, 2))]
    lines = [
        f"{name} = Value({source.choice((1, -1)) * similar(source.choice(SIZES), source)})"
        for name in leaves
    ]
    if signs:
        left, right = source.choice(leaves), source.choice(leaves)
        lines.append(f"{fresh.pop()} = {left} {source.choice(signs)} {right}")
    return ast.parse("\n".join(lines)).body


def _uses(tree: ast.Module, operation: type[ast.operator]) -> bool:
    """Whether any line outside of a function has that operation."""
    return any(
        isinstance(node, ast.BinOp) and isinstance(node.op, operation)
        for line in tree.body
        if not isinstance(line, ast.FunctionDef)
        for node in ast.walk(line)
    )


def _insert(further: list[ast.stmt], lines: list[ast.stmt], source: random.Random) -> None:
    """Put lines between others, in their order; the last one stays the last."""
    places = sorted(source.randrange(len(lines)) for _ in further)
    for place, line in reversed(list(zip(places, further))):
        lines.insert(place, line)


def _name_a_number(lines: list[ast.stmt], name: str, source: random.Random) -> None:
    """Give a number of some line a name of its own, in a line before it."""
    numbers = [(place, number) for place, line in enumerate(lines) for number in _numbers(line)]
    if not numbers:
        return
    place, number = source.choice(numbers)
    _Replace(number, ast.Name(name, ast.Load())).visit(lines[place])
    lines.insert(place, ast.Assign([ast.Name(name, ast.Store())], number, lineno=0))


def _numbers(line: ast.stmt) -> list[ast.expr]:
    """The numbers in a line that runs once, each with its minus, but for places in a list."""
    if not isinstance(line, (ast.Assign, ast.Expr)):
        return []
    left_out: set[ast.AST] = set()
    found: list[ast.expr] = []
    for node in ast.walk(line):  # what is outside comes before what is inside
        if isinstance(node, ast.Subscript):
            left_out.add(node.slice)
        inner = node.operand if isinstance(node, ast.UnaryOp) else node
        is_number = isinstance(inner, ast.Constant) and isinstance(inner.value, (int, float))
        if is_number and isinstance(node, ast.expr) and node not in left_out:
            found.append(node)
            left_out.add(inner)
    return found


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self.old:
            return self.new
        visited: ast.AST = self.generic_visit(node)
        return visited
