"""Exceptions of the learner's code in plain words: what happened, and what to look at."""

from __future__ import annotations

import ast
import re
import sys

from grader.curriculum import FILES, TORCH_FILES
from grader.report import (
    failed_line,
    misfit_calls,
    mistaken_kinds,
    syntax_errors,
    torch_exceptions,
)
from grader.report.failed_line import arguments_of, iterated
from grader.trace import PROGRAM, Raised

NOTHING_RETURNED = (
    "Something gave None: a function that ends without return does (mind how far the return is "
    "indented), and so do list.append() and list.reverse()."
)
CHANGES_THE_LIST = {
    "append": "adds to the list itself",
    "extend": "adds to the list itself",
    "reverse": "turns the list itself round",
    "sort": "sorts the list itself",
}
INSTEAD = {"reverse": "reversed({list})", "sort": "sorted({list})"}
PLAIN = {
    "EndedProcess": "os._exit({message}) would have ended Python in the middle of the program",
    "SystemExit": "sys.exit({message}) was called; a file of the kata must not end the program",
    "RecursionError": "RecursionError: a function calls itself without end, or deeper than Python "
    "allows",
    "EOFError": "the code asks for keyboard input, and there is no keyboard here",
    "KeyboardInterrupt": "the code raised KeyboardInterrupt",
}

OPERATORS: dict[str, type[ast.operator]] = {
    "+": ast.Add,
    "-": ast.Sub,
    "*": ast.Mult,
    "/": ast.Div,
    "** or pow()": ast.Pow,
}

# What packages are usually called.
USUAL = {"np": "numpy", "plt": "matplotlib.pyplot"}

# What the inputs of a neuron or a layer are called.
INPUTS = ("x", "xs", "inputs")


def message(raised: Raised) -> str:
    """What was raised, in one sentence without its full stop."""
    first_line = raised.message.strip().split("\n")[0]
    if raised.kind in PLAIN:
        return PLAIN[raised.kind].format(message=first_line)
    if raised.kind in ("SyntaxError", "IndentationError", "TabError"):
        return (
            f"Python cannot read the file: {re.sub(r' [(][^)]*, line [0-9]+[)]$', '', first_line)}"
        )
    text = f"{raised.kind}: {first_line}" if first_line else raised.kind
    return f"{text}. Did you mean {raised.suggestion!r}?" if raised.suggestion else text


def remark(raised: Raised) -> str:
    """What it most likely means, in a sentence, or nothing."""
    for kind, pattern, explanation in _MEANINGS:
        match = re.search(pattern, raised.message) if raised.kind == kind else None
        said = explanation(raised, match) if match else ""
        if said:
            return said
    return ""


def _length_of_a_number(raised: Raised, match: re.Match[str]) -> str:
    kind = match.group(1)
    asked_of = _preferably_inputs(arguments_of(raised, ("len",)))
    asked = " or ".join(f"len({argument})" for argument in asked_of) or "len(...)"
    name = asked_of[0] if asked_of else "it"
    if name in INPUTS:
        return f"{asked} took the length of {_single(kind)}. {_list_of_one(name)}"
    if kind == "Value" or not re.fullmatch(r"[\w.]+", name):
        return f"{asked} took the length of {_single(kind)}, which has none: lengths are for lists."
    return (
        f"{asked} took the length of {name}, which is {_a(kind)}: a count has no length. "
        f"Use the number itself, as in range({name}); lengths are for lists.{_or_a_list(name)}"
    )


def _loop_over_a_number(raised: Raised, match: re.Match[str]) -> str:
    kind = match.group(1)
    walked = _preferably_inputs(iterated(raised))
    name = " or ".join(walked) or "what stands there"
    if walked and walked[0] in INPUTS:
        return f"A list is needed, but {name} is {_single(kind)} here. {_list_of_one(walked[0])}"
    if kind == "int" and walked:
        return (
            f"{name} is an int here. To count up to it, write range({walked[0]})."
            f"{_or_a_list(walked[0])}"
        )
    return f"A list is needed, but {name} is {_single(kind)} here."


def _zip_of_a_number(raised: Raised, match: re.Match[str]) -> str:
    return f"zip() was given {_single('Value')} or number instead of a list. {_list_of_one('x')}"


def _list_plus_a_number(raised: Raised, match: re.Match[str]) -> str:
    return (
        f"+ joins a list to a list, and {_a(match.group(1))} is none. "
        "Brackets make a list of it: [nin] + [nout], self.w + [self.b]."
    )


def _single(kind: str) -> str:
    return f"a single {'Value' if kind == 'Value' else 'number'}"


def _a(kind: str) -> str:
    return "an int" if kind == "int" else f"a {kind}"


def _list_of_one(name: str) -> str:
    return (
        "The rule of the stub: a single number or Value counts as a list of one, so wrap it "
        f"in a list first, {name} = [{name}]."
    )


def _or_a_list(name: str) -> str:
    """The other remedy, for what the plural says is a list: MLP(3, 4) instead of MLP(3, [4])."""
    if name.isidentifier() and name.endswith("s"):
        return f" If a list of counts is meant, make it one first: {name} = [{name}]."
    return ""


def _preferably_inputs(expressions: list[str]) -> list[str]:
    """Those that are a neuron's or layer's inputs, where any are: the rest is our own doing."""
    return [e for e in expressions if e in INPUTS] or expressions


def _number_without_data(raised: Raised, match: re.Match[str]) -> str:
    if match.group(2) not in ("data", "grad"):
        return f"A plain number has no .{match.group(2)}: a Value should stand there."
    if raised.frames and raised.frames[-1].function == "__pow__":
        return "The exponent is a plain number itself: self.data**other."
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
    if name == "add" and "Value" not in (left, right) and "list" in (left, right):
        if failed_line.arguments_of(raised, ("sum",)):
            return (
                "sum() begins with the number 0, and 0 + a list is an error. Collect what is in "
                "the lists: [p for each in ... for p in each]."
            )
        return (
            "A list met a number. + joins a list to a list only, so a single thing "
            "needs brackets: self.w + [self.b], [nin] + nouts."
        )
    if not name or "Value" not in (left, right):
        return ""
    if name == "pow" and right == "Value":
        return "The exponent is a Value, and ** takes plain numbers only: write x**2."
    inside = _value_inside(raised, operator, left)
    if inside:
        return misfit_calls.value_inside(inside)
    if right == "Value" and left != "Value":
        also = " (sum() begins with 0 + ..., so it needs it too)" if name == "add" else ""
        return (
            f"With a plain number on the left, Python asks the Value for __r{name}__, "
            f"and finds none{also}."
        )
    return f"Python asks the Value on the left for __{name}__, and finds none that will do."


def _value_inside(raised: Raised, operator: str, left: str) -> str:
    """The .data or .grad that is a Value itself, where every such operation has it there."""
    pairs = failed_line.operands(raised, OPERATORS[operator]) if operator in OPERATORS else []
    found = {(a if left == "Value" else b) for a, b in pairs}
    text = found.pop() if len(found) == 1 else ""
    return text if text.endswith((".data", ".grad")) else ""


def _no_attribute(raised: Raised, match: re.Match[str]) -> str:
    """What a program asked for, and the class has under another name, or not at all."""
    owner, name = match.group(1), match.group(2)
    if not raised.frames or raised.frames[-1].file != PROGRAM:
        return ""
    if raised.suggestion:
        return (
            f"The program asks your {owner} for {name}, and it has {raised.suggestion}: "
            f"call it {name}."
        )
    return (
        f"The program asks your {owner} for {name}, which it does not have: is it written, in the "
        "class, and spelled like that?"
    )


def _no_unary_minus(raised: Raised, match: re.Match[str]) -> str:
    return "-a asks the Value for __neg__, and finds none."


def _no_name(raised: Raised, match: re.Match[str]) -> str:
    name = match.group(1)
    if name == "topological_sort":
        return "Import it inside backward(): from topological_sort import topological_sort."
    if name == "self" and failed_line.file_of(raised) not in ("value.py", "nn.py"):
        return "Only the methods of a class have a self; a function has its own parameters."
    if name == "self":
        return "The first parameter of every method is the object itself: def __init__(self, data)."
    if name in USUAL:
        return f"Add `import {USUAL[name]} as {name}` to the top of the file, or do without it."
    if name in sys.stdlib_module_names or name == "torch":
        return f"Add `import {name}` to the top of the file."
    if failed_line.is_given_by_a_later_for(raised, name):
        return (
            f"In a list with two fors, the one that gives {name} comes first, as it would if "
            "they stood in lines of their own."
        )
    return "The name is used before anything is assigned to it, or is spelled differently."


def _no_module(raised: Raised, match: re.Match[str]) -> str:
    if match.group(1) == "exercises":
        return f"The files lie side by side, so leave the folder out: {_beside(raised)}."
    close = _file_nearly_called(match.group(1) or "")
    if close:
        return f"The file is called {close}.py: from {close} import ..."
    if match.group(1) == "torch":
        allowed = " and ".join(TORCH_FILES)
        return f"Only {allowed} may import torch; the rest is yours to build."
    if match.group(1) == "graphviz":
        return "Drawing needs no graphviz here: from helper_draw import draw_dot."
    if match.group(1) == "numpy":
        return "NumPy is not installed here, and not needed: math and random are enough."
    return (
        "The grader offers Python's standard library, NumPy where it is installed, and your "
        "own files; take the import out."
    )


def _file_nearly_called(module: str) -> str:
    """The kata's module whose name is almost that; or ""."""
    from difflib import get_close_matches  # where an import failed alone

    own = [file.removesuffix(".py") for file in FILES]
    close = get_close_matches(module, own, 1, 0.75)
    return close[0] if close and module not in own else ""


def _import_each_other(raised: Raised, match: re.Match[str]) -> str:
    return (
        "Two files import each other at their tops, so that neither can be read first. Take out "
        "the import that is not needed, or put it inside the function that needs it."
    )


def _relative_import(raised: Raised, match: re.Match[str]) -> str:
    return f"The files lie side by side, and need no dot: {_beside(raised)}."


def _beside(raised: Raised) -> str:
    """The import on the line that failed, as it should be."""
    text = raised.frames[-1].text.strip() if raised.frames else ""
    plain = re.sub(r"^(from|import) +(?:exercises\b)?\.*", r"\1 ", text)
    return plain if re.match(r"from \w+ import|import \w", plain) else "from value import Value"


def _nothing_returned(raised: Raised, match: re.Match[str]) -> str:
    """What gave None; the method of a list that did, where one stands on the line."""
    asked = re.search(r"len\((\w+\.\w+)\)", raised.frames[-1].text) if raised.frames else None
    if asked and raised.frames[-1].file == PROGRAM:
        return f"{asked.group(1)} is None, and should be a collection: an empty one for a leaf."
    changes = [
        (call.func.attr, ast.unparse(call.func.value))
        for call in failed_line.calls_whose_result_is_used(raised)
        if isinstance(call.func, ast.Attribute) and call.func.attr in CHANGES_THE_LIST
    ]
    if len(changes) != 1:
        return NOTHING_RETURNED
    method, changed = changes[0]
    what = f"{changed}.{method}() {CHANGES_THE_LIST[method]} and returns None"
    if method not in INSTEAD:
        return f"{what}: call it on a line of its own."
    return f"{what}: use {INSTEAD[method].format(list=changed)}."


def _no_key(raised: Raised, match: re.Match[str]) -> str:
    return f"The dictionary has no key {match.group(0)}; the docstring lists all keys."


def _repr_of_another_kind(raised: Raised, match: re.Match[str]) -> str:
    return "__repr__ must return a string, and nothing else; print() shows a text but returns None."


def _not_callable(raised: Raised, match: re.Match[str]) -> str:
    if match.group(1) == "NoneType":
        return (
            "None was called like a function. _backward must be a function: lambda: None for what "
            "no operation made, and else its name, without parentheses, where you assign it."
        )
    return ""


def _text_plus_a_number(raised: Raised, match: re.Match[str]) -> str:
    return '+ joins text to text alone. An f-string puts a number into it: f"Value(data={x})".'


def _no_pair(raised: Raised, match: re.Match[str]) -> str:
    return (
        "Two names are given to one number: range() gives one at a time, and zip(a, b) gives pairs."
    )


def _too_early(raised: Raised, match: re.Match[str]) -> str:
    return f"{match.group(1)} is used before the function has given it a value."


def _no_order(raised: Raised, match: re.Match[str]) -> str:
    return "A set has no order. Where an order counts, make and return a list."


def _no_absolute(raised: Raised, match: re.Match[str]) -> str:
    return (
        "abs() asks a Value for __abs__, which it need not have: a square is never negative either."
    )


def _unhashable(raised: Raised, match: re.Match[str]) -> str:
    return (
        "A set can only hold what has a hash. A Value class that defines __eq__ loses it; "
        "leave __eq__ out, or keep the Values in a list."
    )


def _calls_too_deep(raised: Raised, match: re.Match[str]) -> str:
    name = f"{raised.frames[-1].function}()" if raised.frames else "a function"
    return (
        f"In which case does {name} end without calling itself: where there are no operands, where "
        "a node was seen before? If it has one, a long graph alone is too deep, for Python allows "
        "some 1,000 calls inside each other: keep a list of what is left to visit instead."
    )


_MEANINGS = (
    *torch_exceptions.MEANINGS,
    *misfit_calls.MEANINGS,
    *mistaken_kinds.MEANINGS,
    *syntax_errors.MEANINGS,
    ("RecursionError", r"", _calls_too_deep),
    ("TypeError", r"object of type '(int|float|Value)' has no len\(\)", _length_of_a_number),
    ("TypeError", r'can only concatenate list \(not "(int|float|Value)"\)', _list_plus_a_number),
    ("TypeError", r'can only concatenate str \(not "(\w+)"\)', _text_plus_a_number),
    ("TypeError", r"cannot unpack non-iterable (?:int|float)", _no_pair),
    ("TypeError", r"'set' object is not (?:reversible|subscriptable)", _no_order),
    ("TypeError", r"bad operand type for abs\(\): 'Value'", _no_absolute),
    ("UnboundLocalError", r"local variable '(\w+)'", _too_early),
    ("TypeError", r"zip argument #\d+ must support iteration", _zip_of_a_number),
    ("TypeError", r"'(int|float|Value)' object is not iterable", _loop_over_a_number),
    ("AttributeError", r"'(int|float)' object has no attribute '(\w+)'", _number_without_data),
    (
        "AttributeError",
        r"'(Value|Neuron|Layer|MLP)' object has no attribute '(\w+)'",
        _no_attribute,
    ),
    ("TypeError", r"unsupported operand type.*'NoneType'", _nothing_returned),
    ("TypeError", r"unsupported operand type\(s\) for (.+): '(\w+)' and '(\w+)'", _no_operator),
    ("TypeError", r"bad operand type for unary -: 'Value'", _no_unary_minus),
    ("NameError", r"name '(\w+)' is not defined", _no_name),
    ("ImportError", r"partially initialized module", _import_each_other),
    ("AttributeError", r"partially initialized module", _import_each_other),
    ("ImportError", r"^attempted relative import", _relative_import),
    ("ModuleNotFoundError", r"^(?:No module named '(\w+))?", _no_module),
    ("AttributeError", r"'NoneType' object has no attribute", _nothing_returned),
    (
        "TypeError",
        r"'NoneType' object is not (subscriptable|iterable|reversible)",
        _nothing_returned,
    ),
    ("TypeError", r"object of type 'NoneType' has no len", _nothing_returned),
    ("KeyError", r"^'\w+'$", _no_key),
    ("TypeError", r"__repr__ returned non-string", _repr_of_another_kind),
    ("TypeError", r"'(\w+)' object is not callable", _not_callable),
    ("TypeError", r"unhashable type: 'Value'", _unhashable),
)
