"""Sketch: an expression that is being folded, and what was folded so far."""

from copy import copy
from typing import NamedTuple

from ..graph import Graph
from .neurons import Neuron

REST = -1  # the box that stands for all that is too far from the result


class Group(NamedTuple):
    """Values that are not shown, and the one box that is drawn in their place.

    kind     "neuron", "examples", "copies", "layer" or "rest"
    box      the box that stands for them, by its place in the whole, or REST
    members  the values folded into it, by their places in the whole
    """

    kind: str
    box: int
    members: tuple[int, ...]


class Sketch:
    """What is left to draw.

    operands    of each box: those of the whole, until something between is folded
    shown       whether a box is drawn
    neurons     those that are boxes, by their output
    parameters  for each weight and bias the outputs of its neurons
    bands       what a box stands for, in words, where that is not one value
    copies      boxes that show no grad, and stand for several that have one each
    layers      boxes that show no number at all
    times       how often the use of an operand is there: {(operand, result): 4}
    pinned      boxes that are not folded
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.operands = [list(box.parents) for box in graph.boxes]
        self.shown = [True] * len(graph.boxes)
        self.neurons: dict[int, Neuron] = {}
        self.parameters: dict[int, list[int]] = {}
        self.bands: dict[int, str] = {}
        self.copies: set[int] = set()
        self.layers: set[int] = set()
        self.times: dict[tuple[int, int], int] = {}
        self.groups: list[Group] = []
        self.pinned = graph.pinned()

    def copy(self) -> "Sketch":
        """The same, of which more can be folded; the rest is what that changes."""
        other = copy(self)
        other.operands, other.shown = [list(each) for each in self.operands], list(self.shown)
        other.groups = list(self.groups)
        return other

    @property
    def count(self) -> int:
        """How many boxes are drawn."""
        return sum(self.shown)

    @property
    def arrows(self) -> int:
        """How many uses of operands are drawn."""
        return sum(len(operands) for at, operands in enumerate(self.operands) if self.shown[at])

    def op(self, at: int) -> str:
        """The operation that is drawn before a box; a neuron has its own within it."""
        return "" if at in self.neurons else self.graph.boxes[at].op

    def is_leaf(self, at: int) -> bool:
        return not self.operands[at] and not self.op(at)

    def users(self) -> list[list[int]]:
        """For each box those that are drawn and made from it, once for each use."""
        found: list[list[int]] = [[] for _ in self.operands]
        for at, operands in enumerate(self.operands):
            if self.shown[at]:
                for operand in operands:
                    found[operand].append(at)
        return found

    def operands_first(self) -> list[int]:
        """The boxes that are drawn, each after its operands, but for cycles."""
        order: list[int] = []
        met = [not shown for shown in self.shown]
        for start in range(len(met)):
            stack = [(start, False)]
            while stack:
                at, is_done = stack.pop()
                if is_done:
                    order.append(at)
                elif not met[at]:
                    met[at] = True
                    stack.append((at, True))
                    stack += [(each, False) for each in reversed(self.operands[at])]
        return order

    def fold(self, kind: str, box: int, members: list[int]) -> None:
        """Take the members out of the picture; the box stands for them."""
        for member in members:
            self.shown[member] = False
        self.groups.append(Group(kind, box, tuple(members)))
