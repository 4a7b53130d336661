"""Yours beside what is expected: the values of a check's differences, as texts told apart."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from grader.report.model import MOST_ROWS
from grader.trace import Difference

LONGEST_VALUE = 200  # characters of a value, a list for instance


class Pair(Struct, frozen=True):
    """One row: what differs, such as "a.grad", and both of its values."""

    name: str
    yours: str
    expected: str


class SideBySide(Struct, frozen=True):
    """The rows of a table, whose values are expected, and how many rows more there are."""

    source: str
    rows: tuple[Pair, ...]
    more: int


def side_by_side(differences: Sequence[Difference]) -> SideBySide:
    """The table of differences, as far as it is short."""
    of_torch = any(row.source == "torch" and isinstance(row.expected, float) for row in differences)
    shown = differences if len(differences) <= MOST_ROWS + 1 else differences[:MOST_ROWS]
    return SideBySide(
        "torch" if of_torch else "expected",
        tuple(Pair(_name(row), *_pair(row.yours, row.expected)) for row in shown),
        len(differences) - len(shown),
    )


def _name(row: Difference) -> str:
    quantity = f" ({row.quantity})" if row.quantity in ("type", "length") else ""
    return row.expression + quantity


def _pair(yours: object, expected: object) -> tuple[str, str]:
    """Two values as text, so that a reader sees them apart: more digits, or blanks in quotes."""
    if isinstance(yours, str) and isinstance(expected, str):
        are_alike = "".join(yours.split()) == "".join(expected.split())
        first, second = (_quoted(text, are_alike) for text in (yours, expected))
        return first[:LONGEST_VALUE], second[:LONGEST_VALUE]
    for digits in (4, 6, 9, 17):
        texts = _text(yours, digits), _text(expected, digits)
        if texts[0] != texts[1]:
            break
    return texts[0][:LONGEST_VALUE], texts[1][:LONGEST_VALUE]


def _quoted(text: str, are_alike: bool) -> str:
    """A text, in quotes where blanks could go unseen."""
    return repr(text) if are_alike or not text or text != text.strip() else text


def _text(value: object, digits: int) -> str:
    if isinstance(value, float):
        text = f"{value:.{digits}g}"
        return text if any(c in text for c in ".en") else f"{text}.0"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_text(item, digits) for item in value) + "]"
    return str(value)
