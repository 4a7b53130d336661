"""Each right that Landlock withholds, and each limit, alone: what it stops is done without it."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec import Struct

from grader.sandbox.launcher import WORKER
from grader.sandbox.needs import LIMITS, LIMITS_WITH_TORCH
from grader.sandbox.worker import landlock
from grader.sandbox.worker.kernel import LANDLOCK_CREATE_RULESET, Kernel

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")

START = """
import os, resource, signal, socket, stat, sys, threading, time
package = type(sys)("_worker")
package.__path__ = [sys.argv[1]]
sys.modules["_worker"] = package
from _worker import landlock, limits
from _worker.kernel import Kernel
"""
TRY = """
try:
    exec(attack)
except OSError as error:
    print(error.errno)
except (MemoryError, RuntimeError) as error:
    print(type(error).__name__)
else:
    print("done")
"""
NOT_PERMITTED, NO_ACCESS = "1", "13"


def outcome(program: str, attack: str, *arguments: str, folder: Path) -> str:
    """Either "done", the number of the error, its name, or the signal that ended it."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", START + program + TRY, str(WORKER)]
        + [attack, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=folder,
    )
    return signal.Signals(-ran.returncode).name if ran.returncode < 0 else ran.stdout.strip()


class Right(Struct, frozen=True):
    """What Landlock withholds, since which version of it, and an attack that takes it."""

    part: int  # of a ruleset: rights over files, over TCP, and what is out of scope
    bit: int
    attack: str
    since: int = 1
    error: str = NO_ACCESS


RIGHTS = {
    "execute": Right(0, 0, "os.waitpid(os.posix_spawn('/bin/true', ['true'], {}), 0)"),
    "write a file": Right(0, 1, "os.open('file', os.O_WRONLY)"),
    "read a file": Right(0, 2, "os.open('file', os.O_RDONLY)"),
    "list a folder": Right(0, 3, "os.listdir('.')"),
    "remove a folder": Right(0, 4, "os.rmdir('folder')"),
    "remove a file": Right(0, 5, "os.remove('file')"),
    "make a device": Right(0, 6, "os.mknod('new', stat.S_IFCHR | 0o600, 0)"),  # one of no use
    "make a folder": Right(0, 7, "os.mkdir('new')"),
    "make a file": Right(0, 8, "os.mknod('new', stat.S_IFREG | 0o600)"),
    "make a socket": Right(0, 9, "os.mknod('new', stat.S_IFSOCK | 0o600)"),
    "make a pipe": Right(0, 10, "os.mkfifo('new')"),
    "make a link": Right(0, 12, "os.symlink('/', 'new')"),
    "empty a file": Right(0, 14, "os.truncate('file', 0)", since=3),
    "steer a device": Right(0, 15, "fcntl.ioctl(zero, 0x5413, bytes(8))", since=5),
    "take a port": Right(1, 0, "socket.socket().bind(('127.0.0.1', 0))", since=4),
    "connect": Right(1, 1, "socket.socket().connect(('127.0.0.1', port))", since=4),
    "connect in the machine": Right(
        2, 0, "socket.socket(socket.AF_UNIX).connect(name)", since=6, error=NOT_PERMITTED
    ),
    "signal another": Right(2, 1, "os.kill(os.getppid(), 0)", since=6, error=NOT_PERMITTED),
}
# Block devices only root makes, and what is moved to another folder Landlock always withholds.
NOT_SHOWN = {(0, 11), (0, 13)}
WITHIN_LANDLOCK = """
import fcntl
attack, part, bit, port, name = sys.argv[2], *map(int, sys.argv[3:6]), "\\0" + sys.argv[6]
whole = landlock.attributes

def attributes(version):
    structure, size, flags = whole(version)
    rights = int.from_bytes(structure, "little")
    if part >= 0:
        rights &= ~(1 << 64 * part + bit)
    return rights.to_bytes(size, "little"), size, flags

landlock.attributes = attributes
kernel = Kernel()
kernel.forbid_new_privileges()
programs = dict.fromkeys(("/bin", "/lib", "/lib64", "/usr"), landlock.READ)
landlock.restrict(kernel, {"/dev/zero": landlock.READ_FILE, **programs})
zero = os.open("/dev/zero", os.O_RDONLY)
"""


def version() -> int:
    """Landlock's, of this kernel; 0 where it has none."""
    try:
        return max(0, Kernel().call(LANDLOCK_CREATE_RULESET, 0, 0, landlock.VERSION))
    except OSError:
        return 0


KNOWN = [name for name, right in RIGHTS.items() if right.since <= version()]


@pytest.mark.parametrize("name", KNOWN)
def test_without_a_right_withheld_what_it_stops_is_done(name: str, tmp_path: Path) -> None:
    right = RIGHTS[name]
    (tmp_path / "file").write_text("text")
    (tmp_path / "folder").mkdir()
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_UNIX) as within,
    ):
        within.bind("\0" + tmp_path.name + str(os.getpid()))
        within.listen()
        there = str(server.getsockname()[1]), tmp_path.name + str(os.getpid())

        held, not_held = (
            outcome(WITHIN_LANDLOCK, right.attack, *rule, *there, folder=tmp_path)
            for rule in (("-1", "0"), (str(right.part), str(right.bit)))
        )

    assert held == right.error
    # A device that cannot be steered says so, once it is asked.
    assert not_held == ("25" if name == "steer a device" else "done")


def test_every_right_of_the_newest_version_is_shown() -> None:
    counts = landlock.FILE_RIGHTS, landlock.NETWORK_RIGHTS, landlock.SCOPES
    known = {(part, bit) for part, of in enumerate(counts) for bit in range(max(of.values()))}

    assert {(right.part, right.bit) for right in RIGHTS.values()} | NOT_SHOWN == known


# limit: (its value here, an attack, what comes of it)
BROKEN = {
    "RLIMIT_AS": (LIMITS["RLIMIT_AS"], "bytes(600 << 20)", "MemoryError"),
    "RLIMIT_FSIZE": (LIMITS["RLIMIT_FSIZE"], "os.write(os.memfd_create('file'), b'x')", "27"),
    "RLIMIT_NOFILE": (LIMITS["RLIMIT_NOFILE"], "for _ in range(100): os.dup(0)", "24"),
    "RLIMIT_NPROC": (
        LIMITS["RLIMIT_NPROC"],
        "threading.stack_size(1 << 16)\n"
        "for _ in range(most):\n"
        "    threading.Thread(target=time.sleep, args=(99,), daemon=True).start()",
        "RuntimeError",
    ),
    "RLIMIT_CPU": (1, "while time.process_time() < 3: pass", "SIGKILL"),
    "RLIMIT_CORE": (
        LIMITS["RLIMIT_CORE"],
        "pid = os.fork()\n"
        "if pid == 0: os.abort()\n"
        "if not os.WCOREDUMP(os.waitpid(pid, 0)[1]): raise MemoryError",
        "MemoryError",
    ),
}
WITHIN_A_LIMIT = """
attack, name, value = sys.argv[2:]
if name == "RLIMIT_CORE" or value == "no":
    hard = resource.getrlimit(getattr(resource, name))[1]
    resource.setrlimit(getattr(resource, name), (hard, hard))
most = limits.running() + 100  # threads, beyond the limit
if value != "no":
    limits.set_limits({name: int(value)})
if name == "RLIMIT_NPROC" and os.geteuid() == 0:
    os.setresuid(65534, 65534, 65534)  # it does not count for root
"""


def cores_are_files() -> bool:
    """Where a program takes them the limit has no say, and where none is allowed none is made."""
    pattern = Path("/proc/sys/kernel/core_pattern")
    return (
        pattern.exists()
        and not pattern.read_text().startswith("|")
        and resource.getrlimit(resource.RLIMIT_CORE)[1] != 0
    )


@pytest.mark.slow("computes for seconds, and starts hundreds of threads")
@pytest.mark.parametrize(
    "name", [name for name in BROKEN if name != "RLIMIT_CORE" or cores_are_files()]
)
def test_without_a_limit_what_it_stops_is_done(name: str, tmp_path: Path) -> None:
    value, attack, broken = BROKEN[name]

    assert outcome(WITHIN_A_LIMIT, attack, name, str(value), folder=tmp_path) == broken
    assert outcome(WITHIN_A_LIMIT, attack, name, "no", folder=tmp_path) == "done"


def test_every_limit_is_shown() -> None:
    assert set(BROKEN) == set(LIMITS) == set(LIMITS_WITH_TORCH)
