"""Processes that are forked, with torch or without: right, confined, alone, ended as any other."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.paths import ROOT
from grader.sandbox import fork_server
from grader.sandbox.bubblewrap import why_not
from grader.sandbox.fork_server import Forked, ForkServer
from grader.sandbox.launcher import PLAIN, Launcher
from grader.sandbox.needs import Needs
from grader.sandbox.process import Died, LearnerProcess, OutOfTime
from tests.sandbox.attacks import CONFINED
from tests.sandbox.harm import Surroundings

pytest.importorskip("torch")
pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="only there is torch forked"),
    pytest.mark.slow("imports torch"),
]

SECONDS = 20.0
WITH_TORCH = Needs(torch=True)
FORKS = int(os.environ.get("FORKS", "100"))
# It multiplies matrices too, which is what torch has threads for.
PROGRAM = """
import torch
a = torch.tensor({number}.0, dtype=torch.float64, requires_grad=True)
o = torch.tanh(a * 0.001) * a
o.backward()
x = a.grad.item()
m = torch.ones(64, 64, requires_grad=True)
(m @ m).sum().backward()
y = m.grad.sum().item()
"""


def gradient(number: int) -> float:
    t = math.tanh(number * 0.001)
    return t + number * 0.001 * (1 - t * t)


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "bubblewrap"])
def is_others(request: pytest.FixtureRequest) -> bool:
    if request.param and why_not():
        pytest.skip(why_not())
    return bool(request.param)


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    with ForkServer() as server:
        yield server


@pytest.fixture
def launcher(server: ForkServer, is_others: bool) -> Launcher:
    return server.launcher_for(is_others=is_others)


@pytest.fixture
def process(launcher: Launcher) -> Iterator[LearnerProcess]:
    with LearnerProcess({}, with_torch=True, launcher=launcher) as process:
        yield process


def forked(launcher: Launcher) -> Forked:
    started = launcher.start(WITH_TORCH)
    assert isinstance(started, Forked)
    return started


def server_of(launcher: Launcher) -> int:
    """The pid of the server behind a launcher, as its child's parent."""
    started = forked(launcher)
    pid = parent_of(started.pid)
    started.end()
    return pid


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def ends(pid: int) -> bool:
    """Whether a process is gone before long."""
    deadline = time.monotonic() + SECONDS
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not is_alive(pid)


# What they compute


class Timed:
    """Starts what another launcher does, and keeps how long that took, in milliseconds."""

    def __init__(self, launcher: Launcher) -> None:
        self.launcher = launcher
        self.taken: list[float] = []

    def start(self, needs: Needs) -> Forked:
        began = time.perf_counter()
        started = self.launcher.start(needs)
        self.taken.append(1e3 * (time.perf_counter() - began))
        assert isinstance(started, Forked)
        return started


@pytest.mark.timeout(300 + FORKS)
def test_each_of_many_forks_computes_what_is_right(launcher: Launcher) -> None:
    """FORKS=10000 in the environment makes that many, of each kind."""
    parent, timed = server_of(launcher), Timed(launcher)
    for number in range(FORKS):
        with LearnerProcess({}, with_torch=True, launcher=timed) as process:
            trace = process.run(PROGRAM.format(number=number), SECONDS)
        assert trace.raised is None
        assert trace.number("x") == pytest.approx(gradient(number), rel=1e-12)
        assert trace.number("y") == 2 * 64**3

    assert len(timed.taken) == FORKS
    assert server_of(launcher) == parent
    median, most = statistics.median(timed.taken), max(timed.taken)
    print(f"\n  {FORKS} forks: median {median:.1f} ms, most {most:.1f} ms")


def test_chance_is_that_of_a_fresh_process(launcher: Launcher) -> None:
    program = (
        "import random, torch, numpy\n"
        "x = [random.random(), torch.rand(1).item(), float(numpy.random.rand()), hash('a')]"
    )
    drawn = []
    for other in (launcher, launcher, PLAIN):
        with LearnerProcess({}, with_torch=True, launcher=other) as process:
            drawn.append(process.run(program, SECONDS).of("x"))

    assert drawn[0] == drawn[1] == drawn[2]


# What they may


def test_it_is_confined_before_it_reads_a_submission(process: LearnerProcess) -> None:
    process.run("x = 1", SECONDS)

    assert process.layers == ("landlock", "seccomp")


def test_every_attack_is_stopped(process: LearnerProcess, tmp_path: Path) -> None:
    told = {name: attack for name, attack in CONFINED.items() if attack.told}
    around, stopped = Surroundings(tmp_path), []
    try:
        for name, attack in told.items():
            raised = process.run(around.head(os.getpid()) + attack.code, SECONDS).raised
            if raised and raised.limit == attack.told:
                stopped.append(name)
        assert not around.were_reached()
    finally:
        around.close()

    assert stopped == list(told)
    assert not around.are_changed()


TO_A_SIBLING = {
    "signals it": "os.kill({sibling}, signal.SIGKILL)",
    "asks whether it is there": "os.kill({sibling}, 0)",
    "signals its group": "os.killpg({sibling}, signal.SIGKILL)",
    "signals it by a descriptor": "os.pidfd_open({sibling})",
    "traces it": "failed(ctypes.CDLL(None, use_errno=True).ptrace(16, {sibling}, 0, 0))",
    "reads its memory": "open('/proc/{sibling}/mem', 'rb')",
    "reads its memory by a call": (
        "failed(ctypes.CDLL(None, use_errno=True).process_vm_readv({sibling}, 0, 0, 0, 0, 0))"
    ),
    "takes a descriptor": "failed(ctypes.CDLL(None, use_errno=True).syscall(438, 3, 0, 0))",
    "shares memory": "failed(ctypes.CDLL(None, use_errno=True).shmget(7, 4096, 0o1666))",
    "limits it": "resource.prlimit({sibling}, resource.RLIMIT_CPU, (1, 1))",
    "signals the server": "os.kill(os.getppid(), signal.SIGKILL)",
    "traces the server": "failed(ctypes.CDLL(None, use_errno=True).ptrace(16, os.getppid(), 0, 0))",
}
FAILED = """
import ctypes, os, resource, signal
def failed(returned):
    if returned < 0:
        raise OSError(ctypes.get_errno(), "no")
"""


def test_siblings_and_the_server_are_out_of_reach(launcher: Launcher) -> None:
    parent = server_of(launcher)
    with (
        LearnerProcess({}, with_torch=True, launcher=launcher) as one,
        LearnerProcess({}, with_torch=True, launcher=launcher) as other,
    ):
        sibling = one.run("import os\nx = os.getpid()", SECONDS).of("x")
        reached = [
            name
            for name, line in TO_A_SIBLING.items()
            if other.run(FAILED + line.format(sibling=sibling), SECONDS).raised is None
        ]

        assert reached == []
        assert one.run("import os\nx = os.getpid()", SECONDS).of("x") == sibling
    assert server_of(launcher) == parent


def test_it_holds_its_own_pipes_and_nothing_of_a_sibling(launcher: Launcher) -> None:
    held = []
    with contextlib.ExitStack() as stack:
        for _ in range(2):
            process = LearnerProcess({}, with_torch=True, launcher=launcher)
            stack.enter_context(process).run("x = 1", SECONDS)
            assert process._process is not None
            folder = Path(f"/proc/{process._process.pid}/fd")
            held.append([os.readlink(path) for path in folder.iterdir()])

    one, other = ({name for name in names if name.startswith("pipe:")} for names in held)
    assert len(one) == len(other) == 3
    assert not one & other
    assert [name for name in (*held[0], *held[1]) if not name.startswith(("pipe:", "/"))] == []


def test_what_they_share_is_written_by_none(launcher: Launcher) -> None:
    started = forked(launcher)
    maps = Path(f"/proc/{parent_of(started.pid)}/maps").read_text().splitlines()
    tasks = os.listdir(f"/proc/{parent_of(started.pid)}/task")
    started.end()

    assert [line for line in maps if line.split()[1][1] == "w" and line.split()[1][3] == "s"] == []
    assert len(tasks) == 1


@pytest.mark.parametrize("is_forked", [True, False])
def test_torch_is_not_imported_from_a_learners_files(launcher: Launcher, is_forked: bool) -> None:
    """What they hold would run before the process is confined."""
    source = "try:\n    seen = open('/etc/passwd').read()\nexcept OSError:\n    seen = ''\n"
    files = {name: (f"{name}.py", source) for name in ("dataclasses", "queue", "unittest")}
    launcher = launcher if is_forked else PLAIN

    with LearnerProcess(files, with_torch=True, launcher=launcher) as process:
        lines = [f"import {name}\n{name}_seen = {name}.seen" for name in files]
        trace = process.run("\n".join(lines), SECONDS)

    assert trace.raised is None
    assert {trace.of(f"{name}_seen") for name in files} == {""}


# How they end


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("posix._exit(3)", "it ended with exit code 3"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "it was ended by SIGKILL"),
        ("import ctypes; ctypes.string_at(0)", "it was ended by SIGSEGV"),
    ],
)
def test_how_it_ends_is_told_and_hurts_no_other(launcher: Launcher, line: str, words: str) -> None:
    parent = server_of(launcher)
    with (
        LearnerProcess({}, with_torch=True, launcher=launcher) as other,
        LearnerProcess({}, with_torch=True, launcher=launcher) as process,
    ):
        other.run("kept = 1", SECONDS)
        other_pid = other.run("import os\nx = os.getpid()", SECONDS).of("x")
        with pytest.raises(Died) as failure:
            process.run(f"import os, posix, signal\n{line}", SECONDS)

        assert str(failure.value) == words
        assert process.run("x = 1", SECONDS).number("x") == 1
        assert other.run("import os\nx = os.getpid()", SECONDS).of("x") == other_pid
    assert server_of(launcher) == parent


@pytest.mark.parametrize(
    ("body", "limit"), [("while True: pass", "computing"), ("time.sleep(60)", "waiting")]
)
def test_a_loop_and_a_wait_are_timed_and_found(launcher: Launcher, body: str, limit: str) -> None:
    files = {"value": ("value.py", f"import time\ndef endless():\n    {body}\n")}
    with LearnerProcess(files, with_torch=True, launcher=launcher) as process:
        process.run("x = 1", SECONDS)

        with pytest.raises(OutOfTime) as failure:
            process.run("import value\nvalue.endless()", 0.3)

    assert failure.value.limit == limit
    assert failure.value.frames[-1].function == "endless"


def test_signals_that_are_ignored_keep_nothing_alive(launcher: Launcher) -> None:
    program = (
        "import signal\nfor n in signal.valid_signals() - {9, 19}: signal.signal(n, signal.SIG_IGN)"
        "\nwhile True: pass"
    )
    with LearnerProcess({}, with_torch=True, launcher=launcher) as process:
        process.run("x = 1", SECONDS)
        assert process._process is not None
        pid = process._process.pid

        with pytest.raises(OutOfTime):
            process.run(program, 0.3)

        assert not is_alive(pid)


def test_the_end_leaves_no_process_and_no_descriptor(is_others: bool) -> None:
    before = os.listdir("/proc/self/fd")
    with ForkServer() as server:
        started = forked(server.launcher_for(is_others=is_others))
        pids = [started.pid, parent_of(started.pid)]
        assert all(map(is_alive, pids))
        started.end()
        started.end()
        assert not is_alive(started.pid)

    assert not any(map(is_alive, pids))
    assert len(os.listdir("/proc/self/fd")) == len(before)


# The server's own end


def test_a_server_that_is_gone_is_replaced_and_its_children_end(is_others: bool) -> None:
    with ForkServer() as server:
        launcher = server.launcher_for(is_others=is_others)
        left = forked(launcher)
        parent = parent_of(left.pid)
        os.kill(parent, signal.SIGKILL)

        assert ends(left.pid)
        assert left.exit_code(SECONDS) == -signal.SIGKILL
        with LearnerProcess({}, with_torch=True, launcher=launcher) as process:
            assert process.run("x = 1", SECONDS).number("x") == 1
        assert server_of(launcher) != parent
        left.end()


def test_whatever_interrupts_a_fork_drops_the_server(
    monkeypatch: pytest.MonkeyPatch, is_others: bool
) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    with ForkServer() as server:
        launcher = server.launcher_for(is_others=is_others)
        parent = server_of(launcher)
        with monkeypatch.context() as patch:
            patch.setattr(fork_server._Server, "_told", interrupted)
            with pytest.raises(KeyboardInterrupt):
                launcher.start(WITH_TORCH)

        assert ends(parent)
        assert server_of(launcher) != parent


def test_where_no_server_starts_each_imports_torch_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fork_server, "_command", lambda *_: ["false"])
    with ForkServer() as server:
        launcher = server.launcher_for(is_others=False)
        with LearnerProcess({}, with_torch=True, launcher=launcher) as process:
            trace = process.run(PROGRAM.format(number=2), SECONDS)
            assert process._process is not None
            assert not isinstance(process._process, Forked)

    assert trace.number("x") == pytest.approx(gradient(2), rel=1e-12)


TORCHES = {
    "has started a thread": "import threading, time\n"
    "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
    "never comes": "import time\ntime.sleep(60)",
    "fails": "raise ImportError",
    "ends": "import os\nos._exit(0)",
}
SETS_THREADS = "def set_num_threads(number): pass\n"


@pytest.mark.parametrize("name", TORCHES)
def test_a_torch_that_is_not_fit_for_a_fork_is_not_forked(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "torch.py").write_text(SETS_THREADS + TORCHES[name])
    monkeypatch.setattr(fork_server, "site", lambda: (str(tmp_path),))
    monkeypatch.setattr(fork_server, "SECONDS_TO_START", 1.0)

    with ForkServer() as server:
        started = server.launcher_for(is_others=False).start(WITH_TORCH)
        started.end()

    assert not isinstance(started, Forked)


def test_a_torch_that_is_fit_is_forked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Else the test above would hold for any torch of ours."""
    (tmp_path / "torch.py").write_text(SETS_THREADS)
    monkeypatch.setattr(fork_server, "site", lambda: (str(tmp_path),))

    with ForkServer() as server:
        started = server.launcher_for(is_others=False).start(WITH_TORCH)
        started.end()

    assert isinstance(started, Forked)


def forked_after(
    server: ForkServer, files: dict[str, tuple[str, str]]
) -> tuple[bool, float | None]:
    """Whether a process for these files is forked, and the x that a program makes with them."""
    launcher = server.launcher_for(is_others=False)
    with LearnerProcess(files, launcher=launcher) as process:
        x = process.run("import value\nx = value.x", SECONDS).number("x")
        return isinstance(process._process, Forked), x


USES_NUMPY = "import numpy\nx = float(numpy.tanh(0.0)) + 3.0"


@pytest.mark.parametrize("source", ["x = 3.0", USES_NUMPY])
def test_what_needs_no_torch_is_forked_once_it_is_known_what_is_asked(source: str) -> None:
    files = {"value": ("value.py", source)}
    with ForkServer() as server:
        assert forked_after(server, files) == (False, 3.0)
        server.know(["a = 1", "this is no program"])

        assert forked_after(server, files) == (True, 3.0)


def test_what_is_known_is_compiled_in_every_later_child() -> None:
    """How often a child compiles is counted by the audit hook of Python's own compile()."""
    counting = (
        "import sys\n"
        "if not hasattr(sys, 'seen'):\n"
        "    sys.seen = []\n"
        "    def see(event, given):\n"
        "        if event == 'compile': sys.seen.append(given[1])\n"
        "    sys.addaudithook(see)\n"
    )
    known = "import sys\nnumber = sys.seen.count('<program>')\n"
    files = {"value": ("value.py", counting)}
    with ForkServer() as server:
        server.know(["a = 1"])
        launcher = server.launcher_for(is_others=False)
        for more, count in ((), 1), ((known,), 0):
            server.know(more)
            with LearnerProcess(files, launcher=launcher) as process:
                process.run("import value", SECONDS)

                assert process.run(known, SECONDS).number("number") == count


def test_all_end_with_the_judge(is_others: bool) -> None:
    program = (
        f"import os, sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from grader.sandbox.fork_server import ForkServer\n"
        "from grader.sandbox.needs import Needs\n"
        "server = ForkServer()\n"
        f"started = server.launcher_for(is_others={is_others}).start(Needs(torch=True))\n"
        "print(type(started).__name__, started.pid, flush=True)\n"
        f"os.kill(os.getpid(), {int(signal.SIGKILL)})"
    )
    python = str(ROOT / ".venv/bin/python")
    told = subprocess.run([python, "-c", program], stdout=subprocess.PIPE, text=True).stdout
    kind, pid = told.split()

    assert kind == "Forked"
    assert ends(int(pid))
