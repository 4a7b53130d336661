"""System calls that Python has no name for, without ctypes, which costs each start 5 ms."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# of x86-64 and aarch64 alike
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS, in Linux's <linux/prctl.h>


class Kernel:
    """Linux, on a machine of 64 bits. Raises OSError where this is another, or cannot be asked."""

    def __init__(self) -> None:
        if sys.platform != "linux" or sys.maxsize < 1 << 32:
            raise OSError("no Linux of 64 bits")
        try:
            import _ctypes

            self._ctypes: Any = _ctypes
            library = self._ctypes.dlopen(None, 0)
            self._call = self._ctypes.dlsym(library, "syscall")
            self._prctl = self._ctypes.dlsym(library, "prctl")
            self.machine = os.uname().machine
        except (ImportError, AttributeError, OSError):
            raise OSError("no system calls") from None

    def call(self, number: int, *arguments: int | bytes) -> int:
        """What the call returns, -1 where it failed; bytes are handed over by their address."""
        returned: int = self._ctypes.call_function(self._call, (number, *arguments))
        return returned

    def forbid_new_privileges(self) -> bool:
        """No program that is started gains rights by who owns it; filters ask for this."""
        returned: int = self._ctypes.call_function(self._prctl, (NO_NEW_PRIVILEGES, 1, 0, 0, 0))
        return returned == 0

    def address(self, content: bytes) -> tuple[int, object]:
        """Of a copy of these bytes; and what keeps the copy, while the address is of use."""
        byte = type("byte", (self._ctypes._SimpleCData,), {"_type_": "c"})
        kind: Any = type("copy", (self._ctypes.Array,), {"_type_": byte, "_length_": len(content)})
        copy = kind.from_buffer_copy(content)
        return self._ctypes.addressof(copy), copy


def packed(*numbers: tuple[int, int]) -> bytes:
    """(number, bytes) after one another, as the kernel reads a structure."""
    return b"".join(number.to_bytes(size, "little") for number, size in numbers)
