"""Contours: the outlines of where a grid of numbers is at least so high, by marching squares.

Rows and columns count from the top left, and points are (column, row), with fractions.
"""

from collections.abc import Sequence

Point = tuple[float, float]
Rows = Sequence[Sequence[float]]
Crossing = tuple[int, int, bool]  # the end of an edge that is nearer to the top left; across?

OUTSIDE = -1e9  # beyond the grid, so that every outline is closed
STRAIGHT = 1e-3  # of a cell: what turns less is no corner


def rings(rows: Rows, level: float) -> list[list[Point]]:
    """The closed outlines; filled by the rule "evenodd" they are where a number is >= level."""
    padded = _padded(rows)
    follows = _steps(padded, level)
    found = []
    while follows:
        at = next(iter(follows))
        ring = []
        while at in follows:
            ring.append(_place(padded, at, level))
            at = follows.pop(at)
        found.append(_corners(ring))
    return [ring for ring in found if len(ring) > 2]  # what has no area is not seen


def open_lines(rings: list[list[Point]], across: int, down: int) -> list[list[Point]]:
    """The outlines without what lies on the rim of a grid of so many columns and rows."""
    lines = []
    for ring in rings:
        line: list[Point] = []
        for start, end in zip(ring, [*ring[1:], *ring[:1]]):
            if _on_one_side(start, end, across - 1, down - 1):
                lines.append(line)
                line = []
            else:
                line = [*(line or [start]), end]
        lines.append(line)
    return [line for line in lines if line]


def _padded(rows: Rows) -> list[list[float]]:
    width = len(rows[0]) + 2
    rim = [OUTSIDE] * width
    return [rim, *([OUTSIDE, *row, OUTSIDE] for row in rows), rim]


def _steps(rows: list[list[float]], level: float) -> dict[Crossing, Crossing]:
    """From each crossing of an outline with an edge of the grid to the next one."""
    follows: dict[Crossing, Crossing] = {}
    for r in range(len(rows) - 1):
        above, below = rows[r], rows[r + 1]
        for c in range(len(above) - 1):
            corners = above[c], above[c + 1], below[c + 1], below[c]
            inside = [corner >= level for corner in corners]
            if all(inside) or not any(inside):
                continue
            edges = (r, c, True), (r, c + 1, False), (r + 1, c, True), (r, c, False)
            met = [at for at in range(4) if inside[at] != inside[(at + 1) % 4]]
            # At a saddle the middle says whether what is inside hangs together.
            on = 1 if sum(corners) >= 4 * level else -1
            for place, at in enumerate(met):
                if inside[at]:  # clockwise, the outline leaves what is inside here
                    follows[edges[at]] = edges[met[(place + on) % len(met)]]
    return follows


def _place(rows: list[list[float]], crossing: Crossing, level: float) -> Point:
    """Where on its edge a crossing lies, in the grid without its padding."""
    r, c, is_across = crossing
    start = rows[r][c]
    end = rows[r][c + 1] if is_across else rows[r + 1][c]
    along = (level - start) / (end - start)
    return (c - 1 + along, r - 1) if is_across else (c - 1, r - 1 + along)


def _corners(ring: list[Point]) -> list[Point]:
    """The points at which a ring turns; at a corner of the grid two lie on one another."""
    ring = [here for here, after in zip(ring, [*ring[1:], ring[0]]) if _apart(here, after)]
    kept = []
    for before, here, after in zip(ring[-1:] + ring, ring, ring[1:] + ring[:1]):
        turn = (here[0] - before[0]) * (after[1] - here[1])
        turn -= (here[1] - before[1]) * (after[0] - here[0])
        if abs(turn) > STRAIGHT:
            kept.append(here)
    return kept


def _apart(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) > STRAIGHT or abs(one[1] - other[1]) > STRAIGHT


def _on_one_side(start: Point, end: Point, right: int, bottom: int) -> bool:
    """Whether two points lie on the same side of the grid's rim."""
    return any(
        abs(start[axis] - side) < STRAIGHT and abs(end[axis] - side) < STRAIGHT
        for axis, sides in ((0, (0, right)), (1, (0, bottom)))
        for side in sides
    )
