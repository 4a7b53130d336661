"""The notebook's file beside its kernel: where its cells stand, and what they held when saved."""

from __future__ import annotations

import json
import os
from typing import Any

from msgspec import Struct

from grader.submission.listing import LARGEST_NOTEBOOK


class Saved(Struct, frozen=True):
    """The cells of a file, (id, code) each from the top, and when it was saved.

    A cell of text is there as one without an id or code.
    """

    at: float
    cells: tuple[tuple[str, str], ...]


def saved(path: str) -> Saved | None:
    """What a file holds; None where there is none, or nothing that we can read."""
    try:
        with open(path, "rb") as file:
            at = os.fstat(file.fileno()).st_mtime
            found = json.loads(file.read(LARGEST_NOTEBOOK))
        return Saved(at, tuple(map(_cell, found["cells"])))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _cell(cell: dict[str, Any]) -> tuple[str, str]:
    if cell.get("cell_type") != "code":
        return "", ""
    source = cell.get("source", "")
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    return str(cell.get("id", "")), text
