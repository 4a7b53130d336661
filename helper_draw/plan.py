"""Plan: how large the shapes of a graph are in one style, and where they stand."""

from typing import NamedTuple

from .graph import Graph
from .layout import Extent, Layout, Point, arrange, least_length
from .shapes import Arrow, Shape, shapes_of
from .wording import in_columns

COLUMN = 7.5  # pixels a character; the widest of these fonts takes 7.23 at this size
PADDING = 9.0
WIDE_CELL, STACKED_CELL = 26.0, 20.0
BAND = 20.0
OVAL_HEIGHT, LEAST_OVAL = 30.0, 38.0
MARGIN = 16.0


class Style(NamedTuple):
    """How a graph is laid out.

    rankdir  "LR" or "TB"
    stacked  whether a box has its cells upon each other
    room     how far the layers are apart, 1 being plenty
    """

    rankdir: str
    stacked: bool
    room: float = 1.0


class Plan:
    """Shapes with their sizes and middles in the picture, in pixels.

    layout knows the routes of the arrows, not yet turned: `turn` does.
    """

    def __init__(self, graph: Graph, style: Style) -> None:
        self.graph, self.style = graph, style
        self.shapes: list[Shape]
        self.arrows: list[Arrow]
        self.shapes, self.arrows = shapes_of(graph)
        self.sizes = [size_of(shape, style.stacked) for shape in self.shapes]
        across = style.rankdir == "TB"
        extents = [
            Extent(*(size[::-1] if across else size), shape.oval)
            for shape, size in zip(self.shapes, self.sizes)
        ]
        self._given = extents, [(arrow.tail, arrow.head) for arrow in self.arrows], style.room

    def least_width(self) -> float:
        """What the picture is as wide as, at the least, without being laid out."""
        across = self.style.rankdir == "TB"
        return 2 * MARGIN + (0.0 if across else least_length(*self._given))

    def laid_out(self) -> "Plan":
        """This plan, with the layout made."""
        self.layout: Layout = arrange(*self._given)
        self.middles = [self.turn(middle) for middle in self.layout.middles]
        right, bottom = self.turn((self.layout.length, self.layout.breadth))
        self.width, self.height = right + MARGIN, bottom + MARGIN
        return self

    def turn(self, point: Point) -> Point:
        """From the layout's (along, across) to the picture's (x, y)."""
        along, across = point
        x, y = (along, across) if self.style.rankdir == "LR" else (across, along)
        return x + MARGIN, y + MARGIN


def cell_width(text: str) -> float:
    return in_columns(text) * COLUMN + 2 * PADDING


def size_of(shape: Shape, stacked: bool) -> Point:
    """Width and height of a shape."""
    widths = [cell_width(cell) for cell in shape.cells] or [0.0]
    if shape.oval:
        return max(LEAST_OVAL, *widths), OVAL_HEIGHT
    if shape.frame:
        return max(widths), STACKED_CELL * len(widths)
    band = BAND if shape.band else 0.0
    least = cell_width(shape.band) if shape.band else 0.0
    if not shape.cells:
        return least, WIDE_CELL
    if stacked:
        return max(least, *widths), STACKED_CELL * len(widths) + band
    return max(least, sum(widths)), WIDE_CELL + band
