"""Order: how each layer is sorted, so that few arrows cross."""

from itertools import pairwise

from .lanes import Lanes

MOST_SWEEPS = 12
MOST_IN_VAIN = 3  # sweeps one after the other without fewer crossings


def order(lanes: Lanes) -> list[list[int]]:
    """The layers, each a list of shapes and stations.

    The start is the order in which a walk from the results meets them, which is free of crossings
    where the expression is a tree; then barycenter sweeps in both directions.
    """
    count = len(lanes.rank)
    left: list[list[int]] = [[] for _ in range(count)]
    right: list[list[int]] = [[] for _ in range(count)]
    for lower, higher in lanes.links:
        left[higher].append(lower)
        right[lower].append(higher)
    _as_written(lanes, left)
    layers = _as_met(lanes, left, right)
    best, fewest = [list(layer) for layer in layers], _crossings(layers, right)
    left_to_try = MOST_IN_VAIN
    for sweep in range(MOST_SWEEPS):
        if not fewest or not left_to_try:
            break
        _sweep(layers, right if sweep % 2 else left, backward=bool(sweep % 2))
        crossings = _crossings(layers, right)
        left_to_try -= 1
        if crossings < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
            left_to_try = MOST_IN_VAIN
    return best


def _as_written(lanes: Lanes, left: list[list[int]]) -> None:
    """Sort what is left of each shape as its arrows are: operands stay as they were written."""
    entering: dict[int, list[int]] = {}
    for path in lanes.paths:
        if lanes.rank[path[-2]] == lanes.rank[path[-1]] - 1:  # others are not led
            entering.setdefault(path[-1], []).append(path[-2])
    for shape, before in entering.items():
        left[shape] = before


def _as_met(lanes: Lanes, left: list[list[int]], right: list[list[int]]) -> list[list[int]]:
    layers: list[list[int]] = [[] for _ in range(max(lanes.rank, default=-1) + 1)]
    met = [False] * len(lanes.rank)
    # What has nothing to its right comes first; the rest only where long arrows are not led.
    starts = [node for node in range(len(lanes.rank)) if not right[node]]
    stack = starts[::-1]
    while stack:
        node = stack.pop()
        if met[node]:
            continue
        met[node] = True
        layers[lanes.rank[node]].append(node)
        stack.extend(reversed(left[node]))
    return layers


def _sweep(layers: list[list[int]], neighbours: list[list[int]], backward: bool) -> None:
    """Sort each layer by the mean place of its neighbours in the layer before it."""
    place: dict[int, int] = {}
    for layer in reversed(layers) if backward else layers:
        wish = {}
        for here, node in enumerate(layer):
            around = neighbours[node]
            wish[node] = sum(place[other] for other in around) / len(around) if around else here
        layer.sort(key=wish.__getitem__)
        place.update((node, here) for here, node in enumerate(layer))


def _crossings(layers: list[list[int]], right: list[list[int]]) -> int:
    return sum(_crossings_between(lower, higher, right) for lower, higher in pairwise(layers))


def _crossings_between(lower: list[int], higher: list[int], right: list[list[int]]) -> int:
    """Pairs of links that cross, counted in a Fenwick tree of the ends met so far."""
    place = {node: here for here, node in enumerate(higher)}
    tree = [0] * (len(higher) + 1)
    crossings = met = 0
    for node in lower:
        ends = sorted(place[other] for other in right[node])
        for end in ends:
            crossings += met - _count_up_to(tree, end + 1)
        for end in ends:
            met += 1
            spot = end + 1
            while spot < len(tree):
                tree[spot] += 1
                spot += spot & -spot
    return crossings


def _count_up_to(tree: list[int], spot: int) -> int:
    total = 0
    while spot:
        total += tree[spot]
        spot -= spot & -spot
    return total
