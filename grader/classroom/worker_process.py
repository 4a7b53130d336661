"""The other end of a worker: starts it, asks it, and replaces it when it ends or hangs.

Used in one thread, with which the worker ends too; end() alone may be called from another.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from typing import IO

import msgspec

from grader import frames
from grader.classroom.graded import Graded, Refused, Setup, Task
from grader.sandbox.process import signal_name

COMMAND = (sys.executable, "-I", "-m", "grader.classroom.worker")
SECONDS = 900.0  # for one submission: an outer net, far beyond what all its time limits add up to
ATTEMPTS = 2  # at a submission with which a worker ended: it may have been another's doing
LONGEST_COMPLAINT = 4000  # bytes, the last of what a worker said of its end


class WorkersRefuse(Exception):
    """Other people's code is not graded here; the text says why, in one line."""


class _Ended(Exception):
    """The worker is gone, or was sent away; the text says how, in one line."""


class WorkerProcess:
    """Grades one submission after another, in a process that is replaced when it fails."""

    def __init__(self, setup: Setup) -> None:
        self._setup = msgspec.msgpack.encode(setup)
        self._process: subprocess.Popen[bytes] | None = None
        self._complaints: IO[bytes] | None = None
        self._is_over = False
        self._starting = threading.Lock()

    def grade(self, task: bytes) -> bytes:
        """The result of a task, both encoded; one that ends its worker twice has failed.

        Raises WorkersRefuse; and OSError where no process starts.
        """
        why = ""
        for _ in range(ATTEMPTS):
            try:
                return self._answer(task)
            except _Ended as end:
                why = str(end)
                self._close()
            if self._is_over:
                break
        key = msgspec.msgpack.decode(task, type=Task).key
        return msgspec.msgpack.encode(Graded(key, failed=why))

    def _answer(self, task: bytes) -> bytes:
        if self._process is not None and self._process.poll() is not None:
            self._close()  # it has graded its share
        process = self._started()
        assert process.stdin and process.stdout
        try:
            frames.send(process.stdin.fileno(), task)
            answer = frames.receive(process.stdout.fileno(), SECONDS)
        except frames.Hung:
            raise _Ended(f"it took longer than {SECONDS:g} s") from None
        except BrokenPipeError:
            answer = None
        if answer is None:
            raise _Ended(self._how_it_ended(process))
        try:
            raise WorkersRefuse(msgspec.msgpack.decode(answer, type=Refused).why)
        except msgspec.ValidationError:
            return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the worker)
            with self._starting:
                if self._is_over:
                    raise _Ended("the run was stopped")
                self._process = subprocess.Popen(
                    [*COMMAND, str(os.getpid())],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=self._complaints,
                    bufsize=0,
                    start_new_session=True,  # Ctrl-C is for us, who end our workers
                )
            assert self._process.stdin
            frames.send(self._process.stdin.fileno(), self._setup)
        return self._process

    def _how_it_ended(self, process: subprocess.Popen[bytes]) -> str:
        code = process.wait()
        if code < 0:
            return f"the process that graded it was ended by {signal_name(-code)}"
        last = self._last_complaint()
        return f"the process that graded it ended with exit code {code}{last and f': {last}'}"

    def _last_complaint(self) -> str:
        if self._complaints is None:
            return ""
        size = self._complaints.seek(0, os.SEEK_END)
        self._complaints.seek(max(0, size - LONGEST_COMPLAINT))
        lines = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""

    def end(self) -> None:
        """Have no more graded, and end what is being graded; from any thread."""
        with self._starting:
            self._is_over = True
            process = self._process
        if process is not None:
            process.kill()  # its learners' processes end with it

    def close(self) -> None:
        """End the worker, which has nothing to do, and wait until it is gone."""
        self._is_over = True
        self._close()

    def _close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for file in (process.stdin, process.stdout, self._complaints):
            if file:
                file.close()
