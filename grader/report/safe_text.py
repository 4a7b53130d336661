"""Text that a learner wrote, made harmless: what cannot be printed is spelled out."""

from __future__ import annotations


def safe(text: str) -> str:
    """Text that came from a learner's code, with control characters spelled out."""
    if text.isprintable():
        return text
    return "".join(
        c if c == "\n" or c.isprintable() else "    " if c == "\t" else ascii(c)[1:-1] for c in text
    )


def safe_line(text: str) -> str:
    """The same where one line is meant: its ends are spelled out too."""
    return safe(text).replace("\n", "\\n")
