"""Fold: the steps of folding in turn, and the smaller graph that is left to draw."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..graph import RESULT, Box, Graph, Use
from .alike import fold_copies, fold_layers
from .examples import fold_examples
from .neurons import neurons_of
from .rest import fold_rest
from .sketch import REST, Group, Sketch
from .words import words_of

ARROWS = 3  # more than so many for each box that is allowed are a tangle


class Folding(NamedTuple):
    """A graph that is small enough to draw, and what it stands for.

    graph   what is drawn
    shown   for each of its boxes the value of the whole whose numbers it shows, else None
    groups  what is folded
    """

    graph: Graph
    shown: tuple[int | None, ...]
    groups: tuple[Group, ...]


def foldings(whole: Graph, most: int, fewer: Iterable[int] = ()) -> Iterator[Folding]:
    """The graph, folded ever more.

    First neurons, examples and copies, unless that leaves more than `most` boxes; then layers,
    too; then all but `most` boxes, and all but each number in `fewer`.
    """
    sketch = Sketch(whole)
    _fold_neurons(sketch)
    fold_examples(sketch)
    fold_copies(sketch)
    _show_parameters(sketch)
    if sketch.count <= most and sketch.arrows <= ARROWS * most:
        yield _drawn(sketch)
    fold_layers(sketch)
    if sketch.count <= most:
        yield _drawn(sketch)
    for number in (most, *fewer):
        if sketch.count > number:
            smaller = sketch.copy()
            fold_rest(smaller, number)
            yield _drawn(smaller)


def _fold_neurons(sketch: Sketch) -> None:
    neurons = [n for n in neurons_of(sketch.graph) if sketch.pinned.isdisjoint(n.inner)]
    inner = {at for neuron in neurons for at in neuron.inner}
    # A linear neuron's last sum, to which its bias belongs, is its output.
    inner |= {neuron.output for neuron in neurons if not neuron.activation}
    inputs = {at for neuron in neurons for at in neuron.inputs}
    users = sketch.users()
    for neuron in neurons:
        output = neuron.output
        sketch.neurons[output] = neuron
        sketch.operands[output] = list(neuron.inputs)
        sketch.bands[output] = f"{neuron.activation or 'linear'} neuron"
        parameters = dict.fromkeys([*neuron.weights, *neuron.constants])
        for at in parameters:
            sketch.parameters.setdefault(at, []).append(output)
        own = [
            at
            for at in parameters
            if at not in inputs | sketch.pinned and inner.issuperset(users[at])
        ]
        sketch.fold("neuron", output, [*neuron.inner, *own])


def _show_parameters(sketch: Sketch) -> None:
    """Lead arrows to neurons from the weights that are drawn, since something else uses them."""
    for at, outputs in sketch.parameters.items():
        if sketch.shown[at]:
            for output in outputs:
                sketch.operands[output].append(at)


def _drawn(sketch: Sketch) -> Folding:
    drawn = [at for at, is_shown in enumerate(sketch.shown) if is_shown]
    places = {at: place for place, at in enumerate(drawn)}
    boxes = [_box(sketch, at) for at in drawn]
    shown: list[int | None] = [None if at in sketch.layers else at for at in drawn]
    for group in sketch.groups:
        if group.kind == "rest":
            places[REST] = len(boxes)
            boxes.append(Box(None, band=f"… {len(group.members):,} more values"))
            shown.append(None)
    boxes = [box._replace(parents=tuple(places[each] for each in box.parents)) for box in boxes]
    whole = sketch.graph
    caption = (*whole.caption, *words_of(sketch))
    graph = Graph(boxes, _uses(sketch, places), caption, whole.legend)
    return Folding(graph, tuple(shown), tuple(sketch.groups))


def _box(sketch: Sketch, at: int) -> Box:
    """A box as it is drawn, its operands told by their places in the whole."""
    box = sketch.graph.boxes[at]._replace(
        op=sketch.op(at), parents=tuple(sketch.operands[at]), band=sketch.bands.get(at, "")
    )
    if at in sketch.copies:
        return box._replace(grad=None)
    if at in sketch.layers:
        return box._replace(data=None, grad=None, label="", note="")
    return box


def _uses(sketch: Sketch, places: dict[int, int]) -> dict[tuple[int, int], Use]:
    """What is said of arrows: of those of the whole that are still there, and how often."""
    uses: dict[tuple[int, int], Use] = {}
    for (at, place), use in sketch.graph.uses.items():
        box = sketch.graph.boxes[at]
        is_whole = at in places and at not in sketch.neurons
        if is_whole and (place == RESULT or sketch.operands[at] == [*box.parents]):
            uses[places[at], place] = use
    for (operand, result), often in sketch.times.items():
        if operand in places and result in places and operand in sketch.operands[result]:
            place = sketch.operands[result].index(operand)
            uses[places[result], place] = Use(f"×{often}")
    return uses
