"""A program once more, with a record of its results, and of what each `_backward` added."""

from __future__ import annotations

from pathlib import Path

from msgspec import UNSET, Struct

from grader.diagnosis.first_wrong_step.expressions import Expression, observed
from grader.sandbox.process import LearnerProcess, ProcessFailed
from grader.trace import (
    ABSOLUTE_TOLERANCE,
    RELATIVE_TOLERANCE,
    Datum,
    Many,
    NodeRef,
    SetOrder,
    Trace,
    number,
)

RECORDING = Path(__file__).with_name("recording.py")
RECORD = "steps_of_backward"  # what recording.py calls it
SECONDS = 0.5


class Operand(Struct, frozen=True):
    """One operand of a step, and its grad before and after; node is None for a plain number.

    A number that is None here and below was none, or cannot be held by a float.
    """

    node: int | None
    data: float | None
    grad_before: float | None
    grad_after: float | None

    @property
    def received(self) -> float:
        """What the step added to its grad; 0 where that is not known."""
        if self.grad_before is None or self.grad_after is None:
            return 0.0
        return self.grad_after - self.grad_before


class Step(Struct, frozen=True):
    """One call of a node's `_backward`; is_single unless others ran inside it, or it raised."""

    backward: int  # which of the program's calls of backward(), from 0
    node: int
    data: float | None
    grad: float | None
    operands: tuple[Operand, ...]
    is_single: bool

    def gave(self, node: int) -> float:
        """What it added to a node's grad; 0 where that is not known."""
        return next((o.received for o in self.operands if o.node == node), 0.0)

    @property
    def gave_something(self) -> bool:
        """Whether it is known to have changed the grad of any operand."""
        return any(not same_gradient(operand.received, 0.0) for operand in self.operands)


class NodeUnderBackward(Struct, frozen=True):
    """A node that the result of a backward() is made from, or the result itself.

    Its grad is that before and after the backward(); is_watched where its steps are on record.
    """

    index: int
    grad_before: float | None
    grad_after: float | None
    is_watched: bool


class Backward(Struct, frozen=True):
    """One call of backward() by the program, and the nodes on which it called backward() again."""

    root: int
    nodes: tuple[NodeUnderBackward, ...]
    called_again_on: frozenset[int]
    has_ended: bool


class Result(Struct, frozen=True):
    """What an expression of the program made: a node, and the number that it then had.

    operands are nodes, None for plain numbers, with the number that each had before.
    """

    expression: Expression
    node: int
    data: float | None
    operands: tuple[tuple[int | None, float | None], ...]

    @property
    def op(self) -> str:
        """Its op as a Value would keep it: a power by a plain number has that in it."""
        op, (node, exponent) = self.expression.op, self.operands[-1]
        return f"**{exponent!r}" if op == "**" and node is None else op

    @property
    def counted(self) -> tuple[tuple[int | None, float | None], ...]:
        """The operands without such an exponent."""
        return self.operands[:1] if self.op.startswith("**") else self.operands

    def order_in(self, operands: tuple[Operand, ...]) -> tuple[int, ...]:
        """The places of its operands among these; () where these are others."""
        places = [
            next((i for i, o in enumerate(operands) if _is_operand(o, node, data)), None)
            for node, data in self.counted
        ]
        order = tuple(place for place in places if place is not None)
        same = {operands[place].node for place in order} == {o.node for o in operands}
        return order if same and len(order) == len(places) else ()


def _is_operand(operand: Operand, node: int | None, data: float | None) -> bool:
    """Whether it is that node, or that plain number, which a Value may hold by now."""
    return operand.node == node if node is not None else operand.data == data


class Replay(Struct, frozen=True):
    """What happened. Nodes are places in trace.nodes, which has the program's own names."""

    trace: Trace
    backwards: tuple[Backward, ...]
    steps: tuple[Step, ...]
    results: tuple[Result, ...]

    def result(self, node: int) -> Result | None:
        """The expression of the program that made a node; None where the learner's code did."""
        made = (r for r in self.results if r.node == node)
        return next((r for r in made if all(n != node for n, _ in r.operands)), None)

    def place_without_record(self, node: int) -> int:
        """A node's place in the trace of the program without the record."""
        return node - 1  # the record itself is node 0


class UnreadableRecord(ValueError):
    """The record is not as recording.py writes it: the process may say anything."""


def same_gradient(yours: float, expected: float, scale: float = 0.0) -> bool:
    """Whether two gradients agree, as far as sums of numbers of that scale can."""
    largest = max(abs(yours), abs(expected), abs(scale))
    return abs(yours - expected) <= RELATIVE_TOLERANCE * largest + ABSOLUTE_TOLERANCE


def replay_program(
    process: LearnerProcess, program: str, set_order: SetOrder = "forward"
) -> Replay | None:
    """Run a program that is recorded; None where that cannot be."""
    recording = RECORDING.read_text(encoding="utf-8")
    program, expressions = observed(program)
    try:
        trace = process.run(f"{recording}\n{program}", SECONDS, set_order=set_order)
        return _read_replay(trace, expressions)
    except (ProcessFailed, UnreadableRecord):
        return None


def _read_replay(trace: Trace, expressions: tuple[Expression, ...]) -> Replay | None:
    record = trace.node(RECORD)
    if record is None or record.parents is UNSET:
        return None
    backwards, steps, results = _items(record.parents, 3)
    names = {name: datum for name, datum in trace.names.items() if name != RECORD}
    found = Replay(
        Trace(names, trace.nodes, trace.output, trace.raised),
        tuple(_read_backward(row) for row in _items(backwards)),
        tuple(_read_step(row) for row in _items(steps)),
        tuple(_read_result(row, expressions) for row in _items(results)),
    )
    if any(not 0 <= step.backward < len(found.backwards) for step in found.steps):
        raise UnreadableRecord
    return found


def _read_backward(row: Datum) -> Backward:
    root, nodes, called_again_on, has_ended = _items(row, 4)
    return Backward(
        _node(root),
        tuple(_read_node_under_backward(node) for node in _items(nodes)),
        frozenset(_node(node) for node in _items(called_again_on)),
        has_ended is True,
    )


def _read_node_under_backward(row: Datum) -> NodeUnderBackward:
    node, before, after, is_watched = _items(row, 4)
    return NodeUnderBackward(_node(node), number(before), number(after), is_watched is True)


def _read_step(row: Datum) -> Step:
    backward, node, data, grad, operands, is_single = _items(row, 6)
    if type(backward) is not int:
        raise UnreadableRecord
    return Step(
        backward,
        _node(node),
        number(data),
        number(grad),
        tuple(_read_operand(operand) for operand in _items(operands)),
        is_single is True,
    )


def _read_result(row: Datum, expressions: tuple[Expression, ...]) -> Result:
    place, node, data, operands = _items(row, 4)
    if type(place) is not int or not 0 <= place < len(expressions):
        raise UnreadableRecord
    pairs = [_items(operand, 2) for operand in _items(operands)]
    if len(pairs) != len(expressions[place].operands):
        raise UnreadableRecord
    return Result(
        expressions[place],
        _node(node),
        number(data),
        tuple(
            (thing.index if isinstance(thing, NodeRef) else None, number(operand_data))
            for thing, operand_data in pairs
        ),
    )


def _read_operand(row: Datum) -> Operand:
    node, data, before, after = _items(row, 4)
    index = node.index if isinstance(node, NodeRef) else None
    return Operand(index, number(data), number(before), number(after))


def _items(datum: object, length: int | None = None) -> tuple[Datum, ...]:
    if not isinstance(datum, Many) or length not in (None, len(datum.items)):
        raise UnreadableRecord
    return datum.items


def _node(datum: Datum) -> int:
    if not isinstance(datum, NodeRef):
        raise UnreadableRecord
    return datum.index
