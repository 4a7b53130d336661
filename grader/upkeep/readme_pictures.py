"""README's pictures, in .github/pictures/: what a learner sees in the terminal and a browser."""

from __future__ import annotations

import shutil
from pathlib import Path

from grader import files
from grader.paths import ROOT
from grader.upkeep.moving_picture import THEMES, moving_pictures
from grader.upkeep.terminal_picture import terminal_pictures

FOLDER = ROOT / ".github" / "pictures"
KINDS = {"grade": ".svg", "steps": ".webp"}
NAMES = tuple(f"{what}-{theme}{kind}" for what, kind in KINDS.items() for theme in THEMES)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class NoBrowser(Exception):
    """No browser is there to take pictures of; the text is one line with what to do."""


def write() -> dict[Path, int]:
    """Make them anew; {path: bytes}. Raises NoBrowser, ModuleNotFoundError and CannotWrite."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise NoBrowser("no Chromium is there: on Debian and Ubuntu, sudo apt install chromium")
    made = {f"steps-{theme}.webp": data for theme, data in moving_pictures(browser).items()}
    made |= {f"grade-{theme}.svg": text.encode() for theme, text in terminal_pictures().items()}
    for name, data in made.items():
        files.write(FOLDER / name, data)
    return {FOLDER / name: len(data) for name, data in made.items()}
