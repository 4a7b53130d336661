"""What learner code tries beyond its own process fails, whether it runs as root or not."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.paths import LECTURE, ROOT, SOLUTIONS
from grader.sandbox.bubblewrap import Bubblewrap, why_not
from grader.sandbox.launcher import PLAIN, Launcher
from grader.sandbox.process import LearnerProcess
from grader.trace import Limit

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")

SECONDS = 20.0

# What is tried, and how it is told.
ATTACKS: dict[str, tuple[str, Limit]] = {
    "reads the solutions": ("exec(open('{solutions}/value.py').read())", "files"),
    "reads the lecture": ("open('{lecture}/value.py').read()", "files"),
    "lists the repository": ("os.listdir('{root}')", "files"),
    "reads by a symbolic link": ("open('{link}').read()", "files"),
    "lists what is open": ("os.listdir('/proc/self/fd')", "files"),
    "reads its judge's memory": ("open(f'/proc/{{os.getppid()}}/mem', 'rb')", "files"),
    "writes its judge's memory": ("os.open(f'/proc/{{os.getppid()}}/mem', os.O_RDWR)", "files"),
    "reads its judge's environment": ("open(f'/proc/{{os.getppid()}}/environ')", "files"),
    "reads a secret": ("open('{secret}').read()", "files"),
    "writes a file": ("open('{secret}', 'r+')", "files"),
    "makes a file": ("open('{folder}/left', 'w')", "files"),
    "makes a folder": ("os.mkdir('{folder}/left')", "files"),
    "makes a link": ("os.symlink('/', '{folder}/left')", "files"),
    "links a file": ("os.link('{secret}', '{folder}/left')", "files"),
    "empties a file": ("os.truncate('{secret}', 0)", "files"),
    "deletes a file": ("os.remove('{secret}')", "files"),
    "moves a file": ("os.rename('{secret}', '{folder}/left')", "files"),
    "changes a file's rights": ("os.chmod('{secret}', 0o777)", "files"),
    "opens a socket": ("socket.socket()", "network"),
    "opens a socket of this machine": ("socket.socket(socket.AF_UNIX)", "network"),
    "connects": ("socket.create_connection(('127.0.0.1', {port}))", "network"),
    "signals its judge": ("os.kill(os.getppid(), signal.SIGTERM)", "system"),
    "signals all": ("os.kill(-1, 0)", "system"),
    "signals its group": ("os.killpg(os.getppid(), 0)", "system"),
    "owns a pipe for its judge": ("fcntl.fcntl(1, fcntl.F_SETOWN, os.getppid())", "system"),
    "has a pipe send SIGKILL": ("fcntl.fcntl(1, fcntl.F_SETSIG, signal.SIGKILL)", "system"),
    "owns a pipe by ioctl": ("fcntl.ioctl(1, 0x8901, b'\\1\\0\\0\\0')", "system"),
    "limits its judge": ("resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1))", "system"),
    "forks": ("os.fork()", "system"),
    "starts a program": ("subprocess.run(['/bin/true'])", "system"),
    "becomes a program": ("os.execv('/bin/true', ['true'])", "system"),
    "becomes a daemon": ("os.setsid()", "system"),
    "becomes someone": ("os.setuid(12345)", "system"),
    "changes a priority": ("os.setpriority(os.PRIO_PROCESS, os.getppid(), 1)", "system"),
}


@pytest.fixture(scope="module", params=[PLAIN, Bubblewrap()], ids=["plain", "bubblewrap"])
def launcher(request: pytest.FixtureRequest) -> Launcher:
    launcher: Launcher = request.param
    if launcher is not PLAIN and why_not():
        pytest.skip(why_not())
    return launcher


@pytest.fixture(scope="module")
def process(launcher: Launcher) -> Iterator[LearnerProcess]:
    with LearnerProcess({}, launcher=launcher) as process:
        yield process


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret").write_text("a planted secret")
    (tmp_path / "link").symlink_to(SOLUTIONS / "value.py")
    return tmp_path


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_stopped_and_told(process: LearnerProcess, folder: Path, name: str) -> None:
    attack, limit = ATTACKS[name]
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = attack.format(
            **{"solutions": SOLUTIONS, "lecture": LECTURE, "root": ROOT, "folder": folder},
            **{"secret": folder / "secret", "link": folder / "link"},
            port=server.getsockname()[1],
        )
        imports = "import fcntl, os, resource, signal, socket, subprocess"
        raised = process.run(f"{imports}\n{line}", SECONDS).raised

    assert raised
    # In namespaces of its own most of that is not there, which any file may be.
    assert raised.limit == limit or raised.kind in ("FileNotFoundError", "NotADirectoryError")
    assert sorted(os.listdir(folder)) == ["link", "secret"]
    assert (folder / "secret").read_text() == "a planted secret"
    assert (folder / "secret").stat().st_mode & 0o111 == 0


HONEST = {
    "threads": "t = threading.Thread(target=print)\nt.start()\nt.join()\nx = 1",
    "a pool of threads": (
        "with concurrent.futures.ThreadPoolExecutor(4) as pool: x = sum(pool.map(int, '01'))"
    ),
    "a signal to itself": (
        "signal.signal(signal.SIGUSR1, lambda *_: got.append(1))\ngot = []\n"
        "signal.raise_signal(signal.SIGUSR1)\nos.kill(os.getpid(), signal.SIGUSR1)\n"
        "x = len(got) / 2"
    ),
    "modules with shared libraries": "import ssl, zlib, lzma, bz2, hashlib, decimal\nx = 1",
    "the time of day": "x = time.localtime().tm_sec * 0 + 1",
    "a sleep": "time.sleep(0.001)\nx = 1",
    "nowhere": ("with contextlib.redirect_stdout(open(os.devnull, 'w')): print('unseen')\nx = 1"),
    "chance": "x = len(os.urandom(1))",
    "a pipe": "r, w = os.pipe()\nos.write(w, b'a')\nx = len(os.read(r, 9))",
    "sources of Python's": "x = min(1, len(inspect.getsource(inspect)))",
    "the system's name": "x = platform.system() == 'Linux' and os.cpu_count() // os.cpu_count()",
}


@pytest.mark.parametrize("name", HONEST)
def test_what_honest_code_does_it_may(process: LearnerProcess, name: str) -> None:
    modules = "concurrent.futures, contextlib, inspect, os, platform, signal, threading, time"
    trace = process.run(f"import {modules}\n{HONEST[name]}", SECONDS)

    assert trace.raised is None
    assert trace.number("x") == 1


def test_numpy_computes(launcher: Launcher) -> None:
    pytest.importorskip("numpy")
    program = "import numpy\nx = float(numpy.ones((200, 200)).dot(numpy.ones(200)).sum())"

    with LearnerProcess({}, launcher=launcher) as process:
        assert process.run(program, SECONDS).number("x") == 40_000


@pytest.mark.slow("imports torch in a process of its own")
def test_torch_computes_and_is_confined(launcher: Launcher, folder: Path) -> None:
    pytest.importorskip("torch")
    program = "import torch\na = torch.ones(9, 9, requires_grad=True)\n(a @ a).sum().backward()"

    with LearnerProcess({}, with_torch=True, launcher=launcher) as process:
        trace = process.run(f"{program}\nx = a.grad.sum().item()", SECONDS)
        raised = process.run(f"open('{folder / 'secret'}')", SECONDS).raised

    assert trace.number("x") == 2 * 9**3
    assert raised
    assert raised.kind in ("PermissionError", "FileNotFoundError")


def test_a_signal_to_the_judge_does_not_arrive(process: LearnerProcess) -> None:
    told = threading.Event()
    before = signal.signal(signal.SIGTERM, lambda *_: told.set())
    try:
        raised = process.run("import os\nos.kill(os.getppid(), 15)", SECONDS).raised
    finally:
        signal.signal(signal.SIGTERM, before)

    assert raised
    assert not told.is_set()
