"""The derivative of each operation by its operands, and how to write it down."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from grader.trace import close

Numbers: TypeAlias = tuple[float, ...]


class Operation(Struct, frozen=True):
    """What an operation makes of its operands' numbers, and its derivative by each of them.

    formulas write the derivatives down: {0} and {1} stand for the operands, {out} for the
    result.
    """

    result: Callable[..., float]
    derivatives: Callable[..., Numbers]  # of the operands' numbers
    formulas: tuple[str, ...]


class LocalDerivative(Struct, frozen=True):
    """The derivative of a result by one of its operands, told by its place among them."""

    operand: int
    value: float
    formula: str


PLUS = Operation(lambda a, b: a + b, lambda a, b: (1.0, 1.0), ("1", "1"))
TIMES = Operation(lambda a, b: a * b, lambda a, b: (b, a), ("{1}", "{0}"))
MINUS = Operation(lambda a, b: a - b, lambda a, b: (1.0, -1.0), ("1", "-1"))
OVER = Operation(lambda a, b: a / b, lambda a, b: (1 / b, -a / b**2), ("1 / {1}", "-{0} / {1}**2"))
NEGATIVE = Operation(lambda a: -a, lambda a: (-1.0,), ("-1",))
TANH = Operation(math.tanh, lambda a: (1 - math.tanh(a) ** 2,), ("(1 - {out}**2)",))
EXP = Operation(math.exp, lambda a: (math.exp(a),), ("{out}",))
RELU = Operation(lambda a: max(a, 0.0), lambda a: (float(a > 0),), ("({0} > 0)",))

BINARY = {"+": PLUS, "*": TIMES, "-": MINUS, "/": OVER}
UNARY = {"tanh": TANH, "exp": EXP, "neg": NEGATIVE, "-": NEGATIVE}


def local_derivatives(
    op: str, data: Numbers, result: float, *, is_set: bool
) -> list[LocalDerivative]:
    """That by each operand; one that a set holds once comes twice where it is used twice.

    None at all where the operation is not known, or makes another number of these operands:
    its name may mean something else here.
    """
    order = order_from_set(op, data, result) if is_set else tuple(range(len(data)))
    found = derivatives_in_order(op, order, data, result)
    swapped = [data[place] for place in reversed(order)]
    if is_set and op in ("-", "/") and len(data) == 2 and _makes(BINARY[op], swapped, result):
        return []  # either may have come first
    return found


def derivatives_in_order(
    op: str, order: tuple[int, ...], data: Numbers, result: float
) -> list[LocalDerivative]:
    """The same where order tells which operand stands where, and which stands there twice."""
    numbers = [data[place] for place in order]
    operation = _operation(op, numbers)
    if operation is None or not _makes(operation, numbers, result):
        return []
    return _in_order(operation, order, data)


def is_known(op: str, operands: int) -> bool:
    """Whether an op of so many operands is one that a reader knows how to write."""
    if operands == 2:
        return op in BINARY
    if operands != 1:
        return False
    return op.startswith("**") or op.lower() in (*UNARY, "relu")


def derivatives_by_values(data: Numbers, result: float, *, is_set: bool) -> list[LocalDerivative]:
    """The same where no op is known: what all operations with this result have in common."""
    found = [
        derivatives
        for op in (*BINARY, "tanh", "exp", "relu", "neg")
        if (derivatives := local_derivatives(op, data, result, is_set=is_set))
    ]
    return [
        derivative
        for derivative in (found[0] if found else [])
        if all(_by(derivative.operand, f) == _by(derivative.operand, found[0]) for f in found)
    ]


def _by(operand: int, derivatives: list[LocalDerivative]) -> list[float]:
    return [derivative.value for derivative in derivatives if derivative.operand == operand]


def result_of(op: str, data: Numbers) -> float | None:
    """What an operation makes of these numbers; None where it is not known, or not finite."""
    operation = _operation(op, [*data])
    if op.lower() == "relu" and len(data) == 1:
        operation = RELU
    try:
        result = None if operation is None else operation.result(*data)
        return result if isinstance(result, float) and math.isfinite(result) else None
    except (ArithmeticError, ValueError):
        return None


def order_from_set(op: str, data: Numbers, result: float) -> tuple[int, ...]:
    """The places of operands from a set, which forgets their order and a second use."""
    places = tuple(range(len(data)))
    if len(data) == 1 and op in ("+", "*"):
        return (0, 0)
    if len(data) == 2 and op in ("-", "/") and not _makes(BINARY[op], list(data), result):
        return places[::-1]
    return places


def _operation(op: str, data: list[float]) -> Operation | None:
    if len(data) == 2:
        return BINARY.get(op)
    if len(data) != 1:
        return None
    if op.startswith("**"):
        return _power(op[2:])
    if op.lower() == "relu" and data[0] != 0:  # at 0 any derivative will do
        return RELU
    return UNARY.get(op.lower())


def _power(exponent: str) -> Operation | None:
    try:
        n = float(exponent)
    except ValueError:
        return None
    formula = f"{n:g} * {{0}}" if n == 2 else f"{n:g} * {{0}}**{n - 1:g}"
    return Operation(lambda a: a**n, lambda a: (n * a ** (n - 1),), (formula,))


def _makes(operation: Operation, data: list[float], result: float) -> bool:
    try:
        return close(operation.result(*data), result)
    except (ArithmeticError, ValueError, TypeError):  # a complex number is compared with none
        return False


def _in_order(operation: Operation, order: tuple[int, ...], data: Numbers) -> list[LocalDerivative]:
    try:
        values = operation.derivatives(*(data[place] for place in order))
    except ArithmeticError:
        return []
    if not all(map(math.isfinite, values)):
        return []
    operands = {str(i): f"{{{place}}}" for i, place in enumerate(order)}
    return [
        LocalDerivative(
            place, value, formula.format(operands["0"], operands.get("1", ""), out="{out}")
        )
        for place, value, formula in zip(order, values, operation.formulas)
    ]
