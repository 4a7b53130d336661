"""Which hint comes next: how many of each check's were shown, kept in .kata/."""

from __future__ import annotations

import json

from grader.paths import KATA
from grader.workspace import kept_file
from grader.workspace.kept_file import Say, aloud

FILE = KATA / "hints.json"


def next_hint(check: str, hints: tuple[str, ...], say: Say = aloud) -> int:
    """The number of the hint to show now (from 0), remembered; raises CannotWrite.

    FILE holds {"stage:check": how many hints were shown}; say is told where it is begun anew.
    """
    shown = kept_file.read(FILE, dict[str, int], say) or {}
    number = min(max(shown.get(check, 0), 0), len(hints) - 1)
    kept_file.write(FILE, json.dumps({**shown, check: number + 1}, indent=1), say)
    return number
