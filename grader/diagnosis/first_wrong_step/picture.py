"""A program's graph as the learner's code leaves it, with what was expected beside it, in SVG."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from grader.report.wrong_step import FirstWrongStep
from grader.trace import Datum, Many, Node, NodeRef, Trace, close, number, shown
from helper_draw import Box, Drawing, Graph

MOST_NODES = 60  # more are no picture that anyone reads


def draw(trace: Trace, expected: Trace, step: FirstWrongStep | None) -> str | None:
    """The graph with the nodes of the first wrong step in red, else those that differ.

    expected is torch's trace: its values are found by the program's names, and noted where they
    are others. None where there is no graph to draw: no Value knows its operands, or there are
    too many.
    """
    parents = [_parents(node) for node in trace.nodes]
    if not any(parents) or len(trace.nodes) > MOST_NODES:
        return None
    labels = trace.first_names()
    notes = {
        index: _note(trace.nodes[index], expected.node(label)) for index, label in labels.items()
    }
    if step and step.kind == "wrong order" and step.expected is not None:
        # Its grad became right later: without this, its box would show nothing wrong.
        first, passed_on = step.nodes[0], f"passed on when {_in_digits(step.yours or 0.0, None)}"
        notes[first] = ", ".join(filter(None, (notes.get(first), passed_on)))
    red = set(step.nodes) if step else {index for index, note in notes.items() if note}
    return Drawing(
        Graph(
            Box(
                data=_number_or_words(node.data, trace),
                grad=None if node.grad is UNSET else _number_or_words(node.grad, trace),
                label=labels.get(index, ""),
                op=node.op if isinstance(node.op, str) else "",
                parents=parents[index],
                unordered=isinstance(node.parents, Many) and node.parents.is_set,
                note=notes.get(index, ""),
                highlighted=index in red,
            )
            for index, node in enumerate(trace.nodes)
        )
    ).svg


def differs(trace: Trace, expected: Trace) -> bool:
    """Whether any box of the picture would say that something else is expected."""
    return any(
        _note(trace.nodes[index], expected.node(label))
        for index, label in trace.first_names().items()
    )


def _parents(node: Node) -> tuple[int, ...]:
    items = node.parents.items if isinstance(node.parents, Many) else ()
    return tuple(item.index for item in items if isinstance(item, NodeRef))


def _number_or_words(datum: Datum | UnsetType, trace: Trace) -> float | str:
    amount = number(datum)
    return str(shown(datum, trace)) if amount is None else amount


def _note(yours: Node, expected: Node | None) -> str:
    """What should stand in a box instead, such as "torch: grad 2.0000"; "" where it does."""
    parts = []
    for quantity in ("data", "grad"):
        wanted = number(getattr(expected, quantity, None))
        mine = number(getattr(yours, quantity))
        if wanted is not None and (mine is None or not close(mine, wanted)):
            parts.append(f"{quantity} {_in_digits(wanted, mine)}")
    return f"torch: {', '.join(parts)}" if parts else ""


def _in_digits(wanted: float, mine: float | None) -> str:
    """As many digits as it takes to tell two numbers apart; the boxes have four decimals."""
    if mine is None or f"{mine:.4f}" != f"{wanted:.4f}":
        return f"{wanted:.4f}"
    return f"{wanted:.9g}"
