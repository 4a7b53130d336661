"""Calls that do not fit: too few arguments, no parentheses, a Value where a number should be."""

from __future__ import annotations

import ast
import re

from grader.report import failed_line
from grader.trace import Raised

# How a program makes one.
CALLS = {
    "Value": "Value(data)",
    "Neuron": "Neuron(nin)",
    "Layer": "Layer(nin, nout)",
    "MLP": "MLP(nin, nouts)",
}
UNARY = ("__neg__", "__repr__", "__str__", "__hash__", "__abs__", "__pos__")
METHODS = ("backward", "tanh", "exp", "relu", "parameters", "item", "double", "detach")
KINDS = "|".join(CALLS)
NOT_CALLED = "method|function|builtin_function_or_method"


def _no_init(raised: Raised, match: re.Match[str]) -> str:
    return (
        f"Python finds no __init__ in the class {match.group(1)}: it has two underscores on "
        "each side, and is indented into the class."
    )


def _missing_argument(raised: Raised, match: re.Match[str]) -> str:
    kind, method, missing = match.groups()
    if missing == "self":
        return f"{method} was called on the class {kind} itself; call it on an object of it."
    if method in UNARY:
        return f"Python hands {method} nothing but the object itself: def {method}(self)."
    if method != "__init__":
        return ""
    names = re.findall(r"\w+", CALLS[kind].partition("(")[2])
    if missing in names:
        return f"It is called as {CALLS[kind]}; that call lacks {missing}."
    return f"Programs call {CALLS[kind]} and hand over no {missing}: give it a default value."


def _inner_function(raised: Raised, match: re.Match[str]) -> str:
    return (
        f"{match.group(1)} is called with nothing in its parentheses: def {match.group(1)}(). It "
        "knows self and out from the method around it."
    )


def _too_many_arguments(raised: Raised, match: re.Match[str]) -> str:
    method, taken, given = match.group(2), int(match.group(3)), int(match.group(4))
    if given <= taken:
        return ""
    if taken == 0:
        return f"The first parameter of a method is the object itself: def {method}(self)."
    return "The object itself counts as one: it is the first parameter, self."


def _not_called(raised: Raised, match: re.Match[str]) -> str:
    """A method that stands where its result should; named where the line leaves no doubt."""
    asked = failed_line.attributes_not_called(raised)
    texts = list(dict.fromkeys(ast.unparse(node) for node in asked if node.attr in METHODS))
    if len(texts) == 1:
        return f"{texts[0]} is the method itself. Parentheses call it: {texts[0]}()."
    return "A method or function was named, but not called: parentheses are missing after it."


def _no_plain_number(raised: Raised, match: re.Match[str]) -> str:
    """A function of math that was given a Value; which argument, where there is but one."""
    of_math = {
        ast.unparse(call): call
        for call in failed_line.calls(raised)
        if ast.unparse(call.func).startswith("math.")
    }
    if len(of_math) != 1:
        return "The functions of math take plain numbers; a Value keeps its own in .data."
    (call,) = of_math.values()
    function, arguments = ast.unparse(call.func), [ast.unparse(a) for a in call.args]
    method = function.removeprefix("math.")
    if method in ("tanh", "exp") and failed_line.file_of(raised) == "nn.py":
        owner = arguments[0] if arguments and arguments[0].isidentifier() else "it"
        return (
            f"{function} takes plain numbers, through which no gradient finds its way back. A "
            f"Value has a {method} of its own: {owner}.{method}()."
        )
    if "self" in arguments:
        return f"{function} takes plain numbers, and was given a Value: hand it self.data."
    if len(arguments) == 1 and arguments[0].endswith(".data"):
        return value_inside(arguments[0])
    if len(arguments) == 1 and arguments[0].isidentifier():
        return (
            f"{function} takes plain numbers, and was given a Value: hand it {arguments[0]}.data."
        )
    return f"{function} takes plain numbers; a Value keeps its own in .data."


def value_inside(expression: str) -> str:
    """What it means that .data or .grad, which the expression is, holds a Value."""
    made = " Was a Value made from a Value?" if expression.endswith(".data") else ""
    return f"{expression} is a Value here, and should be a plain number.{made}"


def _no_power(raised: Raised, match: re.Match[str]) -> str:
    return "In Python ^ is no power: write **, as in x**2."


MEANINGS = (
    ("TypeError", rf"^({KINDS})\(\) takes no arguments", _no_init),
    (
        "TypeError",
        rf"^({KINDS})\.(\w+)\(\) missing \d+ required positional arguments?: '(\w+)'",
        _missing_argument,
    ),
    (
        "TypeError",
        rf"^({KINDS})\.(\w+)\(\) takes (\d+) positional arguments? but (\d+) w",
        _too_many_arguments,
    ),
    ("TypeError", r"<locals>\.(\w+)\(\) missing \d+ required", _inner_function),
    ("AttributeError", rf"^'({NOT_CALLED})' object has no attribute", _not_called),
    ("TypeError", rf"['\"]({NOT_CALLED})['\"]|real number, not ({NOT_CALLED})$", _not_called),
    ("TypeError", r"^must be real number, not Value$", _no_plain_number),
    ("TypeError", r"^unsupported operand type\(s\) for \^=?:", _no_power),
)
