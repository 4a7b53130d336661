"""What a learner's process needs, which is torch or not, and what it is given for that."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

# Of one program, and of reading the submission: computing, or waiting, for so long. The slowest
# honest program computes for 0.003 seconds.
SECONDS = 1.0
SECONDS_TO_START = 60.0  # Python and NumPy or torch, which are no learner's doing

LIMITS = {
    "RLIMIT_CPU": 60,  # seconds of the whole process; the soft limit is each program's own
    "RLIMIT_AS": 512 << 20,  # bytes
    "RLIMIT_FSIZE": 0,
    "RLIMIT_NOFILE": 32,
    "RLIMIT_NPROC": 64,  # processes and threads beside those that there are
    "RLIMIT_CORE": 0,
}
LIMITS_WITH_TORCH = {**LIMITS, "RLIMIT_AS": 8 << 30, "RLIMIT_NOFILE": 256}


class Needs(Struct, frozen=True):
    """Whether torch is needed, without which a process does with less memory; or NumPy."""

    torch: bool = False
    numpy: bool = False

    @property
    def limits(self) -> dict[str, int]:
        return LIMITS_WITH_TORCH if self.torch else LIMITS

    @property
    def imports(self) -> str:
        """The package that takes long to import; "" where none does."""
        return "torch" if self.torch else "numpy" if self.numpy else ""

    @property
    def packages(self) -> tuple[str, ...] | Literal["all"]:
        """What it may import of what is installed beside the grader."""
        return "all" if self.torch else ("numpy",)
