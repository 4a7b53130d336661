"""What the page of each learner is called: a file name that any file system takes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

KEPT = "-_.@+"  # beside letters and digits
LONGEST = 100  # bytes, of 255 that a file system allows
# What Windows takes for a device, with any ending.
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}


def page_names(learners: Iterable[str]) -> dict[str, str]:
    """{learner: the name of their page}, no two alike, be upper case told from lower or not."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for learner in sorted(learners):
        stem = _stem(learner)
        name, number = stem, 1
        while _folded(name) in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(_folded(name))
        names[learner] = f"{name}.html"
    return names


def _stem(learner: str) -> str:
    text = unicodedata.normalize("NFC", learner).encode(errors="replace").decode()
    kept = "".join(c if c.isalnum() or c in KEPT else "_" for c in text).strip(".")
    short = kept.encode()[:LONGEST].decode(errors="ignore")
    return f"_{short}" if not short or short.partition(".")[0].casefold() in DEVICES else short


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name.casefold())
