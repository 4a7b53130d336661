"""One kind of thing where another is meant: a list for a number, a class for an object of it."""

from __future__ import annotations

import ast
import builtins
import re

from grader.report import failed_line
from grader.trace import Raised

# What only one of the classes has, and a program or a beginner asks of another.
OWNERS = {"w": "Neuron", "b": "Neuron", "neurons": "Layer", "layers": "MLP", "backward": "Value"}
CLASSES = "Value|Neuron|Layer|MLP"
COLLECTIONS = "list|tuple|set|dict"


def _list_for_a_number(raised: Raised, match: re.Match[str]) -> str:
    counted = failed_line.arguments_of(raised, ("range",))
    if len(counted) != 1:
        return "range() counts up to a number, and was given a list."
    return f"{counted[0]} is a list here, and range() counts up to a number: range(len(...))."


def _not_a_function(raised: Raised, match: re.Match[str]) -> str:
    called = _called(raised)
    if match.group(1) == "module":
        name = called[0] if len(called) == 1 else "name"
        return (
            f"`import {name}` gives you the file. Take the function out of it: "
            f"from {name} import {name}."
        )
    kind = match.group(1)
    fitting = called[0] if len(called) == 1 else "it"
    return f"{fitting} is a {kind}, and no function: leave out the parentheses behind it."


def _called_collection(raised: Raised, match: re.Match[str]) -> str:
    """A call of a list, of which it depends what was meant: nothing, or each thing in it."""
    calls = [call for call in failed_line.calls(raised) if _is_plain(call.func)]
    handed = [call for call in calls if call.args]
    if len(calls) == 1 and handed:
        name = ast.unparse(calls[0].func)
        return f"{name} is a {match.group(1)}. Call what is in it, one after the other, in a loop."
    return _not_a_function(raised, match)


def _called(raised: Raised) -> list[str]:
    return [ast.unparse(call.func) for call in failed_line.calls(raised) if _is_plain(call.func)]


def _is_plain(function: ast.expr) -> bool:
    """Whether it is none of Python's own, such as len or list.append."""
    if isinstance(function, ast.Name):
        return not hasattr(builtins, function.id)
    return isinstance(function, ast.Attribute)


def _dictionary_for_a_set(raised: Raised, match: re.Match[str]) -> str:
    return "{} is an empty dictionary; an empty set is written set()."


def _set_for_a_list(raised: Raised, match: re.Match[str]) -> str:
    return "A set takes things in with add(); append() is for lists."


def _list_for_a_thing(raised: Raised, match: re.Match[str]) -> str:
    name = match.group(2)
    return f"A list has no .{name}; what is in it may: take them one after the other, in a loop."


def _operation_on_lists(raised: Raised, match: re.Match[str]) -> str:
    return (
        "Python does not compute with whole lists. Take their items in pairs: "
        "for a, b in zip(first, second)."
    )


def _pairs_added_up(raised: Raised, match: re.Match[str]) -> str:
    if not any(ast.unparse(call.func) == "zip" for call in failed_line.calls(raised)):
        return ""
    return "zip() gives pairs, which cannot be added up: multiply the two of each pair first."


def _zip_of_one(raised: Raised, match: re.Match[str]) -> str:
    zipped = [c for c in failed_line.calls(raised) if ast.unparse(c.func) == "zip"]
    if len(zipped) != 1 or len(zipped[0].args) != 1:
        return ""
    return "zip() was given one list, so it gives no pairs. Hand it both, with a comma: zip(a, b)."


def _class_for_an_object(raised: Raised, match: re.Match[str]) -> str:
    name = match.group(1)
    return f"{name} is the class itself. Parentheses make an object of it: {name}(...)."


def _compared(raised: Raised, match: re.Match[str]) -> str:
    if "Value" not in match.groups():
        return ""
    return "A Value cannot be compared with a number. Compare the number inside it, .data."


def _single_value(raised: Raised, match: re.Match[str]) -> str:
    return "A single Value is no list, and needs no [0]: it stands for itself."


def _not_walked_through(raised: Raised, match: re.Match[str]) -> str:
    kind = match.group(1)
    if kind == "MLP":
        return "An MLP is no list. Its parameters are one: model.parameters()."
    return f"A {kind} is no list. Its parameters are one: call parameters()."


def _beyond_the_end(raised: Raised, match: re.Match[str]) -> str:
    ahead = [
        ast.unparse(node)
        for node in failed_line.nodes_of_the_line(raised)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.BinOp)
    ]
    if len(ahead) != 1:
        return "A list of n items ends with number n - 1, for the first one is number 0."
    return f"{ahead[0]} looks one item ahead, and there is none after the last one."


def _attribute_of_another(raised: Raised, match: re.Match[str]) -> str:
    owner, name = match.group(1), match.group(2)
    meant = OWNERS.get(name)
    if not meant or meant == owner:
        return ""
    return f"A {owner} has no .{name}; a{'n' if meant == 'MLP' else ''} {meant} should stand there."


def _torch_for_ours(raised: Raised, match: re.Match[str]) -> str:
    return "item() is torch's. The number in a Value is its .data."


def _not_there_yet(raised: Raised, match: re.Match[str]) -> str:
    """`data = self.data` in __init__."""
    frame = raised.frames[-1] if raised.frames else None
    name = match.group(1)
    if not frame or frame.function != "__init__":
        return ""
    if not re.fullmatch(rf"(\w+) = self\.{name}", frame.text.strip()):
        return ""
    given = frame.text.strip().partition(" = ")[0]
    return (
        f"That takes {name} from the new object, which has none yet. To keep it: "
        f"self.{name} = {given}."
    )


MEANINGS = (
    ("TypeError", r"'list' object cannot be interpreted as an integer", _list_for_a_number),
    ("TypeError", r"'(module)' object is not callable", _not_a_function),
    ("TypeError", rf"'({COLLECTIONS})' object is not callable", _called_collection),
    ("AttributeError", r"'dict' object has no attribute 'add'", _dictionary_for_a_set),
    ("AttributeError", r"'set' object has no attribute 'append'", _set_for_a_list),
    ("AttributeError", r"'(list)' object has no attribute '(grad|data|tanh)'", _list_for_a_thing),
    (
        "TypeError",
        r"unsupported operand type\(s\) for [-*/]: 'list' and '(?:list|tuple)'",
        _operation_on_lists,
    ),
    (
        "TypeError",
        r"can't multiply sequence by non-int of type '(?:list|tuple)'",
        _operation_on_lists,
    ),
    ("TypeError", r"for \+: '\w+' and 'tuple'", _pairs_added_up),
    ("ValueError", r"not enough values to unpack \(expected 2, got 1\)", _zip_of_one),
    ("AttributeError", rf"type object '({CLASSES})' has no attribute", _class_for_an_object),
    ("TypeError", r"not supported between instances of '(\w+)' and '(\w+)'", _compared),
    ("TypeError", r"'Value' object is not subscriptable", _single_value),
    ("TypeError", r"'(MLP|Layer|Neuron)' object is not iterable", _not_walked_through),
    ("IndexError", r"list index out of range", _beyond_the_end),
    ("AttributeError", r"'Value' object has no attribute 'item'", _torch_for_ours),
    ("AttributeError", rf"'({CLASSES})' object has no attribute '(\w+)'", _attribute_of_another),
    ("AttributeError", rf"'(?:{CLASSES})' object has no attribute '(\w+)'", _not_there_yet),
)
