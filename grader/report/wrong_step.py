"""The first wrong step of a program, as data: its kind, the words for it, and its numbers."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

WrongStepKind = Literal[
    "wrong value",  # an operation made another number than it should
    "not zero",  # a grad was there before anything was passed on
    "not seeded",  # the result's own grad was not 1
    "seeded again",  # an operand's grad was set to 1 by a backward() inside the backward()
    "wrong order",  # a node ran too early, twice, or never
    "wrong contribution",  # not local derivative * own grad
    "overwritten",  # a grad was assigned, where it should have been added to
]


class FirstWrongStep(Struct, frozen=True):
    """What went wrong first, in one or two sentences, and the numbers in them.

    node and operand are names, or what was made of what. yours and expected are the data of a
    wrong value, else gradients: what the operand received in a wrong contribution, else the
    grad that the node or the operand had; None where the text has no such number. nodes are
    places in the trace of the same program, to highlight in its picture; of one that no name
    reaches, beyond its end. rule is how the expected gradient comes about, in numbers, such as
    a product of local derivative and grad; "" where it is no product or sum.
    """

    kind: WrongStepKind
    text: str
    node: str
    operand: str
    yours: float | None
    expected: float | None
    nodes: tuple[int, ...]
    rule: str = ""
