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
    from collections.abc import Callable
    from typing import Any

PYTHONS_OWN: Any = object.__hash__


class Kept(ref):  # type: ignore[type-arg]
    """Tells that a Value is gone, whose id may be another's then."""

    __slots__ = ("place",)
    place: int


class Numbers:
    """The numbers of one program's Values, by their ids."""

    def __init__(self) -> None:
        self.numbers: dict[int, int] = {}
        self.kept: dict[int, object] = {}  # what tells that a Value is gone, or else keeps it
        self.start("forward")

    def start(self, set_order: str) -> None:
        """Begin a program, whose sets are walked "forward" or in "reverse"."""
        self.reverse = set_order == "reverse"
        self.count = 0
        self.kept.clear()
        self.numbers.clear()

    def give(self, value: object) -> int:
        """The next number, until the Value is gone."""
        place = id(value)
        try:
            kept = Kept(value, self.forget)
            kept.place = place
            self.kept[place] = kept
        except TypeError:  # a class with slots has no room for a weak reference
            self.kept[place] = value
        self.count += 1
        # ~n is n's mirror image in every table of a power of two, which a set's is.
        number = self.numbers[place] = ~self.count if self.reverse else self.count
        return number

    def forget(self, kept: Kept) -> None:
        if self.kept.get(kept.place) is kept:
            del self.kept[kept.place], self.numbers[kept.place]


numbers = Numbers()


def hash_of(
    value: object,
    id: Callable[[object], int] = id,
    known: Callable[[int], int | None] = numbers.numbers.get,
    give: Callable[[object], int] = numbers.give,
) -> int:
    """Asked for some ten thousand times where a network learns; so nothing is looked up."""
    return known(id(value)) or give(value)


def order_sets_of(kind: Any, name: str) -> None:
    """Have the sets of a class walked in a known order, where it has Python's own hash.

    A class that already has Values is left alone: a set may hold them by the hash they had.
    One of that name was made this moment, and has none.
    """
    try:
        is_ours_to_order = isinstance(kind, type) and kind.__hash__ is PYTHONS_OWN
        if is_ours_to_order and (kind.__name__ == name or not has_values(kind)):
            kind.__hash__ = hash_of
    except Exception:
        pass  # a metaclass that forbids it is judged by the order it has


def has_values(kind: type) -> bool:
    kinds = set(map(type, gc.get_objects()))
    return any(base is kind for other in kinds for base in other.__mro__)
