"""A kata set up from the start, as on a machine of somebody else's: it takes a network."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

# What a run of the tests is in, and another machine is not.
OURS = ("PYTEST_", "VIRTUAL_ENV", "PYTHON", "MAKE", "MFLAGS")


def run(
    command: Sequence[str | Path], folder: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    """What became of a command, called in a folder with these variables."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=_environment(variables),
        capture_output=True,
        encoding="utf-8",
        timeout=280,
    )


def set_up(command: Sequence[str | Path], folder: Path, **variables: str) -> None:
    """Run what sets up a kata, with this Python; skips where nothing can be fetched."""
    done = run(command, folder, PYTHON=sys.executable, **variables)
    if done.returncode and "is there a network?" in done.stderr:
        pytest.skip("the packages cannot be fetched here: there is no network")
    assert done.returncode == 0, done.stderr


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**kept, **variables}
