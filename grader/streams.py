"""The standard streams of our process: all three are there, and what cannot be printed is told."""

from __future__ import annotations

import errno
import io
import os
import sys


class CannotPrint(Exception):
    """Standard output takes no more; the text is one line with the remedy."""


class ReaderGone(Exception):
    """Whoever read our standard output has hung up: nothing is wrong, nobody is there to tell."""


class Output(io.TextIOWrapper):
    """Standard output that raises CannotPrint or ReaderGone where it cannot be written."""

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except OSError as error:
            raise self._failed(error) from None

    def flush(self) -> None:
        try:
            super().flush()
        except OSError as error:
            raise self._failed(error) from None

    def _failed(self, error: OSError) -> Exception:
        _lead_nowhere(1)
        if isinstance(error, BrokenPipeError):
            return ReaderGone()
        why = "it is closed" if error.errno == errno.EBADF else error.strerror
        return CannotPrint(f"standard output: cannot be written ({why}); send it elsewhere")


def prepare() -> None:
    """Have all three descriptors open, and standard output tell where it cannot be written.

    Without the first, the next file opened would become one of them. What is written to a
    closed standard error is lost. Characters that the encoding lacks are spelled out.
    """
    for descriptor, mode in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, mode)  # the lowest number that is free, which is this one
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    old = sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False)
    if isinstance(old, io.TextIOWrapper) and not isinstance(old, Output):
        encoding, is_terminal = old.encoding, old.isatty()
        sys.stdout = Output(old.detach(), encoding, "backslashreplace", line_buffering=is_terminal)
        sys.__stdout__ = sys.stdout  # type: ignore[misc]  # which shutil asks for the terminal's size


def complain(line: str) -> None:
    """Print a line on standard error, if that can be."""
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:
        _lead_nowhere(2)  # the exit code must say it


def _lead_nowhere(descriptor: int) -> None:
    """Drop what waits: Python would try to print it again as it ends, and complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
