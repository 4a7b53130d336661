"""Place: coordinates across the layers, keeping their order, with arrows as straight as can be."""

from itertools import pairwise

from .lanes import Lanes

BETWEEN_SHAPES = 16.0
BETWEEN_STATIONS = 10.0
EFFORT = 40_000  # places computed at most, so that large graphs take no longer than they must
MOST_SWEEPS = 60
FEWEST_SWEEPS = 4
STIFF = 8


def place(lanes: Lanes, layers: list[list[int]], breadths: list[float]) -> list[float]:
    """The middle of every shape and station across the layers.

    Each sweep goes through the layers and gives every one the places that are nearest, in the
    sense of least squares, to the weighted mean of its neighbours' places.
    """
    pulls = _pulls(lanes)
    breadth = breadths + [0.0] * (len(lanes.rank) - len(breadths))
    offsets = [_offsets(layer, breadth, lanes.shapes) for layer in layers]
    middle = [0.0] * len(lanes.rank)
    for layer, offset in zip(layers, offsets):
        for node, along in zip(layer, offset):
            middle[node] = along - offset[-1] / 2
    sweeps = max(FEWEST_SWEEPS, min(MOST_SWEEPS, EFFORT // max(1, len(middle))))
    for sweep in range(sweeps):
        one_sided = sweep < sweeps // 3
        turn = -1 if sweep % 2 == 0 else 1  # results first: their operands gather around them
        for layer, offset in list(zip(layers, offsets))[::turn]:
            _settle(layer, offset, pulls, middle, -turn if one_sided else 0)
    for layer, offset in zip(layers, offsets):
        _straighten(layer, offset, pulls, middle)
    return middle


def _pulls(lanes: Lanes) -> list[list[tuple[int, int, int]]]:
    """For each shape and station its neighbours: who, how strongly, and on which side."""
    entering = [0] * len(lanes.rank)
    for _, higher in lanes.links:
        entering[higher] += 1
    pulls: list[list[tuple[int, int, int]]] = [[] for _ in lanes.rank]
    for lower, higher in lanes.links:
        stations = (lower >= lanes.shapes) + (higher >= lanes.shapes)
        # A long lane and the arrow from an operation to its result should be straight.
        strength = (1, 2, STIFF)[stations] if stations or entering[higher] > 1 else STIFF
        pulls[lower].append((higher, strength, 1))
        pulls[higher].append((lower, strength, -1))
    return pulls


def _offsets(layer: list[int], breadth: list[float], shapes: int) -> list[float]:
    """The least distance of each member from the first."""
    offsets = [0.0]
    for above, below in pairwise(layer):
        gap = BETWEEN_SHAPES if above < shapes and below < shapes else BETWEEN_STATIONS
        offsets.append(offsets[-1] + breadth[above] / 2 + gap + breadth[below] / 2)
    return offsets


def _settle(
    layer: list[int],
    offsets: list[float],
    pulls: list[list[tuple[int, int, int]]],
    middle: list[float],
    side: int,
) -> None:
    """Give one layer its places, looking at the neighbours on one `side` (-1, 1) or both (0)."""
    wishes, weights = [], []
    for node, offset in zip(layer, offsets):
        total, weight = 0.0, 0
        for other, strength, where in pulls[node]:
            if not side or where == side:
                total += middle[other] * strength
                weight += strength
        # One that nothing pulls stays, but makes way.
        wishes.append((total / weight if weight else middle[node]) - offset)
        weights.append(weight or 0.01)
    for node, offset, spot in zip(layer, offsets, _nearest_ascending(wishes, weights)):
        middle[node] = spot + offset


def _straighten(
    layer: list[int],
    offsets: list[float],
    pulls: list[list[tuple[int, int, int]]],
    middle: list[float],
) -> None:
    """Put what should be in line with its neighbour on the left there, the rest staying."""
    wishes: list[float] = []
    weights: list[float] = []
    for node, offset in zip(layer, offsets):
        line = [other for other, strength, side in pulls[node] if strength == STIFF and side < 0]
        wishes.append((middle[line[0]] if line else middle[node]) - offset)
        weights.append(STIFF if line else 1)
    for node, offset, spot in zip(layer, offsets, _nearest_ascending(wishes, weights)):
        middle[node] = spot + offset


def _nearest_ascending(wishes: list[float], weights: list[float]) -> list[float]:
    """The ascending numbers nearest to the wishes: pool adjacent violators."""
    pools: list[tuple[float, float, int]] = []
    for wish, weight in zip(wishes, weights):
        size = 1
        while pools and pools[-1][0] >= wish:
            other, heavy, members = pools.pop()
            wish = (wish * weight + other * heavy) / (weight + heavy)
            weight += heavy
            size += members
        pools.append((wish, weight, size))
    return [wish for wish, _, size in pools for _ in range(size)]
