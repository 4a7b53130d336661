"""What a learner's process needs, which is torch or not, and what it is given for that."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

LIMITS = {
    "RLIMIT_CPU": 10,  # seconds
    "RLIMIT_AS": 512 << 20,  # bytes
    "RLIMIT_FSIZE": 0,
    "RLIMIT_NOFILE": 32,
    "RLIMIT_NPROC": 64,
    "RLIMIT_CORE": 0,
}
LIMITS_WITH_TORCH = {**LIMITS, "RLIMIT_CPU": 30, "RLIMIT_AS": 8 << 30, "RLIMIT_NOFILE": 256}
SECONDS_TO_LOAD = 5.0
SECONDS_TO_LOAD_TORCH = 60.0  # it takes 1.5 on a quiet machine with warm files


class Needs(Struct, frozen=True):
    """Whether torch is needed; without it a process does with less memory and time."""

    torch: bool = False

    @property
    def limits(self) -> dict[str, int]:
        return LIMITS_WITH_TORCH if self.torch else LIMITS

    @property
    def seconds_to_load(self) -> float:
        return SECONDS_TO_LOAD_TORCH if self.torch else SECONDS_TO_LOAD

    @property
    def packages(self) -> tuple[str, ...] | Literal["all"]:
        """What it may import of what is installed beside the grader."""
        return "all" if self.torch else ("numpy",)
