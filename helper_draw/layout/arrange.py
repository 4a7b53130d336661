"""Arrange: from the sizes of shapes and the arrows between them to a finished layout."""

from typing import NamedTuple

from .geometry import Extent, Point
from .lanes import Lanes
from .order import order
from .place import place
from .ranks import ranks, turned
from .routes import Route, Tracks, looped, routes

BETWEEN_LAYERS = 44.0
MOST_BETWEEN_LAYERS = 110.0
SLOPE = 0.16  # room added between layers for every pixel an arrow has to climb
ROOM_FOR_LOOP = 44.0


class Layout(NamedTuple):
    """Where everything is, as points (along, across) in pixels, the picture's corner at (0, 0).

    middles  of the shapes
    routes   of the arrows
    length, breadth  of the whole
    """

    middles: list[Point]
    routes: list[Route]
    length: float
    breadth: float


def arrange(extents: list[Extent], arrows: list[tuple[int, int]], room: float = 1.0) -> Layout:
    """Place the shapes and lead the arrows: no shapes overlap, no arrow passes through a shape.

    room    how far the layers are apart, 1 being plenty
    The exception is the graph of thousands of shapes whose arrows span too many layers to be
    led (see `lanes`); these go straight across.
    """
    if not extents:
        return Layout([], [], 0.0, 0.0)
    back = turned(len(extents), arrows)
    loops = {tail for tail, head in arrows if tail == head}
    led = [arrow for arrow, (tail, head) in enumerate(arrows) if tail != head]
    onward = [arrows[arrow][::-1] if back[arrow] else arrows[arrow] for arrow in led]
    lanes = Lanes(ranks(len(extents), onward), onward)
    layers = order(lanes)
    rooms = [each.breadth + ROOM_FOR_LOOP * (at in loops) for at, each in enumerate(extents)]
    across = place(lanes, layers, rooms)
    rooms += [0.0] * (len(across) - len(rooms))
    top = min(middle - room / 2 for middle, room in zip(across, rooms))
    across = [middle - top for middle in across]
    bottom = max(middle + room / 2 for middle, room in zip(across, rooms))
    tracks = _tracks(lanes, layers, extents, across, room)
    middles = [(tracks.middle(lanes.rank[at]), across[at]) for at in range(len(extents))]
    drawn = dict(zip(led, routes(lanes, [back[arrow] for arrow in led], tracks, extents, across)))
    for arrow, (tail, _) in enumerate(arrows):
        if arrow not in drawn:
            drawn[arrow] = looped(middles[tail], extents[tail])
    return Layout(middles, [drawn[arrow] for arrow in range(len(arrows))], tracks.ends[-1], bottom)


def least_length(extents: list[Extent], arrows: list[tuple[int, int]], room: float = 1.0) -> float:
    """What a layout is as long as, at the least: soon known, and often too much."""
    back = turned(len(extents), arrows)
    pairs = [pair[::-1] if turn else pair for pair, turn in zip(arrows, back)]
    longest: dict[int, float] = {}
    layers = ranks(len(extents), [pair for pair in pairs if pair[0] != pair[1]])
    for layer, extent in zip(layers, extents):
        longest[layer] = max(longest.get(layer, 0.0), extent.length)
    return sum(longest.values()) + max(0, len(longest) - 1) * BETWEEN_LAYERS * room


def _tracks(
    lanes: Lanes,
    layers: list[list[int]],
    extents: list[Extent],
    across: list[float],
    room: float,
) -> Tracks:
    """Where each layer begins and ends: the steeper the arrows to the next, the more room."""
    climb = [0.0] * len(layers)
    for lower, higher in lanes.links:
        height = abs(across[lower] - across[higher])
        climb[lanes.rank[lower]] = max(climb[lanes.rank[lower]], height)
    starts, ends = [], []
    along = 0.0
    for layer, height in zip(layers, climb):
        length = max((extents[node].length for node in layer if node < lanes.shapes), default=0.0)
        starts.append(along)
        ends.append(along + length)
        between = min(MOST_BETWEEN_LAYERS, BETWEEN_LAYERS + SLOPE * height)
        along += length + between * room
    return Tracks(starts, ends)
