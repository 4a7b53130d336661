"""Numbers as plain data, whatever their class claims about them."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LARGEST_INT = 1024  # bits, as many as a float reaches


def plain_number(thing: object) -> object:
    """The number itself, what stands for one that cannot be sent, or None for no number."""
    if isinstance(thing, float):
        return plain_float(float.__float__(thing))
    if isinstance(thing, int):
        number = int.__int__(thing)
        if number.bit_length() <= LARGEST_INT:
            return number
        return {"type": "other", "text": "an int too large to compare"}
    of_library = number_of_library(thing)
    return plain_float(of_library) if isinstance(of_library, float) else of_library


def plain_float(number: float) -> object:
    if number - number == 0:
        return number
    return {"type": "float", "text": repr(number)}


def number_of_library(thing: Any) -> int | float | None:
    """A NumPy scalar, or a torch tensor of one element, as a Python number."""
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    try:
        in_numpy = numpy and isinstance(thing, (numpy.generic, numpy.ndarray)) and thing.size == 1
        if in_numpy or (torch and isinstance(thing, torch.Tensor) and thing.numel() == 1):
            thing = thing.item()
    except Exception:
        return None
    return thing if type(thing) in (int, float) else None
