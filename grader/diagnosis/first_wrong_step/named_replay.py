"""A replay with the words for its nodes, and what each of them received."""

from __future__ import annotations

from msgspec import Struct

from grader.diagnosis.first_wrong_step.naming import NodeNames
from grader.diagnosis.first_wrong_step.replay import Replay, same_gradient
from grader.report.wrong_step import FirstWrongStep, WrongStepKind


class ReceivedGradient(Struct, frozen=True):
    """What one step, told by its place among all, added to one operand's grad; never 0."""

    step: int
    backward: int
    result: int  # the node whose step it was
    amount: float


class NamedReplay:
    """A replay, the names for its nodes, and what each of them received."""

    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        self.trace, self.steps = replay.trace, replay.steps
        self.result = replay.result
        self.results = replay.results
        self.names = NodeNames(replay.trace, replay.result)
        self.received: dict[int, list[ReceivedGradient]] = {}
        for place, step in enumerate(replay.steps):
            for node in {operand.node for operand in step.operands if operand.node is not None}:
                amount = step.gave(node)
                if not same_gradient(amount, 0.0):
                    gradient = ReceivedGradient(place, step.backward, step.node, amount)
                    self.received.setdefault(node, []).append(gradient)

    def build_first_wrong_step(
        self,
        kind: WrongStepKind,
        text: str,
        node: int,
        operand: int | None = None,
        *,
        yours: float | None = None,
        expected: float | None = None,
        rule: str = "",
    ) -> FirstWrongStep:
        """A wrong step of a node, told of its operand or of another node that has part in it."""
        nodes = (node,) if operand in (None, node) else (node, operand)
        return FirstWrongStep(
            kind,
            text,
            self.names.of(node),
            "" if operand is None else self.names.of(operand),
            yours,
            expected,
            tuple(self._replay.place_without_record(n) for n in nodes if n is not None),
            rule,
        )
