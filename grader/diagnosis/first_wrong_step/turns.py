"""Whether backward() began with a seed of 1, and gave each node its turn, once, in order."""

from __future__ import annotations

import math
from collections.abc import Iterator

from grader.diagnosis.first_wrong_step.named_replay import NamedReplay
from grader.diagnosis.first_wrong_step.naming import format_number, format_unlike
from grader.diagnosis.first_wrong_step.replay import (
    Backward,
    NodeUnderBackward,
    Step,
    same_gradient,
)
from grader.report.wrong_step import FirstWrongStep


def grad_not_zero_at_start(replay: NamedReplay, backward: Backward) -> Iterator[FirstWrongStep]:
    """Nodes that had a grad before the first backward()."""
    for node in backward.nodes:
        if node.grad_before:
            text = (
                f"`{replay.names.of(node.index)}` had the grad {format_number(node.grad_before)} "
                "before anything was passed back to it. Every grad starts at 0.0; backward() sets "
                "1.0 on the result alone."
            )
            yield replay.build_first_wrong_step(
                "not zero", text, node.index, yours=node.grad_before, expected=0.0
            )


def result_not_seeded(
    replay: NamedReplay, backward: Backward, step: Step, earlier: list[Step]
) -> Iterator[FirstWrongStep]:
    """The result, in its first step, with a grad other than 1."""
    if step.node != backward.root or step.grad is None or same_gradient(step.grad, 1.0):
        return
    if any(before.node == step.node for before in earlier):
        return
    text = (
        f"`{replay.names.of(step.node)}` is the result, and its own grad was "
        f"{format_unlike(step.grad, 1.0)} when it passed it on. It must be 1.0: backward() begins "
        "with self.grad = 1.0."
    )
    yield replay.build_first_wrong_step(
        "not seeded", text, step.node, yours=step.grad, expected=1.0
    )


def operand_seeded_again(
    replay: NamedReplay, backward: Backward, step: Step, earlier: list[Step]
) -> Iterator[FirstWrongStep]:
    """A node whose backward() was called, and which lost the grad it had received."""
    if step.node not in backward.called_again_on or step.grad is None:
        return
    had = [o.grad_after for before in earlier for o in before.operands if o.node == step.node]
    if not had or had[-1] is None:
        return
    if not same_gradient(step.grad, had[-1]):
        text = (
            f"`{replay.names.of(step.node)}` had received {format_unlike(had[-1], step.grad)}, but "
            f"its grad was {format_unlike(step.grad, had[-1])} when its turn came: "
            "calling backward() on an operand sets its grad to 1 again. Call its _backward() "
            "instead."
        )
        yield replay.build_first_wrong_step(
            "seeded again", text, step.node, yours=step.grad, expected=had[-1]
        )


def passed_on_too_early(replay: NamedReplay, step: Step, place: int) -> Iterator[FirstWrongStep]:
    """A node that passed its grad on, and was given more by one of its results afterwards."""
    too_late = [
        received
        for received in replay.received.get(step.node, ())
        if received.step > place
        and received.backward == step.backward
        and received.result != step.node
    ]
    if not too_late or not step.operands or step.grad is None:
        return
    first = too_late[0]
    text = (
        f"`{replay.names.with_formula(step.node)}` passed its gradient on too early, when it was "
        f"{format_number(step.grad)}: `{replay.names.of(first.result)}` is made from it, and gave "
        f"it {format_number(first.amount)} only after that. A value must wait for all of its "
        "results."
    )
    in_the_end = step.grad + sum(received.amount for received in too_late)
    yield replay.build_first_wrong_step(
        "wrong order", text, step.node, first.result, yours=step.grad, expected=in_the_end
    )


def passed_on_twice(
    replay: NamedReplay, step: Step, earlier: list[Step]
) -> Iterator[FirstWrongStep]:
    """A node that passed its grad on before, in the same backward()."""
    before = [other for other in earlier if other.node == step.node]
    if before and any(each.gave_something for each in (*before, step)):
        text = (
            f"`{replay.names.with_formula(step.node)}` passed its gradient on a second time in the "
            "same backward(). Each value passes it on exactly once."
        )
        yield replay.build_first_wrong_step("wrong order", text, step.node)


def not_part_of_the_result(
    replay: NamedReplay, backward: Backward, part: frozenset[int], step: Step
) -> Iterator[FirstWrongStep]:
    """A node that took part in the backward() of a result that is not made from it.

    part are the nodes of which the result is made.
    """
    if step.gave_something and step.node not in part:
        root = replay.names.of(backward.root)
        text = (
            f"`{root}.backward()` had `{replay.names.with_formula(step.node)}` pass its gradient "
            f"on, though `{root}` is not made from it. Each backward() needs a new list of the "
            "values under its own result."
        )
        yield replay.build_first_wrong_step("wrong order", text, step.node, backward.root)


def never_passed_on(
    replay: NamedReplay, backward: Backward, steps: list[Step]
) -> Iterator[FirstWrongStep]:
    """A node with a gradient to pass on that did not, though nothing else did it for it."""
    ran = {step.node for step in steps}
    given = _given(steps)
    by_node = {node.index: node for node in backward.nodes}
    for node in backward.nodes:
        operands = [o for o in replay.names.operands(node.index) if isinstance(o, int)]
        if node.index in ran or not node.is_watched or not operands or not node.grad_after:
            continue
        if all(_is_explained(by_node.get(operand), given) for operand in operands):
            text = (
                f"`{replay.names.with_formula(node.index)}` received "
                f"{format_number(node.grad_after)}, but never passed it on: its _backward did not "
                "run. Every value from the result down to the leaves must have its turn."
            )
            yield replay.build_first_wrong_step(
                "wrong order", text, node.index, yours=node.grad_after
            )


def _given(steps: list[Step]) -> dict[int, float]:
    """What the steps added in all to the grad of each node."""
    given: dict[int, float] = {}
    for step in steps:
        for node in dict.fromkeys(operand.node for operand in step.operands):
            if node is not None:
                given[node] = given.get(node, 0.0) + step.gave(node)
    return given


def _is_explained(node: NodeUnderBackward | None, given: dict[int, float]) -> bool:
    """Whether a node's grad is what the steps on record gave it, and nothing else did."""
    if node is None or node.grad_before is None or node.grad_after is None:
        return False
    received = given.get(node.index, 0.0)
    return same_gradient(node.grad_after, node.grad_before + received) or same_gradient(
        node.grad_after, received
    )


def earlier_grad_lost(
    replay: NamedReplay, backward: Backward, steps: list[Step]
) -> Iterator[FirstWrongStep]:
    """A leaf that had a grad from an earlier backward(), and has only this one's now."""
    given_to = _given(steps)
    for node in backward.nodes:
        before, after = node.grad_before, node.grad_after
        is_leaf = not replay.names.operands(node.index) and node.index != backward.root
        given = given_to.get(node.index, 0.0)
        if not is_leaf or not before or after is None or not math.isfinite(given):
            continue
        was_zeroed = _grad_at_first_step(steps, node.index) == 0
        if was_zeroed and same_gradient(after, given) and not same_gradient(given, before + given):
            yield _grad_thrown_away(replay, backward.root, node.index, before, given)


def _grad_at_first_step(steps: list[Step], node: int) -> float | None:
    """A node's grad before the first step that could add to it."""
    return next((o.grad_before for step in steps for o in step.operands if o.node == node), None)


def _grad_thrown_away(
    replay: NamedReplay, root: int, leaf: int, before: float, given: float
) -> FirstWrongStep:
    total = before + given
    in_all = format_unlike(total, before, given)
    addition = f"{format_number(before)} + {format_number(given)} = {in_all}"
    text = (
        f"`{replay.names.of(leaf)}` had the grad {format_number(before)} from an earlier "
        f"backward(), and `{replay.names.of(root)}.backward()` threw it away: it must become "
        f"{addition}. backward() only adds."
    )
    return replay.build_first_wrong_step(
        "overwritten", text, root, leaf, yours=given, expected=total
    )
