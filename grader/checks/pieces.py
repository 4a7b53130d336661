"""Pieces of programs whose length depends on a size that is drawn."""

from __future__ import annotations

from collections.abc import Iterable


def values(numbers: Iterable[float]) -> str:
    """The text of a list of Values."""
    return "[" + ", ".join(f"Value({number})" for number in numbers) + "]"
