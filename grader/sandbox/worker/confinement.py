"""What this process gives up before it runs learner code: files, network, other processes."""

from __future__ import annotations

import os

from . import landlock, seccomp
from .kernel import Kernel


class Confinement:
    """Applied once, however often sources are loaded: it cannot be undone."""

    def __init__(self) -> None:
        self.layers: list[str] | None = None

    def apply(self, readable: list[str], site: list[str]) -> list[str]:
        """The layers that hold from now on, of "landlock" and "seccomp"."""
        if self.layers is None:
            self.layers = applied(grants(readable, site))
        return self.layers


def applied(grants: dict[str, int]) -> list[str]:
    try:
        kernel = Kernel()
        if not kernel.forbid_new_privileges():
            return []
        layers = ["landlock"] if landlock.restrict(kernel, grants) else []
        return [*layers, "seccomp"] if seccomp.restrict(kernel) else layers
    except OSError:
        return []


def grants(readable: list[str], site: list[str]) -> dict[str, int]:
    """{path: rights}: to read what is readable, and to find packages by their names."""
    return {
        os.devnull: landlock.READ_FILE | landlock.WRITE_FILE,
        **dict.fromkeys(site, landlock.READ_FOLDER),
        **dict.fromkeys(readable, landlock.READ),
    }
