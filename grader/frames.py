"""Messages on a pipe between the coordinator and a worker: a length, and then so many bytes."""

from __future__ import annotations

import os
import select
import time

LENGTH = 8  # bytes, of a message's own length
LARGEST_READ = 1 << 20  # bytes at once


class Hung(Exception):
    """Nothing came in the time that was given."""


def send(pipe: int, message: bytes) -> None:
    """Write a message; raises OSError where nobody reads."""
    rest = memoryview(len(message).to_bytes(LENGTH, "big") + message)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def receive(pipe: int, seconds: float | None = None) -> bytes | None:
    """The next message; None where the other end is closed. Raises Hung."""
    deadline = None if seconds is None else time.monotonic() + seconds
    length = _read(pipe, LENGTH, deadline)
    return None if length is None else _read(pipe, int.from_bytes(length, "big"), deadline)


def _read(pipe: int, size: int, deadline: float | None) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        if deadline is not None:
            left = max(deadline - time.monotonic(), 0.0)
            if not select.select([pipe], [], [], left)[0]:
                raise Hung
        part = os.read(pipe, min(size - len(parts), LARGEST_READ))
        if not part:
            return None
        parts += part
    return bytes(parts)
