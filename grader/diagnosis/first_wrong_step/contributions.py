"""Whether a step gave each operand its local derivative times the step's own grad."""

from __future__ import annotations

import math
from collections.abc import Iterator

from grader.diagnosis.first_wrong_step.local_derivatives import (
    BINARY,
    LocalDerivative,
    derivatives_by_values,
    derivatives_in_order,
    is_known,
    local_derivatives,
)
from grader.diagnosis.first_wrong_step.named_replay import NamedReplay
from grader.diagnosis.first_wrong_step.naming import format_number, format_unlike
from grader.diagnosis.first_wrong_step.replay import Step, same_gradient
from grader.report.wrong_step import FirstWrongStep
from grader.trace import Many


def wrong_contributions(replay: NamedReplay, step: Step) -> Iterator[FirstWrongStep]:
    """The operands of a step that received something else; none where it cannot be checked."""
    for contribution in _contributions(replay, step):
        wrong = contribution.find_wrong_step()
        if wrong:
            yield wrong


def _contributions(replay: NamedReplay, step: Step) -> Iterator[Contribution]:
    """One for each operand, in the order of the formula; those that the program knows first."""
    known = _local_derivatives(replay, step)
    nodes = dict.fromkeys(step.operands[use.operand].node for use in known)
    for node in sorted(nodes, key=lambda node: node is None or replay.names.is_constant(node)):
        uses = [use for use in known if step.operands[use.operand].node == node]
        operand = step.operands[uses[0].operand]
        before, after = operand.grad_before, operand.grad_after
        if node is not None and before is not None and after is not None:
            yield Contribution(replay, step, node, before, after, uses)


def _local_derivatives(replay: NamedReplay, step: Step) -> list[LocalDerivative]:
    node = replay.trace.nodes[step.node]
    data = tuple(operand.data for operand in step.operands if operand.data is not None)
    if not step.is_single or step.data is None or step.grad is None:
        return []
    if len(data) < len(step.operands):
        return []
    made = replay.result(step.node)
    if made and (order := made.order_in(step.operands)):
        return derivatives_in_order(made.op, order, data, step.data)
    if made and made.op == node.op:
        return []  # it remembers others than its operands
    is_set = isinstance(node.parents, Many) and node.parents.is_set
    op = node.op if isinstance(node.op, str) else ""
    if is_known(op, len(data)) or (is_set and len(data) == 1 and op in BINARY):
        return local_derivatives(op, data, step.data, is_set=is_set)
    return derivatives_by_values(data, step.data, is_set=is_set)


class Contribution:
    """What one step did to one operand's grad; uses are the derivatives by each use of it."""

    def __init__(
        self,
        replay: NamedReplay,
        step: Step,
        operand: int,
        before: float,
        after: float,
        uses: list[LocalDerivative],
    ) -> None:
        self.replay, self.step, self.operand = replay, step, operand
        self.before, self.after, self.uses = before, after, uses
        self.own_grad = step.grad or 0.0
        self.expected_by_use = [use.value * self.own_grad for use in uses]
        self.expected = sum(self.expected_by_use)

    def find_wrong_step(self) -> FirstWrongStep | None:
        if not all(map(math.isfinite, (self.before, self.after, self.expected))):
            return None
        if self._is_right():
            return None
        if not self._may_be_assigned() or self._is_contradicted():
            return self._wrong_amount()
        is_first_grad = same_gradient(self.before, 0.0)
        return self._second_use_lost() if is_first_grad else self._overwritten()

    def _is_right(self) -> bool:
        return same_gradient(self.after, self.before + self.expected, self.before)

    def _may_be_assigned(self) -> bool:
        """Whether the operand now has what this step alone gives, or its last use."""
        return same_gradient(self.after, self.expected) or same_gradient(
            self.after, self.expected_by_use[-1]
        )

    def _is_contradicted(self) -> bool:
        """Whether the same operation elsewhere gave what no assignment gives."""
        op = self.replay.trace.nodes[self.step.node].op
        return any(
            other._added_up_like(self)
            or (same_gradient(other.before, 0.0) and not other._may_be_assigned())
            for step in self.replay.steps
            if self.replay.trace.nodes[step.node].op == op
            for other in _contributions(self.replay, step)
        )

    def _added_up_like(self, other: Contribution) -> bool:
        """Whether this was right for the same operand, the first or the second, as another."""
        is_same_operand = [use.operand for use in self.uses] == [use.operand for use in other.uses]
        is_assigned = same_gradient(self.after, self.expected_by_use[-1], self.before)
        return is_same_operand and self._is_right() and not is_assigned

    def _overwritten(self) -> FirstWrongStep:
        name, before = self.replay.names.of(self.operand), format_number(self.before)
        total = self.before + self.expected
        text = (
            f"{self._step_in_words()} set `{name}.grad` to {format_unlike(self.after, total)}, and "
            f"the {before} that was there is lost: {before} + {format_number(self.expected)} = "
            f"{format_unlike(total, self.after, self.before, self.expected)}. Add to a grad with "
            "+=."
        )
        return self.replay.build_first_wrong_step(
            "overwritten",
            text,
            self.step.node,
            self.operand,
            yours=self.after,
            expected=total,
            rule=f"{before} + {format_number(self.expected)} = {format_number(total)}",
        )

    def _second_use_lost(self) -> FirstWrongStep:
        name, each = self.replay.names.of(self.operand), format_number(self.expected_by_use[-1])
        text = (
            f"{self._step_in_words()} uses `{name}` twice, and each use gives {each}: "
            f"{format_number(self.expected)} in all, but `{name}` received "
            f"{format_number(self.after)}. Add to a grad with +=, so that the second use does not "
            "replace the first."
        )
        return self.replay.build_first_wrong_step(
            "overwritten",
            text,
            self.step.node,
            self.operand,
            yours=self.after,
            expected=self.expected,
            rule=self._rule_in_numbers(),
        )

    def _wrong_amount(self) -> FirstWrongStep:
        given = self.after - self.before
        text = f"{self._step_in_words()} {self._change_in_words()}; {self._chain_rule_in_words()}"
        return self.replay.build_first_wrong_step(
            "wrong contribution",
            text,
            self.step.node,
            self.operand,
            yours=given,
            expected=self.expected,
            rule=self._rule_in_numbers(),
        )

    def _rule_in_numbers(self) -> str:
        """The local derivative times the step's own grad, for each use."""
        products = " + ".join(
            f"{format_number(use.value)} × {format_number(self.own_grad)}" for use in self.uses
        )
        return f"{products} = {format_unlike(self.expected, self.after - self.before)}"

    def _change_in_words(self) -> str:
        """What happened to the grad; one that was there may have been added to, or replaced."""
        name, after = self.replay.names.of(self.operand), self.after
        if same_gradient(self.before, 0.0):
            is_nothing = same_gradient(after, 0.0)
            amount = "nothing" if is_nothing else format_unlike(after, self.expected)
            return f"gave `{name}` {amount}"
        if same_gradient(after, self.before):
            return f"left `{name}.grad` at {format_number(self.before)}"
        before = format_unlike(self.before, after)
        return f"changed `{name}.grad` from {before} to {format_unlike(after, self.before)}"

    def _step_in_words(self) -> str:
        return f"`{self.replay.names.with_formula(self.step.node)}`"

    def _chain_rule_in_words(self) -> str:
        """The chain rule for this operand, in names and in numbers."""
        names = self.replay.names
        data = [names.data(o.node) if o.node is not None else "" for o in self.step.operands]
        for i, operand in enumerate(self.step.operands):
            if operand.node is None and operand.data is not None:
                data[i] = format_number(operand.data)
        out, own = names.data(self.step.node), f"{names.of(self.step.node)}.grad"
        words = " + ".join(f"{_written(use.formula, data, out)} * {own}" for use in self.uses)
        values = " + ".join(
            f"{format_number(use.value)} * {format_number(self.own_grad)}" for use in self.uses
        )
        uses = " for its two uses" if len(self.uses) == 2 else ""
        total, in_all = self.before + self.expected, ""
        if not same_gradient(self.before, 0.0):
            in_all = f", which makes it {format_unlike(total, self.before, self.after)}"
        verb = "adds" if in_all else "gives"
        expected = format_unlike(self.expected, self.after - self.before)
        return f"the chain rule {verb}{uses} `{words}` = {values} = {expected}{in_all}."


def _written(formula: str, data: list[str], out: str) -> str:
    """A formula with its operands; a negative one stands in parentheses beside anything else."""
    is_alone = formula.startswith("{") and formula.endswith("}")
    operands = [f"({d})" if d.startswith("-") and not is_alone else d for d in data]
    return formula.format(*operands, out=out)
