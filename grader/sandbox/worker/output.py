"""What a program prints: the first characters are kept, the rest is counted."""

from __future__ import annotations

import io

from .text import clean

MOST_KEPT = 10_000  # characters


class Output(io.TextIOBase):
    """Takes the place of both standard streams while a program runs."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, part: str) -> int:
        if not isinstance(part, str):
            raise TypeError("write() argument must be str, not " + type(part).__name__)
        room = MOST_KEPT - self.size
        if room > 0:
            self.parts.append(part[:room])
        self.size += len(part)
        return len(part)

    def text(self) -> str:
        kept = "".join(self.parts)
        if self.size > MOST_KEPT:
            kept += f"\n... and {self.size - MOST_KEPT} characters more"
        return clean(kept)
