"""Failing: what a page says of a failing check, as plain numbers and texts."""

from collections.abc import Mapping
from typing import NamedTuple


class Wrong(NamedTuple):
    """The first wrong step.

    text      what is wrong, in a sentence or two
    kind      "value", an operation made another number; "gave", its `_backward` gave an operand
              another gradient; "turn", its `_backward` ran at another time; "seed", a grad was
              another one when backward() began
    node      the box whose step it is, by its position
    operand   the operand that got something else, by its position; -1 where there is none
    """

    text: str
    kind: str
    node: int
    operand: int = -1


class Ran(NamedTuple):
    """One call of a box's `_backward` by the code itself, as it was recorded.

    grad   the box's own then
    given  (operand, its grad before, its grad after), a row for each operand
    """

    node: int
    grad: float | None
    given: tuple[tuple[int, float | None, float | None], ...] = ()


class Failing(NamedTuple):
    """A failing check; boxes are told by their positions in the graph.

    title     what it is called, such as "Stage 5: a value added to itself"
    program   its program, to stand beside the picture
    source    whose numbers are expected, such as "torch"
    expected  (data, grad) of a box; None where nothing is expected
    wrong     the first wrong step, where it is known
    ran       the calls of `_backward` in their order, where they were recorded
    """

    title: str
    program: str
    source: str
    expected: Mapping[int, tuple[float | None, float | None]]
    wrong: Wrong | None = None
    ran: tuple[Ran, ...] = ()
