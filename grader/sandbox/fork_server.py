"""Processes that are ready in milliseconds: forked by one that is ready, and does no more.

    with ForkServer() as server:
        launcher = server.launcher_for(is_others=submission.is_others)
        server.know(programs)

Worth it where several submissions are graded. Each has a process of its own as ever, with its
own pipes, its own pid and its own end; worker/forking.py is the other side. What takes long is
done once: torch is imported, NumPy is, and the programs that all are asked are compiled.
"""

from __future__ import annotations

import itertools
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterable

import msgspec

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
from grader.sandbox.library import library
from grader.sandbox.needs import SECONDS_TO_START, Needs
from grader.sandbox.readable import site
from grader.trace import PROGRAM

SECONDS_TO_FORK = 20.0
SECONDS_TO_END = 10.0
MOST_FAILURES = 2  # in a row, after which each process is started afresh as ever
LONGEST_WORD = 16  # bytes
MOST_KNOWN = 450  # programs: a process keeps some more, worker/compiled.py's MOST_KEPT


class ServerGone(Exception):
    """It ended, or says nothing."""


class ForkServer:
    """A process that is ready, for each kind of need, and for one's own code and for others'.

    What needs no torch is forked only once it is known what it will be asked. A server that ends
    is replaced, and its children end with it. Used in one thread, which it ends with.
    """

    def __init__(self) -> None:
        self._launchers: dict[bool, _Forking] = {}
        self._known: dict[str, str] = {}

    def launcher_for(self, *, is_others: bool) -> Launcher:
        """As launcher_for(); but what can be is forked, where this system is Linux."""
        fresh = launcher_for(is_others=is_others)
        if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
            return fresh
        if is_others not in self._launchers:
            self._launchers[is_others] = _Forking(fresh, self._known)
        return self._launchers[is_others]

    def know(self, programs: Iterable[str]) -> None:
        """Have these compiled beforehand, and our library, in all that starts from now on."""
        if not self._known:
            self._known.update((text, path) for path, text in library().values())
        for program in programs:
            if len(self._known) < MOST_KNOWN:
                self._known[program] = PROGRAM

    def close(self) -> None:
        for launcher in self._launchers.values():
            launcher.close()

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _command(fresh: Launcher, needs: Needs) -> list[str]:
    """What starts a server as confined as that launcher's processes."""
    imports = [needs.imports, *site()] if needs.imports else [""]
    if fresh is PLAIN:
        return [sys.executable, *OPTIONS, str(WORKER), str(os.getpid()), "fork", *imports]
    from grader.sandbox.bubblewrap import command

    return [*command(needs), *OPTIONS, str(WORKER), "", "fork", *imports]


class _Forking:
    """Has what can be forked by servers, which it starts when they are needed first."""

    def __init__(self, fresh: Launcher, known: dict[str, str]) -> None:
        self._fresh = fresh
        self._known = known
        self._servers: dict[Needs, _Server] = {}
        self._failures: dict[Needs, int] = {}

    def start(self, needs: Needs) -> Started:
        while self._is_forked(needs):
            try:
                if needs not in self._servers:
                    self._servers[needs] = _Server(_command(self._fresh, needs))
                self._servers[needs].know(self._known)
                forked = self._servers[needs].fork()
            except ServerGone:
                self._failures[needs] = self._failures.get(needs, 0) + 1
                self._end(needs)
            except BaseException:
                self._end(needs)  # its late answer must not be taken for the next one's
                raise
            else:
                self._failures[needs] = 0
                return forked
        return self._fresh.start(needs)

    def _is_forked(self, needs: Needs) -> bool:
        is_worth_it = needs.torch or self._known
        return bool(is_worth_it) and self._failures.get(needs, 0) < MOST_FAILURES

    def _end(self, needs: Needs) -> None:
        server = self._servers.pop(needs, None)
        if server:
            server.end()

    def close(self) -> None:
        for needs in list(self._servers):
            self._end(needs)


class _Server:
    """The judge's end of a server."""

    def __init__(self, command: list[str]) -> None:
        import socket  # by no other way of grading

        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._itself: int | None = None
        self._knows = 0  # sources, of those that all know
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

    def know(self, sources: dict[str, str]) -> None:
        """Have sources, {text: path to show}, compiled for all children. Raises ServerGone."""
        import socket

        new = dict(itertools.islice(sources.items(), self._knows, None))
        if not new:
            return
        with open(os.memfd_create("known"), "wb") as file:
            file.write(msgspec.json.encode(new))
            file.seek(0)
            try:
                socket.send_fds(self._channel, [b"know"], [file.fileno()])
            except OSError:
                raise ServerGone from None
        self._knows += len(new)

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
