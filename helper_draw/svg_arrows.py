"""Svg arrows: their lines, their heads, drawn as triangles (a marker would need an id), marks."""

from .layout import Point, Route
from .palette import painted
from .plan import Plan
from .shapes import Arrow
from .xml import pair, text

HEAD_LENGTH, HEAD_HALF = 8.0, 3.3


def arrow_as_svg(plan: Plan, at: int, arrow: Arrow, turn: str) -> str:
    """The elements of one arrow of a plan; turn is written where it ends, if it is not ""."""
    route = plan.layout.routes[at]
    points = [plan.turn(point) for point in route.points]
    bow = (0.0, route.bow) if plan.style.rankdir == "LR" else (route.bow, 0.0)
    (from_x, from_y), (x, y) = points[-2:]
    steps = ((x - from_x) ** 2 + (y - from_y) ** 2) ** 0.5 or 1.0
    dx, dy = (x - from_x) / steps, (y - from_y) / steps
    foot = (x - dx * HEAD_LENGTH, y - dy * HEAD_LENGTH) if arrow.has_head else (x, y)
    line = _loop(points, foot) if route.loop else _line([*points[:-1], foot], bow)
    parts = [f'<path d="{line}" {_stroke(route, arrow)}/>']
    if arrow.has_head:
        aside = -dy * HEAD_HALF, dx * HEAD_HALF
        one = foot[0] + aside[0], foot[1] + aside[1]
        other = foot[0] - aside[0], foot[1] - aside[1]
        colours = painted("fault-head" if arrow.is_at_fault else "head")
        parts.append(f'<path d="M{pair((x, y))}L{pair(one)}L{pair(other)}Z" {colours}/>')
    if arrow.mark:
        parts.append(_mark(points[1], points[2], 0.5, arrow.mark))
    if turn:
        parts.append(_mark(points[-3], points[-2], 0.7, turn))
    return "".join(parts)


def _stroke(route: Route, arrow: Arrow) -> str:
    if arrow.is_at_fault:
        return f'{painted("fault-line")} stroke-width="3" stroke-dasharray="7 4"'
    dashes = ' stroke-dasharray="5 3"' if route.back or route.loop else ""
    return f'{painted("line")} stroke-width="1.2"{dashes}'


def _line(points: list[Point], bow: Point) -> str:
    """Straight and curved pieces in turn; a curve leaves and arrives in the arrow's direction."""
    pieces = [f"M{pair(points[0])}L{pair(points[1])}"]
    upright = abs(points[1][0] - points[0][0]) < abs(points[1][1] - points[0][1])
    for start, end, stop in zip(points[1::2], points[2::2], points[3::2]):
        half = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        first = (start[0], half[1]) if upright else (half[0], start[1])
        second = (end[0], half[1]) if upright else (half[0], end[1])
        first = first[0] + bow[0], first[1] + bow[1]
        second = second[0] + bow[0], second[1] + bow[1]
        bow = (0.0, 0.0)
        pieces.append(f"C{pair(first)} {pair(second)} {pair(end)}L{pair(stop)}")
    return "".join(pieces)


def _loop(points: list[Point], foot: Point) -> str:
    return f"M{pair(points[0])}C{pair(points[1])} {pair(points[2])} {pair(foot)}"


def _mark(start: Point, end: Point, share: float, mark: str) -> str:
    """A sign above a curve of an arrow, so far along, with a halo of the ground's colour."""
    (x1, y1), (x2, y2) = start, end
    eased = share * share * (3 - 2 * share)
    above = x1 + (x2 - x1) * share, y1 + (y2 - y1) * eased - 9
    style = f'font-size="11" font-weight="bold" {painted("mark")} stroke-width="3"'
    return text(mark, above, f'{style} paint-order="stroke"')
