"""Routes: the lines of the arrows, straight within a layer and curved between two layers.

A curve stays between the layers it joins, so an arrow can only meet a shape inside a layer, and
there it runs along a station of its own, which keeps its distance from all shapes.
"""

from typing import NamedTuple

from .geometry import Extent, Point
from .lanes import Lanes

STRAIGHT_END = 9.0  # what an arrow head needs
BETWEEN_PORTS = 10.0
BOW = 12.0  # how far arrows between the same two shapes bend apart


class Route(NamedTuple):
    """The line of one arrow, from tail to head: straight, curved, straight, and so on.

    points  where the pieces meet: an even number, the first two joined by a straight piece
    bow     how far the first curve is bent aside
    back    the arrow goes against the layers' direction: it closes a cycle
    loop    from a shape to itself: the four points are those of a single curve
    """

    points: list[Point]
    bow: float = 0.0
    back: bool = False
    loop: bool = False


class Tracks(NamedTuple):
    """Where every layer starts and ends along the layers' direction."""

    starts: list[float]
    ends: list[float]

    def middle(self, layer: int) -> float:
        return (self.starts[layer] + self.ends[layer]) / 2


def routes(
    lanes: Lanes, back: list[bool], tracks: Tracks, extents: list[Extent], across: list[float]
) -> list[Route]:
    """The lines along all paths of the lanes; those marked `back` are then turned round."""
    leaving, entering = _ports(lanes, back, extents, across)
    bows = _bows(lanes)
    drawn = []
    for arrow, path in enumerate(lanes.paths):
        first, head = path[0], path[-1]
        points: list[Point] = []
        if first < lanes.shapes:
            port = across[first] + leaving[arrow]
            start = tracks.middle(lanes.rank[first]) + _reach(extents[first], leaving[arrow])
            points += [(start, port), (tracks.ends[lanes.rank[first]] + STRAIGHT_END, port)]
        for station in path[len(points) // 2 : -1]:
            layer, port = lanes.rank[station], across[station]
            points.append((tracks.starts[layer] - STRAIGHT_END, port))
            points.append((tracks.ends[layer] + STRAIGHT_END, port))
        port = across[head] + entering[arrow]
        end = tracks.middle(lanes.rank[head]) - _reach(extents[head], entering[arrow])
        points += [(tracks.starts[lanes.rank[head]] - STRAIGHT_END, port), (end, port)]
        drawn.append(Route(points[::-1] if back[arrow] else points, bows[arrow], back[arrow]))
    return drawn


def looped(middle: Point, extent: Extent) -> Route:
    """The line of an arrow from a shape to itself."""
    along, across = middle
    side = extent.length / 4
    edge = across - extent.breadth / 2
    points = [(along + side, edge), (along + 2 * side, edge - 28)]
    return Route([*points, (along - 2 * side, edge - 28), (along - side, edge)], loop=True)


def _ports(
    lanes: Lanes, back: list[bool], extents: list[Extent], across: list[float]
) -> tuple[list[float], list[float]]:
    """For each arrow, how far from its shapes' middles it leaves and enters.

    Entering arrows are spread in the order they come from, leaving ones only where several go to
    the same shape: lines that part from one point are easier to follow.
    """
    leaving, entering = [0.0] * len(lanes.paths), [0.0] * len(lanes.paths)
    into: dict[int, list[int]] = {}
    for arrow, path in enumerate(lanes.paths):
        into.setdefault(path[-1], []).append(arrow)
    for arrows in _parallel(lanes):
        tail = extents[lanes.arrows[arrows[0]][0]]
        for arrow, port in zip(arrows, _spread(len(arrows), tail.breadth)):
            # What closes a cycle ends here, and its head should not lie on another's start.
            leaving[arrow] = port if not back[arrow] else tail.breadth * 0.35
    for head, arrows in into.items():
        arrows.sort(key=lambda arrow: (across[lanes.paths[arrow][-2]], arrow))
        for arrow, port in zip(arrows, _spread(len(arrows), extents[head].breadth)):
            entering[arrow] = port
    return leaving, entering


def _spread(count: int, breadth: float) -> list[float]:
    step = min(BETWEEN_PORTS, breadth * 0.8 / count)
    return [(at - (count - 1) / 2) * step for at in range(count)]


def _bows(lanes: Lanes) -> list[float]:
    bows = [0.0] * len(lanes.paths)
    for arrows in _parallel(lanes):
        for at, arrow in enumerate(arrows):
            bows[arrow] = (at - (len(arrows) - 1) / 2) * BOW
    return bows


def _parallel(lanes: Lanes) -> list[list[int]]:
    """The arrows between the same two shapes, from every tail to every head."""
    same: dict[tuple[int, int], list[int]] = {}
    for arrow, ends in enumerate(lanes.arrows):
        same.setdefault(ends, []).append(arrow)
    return list(same.values())


def _reach(extent: Extent, aside: float) -> float:
    """From the middle of a shape to its edge, `aside` from the axis."""
    if not extent.oval:
        return extent.length / 2
    return float(extent.length / 2 * max(0.0, 1 - (2 * aside / extent.breadth) ** 2) ** 0.5)
