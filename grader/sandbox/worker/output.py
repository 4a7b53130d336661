"""What a program prints, to streams that are real ones but for where they lead.

The first characters are kept, the rest is counted; both streams keep the order of what is
printed, and what is printed is kept at once.
"""

from __future__ import annotations

import codecs
import io
import sys

from .text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOST_KEPT = 10_000  # characters
DECODER = codecs.getincrementaldecoder("utf-8")
AS_MADE = ("utf-8", True, False)


class Output:
    """Where both streams lead."""

    def __init__(self) -> None:
        self.streams: tuple[io.TextIOWrapper, ...] = ()

    def start(self) -> None:
        """Forget what was printed; streams that were changed are made anew."""
        self.parts: list[str] = []
        self.size = 0
        self.decode = DECODER("replace").decode
        if not (self.streams and all(map(is_untouched, self.streams))):
            self.streams = (
                stream(Unbuffered(Channel(self, 1, "<stdout>")), "strict"),
                stream(Unbuffered(Channel(self, 2, "<stderr>")), "backslashreplace"),
            )
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__ = self.streams  # type: ignore[misc]

    def stop(self) -> None:
        """Take what still is on its way; what is printed from now on is nobody's."""
        for file in self.streams:
            try:
                file.flush()
            except Exception:
                pass  # it was closed, or handed its buffer on
        sys.stdout = sys.stderr = io.StringIO()

    def take(self, printed: bytes) -> None:
        part = self.decode(printed)
        if self.size < MOST_KEPT:
            self.parts.append(part[: MOST_KEPT - self.size])
        self.size += len(part)

    def text(self) -> str:
        kept = "".join(self.parts)
        if self.size > MOST_KEPT:
            kept += f"\n... and {self.size - MOST_KEPT} characters more"
        return clean(kept)


class Channel(io.RawIOBase):
    """The file under a standard stream."""

    mode = "wb"

    def __init__(self, output: Output, descriptor: int, name: str) -> None:
        self.output, self.descriptor, self.name = output, descriptor, name

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.descriptor

    def write(self, printed: Any) -> int:
        if self.closed:
            raise ValueError("write to closed file")
        printed = bytes(printed)
        self.output.take(printed)
        return len(printed)


class Unbuffered(io.BufferedWriter):
    """A buffer that holds nothing back, so that both streams keep their order.

    It is what a learner waits for who prints in every operation.
    """

    def write(self, printed: Any) -> int:
        return self.raw.write(printed) or 0


def stream(buffer: Unbuffered, errors: str) -> io.TextIOWrapper:
    made = io.TextIOWrapper(buffer, encoding="utf-8", errors=errors, write_through=True)
    vars(made)["mode"] = "w"
    return made


def is_untouched(file: io.TextIOWrapper) -> bool:
    """Whether a stream is as it was made: neither closed, nor detached, nor reconfigured."""
    try:
        return not file.closed and as_made(file) == AS_MADE
    except ValueError:
        return False


def as_made(file: io.TextIOWrapper) -> tuple[object, ...]:
    return file.encoding, file.write_through, file.line_buffering


output = Output()
