"""The limits of this process, which it lowers itself."""

from __future__ import annotations

import math
import time

try:
    import resource
except ImportError:  # not on Windows, where the judge's limits stand alone
    resource = None  # type: ignore[assignment]


BY_TICKS = ~0 << 3  # of this process: Linux's CPUCLOCK_PROF, which has no name in Python


def set_limits(limits: dict[str, int]) -> None:
    """Lower soft and hard limits, {name in resource: seconds, bytes or a count}, for good."""
    if resource is None:
        return
    for name, value in limits.items():
        if name == "RLIMIT_NPROC":
            value += running()  # it counts all that the user runs, wherever
        try:
            resource.setrlimit(getattr(resource, name), (value, value))
        except (AttributeError, ValueError, OSError):
            pass  # macOS knows but refuses some of them


def allow_computing(seconds: float) -> None:
    """Let what comes next compute that long: the limit counts from the start of the process.

    It is the judge who ends a program in time; this stands where the judge cannot see.
    """
    if resource is None:
        return
    try:
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        soft = math.ceil(seconds_counted() + seconds) + 1
        if hard != resource.RLIM_INFINITY:
            soft = min(soft, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
    except (ValueError, OSError):
        pass


def seconds_counted() -> float:
    """Computing as RLIMIT_CPU counts it, which on Linux is by ticks, and may be seconds off."""
    try:
        return time.clock_gettime(BY_TICKS)
    except (OSError, AttributeError):
        return time.process_time()


def running() -> int:
    """Processes and threads of this machine; 0 where that is not told."""
    try:
        with open("/proc/loadavg", "rb") as file:
            return int(file.read().split()[3].partition(b"/")[2])
    except (OSError, ValueError, IndexError):
        return 0
