"""The judge's end of the learner's process: deadlines, restarts, and plain data only."""

from __future__ import annotations

import os
import re
import secrets
import selectors
import signal
import struct
import subprocess
import sys
import sysconfig
import time
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from grader.trace import Frame, Trace, is_whole

WORKER = Path(__file__).with_name("worker.py")
LIBRARY = Path(__file__).parents[2] / "helper_draw"
SECONDS_TO_LOAD = 5.0
SECONDS_TO_LOAD_TORCH = 60.0  # it takes 1.5 on a quiet machine with warm files
SECONDS_A_PROGRAM = 2.0
SECONDS_FOR_LAST_WORDS = 0.3  # to say where it was, once its time is over
LONGEST_REPLY = 8 << 20  # bytes
LIMITS = {
    "RLIMIT_CPU": 10,  # seconds
    "RLIMIT_AS": 512 << 20,  # bytes
    "RLIMIT_FSIZE": 0,
    "RLIMIT_NOFILE": 32,
    "RLIMIT_NPROC": 64,
    "RLIMIT_CORE": 0,
}
LIMITS_WITH_TORCH = {**LIMITS, "RLIMIT_CPU": 30, "RLIMIT_AS": 8 << 30, "RLIMIT_NOFILE": 256}


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


class Sources(Struct, frozen=True):
    """What a learner's process is made of: {module: (path to show, source text)}."""

    files: dict[str, tuple[str, str]]
    library: dict[str, tuple[str, str]] = {}
    packages: tuple[str, ...] | str = ("numpy",)  # "all" is for stage 7
    site: tuple[str, ...] = ()


class Place(Struct, frozen=True):
    """A line of a learner's file."""

    file: str
    line: int


class _Loaded(Struct, frozen=True, forbid_unknown_fields=True):
    answers: str
    stubs: dict[str, Place]


class _Ran(Trace, frozen=True, forbid_unknown_fields=True, kw_only=True):
    answers: str


_Reply = TypeVar("_Reply", _Loaded, _Ran)
_loaded = msgspec.json.Decoder(_Loaded)
_ran = msgspec.json.Decoder(_Ran)


class LearnerProcess:
    """Runs programs against one submission, in a process that is replaced when it fails.

    Raises OutOfTime, Died or Garbled from stubs() and run(). Whatever interrupts a call,
    an exception of the caller's too, ends that process: its late reply must not be taken
    for the answer to the next request.
    """

    def __init__(self, files: dict[str, tuple[str, str]], *, with_torch: bool = False) -> None:
        self._files = files
        self._with_torch = with_torch
        self._process: subprocess.Popen[bytes] | None = None
        self._stubs: dict[str, Place] = {}

    def stubs(self) -> dict[str, Place]:
        """The functions that the submission leaves as handed out, and where they are."""
        self._start()
        return self._stubs

    def run(
        self, program: str, seconds: float = SECONDS_A_PROGRAM, *, descending: bool = False
    ) -> Trace:
        """The trace of a program; sets of Values follow their births, up or down."""
        self._start()
        deadline = time.monotonic() + seconds
        reply = self._ask({"program": program, "descending": descending}, deadline, _ran)
        if not is_whole(reply):
            self.close()
            raise Garbled("the reply points outside itself")
        return reply

    def reload(self, files: dict[str, tuple[str, str]]) -> None:
        """Go on with other sources, in the same process; for code of ours, which is mutants."""
        self._files = files
        if self._process is not None:
            self._send_sources(wants_stubs=False)

    def close(self) -> None:
        """End the process and all it started."""
        process, self._process = self._process, None
        if process is None:
            return
        _kill(process, signal.SIGKILL)
        process.wait()
        self._readable.close()
        self._writable.close()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe:
                try:
                    pipe.close()
                except OSError:
                    pass  # what it held for a process that is gone

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
            self._load()
        except BaseException:
            self.close()
            raise

    def _load(self) -> None:
        self._readable, self._writable = selectors.DefaultSelector(), selectors.DefaultSelector()
        self._process = process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd="/",
            env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        assert process.stdin and process.stdout and process.stderr
        for pipe in (process.stdin, process.stdout, process.stderr):
            os.set_blocking(pipe.fileno(), False)
        self._writable.register(process.stdin, selectors.EVENT_WRITE)
        self._readable.register(process.stdout, selectors.EVENT_READ)
        self._send_sources(wants_stubs=True)

    def _send_sources(self, *, wants_stubs: bool) -> None:
        sources = Sources(
            self._files,
            _library(),
            "all" if self._with_torch else ("numpy",),
            (sysconfig.get_path("purelib"), sysconfig.get_path("platlib")),
        )
        limits = LIMITS_WITH_TORCH if self._with_torch else LIMITS
        seconds = SECONDS_TO_LOAD_TORCH if self._with_torch else SECONDS_TO_LOAD
        deadline = time.monotonic() + seconds
        request = {
            "sources": msgspec.to_builtins(sources),
            "limits": limits,
            "stubs": wants_stubs,
        }
        self._stubs = self._ask(request, deadline, _loaded).stubs

    def _ask(
        self, request: dict[str, Any], deadline: float, decoder: msgspec.json.Decoder[_Reply]
    ) -> _Reply:
        number = secrets.token_hex(8)
        try:
            text = msgspec.json.encode({**request, "number": number})
            self._write(struct.pack(">I", len(text)) + text, deadline)
            reply = _decoded(self._read_reply(deadline), decoder)
            if reply.answers != number:
                raise Garbled("the reply is to another request")
        except BaseException:
            self.close()
            raise
        return reply

    def _write(self, text: bytes, deadline: float) -> None:
        assert self._process and self._process.stdin
        view = memoryview(text)
        while view:
            self._wait(self._writable, deadline)
            try:
                view = view[os.write(self._process.stdin.fileno(), view) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                raise self._died() from None

    def _read_reply(self, deadline: float) -> bytes:
        size = int(struct.unpack(">I", self._read(4, deadline))[0])
        if size > LONGEST_REPLY:
            raise Garbled(f"a reply of {size} bytes")
        return self._read(size, deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        assert self._process and self._process.stdout
        descriptor = self._process.stdout.fileno()
        parts = bytearray()
        while len(parts) < size:
            self._wait(self._readable, deadline)
            try:
                part = os.read(descriptor, min(size - len(parts), 1 << 20))
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
        try:
            code = self._process.wait(SECONDS_FOR_LAST_WORDS)
        except subprocess.TimeoutExpired:
            return Died("it closed its connection to the grader", self._last_words())
        how = f"was ended by {_signal_name(-code)}" if code < 0 else f"ended with exit code {code}"
        return Died(f"it {how}", self._last_words())

    def _last_words(self) -> tuple[Frame, ...]:
        """Where the process was: its fault handler writes that on descriptor 2 as it dies."""
        assert self._process and self._process.stderr
        _kill(self._process, signal.SIGABRT)
        pipe, words = self._process.stderr.fileno(), b""
        deadline = time.monotonic() + SECONDS_FOR_LAST_WORDS
        while time.monotonic() < deadline and len(words) < 1 << 16:
            try:
                part = os.read(pipe, 1 << 16)
            except BlockingIOError:
                time.sleep(0.005)
                continue
            if not part:
                break
            words += part
        return tuple(self._frames(words.decode("utf-8", "replace")))

    def _frames(self, words: str) -> list[Frame]:
        """The learner's lines of a fault handler's report, which has the innermost first."""
        found = re.findall(
            r'^  File "(.+)", line ([0-9]{1,9}) in (\w+|<\w+>)$', words, re.MULTILINE
        )
        sources = dict(self._files.values())
        frames = []
        for path, line, function in found[:100]:
            if path in sources:
                lines = sources[path].splitlines()
                here = lines[int(line) - 1].strip() if 0 < int(line) <= len(lines) else ""
                frames.append(Frame(path, int(line), function, here))
        return frames[::-1][-12:]


def _decoded(text: bytes, decoder: msgspec.json.Decoder[_Reply]) -> _Reply:
    try:
        return decoder.decode(text)
    except (msgspec.MsgspecError, ValueError, RecursionError, OverflowError):
        raise Garbled("the reply is not one of ours") from None


def _kill(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        if number == signal.SIGKILL:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
    except (ProcessLookupError, PermissionError):
        pass  # it is gone; macOS says the latter of a process that is not waited for yet


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # one of the real-time signals, which have no names
        return f"signal {number}"


@cache
def _library() -> dict[str, tuple[str, str]]:
    """helper_draw's modules, which a learner's program may import."""
    modules = {}
    for path in sorted(LIBRARY.rglob("*.py")):
        shown = path.relative_to(LIBRARY.parent)
        name = ".".join(shown.with_suffix("").parts).removesuffix(".__init__")
        modules[name] = (shown.as_posix(), path.read_text(encoding="utf-8"))
    return modules
