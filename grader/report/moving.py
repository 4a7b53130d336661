"""What the moving page of a failing check needs, as data: the graph, the numbers, what ran."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

# As helper_draw's pages tell them apart: another number was made; an operand was given another
# gradient; a `_backward` ran at another time; a grad was another one when backward() began.
MovingKind = Literal["value", "gave", "turn", "seed"]


class MovingValue(Struct, frozen=True, array_like=True):
    """One value as the learner's code left it, with what was expected; None is nothing to tell.

    parents are places among the values; from a set they are unordered.
    """

    data: float | str | None
    grad: float | str | None
    label: str
    op: str
    parents: tuple[int, ...]
    is_unordered: bool
    expected_data: float | None
    expected_grad: float | None


class MovingGiven(Struct, frozen=True, array_like=True):
    """An operand, and its grad before and after one call."""

    operand: int
    before: float | None
    after: float | None


class MovingStep(Struct, frozen=True, array_like=True):
    """One call of a value's `_backward`: its own grad then, and what it gave to each operand."""

    node: int
    grad: float | None
    given: tuple[MovingGiven, ...]


class Moving(Struct, frozen=True, array_like=True):
    """All of it. roots are those whose backward() was called; node is where it first went wrong."""

    values: tuple[MovingValue, ...]
    roots: tuple[int, ...]
    source: str
    ran: tuple[MovingStep, ...] = ()
    kind: MovingKind | None = None
    node: int = -1
    operand: int = -1
