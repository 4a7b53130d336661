"""Alike: inputs that every neuron wrapped for itself, and neurons side by side, drawn once."""

from collections import Counter

from .sketch import Sketch

FEWEST_IN_A_LAYER = 3


def fold_copies(sketch: Sketch) -> None:
    """Leave one of the leaves that hold the same input of neurons which see the same numbers."""
    users = sketch.users()
    alike: dict[object, list[int]] = {}
    for output, neuron in sketch.neurons.items():
        if not sketch.shown[output]:
            continue
        leaves = [at for at in neuron.inputs if sketch.is_leaf(at) and sketch.shown[at]]
        numbers = [repr(sketch.graph.boxes[at].data) for at in leaves]
        seen: Counter[str] = Counter()
        for at, number in zip(leaves, numbers):
            seen[number] += 1
            if len(users[at]) == 1 and at not in sketch.pinned:
                label = sketch.graph.boxes[at].label
                key = (number, label, seen[number], tuple(sorted(numbers)))
                alike.setdefault(key, []).append(at)
    for first, *others in alike.values():
        if others:
            for other in others:
                user = users[other][0]
                _replace(sketch, user, {other: first})
            sketch.copies.add(first)
            sketch.bands[first] = f"input, ×{len(others) + 1}"
            sketch.fold("copies", first, others)


def fold_layers(sketch: Sketch) -> None:
    """Draw as one box the neurons of a kind that see the same, the first layer first."""
    for at in sketch.operands_first():
        if at in sketch.neurons and sketch.shown[at]:
            _fold_layer(sketch, at)


def _fold_layer(sketch: Sketch, first: int) -> None:
    kind, inputs = sketch.neurons[first].activation, set(sketch.operands[first])
    layer = [
        at
        for at, neuron in sketch.neurons.items()
        if sketch.shown[at]
        and neuron.activation == kind
        and set(sketch.operands[at]) == inputs
        and at not in inputs | sketch.pinned
    ]
    if len(layer) < FEWEST_IN_A_LAYER or first not in layer:
        return
    for user, shown in enumerate(sketch.shown):
        if shown:
            _replace(sketch, user, {at: first for at in layer if at != first})
            if user in sketch.neurons:
                sketch.operands[user] = list(dict.fromkeys(sketch.operands[user]))
    sketch.bands[first] = f"layer of {len(layer)} {sketch.bands[first]}s"
    sketch.layers.add(first)
    sketch.fold("layer", first, layer)
    sketch.shown[first] = True  # as the box of all of them


def _replace(sketch: Sketch, user: int, instead: dict[int, int]) -> None:
    sketch.operands[user] = [instead.get(at, at) for at in sketch.operands[user]]
