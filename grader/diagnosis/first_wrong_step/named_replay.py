"""A replay with the words for its nodes, and what each of them received."""

from __future__ import annotations

from msgspec import Struct

from grader.diagnosis.first_wrong_step.naming import Names
from grader.diagnosis.first_wrong_step.replay import Replay, Step
from grader.report.wrong_step import FirstWrongStep, WrongStepKind
from grader.trace import ABSOLUTE_TOLERANCE, RELATIVE_TOLERANCE


class Gift(Struct, frozen=True):
    """What one step, told by its place among all, added to one operand's grad; never 0."""

    place: int
    backward: int
    giver: int
    amount: float


class Scene:
    """A replay, the names for its nodes, and what each of them received."""

    def __init__(self, record: Replay) -> None:
        self.record = record
        self.trace = record.trace
        self.names = Names(record.trace)
        self.gifts: dict[int, list[Gift]] = {}
        for place, step in enumerate(record.steps):
            for node in {operand.node for operand in step.operands if operand.node is not None}:
                amount = received(step, node)
                if not alike(amount, 0.0):
                    gift = Gift(place, step.backward, step.node, amount)
                    self.gifts.setdefault(node, []).append(gift)

    def departure(
        self,
        kind: WrongStepKind,
        text: str,
        node: int,
        operand: int | None = None,
        *,
        yours: float | None = None,
        expected: float | None = None,
    ) -> FirstWrongStep:
        """A departure at a node, told of its operand or of another node that has part in it."""
        nodes = (node,) if operand in (None, node) else (node, operand)
        return FirstWrongStep(
            kind,
            text,
            self.names.of(node),
            "" if operand is None else self.names.of(operand),
            yours,
            expected,
            tuple(self.record.place(n) for n in nodes if n is not None),
        )


def received(step: Step, node: int) -> float:
    """What a step added to a node's grad; 0 where that is not known."""
    return next((o.received or 0.0 for o in step.operands if o.node == node), 0.0)


def alike(yours: float, expected: float, scale: float = 0.0) -> bool:
    """Whether two numbers agree, as far as sums of numbers of that scale can."""
    largest = max(abs(yours), abs(expected), abs(scale))
    return abs(yours - expected) <= RELATIVE_TOLERANCE * largest + ABSOLUTE_TOLERANCE
