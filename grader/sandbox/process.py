"""The judge's end of the learner's process: time limits, restarts, and plain data only."""

from __future__ import annotations

import os
import secrets
import selectors
import signal
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec

from grader.curriculum import FILES
from grader.sandbox import fault_report
from grader.sandbox.launcher import PLAIN, Launcher, Started
from grader.sandbox.library import library
from grader.sandbox.needs import SECONDS, SECONDS_TO_START, Needs
from grader.sandbox.protocol import (
    HEADER,
    LONGEST_REPLY,
    FindStubs,
    Layer,
    Load,
    Loaded,
    Place,
    Ran,
    Request,
    Run,
    Sources,
    Stubs,
    framed,
    to_loaded,
    to_ran,
    to_stubs,
)
from grader.sandbox.readable import DEVICES, readable, site
from grader.sandbox.time_limit import Broken, TimeLimit, Usage
from grader.trace import Frame, SetOrder, Trace, is_whole

SECONDS_FOR_LAST_WORDS = 2.0  # to say where it was, once its time is over: it may have to queue
SECONDS_TO_DIE = 0.3  # once it has closed its end of the pipe
LONGEST_LAST_WORDS = 1 << 18  # bytes, of up to twenty reports
LARGEST_READ = 1 << 20  # bytes at once
FAULTS = (signal.SIGSEGV, signal.SIGBUS, signal.SIGILL)

NUMPY = "numpy"
# What a learner imports by these names is the kata's, and here or missing, but never put off.
OWN = ("exercises", "solutions", "grader", *(file.removesuffix(".py") for file in FILES))

_Reply = TypeVar("_Reply", Loaded, Stubs, Ran)
_Answer = TypeVar("_Answer")


class ProcessFailed(Exception):
    """The learner's process gave no answer; frames say where it was, if it could tell."""

    def __init__(self, message: str, frames: tuple[Frame, ...] = ()) -> None:
        super().__init__(message)
        self.frames = frames


class OutOfTime(ProcessFailed):
    """Its time was over, and it was killed; frames say where the loop stood, or the wait."""

    def __init__(self, limit: Broken, frames: tuple[Frame, ...] = ()) -> None:
        super().__init__(f"no answer in time: {limit}", frames)
        self.limit = limit


class Died(ProcessFailed):
    """It ended in the middle of a program; by a fault, where a signal says so."""

    def __init__(
        self, message: str, frames: tuple[Frame, ...] = (), *, is_fault: bool = False
    ) -> None:
        super().__init__(message, frames)
        self.is_fault = is_fault


class Garbled(ProcessFailed):
    """What it answered is not a reply to what was asked."""


class LearnerProcess:
    """Runs programs against one submission, in a process that is replaced when it fails.

    Raises OutOfTime, Died or Garbled from stubs() and run(). Whatever interrupts a call,
    an exception of the caller's too, ends that process: its late reply must not be taken
    for the answer to the next request. So does a program that leaves threads, memory or the
    like behind, for these would be charged to the next.
    """

    def __init__(
        self,
        files: dict[str, tuple[str, str]],
        *,
        with_torch: bool = False,
        launcher: Launcher = PLAIN,
    ) -> None:
        self._files = files
        self._needs = _needs(files, with_torch=with_torch)
        self._launcher = launcher
        self._process: Started | None = None
        self._readable: selectors.BaseSelector
        self._writable: selectors.BaseSelector
        self._usage: Usage
        self._words = b""  # what it has said of where it stands
        self._earlier_words = b""  # of a process that died of being asked
        self._asks = True  # where it stands, while a program takes its time
        self._asked = False  # in this request
        self._stubs: dict[str, Place] | None = None
        self._load_asked: Load | None = None  # and not answered yet
        self._asked_ahead: list[Run] = []  # and not answered yet, in their order
        self.layers: tuple[Layer, ...] = ()  # that confine the process from within, once it runs
        self._ahead: dict[tuple[str, SetOrder], Ran | ProcessFailed] = {}  # answers to these

    def stubs(self) -> dict[str, Place]:
        """The functions that the submission leaves as handed out, and where they are."""
        if self._stubs is None:
            self._hear_ahead()
            self._stubs = self._unless_asking_was_too_much(self._found_stubs)
        return self._stubs

    def run(
        self, program: str, seconds: float = SECONDS, *, set_order: SetOrder = "forward"
    ) -> Trace:
        """The trace of a program, which walks its sets of Values in that order.

        It may compute for that many seconds, and wait for as many.
        """
        self._hear_ahead()
        reply = self._ahead.pop((program, set_order), None)
        if isinstance(reply, ProcessFailed):
            raise reply
        if reply is None:
            reply = self._unless_asking_was_too_much(
                lambda: self._ran(Run(_number(), seconds, program, set_order))
            )
        return reply

    def _found_stubs(self) -> dict[str, Place]:
        self._start()
        return self._ask(FindStubs(_number(), SECONDS), SECONDS, to_stubs).stubs

    def _ran(self, request: Run) -> Ran:
        self._start()
        reply = self._ask(request, request.seconds, to_ran)
        self._look_at(reply)
        return reply

    def _unless_asking_was_too_much(self, answer: Callable[[], _Answer]) -> _Answer:
        """What answer() gives; a process that died as it was asked where it stands is not asked.

        Python's fault handler reads the frames of a thread that goes on, and once in some
        hundred times, where functions call one another fast, finds one half made. (It is
        documented to be best effort.) A process that dies of its own does so again.
        """
        try:
            return answer()
        except Died as failure:
            if not failure.is_fault or not self._asked:
                raise
        self._asks, self._earlier_words = False, self._words
        try:
            return answer()
        finally:
            self._asks, self._earlier_words = True, b""

    def run_ahead(self, programs: Iterable[tuple[str, SetOrder]], seconds: float = SECONDS) -> None:
        """Start the process, and have it run programs while the caller does something else.

        run() takes their traces later. One that fails, fails when it is asked for; those after
        it are run then as if nothing had been. Raises nothing of the process.
        """
        try:
            self._begin()
            for program, set_order in programs:
                request = Run(_number(), seconds, program, set_order)
                self._write(framed(request), TimeLimit(self._usage, SECONDS_TO_START))
                self._asked_ahead.append(request)
        except ProcessFailed:
            self.close()  # it will fail again, and say so, when something is asked of it

    def _hear_ahead(self) -> None:
        """Take the answers to what was asked ahead, up to the first that fails."""
        if not self._asked_ahead:
            return
        self._asks = False  # what takes long is run again, and asked then
        try:
            self._hear_each_ahead()
        finally:
            self._asks = True

    def _hear_each_ahead(self) -> None:
        self._start()
        while self._asked_ahead:
            request = self._asked_ahead.pop(0)
            key = request.program, request.set_order
            try:
                reply = self._answer(request, TimeLimit(self._usage, request.seconds), to_ran)
                self._look_at(reply)
            except ProcessFailed as failure:
                self._ahead[key] = failure
                return
            self._ahead[key] = reply

    def _look_at(self, reply: Ran) -> None:
        """Close what is worn, or was tampered with. Raises Garbled."""
        is_odd = not is_whole(reply)
        if reply.is_worn or is_odd:
            self.close()
        if is_odd:
            raise Garbled("the reply points outside itself")

    def reload(self, files: dict[str, tuple[str, str]]) -> None:
        """Go on with other sources, in the same process; for code of ours, which is mutants."""
        self._hear_ahead()
        self._files = files
        self._stubs, self._ahead = None, {}
        if self._process is not None:
            self._ask(self._load(), SECONDS_TO_START, to_loaded)

    def close(self) -> None:
        """End the process and all it started."""
        process, self._process = self._process, None
        self._load_asked, self._asked_ahead = None, []
        if process is None:
            return
        process.end()
        self._usage.close()
        self._readable.close()
        self._writable.close()

    def __enter__(self) -> LearnerProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> None:
        """Have a process that has read the submission."""
        if self._process is not None and not self._load_asked and not self._asked_ahead:
            if not self._readable.select(0):
                return
            self.close()  # it speaks unasked, or has ended: no fault of the next program
        self._begin()
        load, self._load_asked = self._load_asked, None
        if load:
            limit = TimeLimit(self._usage, SECONDS_TO_START)
            self.layers = self._answer(load, limit, to_loaded).layers

    def _begin(self) -> None:
        """Have a process that is reading the submission."""
        if self._process is not None:
            return
        try:
            self._readable = selectors.DefaultSelector()
            self._writable = selectors.DefaultSelector()
            self._process = self._launcher.start(self._needs)
            self._usage = Usage(self._process.pid)
            self._words = self._earlier_words
            self._readable.register(self._process.pipes.replies, selectors.EVENT_READ)
            self._writable.register(self._process.pipes.requests, selectors.EVENT_WRITE)
            self._load_asked = self._load()
            self._write(framed(self._load_asked), TimeLimit(self._usage, SECONDS_TO_START))
        except BaseException:
            self.close()
            raise

    def _load(self) -> Load:
        needs = self._needs
        sources = Sources(self._files, library(), needs.packages, site(), OWN)
        return Load(_number(), sources, needs.limits, (*readable(needs), *DEVICES))

    def _ask(
        self, request: Request, seconds: float, decoder: msgspec.json.Decoder[_Reply]
    ) -> _Reply:
        limit = TimeLimit(self._usage, seconds)
        try:
            self._write(framed(request), limit)
        except BaseException:
            self.close()
            raise
        return self._answer(request, limit, decoder)

    def _answer(
        self, request: Request, limit: TimeLimit, decoder: msgspec.json.Decoder[_Reply]
    ) -> _Reply:
        try:
            reply = _decoded(self._read_reply(limit), decoder)
            if reply.answers != request.number:
                raise Garbled("the reply is to another request")
            if limit.is_half_over:
                self._hear()
                self._words = b""  # they were of this request
        except BaseException:
            self.close()
            raise
        return reply

    def _write(self, text: bytes, limit: TimeLimit) -> None:
        assert self._process
        view = memoryview(text)
        while view:
            self._wait(self._writable, limit)
            try:
                view = view[os.write(self._process.pipes.requests, view) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                raise self._ended() from None

    def _read_reply(self, limit: TimeLimit) -> bytes:
        size = int.from_bytes(self._read(HEADER, limit), "big")
        if size > LONGEST_REPLY:
            raise Garbled(f"a reply of {size} bytes")
        return self._read(size, limit)

    def _read(self, size: int, limit: TimeLimit) -> bytes:
        assert self._process
        parts = bytearray()
        while len(parts) < size:
            self._wait(self._readable, limit)
            try:
                part = os.read(self._process.pipes.replies, min(size - len(parts), LARGEST_READ))
            except BlockingIOError:
                continue
            if not part:
                raise self._ended()
            parts += part
        return bytes(parts)

    def _wait(self, pipe: selectors.BaseSelector, limit: TimeLimit) -> None:
        """Until the pipe is ready. Raises OutOfTime."""
        assert self._process
        self._asked = False
        while not pipe.select(limit.seconds_to_next_look()):
            broken = limit.look()
            if pipe.select(0):  # it was the judge that was late
                return
            if broken:
                raise OutOfTime(broken, self._last_words(is_loop=broken != "waiting"))
            if limit.is_half_over and self._asks:
                self._asked = True
                self._process.ask_where_it_stands()
                self._hear()

    def _ended(self) -> OutOfTime | Died:
        assert self._process
        code = self._process.exit_code(SECONDS_TO_DIE)
        if code is None:
            words = self._last_words(SECONDS_TO_DIE)
            return Died("it closed its connection to the grader", words)
        if code == -signal.SIGXCPU:  # where the judge cannot see how long it computed
            return OutOfTime("computing", self._last_words(is_loop=True))
        how = f"was ended by {signal_name(-code)}" if code < 0 else f"ended with exit code {code}"
        return Died(f"it {how}", self._last_words(SECONDS_TO_DIE), is_fault=-code in FAULTS)

    def _last_words(
        self, seconds: float = SECONDS_FOR_LAST_WORDS, *, is_loop: bool = False
    ) -> tuple[Frame, ...]:
        """Where the process is, as it has said before and says while it dies."""
        assert self._process
        self._process.ask_for_last_words()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._hear():
            time.sleep(0.005)
        words = self._words.decode("utf-8", "replace")
        return fault_report.frames(words, self._sources(), is_loop=is_loop)

    def _hear(self) -> bool:
        """Take what it says of where it stands; False where no more will come."""
        assert self._process
        while len(self._words) < LONGEST_LAST_WORDS:
            try:
                part = os.read(self._process.pipes.crashes, LONGEST_LAST_WORDS)
            except BlockingIOError:
                return True
            if not part:
                return False
            self._words += part
        return False

    def _sources(self) -> dict[str, str]:
        return dict(self._files.values())


def _needs(files: dict[str, tuple[str, str]], *, with_torch: bool) -> Needs:
    has_numpy = any(NUMPY in source for _, source in files.values())
    return Needs(torch=with_torch, numpy=has_numpy and not with_torch)


def _number() -> str:
    """A request's, which nobody can guess."""
    return secrets.token_hex(8)


def _decoded(text: bytes, decoder: msgspec.json.Decoder[_Reply]) -> _Reply:
    try:
        return decoder.decode(text)
    except (msgspec.MsgspecError, ValueError, RecursionError, OverflowError):
        raise Garbled("the reply is not one of ours") from None


def signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # one of the real-time signals, which have no names
        return f"signal {number}"
