"""What this process gives up before it runs learner code: files, network, other processes."""

from __future__ import annotations

import os
import sys

from . import landlock, seccomp
from .kernel import Kernel

# Shared libraries, which modules of Python's own load late, and local time.
SYSTEM = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache"]
CLOCK = ["/etc/localtime", "/usr/share/zoneinfo"]
DEVICES = ["/dev/zero", "/dev/urandom"]


class Confinement:
    """Applied once, however often sources are loaded: it cannot be undone."""

    def __init__(self) -> None:
        self.layers: list[str] | None = None

    def apply(self, packages: list[str] | str, site: list[str]) -> list[str]:
        """The layers that hold from now on, of "landlock" and "seccomp"."""
        if self.layers is None:
            self.layers = applied(grants(packages, site))
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


def grants(packages: list[str] | str, site: list[str]) -> dict[str, int]:
    """{path: rights} of what Python needs, wherever it is installed, and of these packages."""
    python = [os.path.dirname(os.__file__), os.path.join(sys.base_prefix, "lib")]
    installed = [
        os.path.join(folder, name + part)
        for folder in site
        for name in packages
        for part in ("", ".libs")  # where a wheel keeps its shared libraries
    ]
    return {
        os.devnull: landlock.READ_FILE | landlock.WRITE_FILE,
        **dict.fromkeys(site, landlock.READ_FOLDER),  # to find packages by their names
        **dict.fromkeys([*SYSTEM, *CLOCK, *DEVICES, *python], landlock.READ),
        **dict.fromkeys(site if packages == "all" else installed, landlock.READ),
    }
