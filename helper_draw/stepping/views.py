"""Views: where boxes and arrows stand in the page: every value, the folded whole, inside a box."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..graph import Graph
from ..layout import Extent, arrange
from ..wording import one_line

if TYPE_CHECKING:
    from ..folding import Group

SIZE = 116.0, 66.0  # of a box, in pixels
LARGE = 132.0, 84.0  # of one with a line more: what the code itself left
MOST_VALUES = 60  # of more the page shows first what is left when it is folded
FEWER = (40, 25)
MOST_INSIDE = 150  # values that a folded box may have, to be laid out by itself

View = dict[str, Any]  # as JSON: see `_view`


def views_of(graph: Graph, order: list[int], size: tuple[float, float]) -> list[View]:
    """The views of what is in the order; the first is of every value.

    Of a large graph the second is folded, and those after it are of what is in its boxes.
    """
    whole = _only(graph, order)
    everything = _view("every value", whole, order, [[at] for at in order], size)
    if len(order) <= MOST_VALUES:
        return [everything]
    from ..folding import foldings

    folding = next(iter(foldings(whole, MOST_VALUES, FEWER)), None)
    if folding is None or not folding.groups:
        return [everything]
    shown = [None if at is None else order[at] for at in folding.shown]
    stands_for = _stands_for(len(order), folding.shown, folding.groups)
    members: list[list[int]] = [[] for _ in shown]
    for at, box in enumerate(stands_for):
        if box is not None:
            members[box].append(order[at])
    folded = _view("folded", folding.graph, shown, members, size)
    found = [everything, folded]
    for at, group in _openable(folding.shown, folding.groups):
        folded["boxes"][at][4] = len(found)
        values = [order[each] for each in sorted({*group.members, group.box})]
        title = folding.graph.boxes[at].band
        found.append(_inside(title, graph, values, size))
    return found


def _only(graph: Graph, order: list[int]) -> Graph:
    """The part of a graph that is in the order, its boxes in that order."""
    places = {at: place for place, at in enumerate(order)}
    boxes = [graph.boxes[at] for at in order]
    boxes = [box._replace(parents=tuple(places[each] for each in box.parents)) for box in boxes]
    return Graph(boxes)


def _stands_for(
    count: int, shown: tuple[int | None, ...], groups: tuple["Group", ...]
) -> list[int | None]:
    """For each value the box of the folded view that it is, or that it is in."""
    found: list[int | None] = [None] * count
    rest = len(shown) - 1
    for box, at in enumerate(shown):
        if at is not None:
            found[at] = box
    layers = iter([box for box, at in enumerate(shown) if at is None])
    named = {group.box: next(layers, rest) for group in groups if group.kind in ("layer", "rest")}
    # What was folded last is nearest to what is drawn: a neuron's box may be in a layer's.
    for group in reversed(groups):
        target = named.get(group.box, None if group.box < 0 else found[group.box])
        for member in group.members:
            if found[member] is None:
                found[member] = target
    return found


def _openable(
    shown: tuple[int | None, ...], groups: tuple["Group", ...]
) -> Iterable[tuple[int, "Group"]]:
    """The boxes that are neurons and can be laid out by themselves."""
    drawn = {at: box for box, at in enumerate(shown) if at is not None}
    for group in groups:
        if group.kind == "neuron" and group.box in drawn and len(group.members) <= MOST_INSIDE:
            yield drawn[group.box], group


def _inside(title: str, graph: Graph, values: list[int], size: tuple[float, float]) -> View:
    """The values of a folded box, and what goes into them."""
    around = dict.fromkeys(parent for at in values for parent in graph.boxes[at].parents)
    inputs = [at for at in around if at not in {*values}]
    drawn = [*inputs, *values]
    places = {at: place for place, at in enumerate(drawn)}
    boxes = [
        graph.boxes[at]._replace(
            parents=() if at in inputs else tuple(places[each] for each in graph.boxes[at].parents)
        )
        for at in drawn
    ]
    return _view(title, Graph(boxes), drawn, [[at] for at in drawn], size)


def _view(
    name: str,
    drawn: Graph,
    shown: Iterable[int | None],
    members: Iterable[Iterable[int]],
    size: tuple[float, float],
) -> View:
    """A view as JSON.

    boxes   [value or -1, x, y, band, number of the view inside or 0, values that it stands for]
    edges   [box it leaves, box it enters, mark, bow, points as x, y, x, y, ...]
    """
    boxes = [
        [-1 if value is None else value, 0.0, 0.0, one_line(box.band), 0, [*values]]
        for box, value, values in zip(drawn.boxes, shown, members)
    ]
    uses = [
        (parent, at, place)
        for at, box in enumerate(drawn.boxes)
        for place, parent in enumerate(
            box.parents * 2 if box.uses_one_operand_twice else box.parents
        )
    ]
    layout = arrange([Extent(*size)] * len(boxes), [use[:2] for use in uses])
    for box, (x, y) in zip(boxes, layout.middles):
        box[1:3] = [round(x), round(y)]
    edges = []
    for (tail, head, place), route in zip(uses, layout.routes):
        use = drawn.uses.get((head, place))
        points = [round(amount) for point in route.points for amount in point]
        edges.append([tail, head, use.mark if use else "", route.bow, points])
    return {
        "name": name,
        "width": round(layout.length),
        "height": round(layout.breadth),
        "boxes": boxes,
        "edges": edges,
    }
