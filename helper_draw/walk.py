"""Walk: from a learner's live objects to a Graph, whatever state they are in.

Objects are told apart by `id()`: their `__eq__`, `__hash__` and `__repr__` are the learner's
code and are never called. An attribute that raises is shown as such.
"""

from collections.abc import Collection, Mapping
from typing import Any

from .graph import Box, Graph
from .wording import number_text, one_line

MOST_BOXES = 100_000  # a `_prev` that makes new objects on every look has no end
MISSING = object()


def graph_of(
    root: object,
    notes: Mapping[int, str],
    highlight: Collection[int],
    asked: str = "draw_dot",
) -> Graph:
    """The graph of `root` and all it was computed from; the box of `root` comes first.

    Raises TypeError, in the name of what was asked, when `root` has no `data`.
    """
    if not _is_value(root):
        raise TypeError(f"{asked}: {_advice(root)}")
    found = [root]
    position = {id(root): 0}
    boxes = []
    for node in found:  # grows as operands are found, which also keeps them alive and ids unique
        operands, unordered = _operands(node)
        if len(found) > MOST_BOXES:
            operands = []
        parents = []
        for operand in operands:
            # Equal numbers may be one object; only a Value is the same operand twice.
            seen = position.get(id(operand)) if _is_value(operand) else None
            if seen is None:
                seen = position[id(operand)] = len(found)
                found.append(operand)
            parents.append(seen)
        boxes.append(_box(node, parents, unordered, notes.get(id(node), ""), id(node) in highlight))
    return Graph(boxes)


def _box(node: object, parents: list[int], unordered: bool, note: str, highlighted: bool) -> Box:
    data = _read(node, "data") if _is_value(node) else node
    grad = _read(node, "grad")
    return Box(
        data=_plain(data),
        grad=None if grad is MISSING else _plain(grad),
        label=_word(_read(node, "label")),
        op=_word(_read(node, "_op")),
        parents=tuple(parents),
        unordered=unordered,
        note=note,
        highlighted=highlighted,
    )


class _Raised(Exception):
    """Stands for an attribute that could not be read."""


def _read(node: object, name: str) -> object:
    try:
        return getattr(node, name)
    except AttributeError:
        return MISSING
    except (Exception, SystemExit, GeneratorExit) as error:  # a property may raise anything
        return _Raised(f"raises {type(error).__name__}")


def _is_value(thing: object) -> bool:
    data = _read(thing, "data")
    return data is not MISSING and not _is_a(data, memoryview)  # a NumPy number's is its memory


def _operands(node: object) -> tuple[list[object], bool]:
    """The operands, and whether they came from a set."""
    prev: Any = _read(node, "_prev")
    if _is_a(prev, tuple):
        return list(tuple.__iter__(prev)), False
    if _is_a(prev, list):
        return list(list.__iter__(prev)), False
    # A set's order follows addresses; a picture should be the same every time.
    if _is_a(prev, set):
        return sorted(set.__iter__(prev), key=_name), True
    if _is_a(prev, frozenset):
        return sorted(frozenset.__iter__(prev), key=_name), True
    alone = not _is_a(prev, _Raised) and _is_value(prev)  # `_prev = (other)` lacks a comma
    return [prev] if alone else [], False


def _name(node: object) -> tuple[str, str, str]:
    data = _read(node, "data")
    return _word(_read(node, "label")), number_text(_plain(data)), _word(_read(node, "_op"))


def _is_a(thing: object, *kinds: type) -> bool:
    # isinstance() would ask the learner's `__class__` as well.
    return issubclass(type(thing), kinds)


def _plain(thing: Any) -> float | str:
    """Anything as a number where it is one, else as a short text that says what it is."""
    if _is_a(thing, _Raised, bool, type(None)):
        return str(thing)
    if _is_a(thing, str):
        return repr(one_line(str.__str__(thing)))
    if _is_a(thing, bytes, bytearray):
        return f"<{_kind(thing)}>"  # float() would read it
    if type(thing) is int:
        return int(thing)
    single = _read(thing, "item")  # NumPy's and torch's way to the number in an array of one
    try:
        return float(single() if callable(single) else thing)
    except (Exception, SystemExit, GeneratorExit):  # no number, or a learner's own __float__
        return f"<{_kind(thing)}>"


def _word(thing: Any) -> str:
    """A label or an operation: a text as it is, a number as Python writes it, else what it is."""
    if thing is MISSING or _is_a(thing, _Raised, type(None)):
        return ""
    if _is_a(thing, str):
        return str.__str__(thing)
    if type(thing) in (int, float):
        return number_text(thing).removesuffix(".0000")
    return f"<{_kind(thing)}>"


def _kind(thing: object) -> str:
    # A class of a learner's class may have a __name__ of its own.
    return one_line(type.__dict__["__name__"].__get__(type(thing)))


def _advice(root: object) -> str:
    if root is None:
        got, instead = "None", "pass the Value that the expression returned"
    elif _is_a(root, type):
        got, instead = "a class", "pass one of its objects, such as Value(2.0)"
    elif _is_a(root, list, tuple, set, frozenset):
        got, instead = f"a {_kind(root)}", "pass one of its Values"
    else:
        got, instead = f"an object of type {_kind(root)}", "pass a Value, such as the result"
    return f"got {got}, which has no `data`; {instead}"
