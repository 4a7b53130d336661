"""The order in which sets of Values are walked: that of their making, or its reverse.

Without this it would follow their addresses, and differ from run to run.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Creation:
    """Numbers the Values of a program as they are made; the number is what they hash to."""

    def __init__(self) -> None:
        self.start("forward")

    def start(self, set_order: str) -> None:
        """Begin a program, whose sets are walked "forward" or in "reverse"."""
        self.reverse = set_order == "reverse"
        self.count = 0
        self.numbers: dict[int, int] = {}  # {id of a Value: how many were made before it, and it}

    def note(self, value: object) -> None:
        self.count += 1  # not the length: the id of a value that is gone is used again
        self.numbers[id(value)] = self.count

    def hash_of(self, value: object) -> int:
        number = self.numbers.get(id(value), 0)
        # ~n is n's mirror image in every table of a power of two, which a set's is.
        return ~number if self.reverse else number

    def order_sets_of(self, kind: Any) -> None:
        """Give a Value class without a hash of its own one that repeats from run to run."""
        if not is_plain_class(kind):
            return

        def __new__(cls: type, *args: object, **kwargs: object) -> object:
            value: object = object.__new__(cls)
            self.note(value)
            return value

        try:
            kind.__new__ = __new__
            kind.__hash__ = lambda value: self.hash_of(value)
        except Exception:
            pass  # a metaclass that forbids it is judged by the order it has


def is_plain_class(kind: object) -> bool:
    """Whether it leaves to Python how it is made, compared and hashed."""
    return isinstance(kind, type) and not {"__hash__", "__eq__", "__new__"} & set(vars(kind))


creation = Creation()
