"""Box and Graph: an expression as plain data, all that a picture needs to know."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Box(NamedTuple):
    """One value of an expression.

    data, grad   a number, shown with four decimals, or a text, shown as it is (such as "nan" read
                 from JSON); None leaves that cell out
    label        the value's name; "" leaves that cell out
    op           the operation that made it, such as "+"; "" draws no oval
    parents      its operands, as positions in `Graph.boxes`; one used twice stands there twice
    unordered    the operands came from a set, which holds one used twice only once
    note         an extra cell of text, such as "expected 2.0"; "" leaves it out
    highlighted  drawn with a red outline
    is_at_fault  the operation that made it is drawn in red, with a cross
    band         what the box stands for where that is more than one value; "" for one
    """

    data: float | str | None
    grad: float | str | None = None
    label: str = ""
    op: str = ""
    parents: tuple[int, ...] = ()
    unordered: bool = False
    note: str = ""
    highlighted: bool = False
    is_at_fault: bool = False
    band: str = ""

    @property
    def uses_one_operand_twice(self) -> bool:
        """Whether a set hid the second use: `a + a` whose `_prev` is `{a}`."""
        return self.unordered and len(self.parents) == 1 and self.op in ("+", "*")


class Use(NamedTuple):
    """What is to be said of one arrow: of the use of an operand, or of an operation's result.

    mark         a sign beside the arrow, such as how often it is there
    lines        texts in a frame of their own on its way
    is_at_fault  drawn in red, thick and dashed
    """

    mark: str = ""
    lines: tuple[str, ...] = ()
    is_at_fault: bool = False


RESULT = -1  # in Graph.uses, the place of the arrow from the operation to the box


class Graph:
    """The boxes of a picture, in any order; cycles are allowed.

    uses     of a box and a place among its parents, what is said of that arrow
    caption  sentences to write beneath the picture
    legend   what its signs mean: pairs of one of svg's SIGNS and its meaning

    Raises ValueError when a parent is not the position of a box.
    """

    def __init__(
        self,
        boxes: Iterable[Box],
        uses: Mapping[tuple[int, int], Use] | None = None,
        caption: Iterable[str] = (),
        legend: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.boxes = tuple(boxes)
        self.uses = dict(uses or {})
        self.caption, self.legend = tuple(caption), tuple(legend)
        count = len(self.boxes)
        for position, box in enumerate(self.boxes):
            for parent in box.parents:
                if not 0 <= parent < count:
                    raise ValueError(f"box {position}: there is no box {parent} among {count}")

    def results(self) -> list[int]:
        """Positions of the boxes that are nobody's operand: the ends of the expression."""
        operands = {parent for box in self.boxes for parent in box.parents}
        return [position for position in range(len(self.boxes)) if position not in operands]

    def pinned(self) -> set[int]:
        """Positions of the boxes that a picture must show, whatever it folds."""
        found = {at for at, box in enumerate(self.boxes) if box.highlighted or box.is_at_fault}
        for position, place in self.uses:
            box = self.boxes[position]
            found |= {position, *(box.parents[place : place + 1] if place >= 0 else ())}
        return found
