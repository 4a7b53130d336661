"""One thing that deserves a second look: its kind, and what is to be read of it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal["alike", "tried", "ready-made"]


class Flag(Struct, frozen=True):
    """text is a line; others are the learners whose work is much like this one's."""

    kind: Kind
    text: str
    others: tuple[str, ...] = ()
