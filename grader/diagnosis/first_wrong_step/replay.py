"""A program once more, with a record of what each `_backward` added to its operands' grads."""

from __future__ import annotations

from pathlib import Path

from msgspec import UNSET, Struct

from grader.sandbox.process import LearnerProcess, ProcessFailed
from grader.trace import Datum, Many, NodeRef, SetOrder, Trace, number

PRELUDE = Path(__file__).with_name("recording.py")
RECORD = "steps_of_backward"  # the prelude's name for it
SECONDS = 0.5


class Operand(Struct, frozen=True):
    """One operand of a step, and its grad before and after; node is None for a plain number.

    A number that is None here and below was none, or cannot be held by a float.
    """

    node: int | None
    data: float | None
    before: float | None
    after: float | None

    @property
    def received(self) -> float | None:
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


class Step(Struct, frozen=True):
    """One call of a node's `_backward`; is_single unless others ran inside it, or it raised."""

    backward: int  # which of the program's calls of backward(), from 0
    node: int
    data: float | None
    grad: float | None
    operands: tuple[Operand, ...]
    is_single: bool


class Member(Struct, frozen=True):
    """A node under backward(): its grad before and after, and whether its steps are on record."""

    node: int
    start: float | None
    end: float | None
    is_watched: bool


class Backward(Struct, frozen=True):
    """One call of backward() by the program; again are the nodes it called backward() on."""

    root: int
    members: tuple[Member, ...]
    again: frozenset[int]
    has_ended: bool


class Replay(Struct, frozen=True):
    """What happened. Nodes are places in trace.nodes, which has the program's own names."""

    trace: Trace
    backwards: tuple[Backward, ...]
    steps: tuple[Step, ...]

    def place(self, node: int) -> int:
        """A node's place in the trace of the program without the record."""
        return node - 1  # the record itself is node 0


class Unreadable(ValueError):
    """The record is not as the prelude writes it: the process may say anything."""


def replay(process: LearnerProcess, program: str, *, descending: bool = False) -> Replay | None:
    """Run a program with the prelude in front; None where no backward() could be recorded."""
    prelude = PRELUDE.read_text(encoding="utf-8")
    try:
        set_order: SetOrder = "reverse" if descending else "forward"
        trace = process.run(f"{prelude}\n{program}", SECONDS, set_order=set_order)
        return _read(trace)
    except (ProcessFailed, Unreadable):
        return None


def _read(trace: Trace) -> Replay | None:
    record = trace.node(RECORD)
    if record is None or record.parents is UNSET:
        return None
    backwards, steps = _items(record.parents, 2)
    names = {name: datum for name, datum in trace.names.items() if name != RECORD}
    found = Replay(
        Trace(names, trace.nodes, trace.output, trace.raised),
        tuple(_backward(row) for row in _items(backwards)),
        tuple(_step(row) for row in _items(steps)),
    )
    if any(not 0 <= step.backward < len(found.backwards) for step in found.steps):
        raise Unreadable
    return found if found.steps else None


def _backward(row: Datum) -> Backward:
    root, members, again, has_ended = _items(row, 4)
    return Backward(
        _node(root),
        tuple(_member(member) for member in _items(members)),
        frozenset(_node(node) for node in _items(again)),
        has_ended is True,
    )


def _member(row: Datum) -> Member:
    node, start, end, is_watched = _items(row, 4)
    return Member(_node(node), number(start), number(end), is_watched is True)


def _step(row: Datum) -> Step:
    backward, node, data, grad, operands, is_single = _items(row, 6)
    if type(backward) is not int:
        raise Unreadable
    return Step(
        backward,
        _node(node),
        number(data),
        number(grad),
        tuple(_operand(operand) for operand in _items(operands)),
        is_single is True,
    )


def _operand(row: Datum) -> Operand:
    node, data, before, after = _items(row, 4)
    index = node.index if isinstance(node, NodeRef) else None
    return Operand(index, number(data), number(before), number(after))


def _items(datum: object, length: int | None = None) -> tuple[Datum, ...]:
    if not isinstance(datum, Many) or length not in (None, len(datum.items)):
        raise Unreadable
    return datum.items


def _node(datum: Datum) -> int:
    if not isinstance(datum, NodeRef):
        raise Unreadable
    return datum.index
