"""The operations that a program itself asks for, rewritten so that each leaves a record."""

from __future__ import annotations

import ast
import copy
from collections import Counter

from msgspec import Struct

from grader.python_source import parsed

OBSERVE = "_observe"  # what recording.py calls the function that keeps the record
METHODS = ("tanh", "exp", "relu")
OPS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}
SEVERAL = (ast.For, ast.While, ast.FunctionDef, ast.Lambda, ast.comprehension)


class Expression(Struct, frozen=True):
    """One operation as the program writes it: its op, its text, and those of its operands.

    is_lasting where each name in it means the same from the first line to the last. name is
    what the program calls its result, or "".
    """

    op: str
    text: str
    operands: tuple[str, ...]
    is_lasting: bool
    name: str = ""

    @property
    def statement(self) -> str:
        """The whole line, `c = a * b`, where it has a name; else the expression alone."""
        return f"{self.name} = {self.text}" if self.name else self.text


def observed(program: str) -> tuple[str, tuple[Expression, ...]]:
    """A program that does the same and keeps a record, and its expressions as it numbers them.

    One that is no Python comes back as it is, with no expressions.
    """
    tree = copy.deepcopy(parsed(program))
    if tree is None:
        return program, ()
    rewriting = _Rewriting(program, tree)
    return ast.unparse(ast.fix_missing_locations(rewriting.visit(tree))), tuple(rewriting.found)


class _Rewriting(ast.NodeTransformer):
    def __init__(self, program: str, tree: ast.Module) -> None:
        self.program = program
        self.found: list[Expression] = []
        self.names = {
            id(node.value): node.targets[0].id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        self.given_again = _given_again(tree)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        op = OPS.get(type(node.op))
        return self.rewritten(node, op, [node.left, node.right]) if op else node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        is_operation = isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant)
        return self.rewritten(node, "neg", [node.operand]) if is_operation else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        function, is_bare = node.func, not node.args and not node.keywords
        if is_bare and isinstance(function, ast.Attribute) and function.attr in METHODS:
            return self.rewritten(node, function.attr, [function.value])
        self.generic_visit(node)
        return node

    def rewritten(self, node: ast.expr, op: str, operands: list[ast.expr]) -> ast.expr:
        """A call of OBSERVE: the expression's number, the operation, and its operands."""
        expression = Expression(
            op,
            self.text(node),
            tuple(map(self.text, operands)),
            not self.given_again & {n.id for n in ast.walk(node) if isinstance(n, ast.Name)},
            self.names.get(id(node), ""),
        )
        values = [self.visit(operand) for operand in operands]
        number, self.found = len(self.found), [*self.found, expression]
        return ast.Call(
            ast.Name(OBSERVE, ast.Load()), [ast.Constant(number), _function(op), *values], []
        )

    def text(self, node: ast.expr) -> str:
        return " ".join((ast.get_source_segment(self.program, node) or "").split())


def _function(op: str) -> ast.expr:
    if op in METHODS:
        text = f"lambda x: x.{op}()"
    else:
        text = "lambda x: -x" if op == "neg" else f"lambda x, y: x {op} y"
    return ast.parse(text, mode="eval").body


def _given_again(tree: ast.Module) -> set[str]:
    """Names that may mean one thing in one line and another in the next."""
    given: Counter[str] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            given[node.id] += 1
        elif isinstance(node, SEVERAL):
            given.update(
                n.id
                for n in ast.walk(node)
                if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)
            )
            if isinstance(node, (ast.FunctionDef, ast.Lambda)):
                given.update({arg.arg: 2 for arg in node.args.args})
    return {name for name, times in given.items() if times > 1}
