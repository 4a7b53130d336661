"""Starts a learner's process by bubblewrap, in namespaces of its own: it sees what is bound there.

There is no network, no other process, and no file but those that Python needs, read-only.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

from grader.sandbox.launcher import OPTIONS, WHERE, WORKER, Pipes, hang_up, piped, with_pipes
from grader.sandbox.needs import Needs
from grader.sandbox.readable import DEVICES, readable

NAMESPACES = ("--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts")
ALONE = (*NAMESPACES, "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--chdir", "/")
SECONDS_TO_START = 10.0
SECONDS_TO_END = 10.0
SECONDS_TO_PROBE = 20.0
PAUSE = 0.0005  # seconds
BY_SIGNAL = 128  # what bubblewrap adds to a signal's number to tell of it by an exit code


class CannotConfine(OSError):
    """Bubblewrap does not work here; the text says why, in one line."""


class Bubblewrap:
    """Starts the worker where it reaches nothing. Raises CannotConfine where that fails."""

    def start(self, needs: Needs) -> BubblewrapProcess:
        reading, writing = os.pipe()
        with open(reading, "rb", buffering=0) as information:
            try:
                line = [*command(needs, "--info-fd", str(writing)), *OPTIONS, str(WORKER)]
                process = with_pipes(line, kept_open=(writing,))
            finally:
                os.close(writing)
            return BubblewrapProcess(process, information.fileno())


class BubblewrapProcess:
    """The worker, below the first process of its namespace, below bubblewrap's own."""

    def __init__(self, process: subprocess.Popen[bytes], information: int) -> None:
        self._process = process
        self._first: int | None = None
        self._worker: int | None = None
        self.pipes: Pipes = piped(process)
        try:
            first = _told(information)
            self._first = os.pidfd_open(first)
            self.pid = self._child_of(first)
            self._worker = os.pidfd_open(self.pid)
        except (OSError, ValueError, KeyError):
            self.end()
            raise CannotConfine("bubblewrap ended before it started anything") from None

    def _child_of(self, first: int) -> int:
        """The only child of the first process, as soon as there is one."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self._process.poll() is None:
            children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
            if children:
                return int(children[0])
            time.sleep(PAUSE)
        raise ProcessLookupError

    def ask_where_it_stands(self) -> None:
        _send(self._worker, WHERE)

    def ask_for_last_words(self) -> None:
        _send(self._worker, signal.SIGABRT)

    def exit_code(self, seconds: float) -> int | None:
        try:
            code = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        return BY_SIGNAL - code if code > BY_SIGNAL else code

    def end(self) -> None:
        if self._first is not None:
            _send(self._first, signal.SIGKILL)
            gone = select.poll()
            gone.register(self._first, select.POLLIN)
            gone.poll(SECONDS_TO_END * 1000)  # all that was below it is, by then
        self._process.kill()
        self._process.wait()
        for descriptor in (self._first, self._worker):
            if descriptor is not None:
                os.close(descriptor)
        self._first = self._worker = None
        hang_up(self._process)


def command(needs: Needs, *more: str) -> list[str]:
    """Bubblewrap's, up to the Python that it starts. Raises CannotConfine."""
    program = shutil.which("bwrap")
    if program is None:
        raise CannotConfine("bubblewrap is not installed")
    return [
        program,
        *ALONE,
        "--proc",
        "/proc",
        *_bound(needs),
        "--remount-ro",
        "/",
        *more,
        _python(),
    ]


def _python() -> str:
    """The interpreter itself: a virtual environment's is a link to it."""
    return os.path.realpath(sys.executable)


def _bound(needs: Needs) -> list[str]:
    read = (*readable(needs), _python(), str(WORKER))
    return [
        *(part for path in read for part in ("--ro-bind-try", path, path)),
        *(part for path in (os.devnull, *DEVICES) for part in ("--dev-bind-try", path, path)),
    ]


@cache
def why_not() -> str:
    """Why bubblewrap does not work here, in a line; "" where it does. It is tried, once."""
    if not hasattr(os, "pidfd_open"):
        return "this Python cannot tell one process from the next"
    try:
        ran = subprocess.run(
            [*command(Needs()), "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS_TO_PROBE,
        )
    except CannotConfine as error:
        return str(error)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bubblewrap does not start: {error}"
    said = " ".join(ran.stderr.decode("utf-8", "replace").split())
    return "" if ran.returncode == 0 else f"bubblewrap does not work here: {said}"


def _told(information: int) -> int:
    """The pid of the first process, as our system knows it."""
    parts = b""
    while b"}" not in parts:
        part = os.read(information, 1000)
        if not part:
            raise ProcessLookupError
        parts += part
    return int(json.loads(parts)["child-pid"])


def _send(process: int | None, number: signal.Signals) -> None:
    try:
        if process is not None:
            signal.pidfd_send_signal(process, number)
    except (ProcessLookupError, PermissionError):
        pass  # it is gone
