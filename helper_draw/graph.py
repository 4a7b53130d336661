"""Box and Graph: an expression as plain data, all that a picture needs to know."""

from collections.abc import Iterable
from typing import NamedTuple


class Box(NamedTuple):
    """One value of an expression.

    data, grad   a number, shown with four decimals, or a text, shown as it is (such as "nan" read
                 from JSON); `grad=None` leaves that cell out
    label        the value's name; "" leaves that cell out
    op           the operation that made it, such as "+"; "" draws no oval
    parents      its operands, as positions in `Graph.boxes`; one used twice stands there twice
    unordered    the operands came from a set, which holds one used twice only once
    note         an extra cell of text, such as "expected 2.0"; "" leaves it out
    highlighted  drawn with a red outline
    """

    data: float | str
    grad: float | str | None = None
    label: str = ""
    op: str = ""
    parents: tuple[int, ...] = ()
    unordered: bool = False
    note: str = ""
    highlighted: bool = False

    @property
    def uses_one_operand_twice(self) -> bool:
        """Whether a set hid the second use: `a + a` whose `_prev` is `{a}`."""
        return self.unordered and len(self.parents) == 1 and self.op in ("+", "*")


class Graph:
    """The boxes of a picture, in any order; cycles are allowed.

    Raises ValueError when a parent is not the position of a box.
    """

    def __init__(self, boxes: Iterable[Box]) -> None:
        self.boxes = tuple(boxes)
        count = len(self.boxes)
        for position, box in enumerate(self.boxes):
            for parent in box.parents:
                if not 0 <= parent < count:
                    raise ValueError(f"box {position}: there is no box {parent} among {count}")

    def results(self) -> list[int]:
        """Positions of the boxes that are nobody's operand: the ends of the expression."""
        operands = {parent for box in self.boxes for parent in box.parents}
        return [position for position in range(len(self.boxes)) if position not in operands]
