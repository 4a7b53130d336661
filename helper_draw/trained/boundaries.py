"""Boundaries: where a model said yes and where no, each time that it was asked."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from .numbers import as_number, as_numbers, as_points

ACROSS = 40  # places, from one side of the map to the other, and from top to bottom
MARGIN = 0.12  # of the points' extent, around them
MOST_POINTS = 1000


class Kept(NamedTuple):
    """What a model answered after so many epochs: -1 and 1 are the two labels, 0 the boundary.

    rows   its answers all over the map, from the top down
    right  for each point whether the model puts it on the right side
    holes  how many of its answers were no finite number; they count as 0
    """

    epoch: int
    rows: tuple[tuple[float, ...], ...]
    right: tuple[bool, ...]
    holes: int


class Boundaries:
    """Keeps the decision boundary of a model while it learns, to be drawn by `training`.

        seen = Boundaries(xs, ys)
        seen.keep(0, model)                  # before the first epoch
        losses = train(model, xs, ys, 10, 0.05)
        seen.keep(10, model)                 # after ten
        training(losses, boundaries=seen).save("training.html")

    xs  the points, each [x, y]
    ys  the label of each: two different numbers, such as -1.0 and 1.0

    Raises TypeError and ValueError, in one line, where these are something else.
    """

    def __init__(self, xs: Any, ys: Any) -> None:
        self.points = as_points(xs, "xs")
        labels = as_numbers(ys, "ys")
        if len(labels) != len(self.points):
            raise ValueError(f"xs has {len(self.points)} points, and ys {len(labels)} labels")
        if not 2 <= len(labels) <= MOST_POINTS:
            raise ValueError(f"{len(labels)} points; a boundary is drawn of 2 to {MOST_POINTS}")
        kinds = sorted(set(labels))
        if len(kinds) != 2 or not all(map(math.isfinite, kinds)):
            raise ValueError(f"ys has {len(kinds)} different labels; a boundary is between two")
        self.labels = labels
        self.names = kinds[0], kinds[1]
        self.left, self.right = _extent([x for x, _ in self.points])
        self.bottom, self.top = _extent([y for _, y in self.points])
        if not all(map(math.isfinite, (self.left, self.right, self.bottom, self.top))):
            raise ValueError("the points lie too far apart for a map")
        self.kept: list[Kept] = []

    @property
    def is_upper(self) -> list[bool]:
        """For each point whether it has the larger label."""
        return [label == self.names[1] for label in self.labels]

    def keep(self, epoch: int, model: Callable[[list[float]], Any]) -> "Boundaries":
        """Ask the model all over the map, as it is now, after so many epochs; about 1,600 times.

        Raises ValueError, in one line, where the model fails or its answer is no number.
        """
        answers = [[_asked(model, x, y) for x in self._across()] for y in self._downward()]
        at_points = [self._scaled(_asked(model, x, y)) for x, y in self.points]
        rows = tuple(tuple(map(self._scaled, row)) for row in answers)
        right = tuple((at > 0) == upper for at, upper in zip(at_points, self.is_upper))
        holes = sum(not math.isfinite(answer) for row in answers for answer in row)
        self.kept.append(Kept(int(epoch), rows, right, holes))
        return self

    def _across(self) -> list[float]:
        return _between(self.left, self.right)

    def _downward(self) -> list[float]:
        return _between(self.top, self.bottom)

    def _scaled(self, answer: float) -> float:
        """An answer by the labels: -1 and 1 are these, 0 is half way."""
        if not math.isfinite(answer):
            return 0.0
        low, high = self.names
        return max(-1.0, min(1.0, (2 * answer - low - high) / (high - low)))


def _asked(model: Callable[[list[float]], Any], x: float, y: float) -> float:
    try:
        answer = model([x, y])
        if isinstance(answer, (list, tuple)) and len(answer) == 1:
            answer = answer[0]
        number = as_number(answer)
    except Exception as error:
        kind = type(error).__name__
        raise ValueError(f"the model fails at [{x:.3g}, {y:.3g}] with a {kind}") from error
    if number is None:
        kind = type(answer).__name__
        raise ValueError(f"the model's answer is a {kind}; a boundary needs one number or Value")
    return number


def _extent(numbers: list[float]) -> tuple[float, float]:
    """From where to where a map of these reaches."""
    low, high = min(numbers), max(numbers)
    around = (high - low) * MARGIN or 1.0
    return low - around, high + around


def _between(first: float, last: float) -> list[float]:
    return [first + (last - first) * at / (ACROSS - 1) for at in range(ACROSS)]
