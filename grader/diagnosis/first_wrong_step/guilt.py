"""Guilt: what a picture marks of a first wrong step, an operation, an arrow or a box."""

from __future__ import annotations

from msgspec import Struct, field

from grader.diagnosis.first_wrong_step.naming import format_number, format_unlike
from grader.report.wrong_step import FirstWrongStep
from helper_draw import RESULT, Use

WRONG, RIGHT = "✗", "✓"


class Guilt(Struct):
    """What is drawn in red: operations and boxes by their places, arrows as Graph.uses has them.

    notes are said in a box.
    """

    operations: set[int] = field(default_factory=set)
    boxes: set[int] = field(default_factory=set)
    uses: dict[tuple[int, int], Use] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)


def guilt_of(step: FirstWrongStep, parents: list[tuple[int, ...]], has_op: list[bool]) -> Guilt:
    """What to mark, given the operands of each node and whether an operation is drawn for it.

    An operation that gave something wrong is marked with the arrow along which it gave it; a
    grad that was wrong before any operation took part, in its box. Nothing is marked of a node
    that the picture does not have.
    """
    guilt = Guilt()
    nodes = [node for node in step.nodes if node < len(parents)]
    if not nodes:
        return guilt
    node, other = nodes[0], nodes[-1]
    if step.kind in ("not zero", "not seeded", "seeded again"):
        guilt.boxes.add(node)
        guilt.notes[node] = _was_and_should_be(step)
        return guilt
    (guilt.operations if has_op[node] else guilt.boxes).add(node)
    if step.kind == "wrong value" and has_op[node]:
        guilt.uses[node, RESULT] = _use(f"gave {_yours(step)}", f"should be {_expected(step)}")
    elif step.kind in ("wrong contribution", "overwritten"):
        _mark_contribution(guilt, step, node, other, parents)
    elif step.kind == "wrong order":
        _mark_turn(guilt, step, node, other, parents)
    return guilt


def _mark_contribution(
    guilt: Guilt, step: FirstWrongStep, node: int, other: int, parents: list[tuple[int, ...]]
) -> None:
    """The arrow from the operand, each time it is used, with the sums beside the last."""
    verb = "gave back" if step.kind == "wrong contribution" else "left the grad at"
    lines = f"{verb} {_yours(step)}", step.rule or f"should be {_expected(step)}"
    places = [at for at, parent in enumerate(parents[node]) if parent == other]
    for place in places[:-1]:
        guilt.uses[node, place] = Use(is_at_fault=True)
    if places:
        guilt.uses[node, places[-1]] = _use(*lines)
    else:
        guilt.boxes.add(other)
        guilt.notes[other] = _was_and_should_be(step)


def _mark_turn(
    guilt: Guilt, step: FirstWrongStep, node: int, other: int, parents: list[tuple[int, ...]]
) -> None:
    """The arrow to the result that gave its part too late; else those along which nothing went."""
    if step.expected is not None and node in parents[other]:
        place = parents[other].index(node)
        guilt.uses[other, place] = _use("came back too late", "comes back first, then passed on")
        guilt.notes[node] = f"passed on when {format_number(step.yours or 0.0)}"
    elif step.expected is None and step.yours is not None:
        for place in range(len(parents[node])):
            guilt.uses[node, place] = Use(is_at_fault=True)
        if parents[node]:
            lines = "nothing was passed back", f"{format_number(step.yours)} waits in its grad"
            guilt.uses[node, 0] = _use(*lines)


def _use(wrong: str, right: str) -> Use:
    return Use("", (f"{WRONG} {wrong}", f"{RIGHT} {right}"), is_at_fault=True)


def _was_and_should_be(step: FirstWrongStep) -> str:
    return f"grad was {_yours(step)}, should be {_expected(step)}"


def _yours(step: FirstWrongStep) -> str:
    if step.yours is None:
        return "something else"
    return format_unlike(step.yours, *([] if step.expected is None else [step.expected]))


def _expected(step: FirstWrongStep) -> str:
    if step.expected is None:
        return "something else"
    return format_unlike(step.expected, *([] if step.yours is None else [step.yours]))
