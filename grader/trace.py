"""What a program did, as plain data: the names it gave and the values they reach."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType

RELATIVE_TOLERANCE = 1e-6
ABSOLUTE_TOLERANCE = 1e-9
MOST_OPERANDS = 10  # of one Value that are put into words
PROGRAM = "<program>"  # the file of a frame in the program itself


# How a program walks a set of Values: in the order they were made in, or the other way round.
SetOrder: TypeAlias = Literal["forward", "reverse"]


# What a process is given only so much of; threads are counted together with processes. The
# last three are what it has nothing of.
Limit: TypeAlias = Literal[
    "memory", "threads", "open_files", "file_size", "files", "network", "system"
]


class NodeRef(Struct, frozen=True, tag="node"):
    """A Value of the program: its place in Trace.nodes."""

    index: int


class Many(Struct, frozen=True, tag="many"):
    """A list, tuple or set; kind is its Python name."""

    kind: str
    items: tuple[Datum, ...]

    @property
    def is_set(self) -> bool:
        """Whether it forgets the order of its items, and a second use of one."""
        return self.kind in ("set", "frozenset")


class Table(Struct, frozen=True, tag="table"):
    """A dictionary, by the text of its keys."""

    items: dict[str, Datum]


class NotFinite(Struct, frozen=True, tag="float"):
    """A float that JSON cannot hold: "nan", "inf" or "-inf"."""

    text: str


class Other(Struct, frozen=True, tag="other"):
    """Anything else, in words for a reader, such as "a Neuron"."""

    text: str


Datum: TypeAlias = int | float | bool | str | NodeRef | Many | Table | NotFinite | Other | None


class Node(Struct, frozen=True):
    """One Value; what its class does not have is UNSET."""

    data: Datum
    grad: Datum | UnsetType = UNSET
    op: Datum | UnsetType = UNSET
    parents: Datum | UnsetType = UNSET

    @property
    def remembers_nothing(self) -> bool:
        """Whether it has neither operands nor an op, as a leaf."""
        has_operands = isinstance(self.parents, Many) and self.parents.items
        return not has_operands and self.op in (UNSET, "")


class InCell(Struct, frozen=True):
    """A line of a notebook: in which cell, counted from the top, and which line of that."""

    number: int
    line: int

    def __str__(self) -> str:
        return f"cell {self.number}, line {self.line}"


class Frame(Struct, frozen=True):
    """One line of a traceback, in the learner's files or in the program itself.

    Where the file is a notebook, cell says where a person finds that line.
    """

    file: str
    line: int
    function: str
    text: str = ""
    cell: InCell | None = None


AT_IMPORT = "<module>"  # what a frame calls the code that is outside of all functions


def importing(frames: Sequence[Frame]) -> list[Frame]:
    """The lines at which files of the learner's were being imported, the innermost last."""
    return [frame for frame in frames if frame.function == AT_IMPORT and frame.file != PROGRAM]


class Raised(Struct, frozen=True):
    """An exception: its class and what that derives from, its text, and where it came from.

    frames end at the innermost. limit is the one of ours that it was raised for, if it was.
    column is where in the innermost line Python cannot read on, from 1; 0 where that is not so.
    suggestion is a name that is there, and spelled almost like the one that is not.
    """

    kind: str
    message: str
    frames: tuple[Frame, ...] = ()
    bases: tuple[str, ...] = ()
    limit: Limit | None = None
    column: int = 0
    suggestion: str = ""


class MissingName(Exception):
    """A trace has no such name: an honest one has every name that its program gave."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Trace(Struct, frozen=True):
    """The outcome of one program. After an exception, all up to the line that raised it."""

    names: dict[str, Datum] = {}
    nodes: tuple[Node, ...] = ()
    output: str = ""
    raised: Raised | None = None

    def of(self, name: str) -> Datum:
        """What the program left under a name; raises MissingName."""
        if name not in self.names:
            raise MissingName(name)
        return self.names[name]

    def node(self, name: str) -> Node | None:
        """The Value of that name, if the program left one there."""
        datum = self.names.get(name)
        if isinstance(datum, NodeRef) and 0 <= datum.index < len(self.nodes):
            return self.nodes[datum.index]
        return None

    def number(self, name: str) -> float | None:
        """The plain number of that name, if the program left one there."""
        return number(self.names.get(name))

    def first_names(self) -> dict[int, str]:
        """{place in nodes: the first name that the program gave that Value}."""
        names: dict[int, str] = {}
        for name, datum in self.names.items():
            if isinstance(datum, NodeRef):
                names.setdefault(datum.index, name)
        return names

    def has(self, attribute: str) -> bool:
        """Whether any Value of the program has that attribute ("grad", "op" or "parents")."""
        return any(getattr(node, attribute) is not UNSET for node in self.nodes)


class Difference(Struct, frozen=True):
    """One quantity in which two traces disagree; yours and expected are JSON values."""

    name: str
    quantity: str
    yours: object
    expected: object
    source: str

    @property
    def expression(self) -> str:
        """How a program writes what differs, such as "a.grad"; "a" for its type or length."""
        of_the_whole = self.quantity in ("value", "order", "type", "length")
        return self.name if of_the_whole else f"{self.name}.{self.quantity}"


def number(datum: object) -> float | None:
    """The datum as a float, or None where it is no plain number (a bool is none)."""
    if isinstance(datum, NotFinite):
        return {"inf": math.inf, "-inf": -math.inf}.get(datum.text, math.nan)
    if isinstance(datum, bool) or not isinstance(datum, (int, float)):
        return None
    try:
        return float(datum)
    except OverflowError:  # an int beyond every float
        return math.inf if datum > 0 else -math.inf


def close(
    yours: float,
    expected: float,
    relative: float = RELATIVE_TOLERANCE,
    absolute: float = ABSOLUTE_TOLERANCE,
) -> bool:
    """Whether two numbers agree; nan agrees with nothing, an infinity only with itself."""
    return math.isclose(yours, expected, rel_tol=relative, abs_tol=absolute)


def shown(datum: Datum | UnsetType, trace: Trace, depth: int = 8) -> object:
    """A datum as a JSON value that a reader understands; what is nested deeper is left out."""
    if datum is UNSET:
        return "missing"
    if depth == 0:
        return "..."
    if isinstance(datum, NodeRef):
        data = trace.nodes[datum.index].data
        is_plain = not isinstance(data, (NodeRef, Many, Table))  # it might hold itself
        return f"Value(data={shown(data, trace, depth - 1) if is_plain else _kind(data)})"
    if isinstance(datum, Many):
        return [shown(item, trace, depth - 1) for item in datum.items]
    if isinstance(datum, Table):
        return {key: shown(item, trace, depth - 1) for key, item in datum.items.items()}
    if isinstance(datum, (NotFinite, Other)):
        return datum.text
    return datum


def differences(
    yours: Trace,
    expected: Trace,
    source: str,
    relative: float = RELATIVE_TOLERANCE,
    absolute: float = ABSOLUTE_TOLERANCE,
) -> list[Difference]:
    """Where the named numbers, data and gradients of two traces of one program disagree.

    Every name that the expected trace has must be there. Gradients count only where the
    expected trace has them, which is after a backward().
    """
    comparison = _Comparison(yours, expected, source, relative, absolute)
    found: list[Difference] = []
    for name, datum in expected.names.items():
        found += comparison.of(name, yours.names.get(name, UNSET), datum)
    return found


class _Comparison(Struct, frozen=True):
    yours: Trace
    expected: Trace
    source: str
    relative: float
    absolute: float

    def of(self, name: str, yours: Datum | UnsetType, expected: Datum) -> Iterator[Difference]:
        if isinstance(expected, NodeRef):
            yield from self.nodes(name, yours, expected)
        elif isinstance(expected, Many):
            yield from self.collections(name, yours, expected)
        elif isinstance(expected, Table):
            yield from self.tables(name, yours, expected)
        elif isinstance(expected, Other):
            return  # a Neuron, a Layer: what they do is compared, not what they are
        elif not self.same(yours, expected):
            yield self.row(name, "value", yours, expected)

    def nodes(self, name: str, yours: Datum | UnsetType, expected: NodeRef) -> Iterator[Difference]:
        wanted = self.expected.nodes[expected.index]
        if not isinstance(yours, NodeRef):
            kind = "nothing" if yours is UNSET else _kind(yours)
            yield Difference(name, "type", kind, "a Value", self.source)
            return
        mine = self.yours.nodes[yours.index]
        for quantity in ("data", "grad"):
            target = getattr(wanted, quantity)
            if target is not UNSET and not self.same(getattr(mine, quantity), target):
                yield self.row(name, quantity, getattr(mine, quantity), target)

    def collections(
        self, name: str, yours: Datum | UnsetType, expected: Many
    ) -> Iterator[Difference]:
        if not isinstance(yours, Many):
            kind = "nothing" if yours is UNSET else _kind(yours)
            yield Difference(name, "type", kind, f"a list of {len(expected.items)}", self.source)
        elif len(yours.items) != len(expected.items):
            yield Difference(name, "length", len(yours.items), len(expected.items), self.source)
        else:
            for i, (mine, target) in enumerate(zip(yours.items, expected.items)):
                yield from self.of(f"{name}[{i}]", mine, target)

    def tables(self, name: str, yours: Datum | UnsetType, expected: Table) -> Iterator[Difference]:
        if not isinstance(yours, Table):
            kind = "nothing" if yours is UNSET else _kind(yours)
            yield Difference(name, "type", kind, "a dictionary", self.source)
            return
        for key, target in expected.items.items():
            yield from self.of(f'{name}["{key}"]', yours.items.get(key, UNSET), target)

    def same(self, yours: Datum | UnsetType, expected: Datum) -> bool:
        target = number(expected)
        if target is None:
            return type(yours) is type(expected) and yours == expected
        mine = number(yours)
        return mine is not None and close(mine, target, self.relative, self.absolute)

    def row(
        self, name: str, quantity: str, yours: Datum | UnsetType, expected: Datum
    ) -> Difference:
        return Difference(
            name,
            quantity,
            shown(yours, self.yours),
            shown(expected, self.expected),
            self.source,
        )


def _kind(datum: Datum) -> str:
    """What a datum is, in words: "a Value", "a float", "a list of 2"."""
    if isinstance(datum, NodeRef):
        return "a Value"
    if isinstance(datum, Many):
        return f"a {datum.kind} of {len(datum.items)}"
    if isinstance(datum, Table):
        return "a dictionary"
    if isinstance(datum, Other):
        return datum.text
    if datum is None:
        return "None"
    return {bool: "a bool", int: "an int", str: "a string"}.get(type(datum), "a float")


def structural_differences(yours: Trace, expected: Trace, source: str) -> list[Difference]:
    """Where the named Values of two traces disagree in their operands or their op.

    Operands are compared as sets of Values by identity: a set, a tuple and a list are all
    right, and `a + a` may remember its operand once or twice.
    """
    found = []
    for name in expected.names:
        wanted, mine = expected.node(name), yours.node(name)
        if wanted is None:
            continue
        if mine is None:
            kind = _kind(yours.names[name]) if name in yours.names else "nothing"
            found.append(Difference(name, "type", kind, "a Value", source))
            continue
        if mine.op != wanted.op:
            found.append(Difference(name, "_op", shown(mine.op, yours), wanted.op, source))
        if operands(yours, mine) != operands(expected, wanted):
            found.append(
                Difference(name, "_prev", operands(yours, mine), operands(expected, wanted), source)
            )
    return found


def operands(trace: Trace, node: Node) -> str:
    """The operands of a Value, by the names the program gave them, such as "{a, b}"."""
    return _operands(trace, node, trace.first_names(), depth=4)


def _operands(trace: Trace, node: Node, names: dict[int, str], depth: int) -> str:
    if node.parents is UNSET:
        return "missing"
    if not isinstance(node.parents, Many):
        return str(shown(node.parents, trace))
    if depth == 0:
        return "{...}"
    texts = {"..."} if len(node.parents.items) > MOST_OPERANDS else set()
    for parent in node.parents.items[:MOST_OPERANDS]:
        if isinstance(parent, Many):  # a list or tuple of operands inside another
            texts.add(_kind(parent))
        elif not isinstance(parent, NodeRef):
            texts.add(str(shown(parent, trace)))
        elif parent.index in names:
            texts.add(names[parent.index])
        else:
            unnamed = trace.nodes[parent.index]
            made_of = _operands(trace, unnamed, names, depth - 1)
            texts.add(f"{shown(unnamed.op, trace)}{made_of}")
    return "{" + ", ".join(sorted(texts)) + "}"


def is_whole(trace: Trace) -> bool:
    """Whether every reference in a trace points at one of its nodes."""
    count = len(trace.nodes)
    data: list[Datum | UnsetType] = list(trace.names.values())
    for node in trace.nodes:
        data += (node.data, node.grad, node.op, node.parents)
    while data:
        datum = data.pop()
        kind = type(datum)
        if kind is float or kind is str:  # nearly all: some hundred thousand in a submission
            continue
        if isinstance(datum, NodeRef):
            if not 0 <= datum.index < count:
                return False
        elif isinstance(datum, Many):
            data += datum.items
        elif isinstance(datum, Table):
            data += datum.items.values()
    return True
