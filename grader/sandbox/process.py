"""The judge's end of the learner's process: deadlines, restarts, and plain data only."""

from __future__ import annotations

import os
import secrets
import selectors
import signal
import sysconfig
import time
from functools import cache
from typing import TypeVar

import msgspec

from grader.paths import HELPER_DRAW
from grader.sandbox import last_words
from grader.sandbox.launcher import PLAIN, Launcher, Started
from grader.sandbox.needs import Needs
from grader.sandbox.protocol import (
    HEADER,
    LONGEST_REPLY,
    Load,
    Loaded,
    Place,
    Ran,
    Run,
    Sources,
    framed,
    to_loaded,
    to_ran,
)
from grader.trace import Frame, SetOrder, Trace, is_whole

SECONDS_A_PROGRAM = 2.0
SECONDS_FOR_LAST_WORDS = 0.3  # to say where it was, once its time is over
LONGEST_LAST_WORDS = 1 << 16  # bytes
LARGEST_READ = 1 << 20  # bytes at once

_Reply = TypeVar("_Reply", Loaded, Ran)


class ProcessFailed(Exception):
    """The learner's process gave no answer; frames say where it was, if it could tell."""

    def __init__(self, message: str, frames: tuple[Frame, ...] = ()) -> None:
        super().__init__(message)
        self.frames = frames


class OutOfTime(ProcessFailed):
    """It did not answer before its deadline, and was killed."""


class Died(ProcessFailed):
    """It ended in the middle of a program."""


class Garbled(ProcessFailed):
    """What it answered is not a reply to what was asked."""


class LearnerProcess:
    """Runs programs against one submission, in a process that is replaced when it fails.

    Raises OutOfTime, Died or Garbled from stubs() and run(). Whatever interrupts a call,
    an exception of the caller's too, ends that process: its late reply must not be taken
    for the answer to the next request.
    """

    def __init__(
        self,
        files: dict[str, tuple[str, str]],
        *,
        with_torch: bool = False,
        launcher: Launcher = PLAIN,
    ) -> None:
        self._files = files
        self._needs = Needs(torch=with_torch)
        self._launcher = launcher
        self._process: Started | None = None
        self._readable: selectors.BaseSelector
        self._writable: selectors.BaseSelector
        self._stubs: dict[str, Place] = {}

    def stubs(self) -> dict[str, Place]:
        """The functions that the submission leaves as handed out, and where they are."""
        self._start()
        return self._stubs

    def run(
        self,
        program: str,
        seconds: float = SECONDS_A_PROGRAM,
        *,
        set_order: SetOrder = "forward",
    ) -> Trace:
        """The trace of a program, which walks its sets of Values in that order."""
        self._start()
        deadline = time.monotonic() + seconds
        reply = self._ask(Run(_number(), program, set_order), deadline, to_ran)
        if not is_whole(reply):
            self.close()
            raise Garbled("the reply points outside itself")
        return reply

    def reload(self, files: dict[str, tuple[str, str]]) -> None:
        """Go on with other sources, in the same process; for code of ours, which is mutants."""
        self._files = files
        if self._process is not None:
            self._load(wants_stubs=False)

    def close(self) -> None:
        """End the process and all it started."""
        process, self._process = self._process, None
        if process is None:
            return
        process.end()
        self._readable.close()
        self._writable.close()

    def __enter__(self) -> LearnerProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> None:
        if self._process is not None:
            if not self._readable.select(0):
                return
            self.close()  # it speaks unasked, or has ended: no fault of the next program
        try:
            self._readable = selectors.DefaultSelector()
            self._writable = selectors.DefaultSelector()
            self._process = self._launcher.start(self._needs)
            self._readable.register(self._process.pipes.replies, selectors.EVENT_READ)
            self._writable.register(self._process.pipes.requests, selectors.EVENT_WRITE)
            self._load(wants_stubs=True)
        except BaseException:
            self.close()
            raise

    def _load(self, *, wants_stubs: bool) -> None:
        needs = self._needs
        site = (sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))
        sources = Sources(self._files, _library(), needs.packages, site)
        deadline = time.monotonic() + needs.seconds_to_load
        request = Load(_number(), sources, needs.limits, wants_stubs)
        self._stubs = self._ask(request, deadline, to_loaded).stubs

    def _ask(
        self, request: Load | Run, deadline: float, decoder: msgspec.json.Decoder[_Reply]
    ) -> _Reply:
        try:
            self._write(framed(request), deadline)
            reply = _decoded(self._read_reply(deadline), decoder)
            if reply.answers != request.number:
                raise Garbled("the reply is to another request")
        except BaseException:
            self.close()
            raise
        return reply

    def _write(self, text: bytes, deadline: float) -> None:
        assert self._process
        view = memoryview(text)
        while view:
            self._wait(self._writable, deadline)
            try:
                view = view[os.write(self._process.pipes.requests, view) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                raise self._died() from None

    def _read_reply(self, deadline: float) -> bytes:
        size = int.from_bytes(self._read(HEADER, deadline), "big")
        if size > LONGEST_REPLY:
            raise Garbled(f"a reply of {size} bytes")
        return self._read(size, deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        assert self._process
        parts = bytearray()
        while len(parts) < size:
            self._wait(self._readable, deadline)
            try:
                part = os.read(self._process.pipes.replies, min(size - len(parts), LARGEST_READ))
            except BlockingIOError:
                continue
            if not part:
                raise self._died()
            parts += part
        return bytes(parts)

    def _wait(self, pipe: selectors.BaseSelector, deadline: float) -> None:
        remaining = deadline - time.monotonic()
        if remaining <= 0 or not pipe.select(remaining):
            raise OutOfTime("no answer in time", self._last_words())

    def _died(self) -> Died:
        assert self._process
        code = self._process.exit_code(SECONDS_FOR_LAST_WORDS)
        if code is None:
            return Died("it closed its connection to the grader", self._last_words())
        how = f"was ended by {_signal_name(-code)}" if code < 0 else f"ended with exit code {code}"
        return Died(f"it {how}", self._last_words())

    def _last_words(self) -> tuple[Frame, ...]:
        """Where the process was, as it says while it dies."""
        assert self._process
        self._process.ask_where_it_stands()
        words = b""
        deadline = time.monotonic() + SECONDS_FOR_LAST_WORDS
        while time.monotonic() < deadline and len(words) < LONGEST_LAST_WORDS:
            try:
                part = os.read(self._process.pipes.crashes, LONGEST_LAST_WORDS)
            except BlockingIOError:
                time.sleep(0.005)
                continue
            if not part:
                break
            words += part
        return last_words.frames(words.decode("utf-8", "replace"), dict(self._files.values()))


def _number() -> str:
    """A request's, which nobody can guess."""
    return secrets.token_hex(8)


def _decoded(text: bytes, decoder: msgspec.json.Decoder[_Reply]) -> _Reply:
    try:
        return decoder.decode(text)
    except (msgspec.MsgspecError, ValueError, RecursionError, OverflowError):
        raise Garbled("the reply is not one of ours") from None


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # one of the real-time signals, which have no names
        return f"signal {number}"


@cache
def _library() -> dict[str, tuple[str, str]]:
    """helper_draw's modules, which a learner's program may import."""
    modules = {}
    for path in sorted(HELPER_DRAW.rglob("*.py")):
        shown = path.relative_to(HELPER_DRAW.parent)
        name = ".".join(shown.with_suffix("").parts).removesuffix(".__init__")
        modules[name] = (shown.as_posix(), path.read_text(encoding="utf-8"))
    return modules
