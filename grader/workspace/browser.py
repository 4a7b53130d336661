"""A page or a picture is opened where there is anything to open it with."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def opened(path: Path) -> bool:
    """Open a file in the browser; whether that could be done."""
    if not has_windows():
        return False
    import webbrowser

    return webbrowser.open(path.resolve().as_uri())


def has_windows() -> bool:
    """Whether there is anywhere but this terminal that a picture could be shown."""
    is_elsewhere = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform in ("darwin", "win32") or bool(is_elsewhere)
