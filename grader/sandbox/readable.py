"""The files that a learner's process may read: what Python needs, and what it may import."""

from __future__ import annotations

import os
import sys
import sysconfig

from grader.sandbox.needs import Needs

# Shared libraries, which modules of Python's own load late, and local time.
LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
CLOCK = ("/etc/localtime", "/usr/share/zoneinfo")
DEVICES = ("/dev/zero", "/dev/urandom")


def site() -> tuple[str, ...]:
    """The folders in which packages are installed beside the grader."""
    return tuple(dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))))


def readable(needs: Needs) -> tuple[str, ...]:
    """Paths, wherever Python is installed; not all of them need be there."""
    standard = (sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"))
    installed = [
        os.path.join(folder, name + part)
        for folder in site()
        for name in needs.packages
        for part in ("", ".libs")  # where a wheel keeps its shared libraries
    ]
    packages = site() if needs.packages == "all" else installed
    python = (*standard, os.path.join(sys.base_prefix, "lib"))
    return tuple(dict.fromkeys((*LIBRARIES, *CLOCK, *python, *packages)))
