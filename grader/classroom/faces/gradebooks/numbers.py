"""Numbers as a sheet writes them: with a decimal point, or a decimal comma."""

from __future__ import annotations

import re
from collections.abc import Iterable

from grader.course.rounding import rounded

DECIMALS = 2  # as platforms show
NUMBER = re.compile(r"\s*([-+]?)([\d.,]*\d[.,]?)\s*%?\s*")

WITH_A_SIGN = re.compile(r"-?\d+([.,])\d+\s*%?")


def number(text: str) -> float | None:
    """What a cell says; None where it is no number. The last of . and , is the decimal sign."""
    match = NUMBER.fullmatch(text)
    if match is None or not match[2].isascii():
        return None
    whole, _, fraction = match[2].replace(",", ".").rpartition(".")
    value = float(f"{whole.replace('.', '') or '0'}.{fraction}" if _ else fraction)
    return -value if match[1] == "-" else value


def decimal_sign(texts: Iterable[str]) -> str:
    """The sign that all of these numbers have; "" where they do not tell."""
    signs = {match[1] for text in texts if (match := WITH_A_SIGN.fullmatch(text.strip()))}
    return signs.pop() if len(signs) == 1 else ""


def written(value: float, sign: str) -> str:
    """A number of as many decimals as it needs."""
    text = f"{rounded(value, DECIMALS):.{DECIMALS}f}".rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text).replace(".", sign)
