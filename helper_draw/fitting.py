"""Fitting: a picture that is no wider than a page, however large its graph is.

First the style is made narrower, then more is folded, at the last it is scaled down a little.
"""

from collections.abc import Iterator

from .graph import Graph
from .plan import Plan, Style

WIDTH = 1000.0  # pixels: no picture is wider, unless it is asked for in full
TALLEST = 2600.0  # pixels: of a taller one, more is folded
SMALLEST = 0.8  # of its size, to which a picture is scaled down: 12 pixels become 10
MOST_VALUES = 60  # above, neurons are folded; and no picture has more boxes
STYLES = {
    "LR": (Style("LR", False), Style("LR", True), Style("LR", True, 0.6)),
    "TB": (Style("TB", True), Style("TB", True, 0.6)),
}
FEWER = (40, 25, 15, 8, 4, 2)  # boxes that are left of what is still too wide


def fitted(graph: Graph, rankdir: str) -> Plan:
    """The plan of the graph, or of what is left when it is folded; rankdir "" is either."""
    narrowest = None
    for level in _folded(graph):
        plans = _plans(level, rankdir)
        narrowest = min(plans, key=lambda plan: plan.width)
        best = plans[-1] if plans[-1].width <= WIDTH else narrowest
        if best.width * SMALLEST <= WIDTH and best.height <= TALLEST:
            return best
    assert narrowest is not None  # a small graph is a level, and of a large one there are several
    return narrowest


def _plans(graph: Graph, rankdir: str) -> list[Plan]:
    """The plans of one graph up to the first that fits."""
    plans: list[Plan] = []
    for style in STYLES[rankdir or "LR"]:
        plan = Plan(graph, style)
        if plan.least_width() <= WIDTH or style is STYLES[rankdir or "LR"][-1]:
            plans.append(plan.laid_out())
            if plan.width <= WIDTH:
                return plans
    if not rankdir and plans[-1].width * SMALLEST > WIDTH:
        plans.append(Plan(graph, STYLES["TB"][-1]).laid_out())
    return plans


def _folded(graph: Graph) -> Iterator[Graph]:
    """The graph, if it is small, and then folded ever more."""
    if len(graph.boxes) <= MOST_VALUES:
        yield graph
    from .folding import foldings

    for folding in foldings(graph, MOST_VALUES, FEWER):
        if folding.groups:
            yield folding.graph
