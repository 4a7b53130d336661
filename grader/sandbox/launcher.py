"""How a learner's process is started, asked where it stands, and ended.

Whoever runs programs in it knows no more of it than its pipes, so that another launcher can
confine it, with processes of its own in between.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from grader.sandbox.needs import Needs

WORKER = Path(__file__).with_name("worker")
# A set of strings has the same order in every run: the same code, the same score.
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "LC_ALL": "C.UTF-8",
    "PYTHONHASHSEED": "0",
}
# As -I, but for the environment, which is ours.
OPTIONS = ("-s", "-S", "-B", *(("-P",) if sys.version_info >= (3, 11) else ()))
PIPE_SIZE = 1 << 20  # bytes: the most that an ordinary user may ask for
WHERE = signal.SIGURG  # the worker reports where it is; a learner who resets it harms nobody


class Pipes(Struct, frozen=True):
    """The judge's ends, as descriptors that do not block."""

    requests: int
    replies: int
    crashes: int  # a report of Python's fault handler, when the process dies


class Started(Protocol):
    """A learner's process, from its start to its end."""

    @property
    def pipes(self) -> Pipes: ...

    @property
    def pid(self) -> int:
        """Of the process that runs learner code, as the judge's system knows it."""

    def ask_where_it_stands(self) -> None:
        """Have the learner's code report on the pipe for crashes where it is, and go on."""

    def ask_for_last_words(self) -> None:
        """Have the learner's code report on the pipe for crashes where it is, and die of it."""

    def exit_code(self, seconds: float) -> int | None:
        """Wait for its end: its exit code, minus a signal's number, or None if it goes on."""

    def end(self) -> None:
        """End it and all that it started, wait until it is gone, and close the pipes."""


class Launcher(Protocol):
    """A way to start the worker."""

    def start(self, needs: Needs) -> Started: ...


class Plain:
    """Starts an ordinary process in a session of its own. It is limited, but not confined.

    On Linux it ends when the thread that started it does, however that ends.
    """

    def start(self, needs: Needs) -> Started:
        line = [sys.executable, *OPTIONS, str(WORKER), str(os.getpid())]
        return PlainProcess(with_pipes(line, in_new_session=True))


PLAIN = Plain()


class PlainProcess:
    """Leads its own group, which is what it started, as far as that did not leave it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.pipes = piped(process)

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask_where_it_stands(self) -> None:
        self._send(WHERE)

    def ask_for_last_words(self) -> None:
        self._send(signal.SIGABRT)

    def _send(self, number: signal.Signals) -> None:
        try:
            self._process.send_signal(number)
        except (ProcessLookupError, PermissionError):
            pass  # it is gone

    def exit_code(self, seconds: float) -> int | None:
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def end(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass  # it is gone; macOS says the latter of one that is not waited for yet
        self._process.wait()
        hang_up(self._process)


def with_pipes(
    line: list[str], *, in_new_session: bool = False, kept_open: tuple[int, ...] = ()
) -> subprocess.Popen[bytes]:
    """The process of a command line, with three pipes and what else is kept open."""
    return subprocess.Popen(
        line,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        cwd="/",
        env=ENVIRONMENT,
        start_new_session=in_new_session,
        pass_fds=kept_open,
    )


def piped(process: subprocess.Popen[bytes]) -> Pipes:
    """The pipes of a process, made ready for the judge."""
    assert process.stdin and process.stdout and process.stderr
    files = (process.stdin, process.stdout, process.stderr)
    return made_ready(Pipes(*(file.fileno() for file in files)))


def made_ready(pipes: Pipes) -> Pipes:
    for descriptor in (pipes.requests, pipes.replies, pipes.crashes):
        os.set_blocking(descriptor, False)
        _widen(descriptor)
    return pipes


def hang_up(process: subprocess.Popen[bytes]) -> None:
    """Close the pipes of a process that is gone."""
    for file in (process.stdin, process.stdout, process.stderr):
        try:
            if file:
                file.close()
        except OSError:
            pass  # what it held for a process that is gone


def _widen(pipe: int) -> None:
    """Let a pipe hold sources and batches whole, where that can be had, so that nobody waits."""
    try:
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_SIZE)
    except (AttributeError, OSError):
        pass  # not Linux, or an ordinary user has as many wide pipes as may be
