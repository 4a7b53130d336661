"""How points are rounded, wherever they are shown."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from grader.course.course import DECIMALS

SURPLUS = 6  # decimals; what comes after them is a computer's own rounding


def rounded(number: float, decimals: int = DECIMALS) -> float:
    """Halves go up."""
    exact = Decimal(str(round(number, SURPLUS)))
    return float(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def shown(number: float) -> str:
    """Rounded points without needless zeros, all digits before the point."""
    return f"{number:.12g}"
