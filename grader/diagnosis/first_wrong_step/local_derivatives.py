"""The derivative of each operation by its operands, and how to write it down."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from grader.trace import close

Numbers: TypeAlias = tuple[float, ...]


class Operation(Struct, frozen=True):
    """What an operation makes of its operands' numbers, and its slope by each of them.

    words write the slopes down: {0} and {1} stand for the operands, {out} for the result.
    """

    result: Callable[..., float]
    slopes: Callable[..., Numbers]  # of the operands' numbers
    words: tuple[str, ...]


class Slope(Struct, frozen=True):
    """The derivative of a result by one of its operands, told by its place among them."""

    operand: int
    value: float
    words: str


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


def slopes(op: str, data: Numbers, result: float, *, is_set: bool) -> list[Slope] | None:
    """The slope by each operand; one that a set holds once comes twice where it is used twice.

    None where the operation is not known, or makes another number of these operands: its
    name may mean something else here.
    """
    order = in_order(op, data, result) if is_set else tuple(range(len(data)))
    operation = _operation(op, [data[place] for place in order])
    if operation is None or not _makes(operation, [data[place] for place in order], result):
        return None
    swapped = [data[place] for place in reversed(order)]
    if is_set and operation in (MINUS, OVER) and _makes(operation, swapped, result):
        return None  # either may have come first
    return _slopes(operation, order, data)


def in_order(op: str, data: Numbers, result: float) -> tuple[int, ...]:
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
    if op.lower() == "relu" and data[0] != 0:  # at 0 any slope will do
        return RELU
    return UNARY.get(op.lower())


def _power(exponent: str) -> Operation | None:
    try:
        n = float(exponent)
    except ValueError:
        return None
    words = f"{n:g} * {{0}}" if n == 2 else f"{n:g} * {{0}}**{n - 1:g}"
    return Operation(lambda a: a**n, lambda a: (n * a ** (n - 1),), (words,))


def _makes(operation: Operation, data: list[float], result: float) -> bool:
    try:
        return close(operation.result(*data), result)
    except (ArithmeticError, ValueError, TypeError):  # a complex number is compared with none
        return False


def _slopes(operation: Operation, order: tuple[int, ...], data: Numbers) -> list[Slope] | None:
    try:
        values = operation.slopes(*(data[i] for i in order))
    except ArithmeticError:
        return None
    if not all(map(math.isfinite, values)):
        return None
    positions = {str(i): f"{{{place}}}" for i, place in enumerate(order)}
    return [
        Slope(place, value, words.format(positions["0"], positions.get("1", ""), out="{out}"))
        for place, value, words in zip(order, values, operation.words)
    ]
