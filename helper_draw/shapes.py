"""Shapes: what is drawn for a Graph, whoever draws it: boxes of cells, ovals, frames, arrows."""

from collections.abc import Iterator
from typing import NamedTuple

from .graph import RESULT, Box, Graph, Use
from .wording import in_full, number_text, one_line

LONGEST_OP = 16
LONGEST_NOTE = 48
CROSS = "✗"


class Shape(NamedTuple):
    """A box with its cells of text; an oval, which has one; or a frame on an arrow's way.

    cells        ready to be written, but for the escapes of the format
    band         what a box stands for, above its cells; "" for none
    named        the first cell is the value's name
    noted        the last cell is a note
    is_marked    drawn in red: a box's outline, an oval, a frame
    hover        the whole story of a box, its numbers in full
    """

    cells: tuple[str, ...]
    oval: bool = False
    frame: bool = False
    band: str = ""
    named: bool = False
    noted: bool = False
    is_marked: bool = False
    hover: str = ""


class Arrow(NamedTuple):
    """From one shape to another, by their positions.

    mark         a sign written beside it
    is_at_fault  drawn in red, thick and dashed
    has_head     not where it leads into a frame on its way
    place        which operand of two it leads from, where the order is known; else None
    """

    tail: int
    head: int
    mark: str = ""
    is_at_fault: bool = False
    has_head: bool = True
    place: int | None = None


def shapes_of(graph: Graph) -> tuple[list[Shape], list[Arrow]]:
    """The shapes of the boxes, in their order, then the others; and all arrows."""
    shapes = [_box_shape(box) for box in graph.boxes]
    arrows: list[Arrow] = []
    for position, box in enumerate(graph.boxes):
        target = position
        if box.op:
            target = len(shapes)
            shapes.append(_oval_shape(box))
            _lead(target, position, graph.uses.get((position, RESULT), Use()), shapes, arrows)
        is_ordered = len(box.parents) == 2 and len({*box.parents}) == 2 and not box.unordered
        for place, parent in enumerate(box.parents):
            use = graph.uses.get((position, place), Use())
            if box.uses_one_operand_twice:
                use = use._replace(mark="×2")
            _lead(parent, target, use, shapes, arrows, place if is_ordered and box.op else None)
    return shapes, arrows


def _lead(
    tail: int,
    head: int,
    use: Use,
    shapes: list[Shape],
    arrows: list[Arrow],
    place: int | None = None,
) -> None:
    """Add an arrow, or two with a frame between them."""
    if use.lines:
        arrows.append(Arrow(tail, len(shapes), is_at_fault=use.is_at_fault, has_head=False))
        tail = len(shapes)
        lines = tuple(one_line(line, LONGEST_NOTE) for line in use.lines)
        shapes.append(Shape(lines, frame=True, is_marked=use.is_at_fault))
    arrows.append(Arrow(tail, head, use.mark, use.is_at_fault, place=place))


def cells_of(box: Box) -> Iterator[str]:
    """The texts of a box from left to right, as in the lecture."""
    if box.label:
        yield one_line(box.label)
    if box.data is not None:
        yield f"data {number_text(box.data)}"
    if box.grad is not None:
        yield f"grad {number_text(box.grad)}"
    if box.note:
        yield one_line(box.note, LONGEST_NOTE)


def _box_shape(box: Box) -> Shape:
    return Shape(
        cells=tuple(cells_of(box)),
        band=one_line(box.band, LONGEST_NOTE),
        named=bool(box.label),
        noted=bool(box.note),
        is_marked=box.highlighted,
        hover=_story(box),
    )


def _oval_shape(box: Box) -> Shape:
    op = one_line(box.op, LONGEST_OP)
    return Shape(
        (f"{CROSS} {op}" if box.is_at_fault else op,), oval=True, is_marked=box.is_at_fault
    )


def _story(box: Box) -> str:
    """Everything of a box that its cells round or cut."""
    parts = [box.band, box.label]
    if box.data is not None:
        parts.append(f"data = {in_full(box.data)}")
    if box.grad is not None:
        parts.append(f"grad = {in_full(box.grad)}")
    parts.append(box.note)
    return ", ".join(one_line(part, 200) for part in parts if part)
