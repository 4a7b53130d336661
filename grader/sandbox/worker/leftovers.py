"""What a program leaves to the next one: undone where it can be, and noticed where it cannot.

A limit must hit the program that breaks it, and none that comes later.
"""

from __future__ import annotations

import _thread
import faulthandler
import gc
import os
import signal
import sys

from .limits import seconds_counted

MOST_MEMORY = 8  # parts that the memory is counted in, of which a program may leave one
MOST_FILES = 4  # that a program may leave open
MOST_SECONDS = 40  # of computing, of the 60 that a process has
PAGE = os.sysconf("SC_PAGE_SIZE")  # bytes

TIMERS = [getattr(signal, name) for name in ("ITIMER_REAL", "ITIMER_VIRTUAL", "ITIMER_PROF")]


class Fresh:
    """What the process was like before the first program."""

    def __init__(self) -> None:
        self.statm = open_statm()
        self.recursion_limit = sys.getrecursionlimit()

    def note(self, memory_limit: int) -> None:
        """What it is like now; memory_limit is in bytes."""
        gc.freeze()  # what is ours is never looked at again
        self.memory_allowed = self.memory() + memory_limit // MOST_MEMORY
        self.threads = _thread._count()
        self.file = next_file()

    def restore(self) -> None:
        """Undo what would reach into another program. Raises nothing."""
        faulthandler.cancel_dump_traceback_later()
        for timer in TIMERS:
            signal.setitimer(timer, 0)
        try:
            sys.setrecursionlimit(self.recursion_limit)
        except RecursionError:
            pass

    def memory(self) -> int:
        """Bytes of address space, which is what RLIMIT_AS counts; 0 where that is not told."""
        try:
            return int(os.pread(self.statm, 100, 0).split()[0]) * PAGE if self.statm else 0
        except (OSError, ValueError, IndexError):
            return 0

    def is_worn(self) -> bool:
        """Whether a next program would find less than this one did."""
        return (
            _thread._count() > self.threads
            or self.memory() > self.memory_allowed
            or next_file() > self.file + MOST_FILES
            or has_children()
            or seconds_counted() > MOST_SECONDS
        )


def open_statm() -> int | None:
    try:
        return os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return None


def next_file() -> int:
    """The lowest descriptor that is free; beyond any where none is."""
    try:
        descriptor = os.dup(0)
    except OSError:
        return sys.maxsize
    os.close(descriptor)
    return descriptor


def has_children() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except (OSError, AttributeError):  # none, or a system that has no waitid()
        return False
    return True
