"""Fingerprints of tokens: of every few that follow each other some are chosen, by their hash.

After Schleimer, Wilkerson and Aiken, "Winnowing" (2003): what two sources share for at least SURE
tokens gives both at least one fingerprint of the same number, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from itertools import groupby
from zlib import crc32

from grader.classroom.integrity.tokens import Token

LENGTH = 14  # tokens that a fingerprint is of
WINDOW = 6  # fingerprints of which one is chosen
BORDERS = frozenset(["def", "class"])
SURE = LENGTH + WINDOW - 1


def shingles(tokens: Sequence[Token], known: Collection[int] = ()) -> list[int | None]:
    """Every so many tokens that follow each other, as a number; None where that is known.

    The one at place i is of the tokens from i on. None goes on into the next function, so the
    order of these does not matter: it is None too.
    """
    numbers = [_number(text) for text, _ in tokens]
    found: list[int | None] = [
        None if number in known else number
        for number in map(hash, zip(*(numbers[at:] for at in range(LENGTH))))
    ]
    for at, (text, _) in enumerate(tokens):
        if text in BORDERS:
            first = max(0, at - LENGTH + 1)
            found[first:at] = [None] * (min(at, len(found)) - first)
    return found


@cache
def _number(text: str) -> int:
    """The same in every run, which hash() of a text is not; few texts are left to keep."""
    return crc32(text.encode("utf-8", "replace"))


def winnowed(found: Sequence[int | None]) -> set[int]:
    """The numbers of those chosen: of each window the least.

    What is known parts one run from the next; of a run that fills no window one is chosen too.
    """
    chosen: set[int] = set()
    for is_known, group in groupby(found, lambda number: number is None):
        if not is_known:
            run = [number for number in group if number is not None]
            windows = zip(*(run[at:] for at in range(WINDOW)))
            chosen.update(map(min, windows) if len(run) >= WINDOW else [min(run)])
    return chosen
