"""The lecture's neuron as a moving page, where nothing is wrong: .kata/lecture.html."""

from __future__ import annotations

# o = tanh(x1*w1 + x2*w2 + b): name, data, operation, operands.
NEURON = (
    ("x1", 2.0, "", ()),
    ("w1", -3.0, "", ()),
    ("x2", 0.0, "", ()),
    ("w2", 1.0, "", ()),
    ("x1*w1", -6.0, "*", (0, 1)),
    ("x2*w2", 0.0, "*", (2, 3)),
    ("sum", -6.0, "+", (4, 5)),
    ("b", 6.8813735870195432, "", ()),
    ("n", 0.8813735870195432, "+", (6, 7)),
    ("o", 0.7071067811865477, "tanh", (8,)),
)


def lecture_page() -> str:
    """The text of the page."""
    from helper_draw import Box, Graph
    from helper_draw.stepping import Stepping

    boxes = [Box(data, 0.0, name, op, operands) for name, data, op, operands in NEURON]
    return Stepping(Graph(boxes), [len(boxes) - 1]).page
