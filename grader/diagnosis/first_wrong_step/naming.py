"""What to call a node: the name in the program, or else what it was made of: `(a * b)`."""

from __future__ import annotations

import ast
from collections.abc import Callable

from grader.diagnosis.first_wrong_step.local_derivatives import is_known, order_from_set
from grader.diagnosis.first_wrong_step.replay import Result
from grader.python_source import parsed
from grader.trace import Many, NodeRef, Trace, number

DEEPEST_FORMULA = 4  # operations within each other
LONGEST_FORMULA = 40  # characters


class NodeNames:
    """The words for the nodes of one trace; result_of knows what the program made itself."""

    def __init__(self, trace: Trace, result_of: Callable[[int], Result | None]) -> None:
        self.trace, self._result_of = trace, result_of
        self._in_program = trace.first_names()

    def in_program(self, node: int) -> str:
        """The name that the program gave it, or ""."""
        return self._in_program.get(node, "")

    def of(self, node: int) -> str:
        """Its name, or what it was made of, or its number."""
        name = self.in_program(node)
        if not name and self.is_constant(node):
            return f"Value({self._formula(node, 0)})"
        return name or _in_parentheses(self._short_formula(node))

    def with_formula(self, node: int) -> str:
        """Its name and what it was made of, `c = a * b`, where both are known and short."""
        name, formula = self.in_program(node), self._short_formula(node)
        if name and self.operands(node) and len(formula) <= LONGEST_FORMULA:
            return f"{name} = {formula}"
        return name or formula

    def data(self, node: int) -> str:
        """How to write its number in a formula: `a.data`, or `2.0` for a constant."""
        return self._formula(node, 0) if self.is_constant(node) else f"{self.of(node)}.data"

    def is_constant(self, node: int) -> bool:
        """Whether it is a leaf to which the program gave no name."""
        return not self.in_program(node) and not self.operands(node)

    def operands(self, node: int) -> tuple[int | float, ...]:
        """Its operands in their order: nodes as ints, plain numbers as floats."""
        parents, op = self.trace.nodes[node].parents, self.trace.nodes[node].op
        found: list[int | float] = []
        for item in parents.items if isinstance(parents, Many) else ():
            constant = number(item)
            if isinstance(item, NodeRef):
                found.append(item.index)
            elif constant is not None:
                found.append(constant)
        data, result = tuple(map(self._data, found)), number(self.trace.nodes[node].data)
        is_set = isinstance(parents, Many) and parents.is_set
        if is_set and isinstance(op, str) and result is not None and None not in data:
            places = order_from_set(op, tuple(d for d in data if d is not None), result)
            found = [found[place] for place in places]
        return tuple(found)

    def _data(self, operand: int | float) -> float | None:
        return operand if isinstance(operand, float) else number(self.trace.nodes[operand].data)

    def _short_formula(self, node: int) -> str:
        """As deep as it goes in a line's length."""
        formulas = (self._formula(node, depth) for depth in range(DEEPEST_FORMULA, 0, -1))
        return next((f for f in formulas if len(f) <= LONGEST_FORMULA), "(...)")

    def _formula(self, node: int, depth: int) -> str:
        result = self._result_of(node)
        if result and result.expression.is_lasting and result.expression.text:
            return result.expression.text
        operands, op = self.operands(node), self.trace.nodes[node].op
        if not operands or not isinstance(op, str) or not is_known(op, len(operands)):
            data = number(self.trace.nodes[node].data)
            if data is None:
                return "a Value"
            return f"Value({format_number(data)})" if operands else format_number(data)
        if depth == 0:
            return "(...)"
        words = [self._operand(operand, depth - 1) for operand in operands]
        if len(words) == 2:
            return f"{words[0]} {op} {words[1]}"
        if op.startswith("**"):
            return f"{words[0]}{op}"
        return f"-{words[0]}" if op in ("neg", "-") else f"{words[0]}.{op.lower()}()"

    def _operand(self, operand: int | float, depth: int) -> str:
        if isinstance(operand, float):
            return format_number(operand)
        words = self.in_program(operand) or _in_parentheses(self._formula(operand, depth))
        return words if len(words) <= LONGEST_FORMULA else "(...)"


def _in_parentheses(formula: str) -> str:
    """A formula that can stand before a dot, or among others."""
    tree = parsed(formula)
    expression = tree.body[0].value if tree and isinstance(tree.body[0], ast.Expr) else None
    is_one = isinstance(expression, (ast.Name, ast.Call, ast.Subscript, ast.Constant))
    is_clear = is_one or formula in ("(...)", "a Value") or _is_number(formula)
    return formula if is_clear else f"({formula})"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def format_number(amount: float, digits: int = 6) -> str:
    """A number as a reader likes it, 0.25 or -3.0, in at most so many digits."""
    text = f"{amount:.{digits}g}"
    return text if any(letter in text for letter in ".en") else f"{text}.0"


def format_unlike(amount: float, *others: float) -> str:
    """A number in as many digits as it takes to tell it from the others, six at the least."""
    for digits in (6, 9, 12, 17):
        text = format_number(amount, digits)
        if all(text != format_number(other, digits) for other in others if other != amount):
            return text
    return text
