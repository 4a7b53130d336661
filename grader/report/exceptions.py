"""Exceptions of the learner's code in plain words: what happened, and what to look at."""

from __future__ import annotations

import ast
import re
import sys

from grader.curriculum import TORCH_FILES
from grader.trace import PROGRAM, Raised

NOTHING_RETURNED = (
    "Something gave None: a function that ends without return does, and so do a list's "
    "append(), reverse() and sort()."
)
PLAIN = {
    "EndedProcess": "os._exit({message}) would have ended Python in the middle of the program",
    "SystemExit": "sys.exit({message}) was called; a file of the kata must not end the program",
    "RecursionError": "a function calls itself without end, or deeper than Python allows",
    "EOFError": "the code asks for keyboard input, and there is no keyboard here",
    "KeyboardInterrupt": "the code raised KeyboardInterrupt",
}

# What the inputs of a neuron or a layer are called.
INPUTS = ("x", "xs", "inputs")
# Called with nothing but self.
ALONE = ("__neg__", "__repr__", "tanh", "exp", "relu", "backward", "parameters")
WALKERS = ("list", "tuple", "set", "sorted", "zip", "enumerate", "sum")


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
        match = re.search(pattern, raised.message)
        if raised.kind == kind and match:
            return explanation(raised, match)
    return ""


def _length_of_a_number(raised: Raised, match: re.Match[str]) -> str:
    kind = match.group(1)
    asked_of = _preferably_inputs(_arguments_of(raised, ("len",)))
    asked = " or ".join(f"len({argument})" for argument in asked_of) or "len(...)"
    name = asked_of[0] if asked_of else "it"
    if name in INPUTS:
        return f"{asked} took the length of {_single(kind)}. {_list_of_one(name)}"
    if kind == "Value":
        return f"{asked} took the length of {_single(kind)}, which has none: lengths are for lists."
    return (
        f"{asked} took the length of {name}, which is {_a(kind)}: a count has no length. "
        f"Use the number itself, as in range({name}); lengths are for lists.{_or_a_list(name)}"
    )


def _loop_over_a_number(raised: Raised, match: re.Match[str]) -> str:
    kind = match.group(1)
    iterated = _preferably_inputs(_iterated(raised))
    name = " or ".join(iterated) or "what stands there"
    if iterated and iterated[0] in INPUTS:
        return f"A list is needed, but {name} is {_single(kind)} here. {_list_of_one(iterated[0])}"
    if kind == "int" and iterated:
        return (
            f"{name} is an int here. To count up to it, write range({iterated[0]})."
            f"{_or_a_list(iterated[0])}"
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
    if _is_in(raised, TORCH_FILES):
        return (
            f"{match.group(1)}s know no gradients. Functions of math give plain numbers; torch's, "
            "such as torch.tanh, give tensors."
        )
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
    if operator.removesuffix("=") == "^":
        return "In Python ^ is no power, but an operation on bits. A power is **: self.data**other."
    if name == "pow" and right == "Value":
        return "The exponent is a Value here. ** takes a plain number, as in (output - y)**2."
    if name == "add" and "Value" not in (left, right) and "list" in (left, right):
        return (
            "A list met a number. + joins a list to a list only, so a single thing "
            "needs brackets: self.w + [self.b]."
        )
    if not name or "Value" not in (left, right):
        return ""
    if right == "Value" and left != "Value":
        also = " (sum() begins with 0 + ..., so it needs it too)" if name == "add" else ""
        return (
            f"With a plain number on the left, Python asks the Value for __r{name}__, "
            f"and finds none{also}."
        )
    return f"Python asks the Value on the left for __{name}__, and finds none that will do."


def _no_attribute(raised: Raised, match: re.Match[str]) -> str:
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


def _no_init(raised: Raised, match: re.Match[str]) -> str:
    return (
        f"{match.group(1)} has no __init__ to take them: it needs two underscores on either side, "
        "and stands in the class."
    )


def _too_few_arguments(raised: Raised, match: re.Match[str]) -> str:
    owner, function, names = match.group(1) or "", match.group(2), match.group(3)
    if function in ALONE:
        return f"{function} is called with nothing but self: write def {function}(self)."
    if function == "__init__":
        return (
            f"{owner.rstrip('.')}(...) is called without {names}: give it on the line that failed."
        )
    return ""


def _no_plain_number(raised: Raised, match: re.Match[str]) -> str:
    return "Functions of math take plain numbers, and no Values: give them self.data, not self."


def _not_called(raised: Raised, match: re.Match[str]) -> str:
    return f"A {match.group(1)} stands there and is not called: add its parentheses, ()."


def _outside_its_folder(raised: Raised, match: re.Match[str]) -> str:
    return "The files lie side by side, and are imported by name: from value import Value."


def _none_in_torch(raised: Raised, match: re.Match[str]) -> str:
    leaf = re.search(r"(\w+)\.grad\b", raised.frames[-1].text) if raised.frames else None
    if leaf and _is_in(raised, TORCH_FILES):
        return (
            f"{leaf.group(1)}.grad is None: a tensor has a gradient if it was made with "
            "requires_grad=True, and after o.backward()."
        )
    return NOTHING_RETURNED


def _whole_number_tensor(raised: Raised, match: re.Match[str]) -> str:
    return "A tensor of an int has no gradients. Write 2.0 for 2, or dtype=torch.float64."


def _second_backward(raised: Raised, match: re.Match[str]) -> str:
    return "o.backward() is called twice, and torch lets go of the graph after the first."


def _without_gradients(raised: Raised, match: re.Match[str]) -> str:
    return (
        "Nothing that o was computed from asks for a gradient, or torch.no_grad() or detach() "
        "stands in between. Make the five tensors with requires_grad=True."
    )


def _tensor_class(raised: Raised, match: re.Match[str]) -> str:
    return "torch.Tensor takes no requires_grad. Write torch.tensor, with a small t."


def _is_in(raised: Raised, files: tuple[str, ...]) -> bool:
    return bool(raised.frames) and raised.frames[-1].file.rpartition("/")[2] in files


def _no_unary_minus(raised: Raised, match: re.Match[str]) -> str:
    return "-a asks the Value for __neg__, and finds none."


def _no_name(raised: Raised, match: re.Match[str]) -> str:
    name = match.group(1)
    if name == "topological_sort":
        return "Import it inside backward(): from topological_sort import topological_sort."
    if name in sys.stdlib_module_names or name == "torch":
        return f"Add `import {name}` to the top of the file."
    return "The name is used before anything is assigned to it, or is spelled differently."


def _no_module(raised: Raised, match: re.Match[str]) -> str:
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


def _import_each_other(raised: Raised, match: re.Match[str]) -> str:
    return (
        "Two files import each other at their tops, so that neither can be read first. Take out "
        "the import that is not needed, or put it inside the function that needs it."
    )


def _nothing_returned(raised: Raised, match: re.Match[str]) -> str:
    return NOTHING_RETURNED


def _no_key(raised: Raised, match: re.Match[str]) -> str:
    return f"The dictionary has no key {match.group(0)}; the docstring lists all keys."


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
    ("TypeError", r'can only concatenate list \(not "(int|float|Value)"\)', _list_plus_a_number),
    ("TypeError", r"zip argument #\d+ must support iteration", _zip_of_a_number),
    ("TypeError", r"'(int|float|Value)' object is not iterable", _loop_over_a_number),
    ("AttributeError", r"'(int|float)' object has no attribute '(\w+)'", _number_without_data),
    (
        "AttributeError",
        r"'(Value|Neuron|Layer|MLP)' object has no attribute '(\w+)'",
        _no_attribute,
    ),
    ("TypeError", r"(\w+)\(\) takes no arguments", _no_init),
    ("TypeError", r"(\w+\.)?(\w+)\(\) missing .*argument.?: (.*)", _too_few_arguments),
    ("TypeError", r"must be real number, not Value", _no_plain_number),
    ("TypeError", r"'(method|function)' object is not (?:iterable|subscriptable)", _not_called),
    ("TypeError", r"unsupported operand .*'(method|function)'", _not_called),
    ("AttributeError", r"'(method|function)' object has no attribute", _not_called),
    ("ImportError", r"attempted relative import", _outside_its_folder),
    ("ModuleNotFoundError", r"No module named 'exercises", _outside_its_folder),
    ("RuntimeError", r"Only Tensors of floating point", _whole_number_tensor),
    ("RuntimeError", r"backward through the graph a second time", _second_backward),
    ("RuntimeError", r"does not require grad and does not have", _without_gradients),
    ("TypeError", r"new\(\) received an invalid combination", _tensor_class),
    ("TypeError", r"unsupported operand type.*'NoneType'", _nothing_returned),
    ("TypeError", r"unsupported operand type\(s\) for (.+): '(\w+)' and '(\w+)'", _no_operator),
    ("TypeError", r"bad operand type for unary -: 'Value'", _no_unary_minus),
    ("NameError", r"name '(\w+)' is not defined", _no_name),
    ("ImportError", r"partially initialized module", _import_each_other),
    ("AttributeError", r"partially initialized module", _import_each_other),
    ("ModuleNotFoundError", r"^(?:No module named '(\w+))?", _no_module),
    ("AttributeError", r"'NoneType' object has no attribute", _none_in_torch),
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


def _arguments_of(raised: Raised, functions: tuple[str, ...]) -> list[str]:
    """What is handed to these functions on the line that failed."""
    found: list[str] = []
    for node in _nodes_of_the_line(raised):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found += [ast.unparse(a) for a in node.args if node.func.id in functions]
    if not found and raised.frames:  # a line that goes on in the next one
        for function in functions:
            found += re.findall(rf"\b{function}\(([\w.]+)\)", raised.frames[-1].text)
    return found


def _iterated(raised: Raised) -> list[str]:
    """What the line that failed walks through, by a loop or by a function that does."""
    found = []
    for node in _nodes_of_the_line(raised):
        if isinstance(node, (ast.For, ast.comprehension)):
            found.append(ast.unparse(node.iter))
    if not found and raised.frames:
        found = re.findall(r"\bin ([\w.]+)\s*:?$", raised.frames[-1].text)
    found += _arguments_of(raised, WALKERS)
    return [e for e in dict.fromkeys(found) if re.fullmatch(r"[\w.]+", e)]


def _nodes_of_the_line(raised: Raised) -> list[ast.AST]:
    text = raised.frames[-1].text if raised.frames else ""
    for line in (text, f"{text} pass", f"[0 {text}]"):
        try:
            return list(ast.walk(ast.parse(line)))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return []
