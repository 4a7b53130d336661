"""What a check draws for a seed: numbers and sizes like those of seed 0, which are its own."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from grader.edition import AS_WRITTEN

_Number = TypeVar("_Number", int, float)

KEPT = (0, 1, -1)  # numbers with laws of their own
ROUND = 10  # below it a whole number stays one, or becomes a half


def similar(number: _Number, source: random.Random) -> _Number:
    """Another number of the same sign, half to double the size, with two significant digits.

    An int stays an int, and 0, 1 and -1 stay what they are.
    """
    return number if number in KEPT else _another(number, source)


def _another(number: _Number, source: random.Random) -> _Number:
    size = abs(number)
    drawn = size
    while drawn in (size, *KEPT):
        drawn = _within(size, source)
    return drawn if number > 0 else -drawn


def _within(size: _Number, source: random.Random) -> _Number:
    if isinstance(size, int):
        return int(float(f"{source.randint(max(2, size // 2), 2 * size):.2g}"))
    drawn = source.uniform(size / 2, 2 * size)
    if size == int(size) and drawn < ROUND:
        drawn = round(2 * drawn) / 2
    return float(f"{drawn:.2g}")


class Draw:
    """The draws of one check, in the order in which it asks for them."""

    def __init__(self, seed: int, check: str) -> None:
        self._is_recorded = seed == AS_WRITTEN
        self._source = random.Random(f"{seed}, {check}")
        self.has_numbers = False  # then no number of the check's programs is to be replaced

    def number(self, recorded: _Number) -> _Number:
        """Another for a number, not 0, that the check reckons with or that others depend on.

        A check that draws any number draws all that are to vary.
        """
        self.has_numbers = True
        return recorded if self._is_recorded else _another(recorded, self._source)

    def size(self, recorded: int, most: int | None = None) -> int:
        """Another number of things, from 2 up to most, half to one and a half times as many."""
        if self._is_recorded:
            return recorded
        largest = recorded + max(2, recorded // 2) if most is None else most
        about = range(max(2, recorded // 2), largest + 1)
        return self._source.choice([size for size in about if size != recorded])

    def as_many(self, recorded: Sequence[float], count: int) -> list[float]:
        """The recorded numbers cut short, or followed by others like them."""
        further = range(len(recorded), count)
        more = [similar(recorded[place % len(recorded)], self._source) for place in further]
        return [*recorded[:count], *more]
