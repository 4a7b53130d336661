"""Which hint comes next: how many of each check's were shown, kept in .kata/."""

from __future__ import annotations

import json

from grader import files
from grader.paths import KATA

FILE = KATA / "hints.json"


def next_hint(check: str, hints: tuple[str, ...]) -> int:
    """The number of the hint to show now (from 0), remembered; raises CannotWrite.

    FILE holds {"stage:check": how many hints were shown}.
    """
    try:
        shown = json.loads(FILE.read_text(encoding="utf-8"))
        count = int(shown.get(check, 0))
    except (OSError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        shown, count = {}, 0  # none yet, or not ours any more: begin again
    number = min(max(count, 0), len(hints) - 1)
    files.write(FILE, json.dumps({**shown, check: number + 1}, indent=1))
    return number
