"""Svg shapes: boxes with their cells, ovals with their operation, frames with their lines."""

from .layout import Point
from .palette import painted
from .plan import BAND, STACKED_CELL, WIDE_CELL, cell_width
from .shapes import Shape
from .xml import escaped, number, text


def shape_as_svg(shape: Shape, middle: Point, size: Point, stacked: bool) -> str:
    """The elements of one shape around its middle."""
    if shape.oval:
        return _oval(shape, middle, size)
    if shape.frame:
        return _frame(shape, middle, size)
    return _box(shape, middle, size, stacked)


def _box(shape: Shape, middle: Point, size: Point, stacked: bool) -> str:
    left, top = middle[0] - size[0] / 2, middle[1] - size[1] / 2
    width = 2.5 if shape.is_marked else 1
    colours = painted("fault" if shape.is_marked else "box")
    is_band = bool(shape.band) and not shape.cells
    parts = [
        f"<g><title>{escaped(shape.hover)}</title>"
        f'<rect {_place(left, top, size)} rx="4" {painted("band") if is_band else colours}'
        f' stroke-width="{width}"/>'
    ]
    x, y = left, top
    if shape.band:
        height = size[1] if is_band else BAND
        if not is_band:
            corner = f"M{number(x)} {number(y + height)}V{number(y + 4)}q0 -4 4 -4"
            edge = f"H{number(x + size[0] - 4)}q4 0 4 4V{number(y + height)}Z"
            parts.append(f'<path d="{corner}{edge}" {painted("band")}/>')
        parts.append(text(shape.band, (x + size[0] / 2, y + height / 2), 'font-size="11"'))
        y += height
    widths = [size[0]] * len(shape.cells) if stacked else _side_by_side(shape, size[0])
    for at, (cell, width) in enumerate(zip(shape.cells, widths)):
        height = STACKED_CELL if stacked else WIDE_CELL
        if at:
            end = f"H{number(x + width)}" if stacked else f"V{number(y + height)}"
            line = painted("fault-line" if shape.is_marked else "line")
            parts.append(f'<path d="M{number(x)} {number(y)}{end}" {line} stroke-opacity="0.5"/>')
        style = 'font-weight="bold"' if shape.named and not at else ""
        if shape.noted and at == len(shape.cells) - 1:
            style = f'font-weight="bold" {painted("fault-head")}'
        parts.append(text(cell, (x + width / 2, y + height / 2), style))
        x, y = (x, y + height) if stacked else (x + width, y)
    return "".join([*parts, "</g>"])


def _side_by_side(shape: Shape, width: float) -> list[float]:
    """The widths of cells, which fill what a wider band leaves."""
    widths = [cell_width(cell) for cell in shape.cells]
    more = (width - sum(widths)) / len(widths) if widths else 0.0
    return [each + more for each in widths]


def _oval(shape: Shape, middle: Point, size: Point) -> str:
    colours = painted("fault" if shape.is_marked else "oval")
    width = ' stroke-width="2.5"' if shape.is_marked else ""
    style = f'font-weight="bold" {painted("fault-head")}' if shape.is_marked else ""
    return (
        f'<ellipse cx="{number(middle[0])}" cy="{number(middle[1])}" rx="{number(size[0] / 2)}"'
        f' ry="{number(size[1] / 2)}" {colours}{width}/>' + text(shape.cells[0], middle, style)
    )


def _frame(shape: Shape, middle: Point, size: Point) -> str:
    left, top = middle[0] - size[0] / 2, middle[1] - size[1] / 2
    colours = painted("fault" if shape.is_marked else "box")
    lines = [
        text(line, (middle[0], top + STACKED_CELL * (at + 0.5)))
        for at, line in enumerate(shape.cells)
    ]
    frame = f'<rect {_place(left, top, size)} rx="4" {colours} stroke-dasharray="5 3"/>'
    return frame + "".join(lines)


def _place(left: float, top: float, size: Point) -> str:
    return (
        f'x="{number(left)}" y="{number(top)}" width="{number(size[0])}" height="{number(size[1])}"'
    )
