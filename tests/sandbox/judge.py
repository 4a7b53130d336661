"""A judge in a process of its own, which grades an attack and then honest code, line by line.

Whatever harms it harms no test but the one that asked, which sees that it is gone.
"""

from __future__ import annotations

import ctypes
import io
import os
import signal
import sys
import time
from pathlib import Path

import msgspec
from msgspec import Struct
from rich.console import Console

from grader import grading
from grader.paths import SOLUTIONS
from grader.report.faces import FACES
from grader.report.model import Report
from grader.report.terminal.page import show
from grader.sandbox import bubblewrap, launcher
from grader.submission.submission import Submission

BE_PARENT_OF_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER: what leaves its group comes back to us
TIME_FACTOR = 0.4  # an endless loop costs so much less
SECONDS_TO_GO = 3.0  # for what was killed to be gone
OF_ITS_OWN = {signal.SIGCHLD, signal.SIGALRM, signal.SIGKILL, signal.SIGSTOP}


class Asked(Struct):
    """An attack: the text of a value.py, and whether it is someone else's."""

    source: str
    is_others: bool


class Told(Struct):
    """What came of it, as the judge tells it.

    earned is that of the attack, honest that of honest code graded after it. faces are all
    that is shown of the attack's report, and said is what the terminal says, in one line.
    signals came to the judge, and left are processes that are still there.
    """

    earned: float = 0.0
    honest: float = 0.0
    faces: list[str] = []
    said: str = ""
    signals: list[int] = []
    left: list[int] = []


def submission(name: str, source: str, *, is_others: bool) -> Submission:
    return Submission(name, {"value": ("value.py", source)}, is_others=is_others)


def judged(asked: Asked, signals: list[int]) -> Told:
    honest = (SOLUTIONS / "value.py").read_text()
    reports: list[Report] = []
    both = [
        submission("attack", asked.source, is_others=asked.is_others),
        submission("honest", honest, is_others=asked.is_others),
    ]
    grading.grade_all(both, reports.append, stages=[1], time_factor=TIME_FACTOR)
    of_attack, of_honest = reports
    return Told(
        earned=of_attack.earned,
        honest=of_honest.earned,
        faces=[*(face.render(of_attack) for face in FACES.values()), page(of_attack)],
        said=" ".join(page(of_attack).split()),
        signals=list(signals),
        left=left(),
    )


def page(report: Report) -> str:
    shown = io.StringIO()
    show(report, Console(file=shown, width=100), [])
    return shown.getvalue()


def left() -> list[int]:
    """The processes that are still there, after a while."""
    deadline = time.monotonic() + SECONDS_TO_GO
    while children() and time.monotonic() < deadline:
        time.sleep(0.01)
    return children()


def children() -> list[int]:
    """Ours that are alive, those of others' that came to us too."""
    found = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [int(pid) for pid in found if not is_dead(pid)]


def is_dead(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


def serve(worker: str) -> None:
    """Judge what comes; with a worker of the test's own, where one is named."""
    if worker:
        launcher.WORKER = Path(worker)
        bubblewrap.WORKER = Path(worker)
    ctypes.CDLL(None).prctl(BE_PARENT_OF_ORPHANS, 1, 0, 0, 0)
    signals: list[int] = []
    for number in signal.valid_signals() - OF_ITS_OWN:
        signal.signal(number, lambda got, _: signals.append(got))
    for line in sys.stdin.buffer:
        told = judged(msgspec.json.decode(line, type=Asked), signals)
        sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
        sys.stdout.buffer.flush()
        signals.clear()


if __name__ == "__main__":
    serve(sys.argv[1])
