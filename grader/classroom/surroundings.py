"""What else a result came from beside the grader and torch: Python, NumPy, the machine."""

from __future__ import annotations

import platform
from functools import cache
from importlib import metadata

EXTRA_CHECKS = "the course's set of extra checks"  # of which a worker keeps a hash


@cache
def surroundings() -> dict[str, str]:
    """{what: its version}; "" of what is not installed."""
    return {
        "Python": platform.python_version(),
        "NumPy": _version("numpy"),
        "the machine": f"{platform.system()} {platform.machine()}",
    }


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
