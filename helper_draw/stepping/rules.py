"""Rules: which operation made a value, found by its op, and by whether it makes that number.

What an op is called is the learner's own choice: it is believed only where the operation, put to
the numbers of the operands, makes the number that the value has.
"""

import math
from collections.abc import Callable
from itertools import permutations
from typing import NamedTuple

from ..graph import Box

TOLERANCE = 1e-6


class Rule(NamedTuple):
    """An operation that the page can do.

    name      as the page's own rules call it
    operands  their positions, in the order of the operation, one used twice being there twice
    exponent  of a power by a plain number
    """

    name: str
    operands: tuple[int, ...]
    exponent: float | None = None


def _sigmoid(a: float) -> float:
    return 1 / (1 + math.exp(-a))


# What each makes of its operands; of two, whether their order makes a difference.
UNARY: dict[str, Callable[[float], float]] = {
    "neg": lambda a: -a,
    "tanh": math.tanh,
    "exp": math.exp,
    "log": math.log,
    "relu": lambda a: max(a, 0.0),
    "sigmoid": _sigmoid,
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
}
BINARY: dict[str, Callable[[float, float], float]] = {
    "*": lambda a, b: a * b,
    "-": lambda a, b: a - b,
    "/": lambda a, b: a / b,
    "**": lambda a, b: float(a**b),
}
OTHER_NAMES = {"-": "neg", "ln": "log", "pow": "**", "^": "**", "σ": "sigmoid", "×": "*"}


def rule_of(box: Box, data: Callable[[int], float | None], wanted: float | None) -> Rule | None:
    """The rule of a box with operands, which makes the wanted number of theirs; None for none."""
    numbers = [data(parent) for parent in box.parents]
    if wanted is None or None in numbers or not box.parents:
        return None
    for rule in _candidates(box):
        operands = [data(operand) for operand in rule.operands]
        if _makes(rule, [each for each in operands if each is not None], wanted):
            return None if _is_ambiguous(box, rule, operands, wanted) else rule
    return None


def _candidates(box: Box) -> list[Rule]:
    """What the op may mean, the likeliest first."""
    op, parents = box.op.strip().lower(), box.parents
    if op == "+":
        once = [Rule("+", parents)]
        return [Rule("+", parents * 2), *once] if box.unordered and len(parents) == 1 else once
    if len(parents) == 1:
        single = OTHER_NAMES.get(op, op)
        found = [Rule(single, parents)] if single in UNARY else []
        exponent = _exponent(op)
        if exponent is not None:
            found.append(Rule("**", parents, exponent))
        if box.unordered:
            found += [Rule(name, parents * 2) for name in (OTHER_NAMES.get(op, op), op)]
        return [rule for rule in found if rule.name in UNARY or rule.name in BINARY]
    double = op if op in BINARY else OTHER_NAMES.get(op, op)
    if len(parents) != 2 or double not in BINARY:
        return []
    orders = permutations(parents) if box.unordered and double != "*" else [parents]
    return [Rule(double, tuple(order)) for order in orders]


def _exponent(op: str) -> float | None:
    """The number in an op such as "**2", "^-1" or "**(0.5)"."""
    for sign in ("**", "^", "pow"):
        if op.startswith(sign):
            try:
                return float(op[len(sign) :].strip(" ()"))
            except ValueError:
                return None
    return None


def _makes(rule: Rule, numbers: list[float], wanted: float) -> bool:
    try:
        made = _made(rule, numbers)
    except (ArithmeticError, ValueError, TypeError):  # a root of a negative number is complex
        return False
    both = math.isnan(made) and math.isnan(wanted)
    return both or made == wanted or math.isclose(made, wanted, rel_tol=TOLERANCE, abs_tol=1e-12)


def _made(rule: Rule, numbers: list[float]) -> float:
    if rule.name == "+":
        return sum(numbers)
    if rule.exponent is not None:
        return float(numbers[0] ** rule.exponent)
    if len(numbers) == 1:
        return UNARY[rule.name](numbers[0])
    return BINARY[rule.name](*numbers)


def _is_ambiguous(box: Box, rule: Rule, numbers: list[float | None], wanted: float) -> bool:
    """Whether a set forgot which of two operands came first, and either makes that number."""
    if not box.unordered or len({*rule.operands}) < 2 or rule.name in ("+", "*"):
        return False
    return _makes(rule, [each for each in reversed(numbers) if each is not None], wanted)
