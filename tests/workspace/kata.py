"""A kata of one's own for a test: a copy of the repository's, with exercises/ as handed out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from grader.curriculum import FILES
from grader.paths import EXERCISES, ROOT, SOLUTIONS

LEFT_OUT = ("PYTEST_", "COLUMNS", "LINES", "DISPLAY", "WAYLAND", "NO_COLOR")


def made_kata(folder: Path) -> Path:
    """The kata in a folder that is there and has nothing of it."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("grader", "helper_draw", "solutions"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    (folder / "exercises").mkdir()
    for file in FILES:
        shutil.copy(EXERCISES / file, folder / "exercises")
    return folder


def solve(kata: Path, *files: str) -> None:
    """Put the solutions there; all of them where none is named."""
    for file in files or FILES:
        shutil.copy(SOLUTIONS / file, kata / "exercises")


def environment() -> dict[str, str]:
    """The surroundings of a learner whose terminal and language are known."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith(LEFT_OUT)}
    return {**kept, "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}
