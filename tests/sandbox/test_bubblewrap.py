"""A process in namespaces of its own: started, asked, ended; and what there is to see in it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.paths import ROOT
from grader.sandbox import bubblewrap
from grader.sandbox.bubblewrap import Bubblewrap, CannotConfine, why_not
from grader.sandbox.launcher import Started
from grader.sandbox.needs import Needs
from grader.sandbox.process import Died, LearnerProcess, OutOfTime

needs_it = pytest.mark.skipif(bool(why_not()), reason=why_not() or "it works")
SECONDS = 20.0
# What an unconfined program in these namespaces says.
LOOK = """
import os, socket
print(len([name for name in os.listdir('/proc') if name.isdigit()]))
print([name for _, name in socket.if_nameindex()])
print([path for path in {paths!r} if os.path.exists(path)])
print([path for path in ('/', '/usr/lib', os.path.dirname(os.__file__)) if writable(path)])
"""
WRITABLE = """
def writable(path):
    try:
        open(path + '/left', 'w').close()
    except OSError:
        return False
    return True
"""


@pytest.fixture
def process() -> Iterator[LearnerProcess]:
    with LearnerProcess({}, launcher=Bubblewrap()) as process:
        yield process


@needs_it
def test_the_namespaces_alone_hide_what_there_is() -> None:
    paths = ["/etc/passwd", "/bin/sh", "/usr/bin/env", "/var", "/sys"]
    paths += [str(ROOT / name) for name in ("solutions", "tests", "grader/checks", "README.md")]
    program = WRITABLE + LOOK.format(paths=paths)
    command = [*bubblewrap.command(Needs()), "-I", "-S", "-B", "-c", program]

    seen = subprocess.check_output(command, text=True).splitlines()

    assert seen[0] == "2"  # bubblewrap's own first process, and this one
    assert seen[1:] == ["['lo']", "[]", "[]"]


@needs_it
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("posix._exit(3)", "it ended with exit code 3"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "it was ended by SIGKILL"),
    ],
)
def test_how_it_ends_is_told(process: LearnerProcess, line: str, words: str) -> None:
    with pytest.raises(Died) as failure:
        process.run(f"import os, posix, signal\n{line}", SECONDS)

    assert str(failure.value) == words
    assert process.run("x = 1", SECONDS).number("x") == 1


@needs_it
def test_a_process_that_died_unseen_is_told_when_it_is_asked(process: LearnerProcess) -> None:
    process.run_ahead([("import posix\nposix._exit(3)", "forward"), ("x = 1", "forward")])
    time.sleep(1.0)  # its pid is no one's by then

    with pytest.raises(Died):
        process.run("import posix\nposix._exit(3)")
    assert process.run("x = 1", SECONDS).number("x") == 1


@needs_it
def test_a_loop_is_timed_and_found() -> None:
    source = "def loop():\n    while True:\n        pass\n"
    files = {"value": ("value.py", source)}

    with (
        LearnerProcess(files, launcher=Bubblewrap()) as process,
        pytest.raises(OutOfTime) as failure,
    ):
        process.run("import value\nvalue.loop()", 0.3)

    assert failure.value.limit == "computing"
    assert failure.value.frames[-1].function == "loop"


@needs_it
def test_its_end_leaves_no_process_and_no_descriptor() -> None:
    before = os.listdir("/proc/self/fd")
    started: Started = Bubblewrap().start(Needs())
    assert Path(f"/proc/{started.pid}").exists()

    started.end()

    assert not _is_alive(started.pid)
    assert len(os.listdir("/proc/self/fd")) == len(before)


@needs_it
def test_it_ends_with_its_judge() -> None:
    program = (
        f"import os, sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from grader.sandbox.bubblewrap import Bubblewrap\n"
        "from grader.sandbox.needs import Needs\n"
        "print(Bubblewrap().start(Needs()).pid, flush=True)\n"
        f"os.kill(os.getpid(), {int(signal.SIGKILL)})"
    )
    python = str(ROOT / ".venv/bin/python")
    pid = int(subprocess.run([python, "-c", program], stdout=subprocess.PIPE).stdout)
    deadline = time.monotonic() + SECONDS
    while _is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)

    assert not _is_alive(pid)


def test_where_it_is_not_installed_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    why_not.cache_clear()

    assert why_not() == "bubblewrap is not installed"
    why_not.cache_clear()
    with pytest.raises(CannotConfine):
        Bubblewrap().start(Needs())


def test_where_it_is_forbidden_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho 'bwrap: no namespaces for you' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    why_not.cache_clear()

    assert why_not() == "bubblewrap does not work here: bwrap: no namespaces for you"
    why_not.cache_clear()
    with pytest.raises(CannotConfine):
        Bubblewrap().start(Needs())


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
