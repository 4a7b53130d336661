"""Pieces of programs whose length depends on a size that is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def values(numbers: Iterable[float]) -> str:
    """The text of a list of Values."""
    return "[" + ", ".join(f"Value({number})" for number in numbers) + "]"


def parameters(nin: int, nouts: Sequence[int]) -> int:
    """The number of parameters of an MLP."""
    return sum(nout * (size + 1) for size, nout in zip([nin, *nouts], nouts))
