"""The order in which sets of Values are walked: that in which they first met one, or its reverse.

Without this it would follow their addresses, and differ from run to run. It is the one thing
that is changed about a learner's class, and only where that leaves its hash to Python: a Value
is given a number when its hash is first asked for.
"""

from __future__ import annotations

import gc
from _weakref import ref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PYTHONS_OWN: Any = object.__hash__


class Numbers:
    """The numbers of one program's Values, by their ids."""

    def __init__(self) -> None:
        self.start("forward")

    def start(self, set_order: str) -> None:
        """Begin a program, whose sets are walked "forward" or in "reverse"."""
        self.reverse = set_order == "reverse"
        self.count = 0
        self.numbers: dict[int, int] = {}
        self.kept: dict[int, object] = {}  # what tells that a Value is gone, or else keeps it

    def hash_of(self, value: object) -> int:
        number = self.numbers.get(id(value)) or self.give(value)
        # ~n is n's mirror image in every table of a power of two, which a set's is.
        return ~number if self.reverse else number

    def give(self, value: object) -> int:
        """The next number, until the Value is gone and its id may be another's."""
        place, numbers, kept = id(value), self.numbers, self.kept

        def forget(_: object) -> None:
            numbers.pop(place, None)
            kept.pop(place, None)

        try:
            kept[place] = ref(value, forget)
        except TypeError:  # a class with slots has no room for a weak reference
            kept[place] = value
        self.count += 1
        numbers[place] = self.count
        return self.count


numbers = Numbers()


def order_sets_of(kind: Any, name: str) -> None:
    """Have the sets of a class walked in a known order, where it has Python's own hash.

    A class that already has Values is left alone: a set may hold them by the hash they had.
    One of that name was made this moment, and has none.
    """
    try:
        is_ours_to_order = isinstance(kind, type) and kind.__hash__ is PYTHONS_OWN
        if is_ours_to_order and (kind.__name__ == name or not has_values(kind)):
            kind.__hash__ = lambda value: numbers.hash_of(value)
    except Exception:
        pass  # a metaclass that forbids it is judged by the order it has


def has_values(kind: type) -> bool:
    kinds = set(map(type, gc.get_objects()))
    return any(base is kind for other in kinds for base in other.__mro__)
