"""A terminal that a program runs in, and what is to be seen there (by pyte, which emulates one)."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

SECONDS = 60.0  # until what is waited for is there, however busy the machine is
SECONDS_TO_READ = 0.01


class Terminal:
    """A program in a terminal of its own; end it with close()."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        *,
        lines: int = 45,
        columns: int = 90,
    ) -> None:
        self._screen = pyte.HistoryScreen(columns, lines, history=5000)
        self._stream = pyte.ByteStream(self._screen)
        self.pid, self._descriptor = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, _size(lines, columns))
            os.chdir(folder)
            os.execve(command[0], command, {**environment, "TERM": "xterm-256color"})
        self.exit_code: int | None = None

    def resize(self, lines: int, columns: int) -> None:
        self._screen.resize(lines, columns)
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, _size(lines, columns))

    def text(self) -> str:
        """What is to be seen now."""
        self._read(SECONDS_TO_READ)
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip()

    def scrolled_away(self) -> str:
        """What has left the screen at its top."""
        rows = [[row[column].data for column in sorted(row)] for row in self._screen.history.top]
        return "\n".join("".join(row).rstrip() for row in rows)

    def until(self, is_there: str | Callable[[str], bool]) -> str:
        """Wait until a text is to be seen; returns all that is."""
        deadline = time.monotonic() + SECONDS
        while True:
            text = self.text()
            if is_there in text if isinstance(is_there, str) else is_there(text):
                return text
            if time.monotonic() > deadline or self.exit_code is not None:
                raise AssertionError(f"{is_there!r} is not to be seen in\n{text}")

    def press(self, keys: str) -> None:
        os.write(self._descriptor, keys.encode())

    def is_as_before(self) -> bool:
        """Whether what is typed can be seen, and is read by the line, as in a shell."""
        flags = termios.tcgetattr(self._descriptor)[3]
        return bool(flags & termios.ECHO and flags & termios.ICANON)

    def wait(self) -> int:
        """The exit code, once the program has ended."""
        deadline = time.monotonic() + SECONDS
        while self.exit_code is None and time.monotonic() < deadline:
            self._read(SECONDS_TO_READ)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.exit_code = os.waitstatus_to_exitcode(status)
        assert self.exit_code is not None
        return self.exit_code

    def close(self) -> None:
        if self.exit_code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._descriptor)

    def _read(self, seconds: float) -> None:
        while select.select([self._descriptor], [], [], seconds)[0]:
            try:
                data = os.read(self._descriptor, 1 << 16)
            except OSError:  # it has ended
                return
            if not data:
                return
            self._stream.feed(data)
            seconds = 0.0


def _size(lines: int, columns: int) -> bytes:
    return struct.pack("HHHH", lines, columns, 0, 0)
