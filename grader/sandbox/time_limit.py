"""How long a learner's process computed and how long it waited, however busy the machine is.

Wall clock less computing less the time spent in the queue for a processor is time waited: in a
sleep, for a lock, for input. Where the system does not tell (it is not Linux, or hides /proc)
the process's own RLIMIT_CPU and a wall clock are all there is.
"""

from __future__ import annotations

import os
import time
from typing import Literal

Broken = Literal["computing", "waiting", "wall"]

OUTER_NET = 60.0  # seconds of wall clock beyond the limit
OUTER_NET_ALONE = 10.0  # the same where nothing else stops a program that waits
PARTS = 40  # looks at a program, of which those in the latter half ask where it stands
SHORTEST_LOOK = 0.01  # seconds


class Usage:
    """What the system says of one process, in seconds since it began."""

    def __init__(self, pid: int) -> None:
        self._clock = (~pid << 3) | 2  # what clock_getcpuclockid() gives on Linux
        self._folder = f"/proc/{pid}"
        self._schedule: int | None = None
        try:
            self._schedule = os.open(f"{self._folder}/schedstat", os.O_RDONLY)
            self.computed()
        except OSError:
            self.close()

    @property
    def is_known(self) -> bool:
        return self._schedule is not None

    def computed(self) -> float:
        """All threads' computing, those that have ended too. Raises OSError."""
        return time.clock_gettime(self._clock)

    def queued_first_thread(self) -> float:
        """The first thread's time in the queue: quickly told, for a process that has but one."""
        assert self._schedule is not None
        return _seconds_queued(os.pread(self._schedule, 100, 0))

    def queued(self) -> float:
        """All living threads' time in the queue. Raises OSError."""
        return sum(
            _seconds_queued(_read(f"{self._folder}/task/{thread}/schedstat"))
            for thread in os.listdir(f"{self._folder}/task")
        )

    def may_be_queued(self) -> bool:
        """Whether a thread runs or is in a queue: how long it has been there is not told yet.

        One that waits for a disk counts too: that is no doing of the program's. Raises OSError.
        """
        return any(
            _read(f"{self._folder}/task/{thread}/stat").rpartition(b")")[2].split()[0] in b"RD"
            for thread in os.listdir(f"{self._folder}/task")
        )

    def close(self) -> None:
        if self._schedule is not None:
            os.close(self._schedule)
            self._schedule = None


class TimeLimit:
    """One request's time: so many seconds of computing, and as many of waiting."""

    def __init__(self, usage: Usage, seconds: float) -> None:
        self._usage = usage
        self._seconds = seconds
        self._spent = 0.0
        self._computed, self._queued = _so_far(usage)
        self._began = time.monotonic()
        self._next_look = self._began + self._pause()

    @property
    def is_half_over(self) -> bool:
        return self._spent >= self._seconds / 2

    def seconds_to_next_look(self) -> float:
        return max(0.0, self._next_look - time.monotonic())

    def look(self) -> Broken | None:
        """What is over, if anything is; the next look is due later."""
        now = time.monotonic()
        broken = self._broken(now - self._began)
        self._next_look = now + self._pause()
        return broken

    def _broken(self, passed: float) -> Broken | None:
        net = OUTER_NET if self._usage.is_known else OUTER_NET_ALONE
        if passed > net + self._seconds:
            return "wall"
        try:
            return self._broken_by_process(passed) if self._usage.is_known else None
        except (OSError, IndexError):
            return None  # it is gone, and its pipe says so

    def _broken_by_process(self, passed: float) -> Broken | None:
        computed = self._usage.computed() - self._computed
        waited = passed - computed - (self._usage.queued() - self._queued)
        self._spent = max(computed, waited)
        if computed >= self._seconds:
            return "computing"
        if waited >= self._seconds and not self._usage.may_be_queued():
            return "waiting"
        return None

    def _pause(self) -> float:
        """Until half of the time is over, and in short steps after that."""
        rest = self._seconds / 2 - self._spent
        return max(rest, self._seconds / PARTS, SHORTEST_LOOK)


def _so_far(usage: Usage) -> tuple[float, float]:
    """Seconds computed and queued."""
    try:
        if usage.is_known:
            return usage.computed(), usage.queued_first_thread()
    except (OSError, IndexError):
        pass  # it is gone, and its pipe says so
    return 0.0, 0.0


def _seconds_queued(schedule: bytes) -> float:
    """The second number of a schedstat: nanoseconds spent runnable, but not running."""
    return int(schedule.split()[1]) / 1e9


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
