"""The notebook's file beside its kernel: where its cells stand, and what they held when saved."""

from __future__ import annotations

import json
import os
from typing import Any

from msgspec import Struct

from grader.submission.listing import LARGEST_NOTEBOOK


class Saved(Struct, frozen=True):
    """The code cells of a file, (id, text) each from the top, and when it was saved."""

    at: float
    cells: tuple[tuple[str, str], ...]


def saved(path: str) -> Saved | None:
    """What a file holds; None where there is none, or nothing that we can read."""
    try:
        with open(path, "rb") as file:
            at = os.fstat(file.fileno()).st_mtime
            found = json.loads(file.read(LARGEST_NOTEBOOK))
        cells = [cell for cell in found["cells"] if cell.get("cell_type") == "code"]
        return Saved(at, tuple((str(cell.get("id", "")), _text(cell)) for cell in cells))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _text(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return "".join(map(str, source)) if isinstance(source, list) else str(source)
