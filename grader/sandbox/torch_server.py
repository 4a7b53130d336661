"""Processes with torch that are ready in milliseconds: forked by one that imported it, and no more.

    with TorchServer() as server:
        launcher = server.launcher_for(is_others=submission.is_others)

Worth it where several submissions are graded. Each has a process of its own as ever, with its
own pipes, its own pid and its own end; worker/forking.py is the other side.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys

from grader.sandbox.launcher import (
    ENVIRONMENT,
    OPTIONS,
    PLAIN,
    WHERE,
    WORKER,
    Launcher,
    Pipes,
    Started,
    made_ready,
)
from grader.sandbox.launcher_for import launcher_for
from grader.sandbox.needs import SECONDS_TO_START, Needs
from grader.sandbox.readable import site

SECONDS_TO_FORK = 20.0
SECONDS_TO_END = 10.0
MOST_FAILURES = 2  # in a row, after which torch is imported by each process as ever
LONGEST_WORD = 16  # bytes
WITH_TORCH = Needs(torch=True)


class ServerGone(Exception):
    """It ended, or says nothing."""


class TorchServer:
    """One process that has imported torch for one's own code, and one for others', if needed.

    A server that ends is replaced, and its children end with it. Used in one thread, which it
    ends with.
    """

    def __init__(self) -> None:
        self._launchers: dict[bool, _Forking] = {}

    def launcher_for(self, *, is_others: bool) -> Launcher:
        """As launcher_for(); but what needs torch is forked, where this system is Linux."""
        fresh = launcher_for(is_others=is_others)
        if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
            return fresh
        if is_others not in self._launchers:
            self._launchers[is_others] = _Forking(fresh)
        return self._launchers[is_others]

    def close(self) -> None:
        for launcher in self._launchers.values():
            launcher.close()

    def __enter__(self) -> TorchServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _command(fresh: Launcher) -> list[str]:
    """What starts a server as confined as that launcher's processes."""
    if fresh is PLAIN:
        return [sys.executable, *OPTIONS, str(WORKER), str(os.getpid()), *site()]
    from grader.sandbox.bubblewrap import command

    return [*command(WITH_TORCH), *OPTIONS, str(WORKER), "", *site()]


class _Forking:
    """Has what needs torch forked by a server, which it starts when it is needed first."""

    def __init__(self, fresh: Launcher) -> None:
        self._fresh = fresh
        self._server: _Server | None = None
        self._failures = 0

    def start(self, needs: Needs) -> Started:
        while needs.torch and self._failures < MOST_FAILURES:
            try:
                self._server = self._server or _Server(_command(self._fresh))
                forked = self._server.fork()
            except ServerGone:
                self._failures += 1
                self.close()
            except BaseException:
                self.close()  # its late answer must not be taken for the next one's
                raise
            else:
                self._failures = 0
                return forked
        return self._fresh.start(needs)

    def close(self) -> None:
        server, self._server = self._server, None
        if server:
            server.end()


class _Server:
    """The judge's end of a server."""

    def __init__(self, command: list[str]) -> None:
        import socket  # by no other way of grading

        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._itself: int | None = None
        with theirs:
            self._process = subprocess.Popen(
                command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=ENVIRONMENT,
                start_new_session=True,
            )
        try:
            self._itself = self._told(SECONDS_TO_START)
        except BaseException:
            self.end()
            raise

    def fork(self) -> Forked:
        """A new process. Raises ServerGone."""
        import socket

        requests, to_requests = os.pipe()
        replies, to_replies = os.pipe()
        crashes, to_crashes = os.pipe()
        ended, to_ended = os.pipe()
        ours = (to_requests, replies, crashes, ended)
        theirs = (requests, to_replies, to_crashes, to_ended)
        try:
            try:
                socket.send_fds(self._channel, [b"fork"], theirs)
            finally:
                for descriptor in theirs:
                    os.close(descriptor)
            process = self._told(SECONDS_TO_FORK)
        except BaseException as error:
            for descriptor in ours:
                os.close(descriptor)
            if isinstance(error, OSError):
                raise ServerGone from None
            raise
        forked = Forked(made_ready(Pipes(to_requests, replies, crashes)), ended, process)
        if forked.pid < 1:  # it has ended already
            forked.end()
            raise ServerGone
        return forked

    def _told(self, seconds: float) -> int:
        """A descriptor of a process that it hands over. Raises ServerGone."""
        import socket

        if not _is_readable(self._channel.fileno(), seconds):
            raise ServerGone
        try:
            word, descriptors, _, _ = socket.recv_fds(self._channel, LONGEST_WORD, 1)
        except OSError:
            raise ServerGone from None
        if not word or len(descriptors) != 1:
            raise ServerGone
        return descriptors[0]

    def end(self) -> None:
        self._channel.close()
        self._process.kill()  # bubblewrap's own, with which all goes that is below it
        self._process.wait()
        if self._itself is not None:
            _is_readable(self._itself, SECONDS_TO_END)
            os.close(self._itself)
            self._itself = None


class Forked:
    """A process that a server forked: the server waits for it, and tells how it ended."""

    def __init__(self, pipes: Pipes, ended: int, process: int) -> None:
        self.pipes = pipes
        self.pid = _pid(process)
        self._ended = ended
        self._process: int | None = process
        self._code: int | None = None

    def ask_where_it_stands(self) -> None:
        self._send(WHERE)

    def ask_for_last_words(self) -> None:
        self._send(signal.SIGABRT)

    def _send(self, number: signal.Signals) -> None:
        try:
            if self._process is not None:
                signal.pidfd_send_signal(self._process, number)
        except (ProcessLookupError, PermissionError):
            pass  # it is gone

    def exit_code(self, seconds: float) -> int | None:
        if self._code is None and self._process is not None and _is_readable(self._ended, seconds):
            word = os.read(self._ended, LONGEST_WORD)
            self._code = int(word) if word else -signal.SIGKILL  # it went with its server
        return self._code

    def end(self) -> None:
        if self._process is None:
            return
        self._send(signal.SIGKILL)
        _is_readable(self._process, SECONDS_TO_END)
        self.exit_code(SECONDS_TO_END)  # all of its group is gone, by then
        for descriptor in (*self._descriptors(), self._ended, self._process):
            os.close(descriptor)
        self._process = None

    def _descriptors(self) -> tuple[int, int, int]:
        return self.pipes.requests, self.pipes.replies, self.pipes.crashes


def _pid(process: int) -> int:
    """The pid of a process as our system knows it; -1 where it has ended."""
    with open(f"/proc/self/fdinfo/{process}") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Pid:"))


def _is_readable(descriptor: int, seconds: float) -> bool:
    events = select.poll()
    events.register(descriptor, select.POLLIN)
    return bool(events.poll(seconds * 1000))
