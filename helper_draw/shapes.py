"""Shapes: what is drawn for a Graph, whoever draws it: boxes of cells, ovals, arrows."""

from collections.abc import Iterator
from typing import NamedTuple

from .graph import Box, Graph
from .wording import in_full, number_text, one_line

LONGEST_OP = 16
LONGEST_NOTE = 48


class Shape(NamedTuple):
    """A box with its cells of text, or an oval, which has one.

    cells        ready to be written, but for the escapes of the format
    named        the first cell is the value's name
    noted        the last cell is a note
    highlighted  drawn with a red outline
    hover        the whole story of a box, its numbers in full
    """

    cells: tuple[str, ...]
    oval: bool = False
    named: bool = False
    noted: bool = False
    highlighted: bool = False
    hover: str = ""


class Arrow(NamedTuple):
    """From one shape to another, by their positions; `mark` is written beside it."""

    tail: int
    head: int
    mark: str = ""


def shapes_of(graph: Graph) -> tuple[list[Shape], list[Arrow]]:
    """The shapes of the boxes, in their order, then those of the operations; and all arrows."""
    shapes = [_box_shape(box) for box in graph.boxes]
    arrows = []
    for position, box in enumerate(graph.boxes):
        target = position
        if box.op:
            target = len(shapes)
            shapes.append(Shape((one_line(box.op, LONGEST_OP),), oval=True))
            arrows.append(Arrow(target, position))
        mark = "×2" if box.uses_one_operand_twice else ""
        arrows.extend(Arrow(parent, target, mark) for parent in box.parents)
    return shapes, arrows


def cells_of(box: Box) -> Iterator[str]:
    """The texts of a box from left to right, as in the lecture."""
    if box.label:
        yield one_line(box.label)
    yield f"data {number_text(box.data)}"
    if box.grad is not None:
        yield f"grad {number_text(box.grad)}"
    if box.note:
        yield one_line(box.note, LONGEST_NOTE)


def _box_shape(box: Box) -> Shape:
    return Shape(
        cells=tuple(cells_of(box)),
        named=bool(box.label),
        noted=bool(box.note),
        highlighted=box.highlighted,
        hover=_story(box),
    )


def _story(box: Box) -> str:
    """Everything of a box that its cells round or cut."""
    parts = [box.label, f"data = {in_full(box.data)}"]
    if box.grad is not None:
        parts.append(f"grad = {in_full(box.grad)}")
    parts.append(box.note)
    return ", ".join(one_line(part, 200) for part in parts if part)
