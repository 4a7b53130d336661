"""Exceptions of the learner's code in plain words: what happened, and what to look at."""

from __future__ import annotations

import ast
import re
import sys

from grader.trace import Raised

PLAIN = {
    "EndedProcess": "os._exit({message}) would have ended Python in the middle of the program",
    "SystemExit": "sys.exit({message}) was called; a file of the kata must not end the program",
    "RecursionError": "a function calls itself without end, or deeper than Python allows",
    "MemoryError": "the program used more memory than it is given (512 MB)",
    "EOFError": "the code asks for keyboard input, and there is no keyboard here",
    "KeyboardInterrupt": "the code raised KeyboardInterrupt",
}


def message(raised: Raised) -> str:
    """What was raised, in one sentence without its full stop."""
    first_line = raised.message.strip().split("\n")[0]
    if raised.kind in PLAIN:
        return PLAIN[raised.kind].format(message=first_line)
    if raised.kind in ("SyntaxError", "IndentationError", "TabError"):
        return (
            f"Python cannot read the file: {re.sub(r' [(][^)]*, line [0-9]+[)]$', '', first_line)}"
        )
    return f"{raised.kind}: {first_line}" if first_line else raised.kind


def remark(raised: Raised) -> str:
    """What it most likely means, in a sentence, or nothing."""
    for kind, pattern, explanation in _MEANINGS:
        match = re.search(pattern, raised.message)
        if raised.kind == kind and match:
            return explanation(raised, match)
    return ""


def _length_of_a_number(raised: Raised, match: re.Match[str]) -> str:
    kind, arguments = match.group(1), _arguments_of(raised, "len")
    asked = " or ".join(f"len({argument})" for argument in arguments) or "len(...)"
    if kind == "Value" or any(argument in ("x", "xs", "inputs") for argument in arguments):
        return (
            f"{asked} took the length of a single {'Value' if kind == 'Value' else 'number'}. "
            "The rule of the stub: a single number or Value counts as a list of one, so wrap "
            "it in a list first, x = [x]."
        )
    name = arguments[0] if arguments else "it"
    return (
        f"{asked} took the length of {name}, which is an int: a count has no length. "
        f"Use the number itself, as in range({name}); lengths are for lists."
    )


def _loop_over_a_number(raised: Raised, match: re.Match[str]) -> str:
    kind = match.group(1)
    text = raised.frames[-1].text if raised.frames else ""
    loop = re.search(r"\bin (?:range\()?([\w.]+)", text)
    name = loop.group(1) if loop else "it"
    if kind == "Value" or name in ("x", "xs", "inputs"):
        what = "Value" if kind == "Value" else "number"
        return (
            f"The loop needs a list, but {name} is a single {what} here. The rule of the stub: a single number or Value counts as a list of one, "
            "so wrap it in a list first, x = [x]."
        )
    return f"{name} is an int here. To count up to it, write range({name})."


def _zip_of_a_number(raised: Raised, match: re.Match[str]) -> str:
    return (
        "zip() was given a single Value or number instead of a list. The rule of the stub: "
        "a single number or Value counts as a list of one, so wrap it first, x = [x]."
    )


def _number_without_data(raised: Raised, match: re.Match[str]) -> str:
    return (
        f"A plain number has no .{match.group(2)}. Where a number may stand beside a Value, "
        "turn it into one first: Value(other)."
    )


def _no_operator(raised: Raised, match: re.Match[str]) -> str:
    operator, left, right = match.group(1), match.group(2), match.group(3)
    methods = {
        "+": "add",
        "-": "sub",
        "*": "mul",
        "/": "truediv",
        "** or pow()": "pow",
    }
    name = methods.get(operator.removesuffix("="))
    if not name:
        return ""
    if right == "Value" and left != "Value":
        also = " (sum() begins with 0 + ..., so it needs it too)" if name == "add" else ""
        return (
            f"With a plain number on the left, Python asks the Value for __r{name}__, "
            f"and finds none{also}."
        )
    return f"Python asks the Value on the left for __{name}__, and finds none that will do."


def _no_unary_minus(raised: Raised, match: re.Match[str]) -> str:
    return "-a asks the Value for __neg__, and finds none."


def _no_name(raised: Raised, match: re.Match[str]) -> str:
    name = match.group(1)
    if name in sys.stdlib_module_names or name == "torch":
        return f"Add `import {name}` to the top of the file."
    return "The name is used before anything is assigned to it, or is spelled differently."


def _no_module(raised: Raised, match: re.Match[str]) -> str:
    if raised.message.startswith("torch is for"):
        return "Only torch_neuron.py may import torch; the rest is yours to build."
    return "The grader offers Python's standard library and NumPy, and your own files."


def _nothing_returned(raised: Raised, match: re.Match[str]) -> str:
    return "Something gave None here: does each of your functions end with a return?"


def _repr_of_another_kind(raised: Raised, match: re.Match[str]) -> str:
    return "__repr__ must return a string, and nothing else; print() shows a text but returns None."


def _not_callable(raised: Raised, match: re.Match[str]) -> str:
    if match.group(1) == "NoneType":
        return (
            "None was called like a function. _backward must be a function: write its name "
            "without parentheses when you assign it."
        )
    return ""


def _unhashable(raised: Raised, match: re.Match[str]) -> str:
    return (
        "A set can only hold what has a hash. A Value class that defines __eq__ loses it; "
        "leave __eq__ out, or keep the Values in a list."
    )


_MEANINGS = (
    ("TypeError", r"object of type '(int|float|Value)' has no len\(\)", _length_of_a_number),
    ("TypeError", r"zip argument #\d+ must support iteration", _zip_of_a_number),
    ("TypeError", r"'(int|float|Value)' object is not iterable", _loop_over_a_number),
    ("AttributeError", r"'(int|float)' object has no attribute '(\w+)'", _number_without_data),
    ("TypeError", r"unsupported operand type\(s\) for (.+): '(\w+)' and '(\w+)'", _no_operator),
    ("TypeError", r"bad operand type for unary -: 'Value'", _no_unary_minus),
    ("NameError", r"name '(\w+)' is not defined", _no_name),
    ("ModuleNotFoundError", r"", _no_module),
    ("AttributeError", r"'NoneType' object has no attribute", _nothing_returned),
    ("TypeError", r"__repr__ returned non-string", _repr_of_another_kind),
    ("TypeError", r"'(\w+)' object is not callable", _not_callable),
    ("TypeError", r"unhashable type: 'Value'", _unhashable),
)


def _arguments_of(raised: Raised, function: str) -> list[str]:
    """What is between the parentheses of each call of a function on the line that failed."""
    text = raised.frames[-1].text if raised.frames else ""
    for line in (text, text.rstrip(":"), f"{text} pass", f"{text}\n pass"):
        try:
            tree = ast.parse(line)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
        return [
            ast.unparse(call.args[0])
            for call in calls
            if isinstance(call.func, ast.Name) and call.func.id == function and call.args
        ]
    return re.findall(rf"\b{function}\(([\w.]+)\)", text)
