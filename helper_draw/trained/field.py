"""The map as SVG: how sure a model was of each label all over it, its boundary, and the points."""

from ..palette import painted
from ..xml import number
from .boundaries import ACROSS, Boundaries, Kept
from .colours import COLOURS
from .contours import Point, open_lines, rings

WIDTH, HEIGHT = 460, 320
LEVELS = (-0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75)  # where one band ends and the next begins
RADIUS = 6.0


def bands_as_svg(kept: Kept) -> str:
    """The bands, each painted over all lower ones, and the boundary."""
    parts = []
    boundary = ""
    for at, level in enumerate(LEVELS, 1):
        found = rings(kept.rows, level)
        if found:
            path = "".join(f"M{_path(ring)}Z" for ring in found)
            parts.append(f'<path d="{path}" fill-rule="evenodd" {_painted(f"band{at}")}/>')
        if level == 0:
            boundary = "".join(f"M{_path(line)}" for line in open_lines(found, ACROSS, ACROSS))
    if boundary:
        width = 'stroke-width="3" stroke-linejoin="round"'
        parts.append(f'<path d="{boundary}" {_painted("boundary")} {width}/>')
    return "".join(parts)


def ground_as_svg() -> str:
    """The lowest band, which all others are painted on."""
    return f'<rect width="{WIDTH}" height="{HEIGHT}" {_painted("band0")}/>'


def points_as_svg(boundaries: Boundaries) -> str:
    """A disc for each point of the larger label, a square for each of the smaller."""
    parts = []
    for point, is_upper in zip(boundaries.points, boundaries.is_upper):
        x, y = _place(boundaries, point)
        parts.append(disc_as_svg(x, y) if is_upper else square_as_svg(x, y))
    return "".join(parts)


def disc_as_svg(x: float, y: float) -> str:
    place = f'cx="{number(x)}" cy="{number(y)}"'
    return f'<circle {place} r="{RADIUS}" {_painted("upper")} stroke-width="1.5"/>'


def square_as_svg(x: float, y: float) -> str:
    half = RADIUS - 0.5
    place = f'x="{number(x - half)}" y="{number(y - half)}"'
    size = f'width="{2 * half}" height="{2 * half}"'
    return f'<rect {place} {size} {_painted("lower")} stroke-width="1.5"/>'


def wrong_as_svg(boundaries: Boundaries, kept: Kept) -> str:
    """A ring around each point on the wrong side."""
    parts = []
    for point, is_right in zip(boundaries.points, kept.right):
        if not is_right:
            x, y = map(number, _place(boundaries, point))
            parts.append(f'<circle cx="{x}" cy="{y}" r="11" {_painted("wrong")} stroke-width="2"/>')
    return "".join(parts)


def _place(boundaries: Boundaries, point: tuple[float, float]) -> Point:
    x, y = point
    along = (x - boundaries.left) / (boundaries.right - boundaries.left)
    up = (y - boundaries.bottom) / (boundaries.top - boundaries.bottom)
    return WIDTH * along, HEIGHT * (1 - up)


def _path(points: list[Point]) -> str:
    across, down = WIDTH / (ACROSS - 1), HEIGHT / (ACROSS - 1)
    return "L".join(f"{number(x * across)} {number(y * down)}" for x, y in points)


def _painted(name: str) -> str:
    return painted(name, COLOURS)
