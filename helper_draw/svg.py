"""Svg: the picture as SVG, laid out here, without Graphviz.

Colours are written out and the ground is white, so that it reads in a dark notebook as well.
It holds no ids and no style sheet: whatever stands beside it on a page is left alone.
"""

from .graph import Graph
from .layout import Extent, Point, Route, arrange
from .shapes import Arrow, Shape, shapes_of
from .wording import in_columns, one_line

FONT = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
FONT_SIZE = 12
COLUMN = 7.5  # pixels a character; the widest of these fonts takes 7.23 at this size
TO_BASELINE = 4.2  # from the middle of a line of text
PADDING = 9.0
CELL_HEIGHT = {"LR": 26.0, "TB": 22.0}
OVAL_HEIGHT, LEAST_OVAL = 30.0, 38.0
MARGIN = 16.0
HEAD_LENGTH, HEAD_HALF = 8.0, 3.3

INK, LINE, GROUND, FRAME = "#1f2937", "#4b5563", "#ffffff", "#d1d5db"
OVAL_FILL, WARNING, WARNING_FILL = "#fdf3dc", "#c62828", "#fdecea"


def svg_of(graph: Graph, rankdir: str) -> str:
    """The SVG element; `rankdir` is "LR" or "TB"."""
    shapes, arrows = shapes_of(graph)
    sizes = [_oval_size(shape) if shape.oval else _box_size(shape, rankdir) for shape in shapes]
    extents = [
        Extent(*(size if rankdir == "LR" else size[::-1]), shape.oval)
        for shape, size in zip(shapes, sizes)
    ]
    layout = arrange(extents, [(arrow.tail, arrow.head) for arrow in arrows])
    right, bottom = _turn((layout.length, layout.breadth), rankdir)
    parts = [_opening(right + MARGIN, bottom + MARGIN, _title(graph))]
    for route, arrow in zip(layout.routes, arrows):
        points = [_turn(point, rankdir) for point in route.points]
        bow = (0.0, route.bow) if rankdir == "LR" else (route.bow, 0.0)
        parts.append(_arrow(points, bow, route, arrow))
    for shape, middle, size in zip(shapes, layout.middles, sizes):
        draw = _oval if shape.oval else _box
        parts.append(draw(shape, _turn(middle, rankdir), size, rankdir))
    parts.append("</g></svg>\n")
    return "\n".join(parts)


def _turn(point: Point, rankdir: str) -> Point:
    """From the layout's (along, across) to the picture's (x, y)."""
    along, across = point
    return (
        (along + MARGIN, across + MARGIN) if rankdir == "LR" else (across + MARGIN, along + MARGIN)
    )


def _cell_width(text: str) -> float:
    return in_columns(text) * COLUMN + 2 * PADDING


def _box_size(shape: Shape, rankdir: str) -> Point:
    """As Graphviz does, the cells stand side by side in LR and upon each other in TB."""
    widths = [_cell_width(cell) for cell in shape.cells]
    if rankdir == "LR":
        return sum(widths), CELL_HEIGHT["LR"]
    return max(widths), CELL_HEIGHT["TB"] * len(widths)


def _oval_size(shape: Shape) -> Point:
    return max(LEAST_OVAL, _cell_width(shape.cells[0])), OVAL_HEIGHT


def _title(graph: Graph) -> str:
    count = len(graph.boxes)
    names = [graph.boxes[end].label for end in graph.results() if graph.boxes[end].label]
    of = f" of {one_line(', '.join(names))}" if names else ""
    return f"Expression graph{of}: {count} {'value' if count == 1 else 'values'}"


def _opening(width: float, height: float, title: str) -> str:
    w, h = _number(width), _number(height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{w}" height="{h}"'
        f' viewBox="0 0 {w} {h}"><title>{escaped(title)}</title>\n'
        f'<rect x="0.5" y="0.5" width="{_number(width - 1)}" height="{_number(height - 1)}" rx="8"'
        f' fill="{GROUND}" stroke="{FRAME}"/>\n'
        f'<g font-family="{FONT}" font-size="{FONT_SIZE}" text-anchor="middle" fill="{INK}">'
    )


def _box(shape: Shape, middle: Point, size: Point, rankdir: str) -> str:
    left, top = middle[0] - size[0] / 2, middle[1] - size[1] / 2
    line, fill = (WARNING, WARNING_FILL) if shape.highlighted else (LINE, GROUND)
    outline = (
        f"<g><title>{escaped(shape.hover)}</title>"
        f'<rect x="{_number(left)}" y="{_number(top)}" width="{_number(size[0])}"'
        f' height="{_number(size[1])}" rx="4" fill="{fill}" stroke="{line}"'
        f' stroke-width="{2 if shape.highlighted else 1}"/>'
    )
    parts = [outline]
    x, y = left, top
    for at, cell in enumerate(shape.cells):
        width = _cell_width(cell) if rankdir == "LR" else size[0]
        height = CELL_HEIGHT[rankdir]
        if at:
            end = f"V{_number(y + height)}" if rankdir == "LR" else f"H{_number(x + width)}"
            parts.append(f'<path d="M{_pair((x, y))}{end}" stroke="{line}" stroke-opacity="0.5"/>')
        style = ' font-weight="bold"' if shape.named and not at else ""
        if shape.noted and at == len(shape.cells) - 1:
            style = f' fill="{WARNING}"'
        parts.append(_text(cell, (x + width / 2, y + height / 2), style))
        x, y = (x + width, y) if rankdir == "LR" else (x, y + height)
    return "".join([*parts, "</g>"])


def _oval(shape: Shape, middle: Point, size: Point, _: str) -> str:
    x, y = middle
    return (
        f'<ellipse cx="{_number(x)}" cy="{_number(y)}" rx="{_number(size[0] / 2)}"'
        f' ry="{_number(size[1] / 2)}" fill="{OVAL_FILL}" stroke="{LINE}"/>'
        + _text(shape.cells[0], middle, "")
    )


def _text(text: str, middle: Point, style: str) -> str:
    x, y = middle
    return f'<text x="{_number(x)}" y="{_number(y + TO_BASELINE)}"{style}>{escaped(text)}</text>'


def _arrow(points: list[Point], bow: Point, route: Route, arrow: Arrow) -> str:
    """The line, its head drawn as a triangle (a marker would need an id), and its mark."""
    (from_x, from_y), (x, y) = points[-2:]
    steps = ((x - from_x) ** 2 + (y - from_y) ** 2) ** 0.5 or 1.0
    dx, dy = (x - from_x) / steps, (y - from_y) / steps
    foot = x - dx * HEAD_LENGTH, y - dy * HEAD_LENGTH
    aside = -dy * HEAD_HALF, dx * HEAD_HALF
    sides = (foot[0] + aside[0], foot[1] + aside[1]), (foot[0] - aside[0], foot[1] - aside[1])
    line = _loop(points, foot) if route.loop else _line([*points[:-1], foot], bow)
    mark = _mark(points, arrow.mark) if arrow.mark else ""
    dashes = ' stroke-dasharray="5 3"' if route.back or route.loop else ""
    return (
        f'<path d="{line}" fill="none" stroke="{LINE}" stroke-width="1.2"{dashes}/>'
        f'<path d="M{_pair((x, y))}L{_pair(sides[0])}L{_pair(sides[1])}Z" fill="{LINE}"/>{mark}'
    )


def _line(points: list[Point], bow: Point) -> str:
    """Straight and curved pieces in turn; a curve leaves and arrives in the arrow's direction."""
    pieces = [f"M{_pair(points[0])}L{_pair(points[1])}"]
    upright = abs(points[1][0] - points[0][0]) < abs(points[1][1] - points[0][1])
    for start, end, stop in zip(points[1::2], points[2::2], points[3::2]):
        half = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        first = (start[0], half[1]) if upright else (half[0], start[1])
        second = (end[0], half[1]) if upright else (half[0], end[1])
        first = first[0] + bow[0], first[1] + bow[1]
        second = second[0] + bow[0], second[1] + bow[1]
        bow = (0.0, 0.0)
        pieces.append(f"C{_pair(first)} {_pair(second)} {_pair(end)}L{_pair(stop)}")
    return "".join(pieces)


def _loop(points: list[Point], foot: Point) -> str:
    return f"M{_pair(points[0])}C{_pair(points[1])} {_pair(points[2])} {_pair(foot)}"


def _mark(points: list[Point], mark: str) -> str:
    (x1, y1), (x2, y2) = points[1:3]
    above = (x1 + x2) / 2, (y1 + y2) / 2 - 10
    halo = f' font-size="11" stroke="{GROUND}" stroke-width="3" paint-order="stroke"'
    return _text(mark, above, halo)


def _pair(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def escaped(text: str) -> str:
    """Text for an element or a quoted attribute of XML; it is free of control characters."""
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(char, entity)
    return text
