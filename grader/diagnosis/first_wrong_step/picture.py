"""A program's graph as the learner's code leaves it, with what was expected beside it, in SVG."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from grader.diagnosis.first_wrong_step.guilt import Guilt, guilt_of
from grader.diagnosis.first_wrong_step.unnamed import expected_nodes
from grader.report.wrong_step import FirstWrongStep
from grader.trace import Datum, Many, Node, NodeRef, Trace, close, number, shown
from helper_draw import Box, Drawing, Graph

MOST_NODES = 5_000  # more take longer than a picture is worth, however much it folds
ARROWS = "The arrows lead from operands to results; gradients go back along them."
NO_STEP = "The numbers in red boxes are wrong; which step is at fault, they do not tell."


def draw(
    trace: Trace,
    expected: Trace,
    step: FirstWrongStep | None,
    program: str,
    source: str = "torch",
) -> str | None:
    """The graph with what is at fault in the first wrong step in red, else the boxes that differ.

    expected is the trace of that source: what it has is noted where it is another number. None
    where there is no graph to draw, since no Value knows its operands or there are too many, and
    where nothing in it would be marked.
    """
    parents = [parents_of(node) for node in trace.nodes]
    if not any(parents) or len(trace.nodes) > MOST_NODES:
        return None
    with_grad = ".backward()" in program
    wanted = expected_nodes(trace, expected, program)
    notes = {
        place: f"{source}: {note}"
        for place, node in wanted.items()
        if (note := _note(trace.nodes[place], node, with_grad=with_grad))
    }
    if not step and not notes:
        return None
    has_op = [bool(node.op) and isinstance(node.op, str) for node in trace.nodes]
    guilt = guilt_of(step, parents, has_op) if step else Guilt(boxes=set(notes))
    for place, note in guilt.notes.items():
        says_all = place in guilt.boxes
        notes[place] = note if says_all else ", ".join(filter(None, (notes.get(place), note)))
    boxes = _boxes(trace, parents, notes, guilt, with_grad=with_grad)
    caption = (step.text.replace("`", ""), ARROWS) if step else (NO_STEP,)
    return Drawing(Graph(boxes, guilt.uses, caption, _legend(guilt, notes))).svg


def _boxes(
    trace: Trace,
    parents: list[tuple[int, ...]],
    notes: dict[int, str],
    guilt: Guilt,
    *,
    with_grad: bool,
) -> list[Box]:
    labels = trace.first_names()
    return [
        Box(
            data=number_or_words(node.data, trace),
            grad=number_or_words(node.grad, trace) if with_grad and _has_grad(node) else None,
            label=labels.get(place, ""),
            op=node.op if isinstance(node.op, str) else "",
            parents=parents[place],
            unordered=isinstance(node.parents, Many) and node.parents.is_set,
            note=notes.get(place, ""),
            highlighted=place in guilt.boxes,
            is_at_fault=place in guilt.operations,
        )
        for place, node in enumerate(trace.nodes)
    ]


def _has_grad(node: Node) -> bool:
    return node.grad is not UNSET


def _legend(guilt: Guilt, notes: dict[int, str]) -> list[tuple[str, str]]:
    """What the signs mean that the picture has."""
    meanings = {
        "operation": ("the operation at fault", bool(guilt.operations)),
        "arrow": ("the way on which it goes wrong", bool(guilt.uses)),
        "box": ("the value at fault", bool(guilt.boxes)),
        "note": ("in bold red: what should be there, or what went wrong", bool(notes)),
    }
    return [(sign, meaning) for sign, (meaning, is_there) in meanings.items() if is_there]


def parents_of(node: Node) -> tuple[int, ...]:
    """The places of the operands that a node remembers."""
    items = node.parents.items if isinstance(node.parents, Many) else ()
    return tuple(item.index for item in items if isinstance(item, NodeRef))


def number_or_words(datum: Datum | UnsetType, trace: Trace) -> float | str:
    """A datum as a box shows it."""
    amount = number(datum)
    return str(shown(datum, trace)) if amount is None else amount


def _note(yours: Node, expected: Node | None, *, with_grad: bool) -> str:
    """What should stand in a box instead, such as "grad 2.0000"; "" where it does.

    Before there is a backward() a Value may have no grad.
    """
    parts = []
    for quantity in ("data", "grad"):
        wanted = number(getattr(expected, quantity, None))
        mine = number(getattr(yours, quantity))
        if quantity == "grad" and mine is None and not with_grad:
            continue
        if wanted is not None and (mine is None or not close(mine, wanted)):
            parts.append(f"{quantity} {_in_digits(wanted, mine)}")
    return ", ".join(parts)


def _in_digits(wanted: float, mine: float | None) -> str:
    """As many digits as it takes to tell two numbers apart; the boxes have four decimals."""
    if mine is None or f"{mine:.4f}" != f"{wanted:.4f}":
        return f"{wanted:.4f}"
    return f"{wanted:.9g}"
