"""Whether backward() began with a seed of 1, and gave each node its turn, once, in order."""

from __future__ import annotations

import math
from collections.abc import Iterator

from grader.diagnosis.first_wrong_step.naming import plain
from grader.diagnosis.first_wrong_step.replay import Backward, Member, Step
from grader.diagnosis.first_wrong_step.wrong_step import Scene, alike, received
from grader.report.wrong_step import FirstWrongStep


def not_zero(scene: Scene, backward: Backward) -> Iterator[FirstWrongStep]:
    """Nodes that had a grad before the first backward()."""
    for member in backward.members:
        if member.start:
            text = (
                f"`{scene.names.of(member.node)}` had the grad {plain(member.start)} before "
                "anything was passed back to it. Every grad starts at 0.0; backward() sets 1.0 "
                "on the result alone."
            )
            yield scene.departure("not zero", text, member.node, yours=member.start, expected=0.0)


def not_seeded(
    scene: Scene, backward: Backward, step: Step, earlier: list[Step]
) -> Iterator[FirstWrongStep]:
    """The result, in its first step, with a grad other than 1."""
    if step.node != backward.root or step.grad is None or alike(step.grad, 1.0):
        return
    if any(before.node == step.node for before in earlier):
        return
    text = (
        f"`{scene.names.of(step.node)}` is the result, and its own grad was {plain(step.grad)} "
        "when it passed it on. It must be 1.0: backward() begins with self.grad = 1.0."
    )
    yield scene.departure("not seeded", text, step.node, yours=step.grad, expected=1.0)


def seeded_again(
    scene: Scene, backward: Backward, step: Step, earlier: list[Step]
) -> Iterator[FirstWrongStep]:
    """A node whose backward() was called, and which lost the grad it had received."""
    if step.node not in backward.again or step.grad is None:
        return
    had = [o.after for before in earlier for o in before.operands if o.node == step.node]
    if not had or had[-1] is None:
        return
    if not alike(step.grad, had[-1]):
        text = (
            f"`{scene.names.of(step.node)}` had received {plain(had[-1])}, but its grad was "
            f"{plain(step.grad)} when its turn came: calling backward() on an operand sets its "
            "grad to 1 again. Call its _backward() instead."
        )
        yield scene.departure("seeded again", text, step.node, yours=step.grad, expected=had[-1])


def too_early(scene: Scene, step: Step, place: int) -> Iterator[FirstWrongStep]:
    """A node that passed its grad on, and was given more by one of its results afterwards."""
    gifts = [
        (gift.giver, gift.amount)
        for gift in scene.gifts.get(step.node, ())
        if gift.place > place and gift.backward == step.backward and gift.giver != step.node
    ]
    if not gifts or not step.operands or step.grad is None:
        return
    result, amount = gifts[0]
    text = (
        f"`{scene.names.sentence(step.node)}` passed its gradient on too early, when it was "
        f"{plain(step.grad)}: `{scene.names.of(result)}` is made from it, and gave it "
        f"{plain(amount)} only after that. A value must wait for all of its results."
    )
    in_the_end = step.grad + sum(amount for _, amount in gifts)
    yield scene.departure(
        "wrong order", text, step.node, result, yours=step.grad, expected=in_the_end
    )


def twice(scene: Scene, step: Step, earlier: list[Step]) -> Iterator[FirstWrongStep]:
    """A node that passed its grad on before, in the same backward()."""
    gave = any(not alike(operand.received or 0.0, 0.0) for operand in step.operands)
    if gave and any(before.node == step.node for before in earlier):
        text = (
            f"`{scene.names.sentence(step.node)}` passed its gradient on a second time in the "
            "same backward(). Each value passes it on exactly once."
        )
        yield scene.departure("wrong order", text, step.node)


def stranger(scene: Scene, backward: Backward, step: Step) -> Iterator[FirstWrongStep]:
    """A node that took part in the backward() of a result that is not made from it."""
    members = {member.node for member in backward.members}
    if step.node not in members and any(not alike(o.received or 0.0, 0.0) for o in step.operands):
        root = scene.names.of(backward.root)
        text = (
            f"`{root}.backward()` had `{scene.names.sentence(step.node)}` pass its gradient on, "
            f"though `{root}` is not made from it. Each backward() needs a new list of the values "
            "under its own result."
        )
        yield scene.departure("wrong order", text, step.node, backward.root)


def never(scene: Scene, backward: Backward, steps: list[Step]) -> Iterator[FirstWrongStep]:
    """A node with a gradient to pass on that did not, though nothing else did it for it."""
    ran = {step.node for step in steps}
    members = {member.node: member for member in backward.members}
    for member in backward.members:
        operands = [o for o in scene.names.operands(member.node) if isinstance(o, int)]
        if member.node in ran or not member.is_watched or not operands or not member.end:
            continue
        if all(_is_explained(members.get(operand), steps) for operand in operands):
            text = (
                f"`{scene.names.sentence(member.node)}` received {plain(member.end)}, but never "
                "passed it on: its _backward did not run. Every value from the result down to "
                "the leaves must have its turn."
            )
            yield scene.departure("wrong order", text, member.node, yours=member.end)


def _is_explained(member: Member | None, steps: list[Step]) -> bool:
    """Whether a node's grad is what the steps on record gave it, and nothing else did."""
    if member is None or member.start is None or member.end is None:
        return False
    given = sum(received(step, member.node) for step in steps)
    return alike(member.end, member.start + given) or alike(member.end, given)


def lost(scene: Scene, backward: Backward, steps: list[Step]) -> Iterator[FirstWrongStep]:
    """A leaf that had a grad from an earlier backward(), and has only this one's now."""
    for member in backward.members:
        is_leaf = not scene.names.operands(member.node) and member.node != backward.root
        given = sum(received(step, member.node) for step in steps)
        if not is_leaf or not member.start or member.end is None or not math.isfinite(given):
            continue
        was_zeroed = _at_first(steps, member.node) == 0
        if was_zeroed and alike(member.end, given) and not alike(given, member.start + given):
            yield _lost(scene, backward.root, member.node, member.start, given)


def _at_first(steps: list[Step], node: int) -> float | None:
    """A node's grad before the first step that could add to it."""
    return next((o.before for step in steps for o in step.operands if o.node == node), None)


def _lost(scene: Scene, root: int, leaf: int, start: float, given: float) -> FirstWrongStep:
    name, both = scene.names.of(leaf), f"{plain(start)} + {plain(given)} = {plain(start + given)}"
    text = (
        f"`{name}` had the grad {plain(start)} from an earlier backward(), and "
        f"`{scene.names.of(root)}.backward()` threw it away: it must become {both}. "
        "backward() only adds."
    )
    return scene.departure("overwritten", text, root, leaf, yours=given, expected=start + given)
