"""`python -m grader class` as a process of its own, and what it leaves behind."""

from __future__ import annotations

import csv
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

COMMAND = [sys.executable, "-I", "-m", "grader"]
SECONDS = 600.0  # for a run, however busy the machine is
SECONDS_TO_GO = 20.0  # for processes that were killed


def start(*arguments: str | Path, largest_file: int | None = None) -> subprocess.Popen[str]:
    """A run that may write files of so many bytes, as on a disk that is nearly full."""

    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limit,
        env={**os.environ, "COLUMNS": "100"},
    )


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """The exit code, what was said, and what was complained of."""
    process = start(*arguments)
    said, complained = process.communicate(timeout=SECONDS)
    return process.returncode, said, complained


def gradebook(out: Path) -> dict[str, dict[str, str]]:
    """{learner: {column: cell}}"""
    with (out / "gradebook.csv").open(encoding="utf-8", newline="") as file:
        return {row["learner"]: row for row in csv.DictReader(file)}


def of_run(process: subprocess.Popen[str]) -> list[int]:
    """All that a process has started and is still there, whoever started it in between."""
    return [pid for pid in below(process.pid) if is_alive(pid)]


def below(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*"):
        try:
            children = [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *below(child)]
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def left_of(pids: list[int]) -> list[int]:
    """Those that are still there after a while."""
    deadline = time.monotonic() + SECONDS_TO_GO
    while time.monotonic() < deadline and any(map(is_alive, pids)):
        time.sleep(0.02)
    return [pid for pid in pids if is_alive(pid)]


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # it was quicker
