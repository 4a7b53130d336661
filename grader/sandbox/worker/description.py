"""What a program leaves, its names and the Values they reach, as plain data.

Values are told apart by id: no learner's object is ever asked who it equals.
"""

from __future__ import annotations

from .plain_numbers import plain_float, plain_number
from .text import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MADE_BY_A_CLASS_STATEMENT = 1 << 9  # Py_TPFLAGS_HEAPTYPE: float is no Value, whatever its name
MOST_NODES = 100_000
MOST_ITEMS = 20_000
DEEPEST = 5  # lists in lists
DEFINITIONS = ("module", "function")
BUILT_IN = type(len)  # a function of a module, or a method of an object that is not the learner's
CONTAINERS = (list, tuple, set, frozenset)
KEYS = {"data": "data", "grad": "grad", "_op": "op", "_prev": "parents"}  # {attribute: key}


class TooManyValues(Exception):
    """A graph larger than any check asks for."""


def describe(namespace: dict[str, object], value_class: object) -> dict[str, object]:
    """Its names and the nodes they reach; value_class is what value.py calls Value, or None.

    Raises TooManyValues, and what attributes raise.
    """
    return Description(value_class).of(namespace)


class Description:
    """Values get their places in nodes as they are met, and are described in turn."""

    def __init__(self, value_class: object) -> None:
        self.value_class = value_class
        self.nodes: list[dict[str, object] | None] = []
        self.places: dict[int, int] = {}  # {id of a Value: its place in nodes}
        self.to_describe: list[tuple[int, object]] = []
        self.value_kinds: dict[type, bool] = {}  # those met so far

    def of(self, namespace: dict[str, object]) -> dict[str, object]:
        names = {
            name: self.datum(thing)
            for name, thing in namespace.items()
            if not name.startswith("_") and not is_definition(thing)
        }
        while self.to_describe:
            place, value = self.to_describe.pop()
            self.nodes[place] = self.node(value)
        return {"names": names, "nodes": self.nodes}

    def node(self, value: object) -> dict[str, object]:
        node: dict[str, object] = {"data": None}
        for attribute, key in KEYS.items():
            try:
                thing = getattr(value, attribute)
            except AttributeError:
                continue
            except Exception as error:
                node[key] = other(f"raises {type(error).__name__}")
                continue
            node[key] = self.datum(thing)
        return node

    def datum(self, thing: Any, depth: int = 0) -> object:
        kind = type(thing)
        if kind is float:  # most are, and these are quickly told
            return plain_float(thing)
        if kind is str:
            return text(thing)
        if thing is None or kind is bool:
            return thing
        if kind in CONTAINERS:
            return self.many(thing, depth)
        if kind is dict:
            return self.table(thing, depth)
        if self.is_value(kind):
            return {"type": "node", "index": self.place(thing)}
        if isinstance(thing, str):
            return text(str.__str__(thing))
        number = plain_number(thing)
        if number is not None:
            return number
        if isinstance(thing, (list, tuple)):
            return self.many(thing, depth)
        return other("a method" if kind is BUILT_IN else named_kind(kind))

    def is_value(self, kind: type) -> bool:
        """Whether it is value.py's class or derives from it, whatever its own name is.

        A class called Value that is somewhere else (in another file, in a recording of ours)
        is shown in the same way.
        """
        if kind not in self.value_kinds:
            self.value_kinds[kind] = any(
                (base is self.value_class or base.__name__ == "Value")
                and base.__flags__ & MADE_BY_A_CLASS_STATEMENT
                for base in kind.__mro__
            )
        return self.value_kinds[kind]

    def place(self, value: object) -> int:
        """The place of a Value in nodes; a new one's is kept free until it is described."""
        if id(value) not in self.places:
            if len(self.nodes) >= MOST_NODES:
                raise TooManyValues(f"there are more than {MOST_NODES} in what the program keeps")
            self.places[id(value)] = len(self.nodes)
            self.to_describe.append((len(self.nodes), value))
            self.nodes.append(None)
        return self.places[id(value)]

    def many(self, things: Any, depth: int) -> object:
        if depth > DEEPEST or len(things) > MOST_ITEMS:
            return other(f"a {type(things).__name__} of {len(things)}")
        items = [self.datum(item, depth + 1) for item in list(things)]
        return {"type": "many", "kind": type(things).__name__, "items": items}

    def table(self, things: dict[object, object], depth: int) -> object:
        if depth > DEEPEST or len(things) > MOST_ITEMS:
            return other(f"a dictionary of {len(things)}")
        items = {
            text(key): self.datum(item, depth + 1)
            for key, item in things.items()
            if type(key) is str
        }
        return {"type": "table", "items": items}


def is_definition(thing: object) -> bool:
    if type(thing) is BUILT_IN:
        return type(thing.__self__).__name__ == "module"  # type: ignore[attr-defined]
    return isinstance(thing, type) or type(thing).__name__ in DEFINITIONS


def other(words: str) -> object:
    return {"type": "other", "text": text(words)}


def named_kind(kind: type) -> str:
    name = kind.__name__
    return f"an {name}" if name[:1].lower() in "aeiou" else f"a {name}"
