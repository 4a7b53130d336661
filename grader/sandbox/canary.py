"""What works on this machine against code that tries more than it may: it is tried, by us."""

from __future__ import annotations

import os
import secrets
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from grader.sandbox.bubblewrap import why_not
from grader.sandbox.launcher import Launcher
from grader.sandbox.launcher_for import launcher_for
from grader.sandbox.process import LearnerProcess, ProcessFailed
from grader.trace import Trace

SECONDS = 5.0

READ = "x = int(open({secret!r}).read())"
CONNECT = "import socket\nsocket.create_connection(('127.0.0.1', {port}), 1)"
SIGNAL = "import os\nos.kill({judge}, 0)"
WRITE = "open({written!r}, 'w')"
LEAVE = "import os, time\nif os.fork() == 0: time.sleep(60)"


class Layer(Struct, frozen=True):
    """A layer, what it stops, and what to do where it is missing; missing is "" where it holds."""

    name: str
    stops: str
    missing: str = ""


class Found(Struct, frozen=True):
    """The layers, and which attacks of ours succeeded in spite of them."""

    layers: tuple[Layer, ...]
    succeeded: tuple[str, ...]

    @property
    def is_held(self) -> bool:
        return not self.succeeded

    @property
    def holding(self) -> list[str]:
        return [layer.name for layer in self.layers if not layer.missing]


def canary() -> Found:
    """Run attacks as other people's code is run. Raises OSError where no process starts."""
    launcher = launcher_for(is_others=True)
    with LearnerProcess({}, launcher=launcher) as process:
        try:
            process.run("x = 1", SECONDS)
            inside = process.layers
        except ProcessFailed:
            inside = ()
    return Found(tuple(_layers(inside)), tuple(_succeeded(launcher)))


def _layers(inside: tuple[str, ...]) -> Iterator[Layer]:
    reason = why_not()
    remedy = reason and f"{reason}; install bubblewrap, or allow user namespaces"
    yield Layer("bubblewrap", "sees no other file, network or process", remedy)
    for name, stops, remedy in (
        ("landlock", "opens no other file", "Linux 5.13 or later, with landlock in its lsm="),
        ("seccomp", "no socket, signal or new process", "Linux on x86-64 or aarch64"),
    ):
        yield Layer(name, stops, "" if name in inside else f"it takes {remedy}")


def _succeeded(launcher: Launcher) -> Iterator[str]:
    secret = secrets.randbelow(10**9)
    with (
        tempfile.TemporaryDirectory(prefix="canary-") as folder,
        socket.create_server(("127.0.0.1", 0)) as server,
        LearnerProcess({}, launcher=launcher) as process,
    ):
        planted, written = Path(folder, "secret"), Path(folder, "written")
        planted.write_text(str(secret))
        trace = _tried(process, READ.format(secret=str(planted)))
        if trace is None or trace.number("x") == secret:
            yield "read a file"
        _tried(process, WRITE.format(written=str(written)))
        if written.exists():
            yield "wrote a file"
        for what, program in (
            ("reached the network", CONNECT.format(port=server.getsockname()[1])),
            ("signalled the grader", SIGNAL.format(judge=os.getpid())),
            ("left a process", LEAVE),
        ):
            trace = _tried(process, program)
            if trace is None or trace.raised is None:
                yield what


def _tried(process: LearnerProcess, program: str) -> Trace | None:
    """What came of it; None where it cannot be told."""
    try:
        return process.run(program, SECONDS)
    except ProcessFailed:
        return None
