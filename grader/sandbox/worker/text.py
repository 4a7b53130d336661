"""Text as JSON can carry it."""

from __future__ import annotations

LONGEST = 1_000  # characters of any text but what is printed


def clean(string: str) -> str:
    """Lone surrogates, which no encoding carries, as question marks."""
    if str.isascii(string):
        return str.__str__(string)  # of a subclass too, without asking it
    return str.encode(string, "utf-8", "replace").decode("utf-8")


def text(string: str) -> str:
    """Clean, and not too long."""
    string = clean(string)
    return string if len(string) <= LONGEST else string[:LONGEST] + "..."
