"""Whether a step gave each operand its local derivative times the step's own grad."""

from __future__ import annotations

import math
from collections.abc import Iterator

from grader.diagnosis.first_wrong_step.local_derivatives import Slope, slopes
from grader.diagnosis.first_wrong_step.naming import plain
from grader.diagnosis.first_wrong_step.replay import Step
from grader.diagnosis.first_wrong_step.wrong_step import Scene, alike
from grader.report.wrong_step import FirstWrongStep
from grader.trace import Many


def wrong_contributions(scene: Scene, step: Step) -> Iterator[FirstWrongStep]:
    """The operands of a step that received something else; none where it cannot be checked."""
    for contribution in _contributions(scene, step):
        found = contribution.judged()
        if found:
            yield found


def _contributions(scene: Scene, step: Step) -> Iterator[Contribution]:
    known = _slopes(scene, step)
    for i, operand in enumerate(step.operands):
        uses = [slope for slope in known if step.operands[slope.operand].node == operand.node]
        is_first = all(other.node != operand.node for other in step.operands[:i])
        if operand.node is None or not is_first or not uses:
            continue
        if operand.before is not None and operand.after is not None:
            yield Contribution(scene, step, operand.node, operand.before, operand.after, uses)


def _slopes(scene: Scene, step: Step) -> list[Slope]:
    node = scene.trace.nodes[step.node]
    data = tuple(operand.data for operand in step.operands if operand.data is not None)
    is_known = step.is_single and step.data is not None and step.grad is not None
    if not is_known or not isinstance(node.op, str) or len(data) < len(step.operands):
        return []
    assert step.data is not None
    is_set = isinstance(node.parents, Many) and node.parents.kind in ("set", "frozenset")
    return slopes(node.op, data, step.data, is_set=is_set) or []


class Contribution:
    """What one step did to one operand's grad, and the slopes by each use of that operand."""

    def __init__(
        self,
        scene: Scene,
        step: Step,
        operand: int,
        before: float,
        after: float,
        uses: list[Slope],
    ) -> None:
        self.scene, self.step, self.operand = scene, step, operand
        self.before, self.after, self.uses = before, after, uses
        self.grad = step.grad or 0.0
        self.parts = [slope.value * self.grad for slope in uses]
        self.wanted = sum(self.parts)

    def judged(self) -> FirstWrongStep | None:
        if not all(map(math.isfinite, (self.before, self.after, self.wanted))):
            return None
        if alike(self.after, self.before + self.wanted, self.before):
            return None
        if not self.may_be_assigned or self._is_contradicted():
            return self._wrong()
        return self._second_use_lost() if alike(self.before, 0.0) else self._overwritten()

    @property
    def may_be_assigned(self) -> bool:
        """Whether the operand now has what this step alone gives, or its last use."""
        return alike(self.after, self.wanted) or alike(self.after, self.parts[-1])

    def _is_contradicted(self) -> bool:
        """Whether the same operation elsewhere gave what no assignment gives."""
        op = self.scene.trace.nodes[self.step.node].op
        return any(
            other._added_up(self) or (alike(other.before, 0.0) and not other.may_be_assigned)
            for step in self.scene.record.steps
            if self.scene.trace.nodes[step.node].op == op
            for other in _contributions(self.scene, step)
        )

    def _added_up(self, other: Contribution) -> bool:
        """Whether this was right for the same operand, the first or the second, as another."""
        same = [use.operand for use in self.uses] == [use.operand for use in other.uses]
        right = alike(self.after, self.before + self.wanted, self.before)
        return same and right and not alike(self.after, self.parts[-1], self.before)

    def _overwritten(self) -> FirstWrongStep:
        name, before = self.scene.names.of(self.operand), plain(self.before)
        total = self.before + self.wanted
        text = (
            f"{self._step()} set `{name}.grad` to {plain(self.after)}, and the {before} that was "
            f"there is lost: {before} + {plain(self.wanted)} = {plain(total)}. "
            "Add to a grad with +=."
        )
        return self.scene.departure(
            "overwritten", text, self.step.node, self.operand, yours=self.after, expected=total
        )

    def _second_use_lost(self) -> FirstWrongStep:
        name, each = self.scene.names.of(self.operand), plain(self.parts[-1])
        text = (
            f"{self._step()} uses `{name}` twice, and each use gives {each}: {plain(self.wanted)} "
            f"in all, but `{name}` received {plain(self.after)}. Add to a grad with +=, so that "
            "the second use does not replace the first."
        )
        return self.scene.departure(
            "overwritten",
            text,
            self.step.node,
            self.operand,
            yours=self.after,
            expected=self.wanted,
        )

    def _wrong(self) -> FirstWrongStep:
        gave = self.after - self.before
        amount = "nothing" if alike(gave, 0.0) else plain(gave)
        text = f"{self._step()} gave `{self.scene.names.of(self.operand)}` {amount}; {self._rule()}"
        return self.scene.departure(
            "wrong contribution",
            text,
            self.step.node,
            self.operand,
            yours=gave,
            expected=self.wanted,
        )

    def _step(self) -> str:
        return f"`{self.scene.names.sentence(self.step.node)}`"

    def _rule(self) -> str:
        """The chain rule for this operand, in names and in numbers."""
        names = self.scene.names
        data = [names.data(o.node) if o.node is not None else "" for o in self.step.operands]
        for i, operand in enumerate(self.step.operands):
            if operand.node is None and operand.data is not None:
                data[i] = plain(operand.data)
        out, own = names.data(self.step.node), f"{names.of(self.step.node)}.grad"
        words = " + ".join(f"{use.words.format(*data, out=out)} * {own}" for use in self.uses)
        values = " + ".join(f"{plain(use.value)} * {plain(self.grad)}" for use in self.uses)
        uses = " for its two uses" if len(self.uses) == 2 else ""
        return f"the chain rule gives{uses} `{words}` = {values} = {plain(self.wanted)}."
