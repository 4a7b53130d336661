"""Each layer of a learner's process alone: Landlock's rules, and the list of system calls."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from grader.sandbox.launcher import WORKER
from grader.sandbox.worker import landlock, seccomp, system_calls
from grader.sandbox.worker.kernel import packed
from grader.sandbox.worker.system_calls import ALWAYS, ARCHITECTURES

linux = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")

PID = 1234
OTHER = 4321
MACHINES = list(ARCHITECTURES)
CLONE_THREAD, CLONE_NEW_USER = 0x10000, 0x10000000


def outcome(machine: str, number: int, *arguments: int, architecture: int | None = None) -> int:
    """What the filter answers to a call, worked out as the kernel does."""
    if architecture is None:
        architecture = ARCHITECTURES[machine][1]
    data = packed((number, 4), (architecture, 4), (0, 8), *((a, 8) for a in arguments))
    data = data.ljust(64, b"\0")
    program, place, value = seccomp.filter_for(machine, PID), 0, 0
    while True:
        code, if_true, if_false, operand = program[place]
        place += 1
        if code == seccomp.LOAD:
            value = int.from_bytes(data[operand : operand + 4], "little")
        elif code == seccomp.AND:
            value &= operand
        elif code == seccomp.EQUAL:
            place += if_true if value == operand else if_false
        elif code == seccomp.AT_LEAST:
            place += if_true if value >= operand else if_false
        else:
            assert code == seccomp.RETURN
            return operand


def errno(number: int) -> int:
    return seccomp.FAIL | number


# Calls of attacks, by their numbers in Linux, written down apart from the list that is tested.
FORBIDDEN: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198),
    "connect": (42, 203),
    "memfd_create": (319, 279),
    "sendmsg": (46, 211),
    "recvmsg": (47, 212),
    "sendmmsg": (307, 269),
    "setsockopt": (54, 208),
    "bind": (49, 200),
    "listen": (50, 201),
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "clone3": (435, 435),
    "setsid": (112, 157),
    "setpgid": (109, 154),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "pidfd_getfd": (438, 438),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "kcmp": (312, 272),
    "setpriority": (141, 140),
    "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119),
    "setuid": (105, 146),
    "setgroups": (116, 159),
    "capset": (126, 91),
    "open": (2, None),
    "creat": (85, None),
    "openat2": (437, 437),
    "open_by_handle_at": (304, 265),
    "truncate": (76, 45),
    "ftruncate": (77, 46),
    "rename": (82, None),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "rmdir": (84, None),
    "link": (86, None),
    "linkat": (265, 37),
    "symlink": (88, None),
    "symlinkat": (266, 36),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, None),
    "fchownat": (260, 54),
    "utimensat": (280, 88),
    "setxattr": (188, 5),
    "chroot": (161, 51),
    "mount": (165, 40),
    "pivot_root": (155, 41),
    "unshare": (272, 97),
    "setns": (308, 268),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "seccomp": (317, 277),
    "landlock_create_ruleset": (444, 444),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    "personality": (135, 92),
    "init_module": (175, 105),
    "kexec_load": (246, 104),
    "reboot": (169, 142),
    "syslog": (103, 116),
    "timer_create": (222, 107),
}


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_call_of_an_attack_fails(name: str, machine: str) -> None:
    number = FORBIDDEN[name][ARCHITECTURES[machine][0]]

    if number is not None:
        assert outcome(machine, number) & 0xFFFF0000 == seccomp.FAIL
        assert outcome(machine, number) != seccomp.FAIL  # 0 is no error


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", ALWAYS)
def test_a_call_on_the_list_is_made(name: str, machine: str) -> None:
    number = ALWAYS[name][ARCHITECTURES[machine][0]]

    if number is not None:
        assert outcome(machine, number) == seccomp.ALLOW


# call: numbers, then arguments with which it is made, and with which it fails.
BY_ARGUMENTS: dict[str, tuple[tuple[int, int], list[tuple[int, ...]], list[tuple[int, ...]]]] = {
    "fcntl": (
        (72, 25),
        [(1, command) for command in (0, 1, 2, 3, 4, 1030)],
        [(1, command) for command in (5, 6, 7, 8, 10, 15, 1024, 1026, 1031, 1032, 1033)],
    ),
    "ioctl": ((16, 29), [(0, 0x5401), (0, 0x5413)], [(0, 0x8901), (0, 0x5412), (0, 0x5452)]),
    "prctl": ((157, 167), [(15,), (16,)], [(1,), (4,), (22,), (0x59616D61,)]),
    "kill": ((62, 129), [(PID, 9)], [(OTHER, 9), (2**32 - PID, 9), (0, 9), (2**32 - 1, 9), (1,)]),
    "tgkill": ((234, 131), [(PID, PID, 9)], [(OTHER, OTHER, 9), (OTHER, PID, 9)]),
    "prlimit64": ((302, 261), [(0, 7), (PID, 7)], [(OTHER, 7)]),
    "socketpair": (
        (53, 199),
        [(1, kind) for kind in (1, 0x80001, 0x80801)],  # AF_UNIX, SOCK_STREAM
        [(1, 2), (1, 5), (1, 0x80002), (2, 1), (10, 1), (16, 3), (0, 1)],
    ),
    "sendto": ((44, 206), [(3, 9, 1, 0, 0, 0)], [(3, 9, 1, 1), (3, 9, 1, 0, 9, 16)]),
    "recvfrom": ((45, 207), [(3, 9, 1, 0)], [(3, 9, 1, 1), (3, 9, 1, 2)]),
    "clone": ((56, 220), [(0x3D0F00,), (CLONE_THREAD,)], [(17,), (0x4111,), (CLONE_NEW_USER,)]),
}


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", BY_ARGUMENTS)
def test_a_call_is_made_with_some_arguments_alone(name: str, machine: str) -> None:
    numbers, made, failing = BY_ARGUMENTS[name]
    number = numbers[ARCHITECTURES[machine][0]]

    assert {outcome(machine, number, *arguments) for arguments in made} == {seccomp.ALLOW}
    failed = {outcome(machine, number, *arguments) for arguments in failing}
    assert failed == {errno(97 if name == "socketpair" else 1)}  # no such network, or forbidden


def test_calls_by_the_numbers_of_another_architecture_fail() -> None:
    assert outcome("x86_64", 0, architecture=0x40000003) == seccomp.KILL  # of 32 bits
    assert outcome("x86_64", seccomp.X32 | 1) == errno(1)


@pytest.mark.parametrize("machine", MACHINES)
def test_no_number_stands_for_two_calls(machine: str) -> None:
    column = ARCHITECTURES[machine][0]
    rules = [
        *ALWAYS.values(),
        *(rule[0] for rule in system_calls.FOR_VALUES.values()),
        *(rule[0] for rule in system_calls.WITH_FLAG.values()),
        *(rule[0] for rule in system_calls.FAIL_WITH.values()),
    ]
    numbers = [rule[column] for rule in rules if rule[column] is not None]

    assert len(numbers) == len(set(numbers))
    assert all(len(ALWAYS[name]) == 2 for name in ALWAYS)


@pytest.mark.parametrize(
    ("version", "files", "network", "scopes"),
    [
        (1, 0x1FFF, None, None),
        (2, 0x3FFF, None, None),
        (3, 0x7FFF, None, None),
        (4, 0x7FFF, 3, None),
        (5, 0xFFFF, 3, None),
        (6, 0xFFFF, 3, 3),
        (7, 0xFFFF, 3, 3),
    ],
)
def test_a_ruleset_forbids_all_that_its_version_knows(
    version: int, files: int, network: int | None, scopes: int | None
) -> None:
    expected = packed(*((n, 8) for n in (files, network, scopes) if n is not None))

    assert landlock.attributes(version) == (expected, len(expected), 0)


# One layer without the others, in a process of its own.
ALONE = """
import os, sys
package = type(sys)("_worker")
package.__path__ = [sys.argv[1]]
sys.modules["_worker"] = package
from _worker import landlock, seccomp
from _worker.kernel import Kernel
kernel = Kernel()
kernel.forbid_new_privileges()
judge = os.getppid()
if sys.argv[2] == "landlock":
    grants = {"/dev": landlock.READ_FILE, sys.argv[3]: landlock.READ}
    done = landlock.restrict(kernel, grants)
else:
    done = seccomp.restrict(kernel)
if not done:
    print("not here")
    sys.exit()
try:
    exec(sys.argv[4])
except OSError as error:
    print(error.errno)
else:
    print("done")
"""
NOT_PERMITTED, NO_ACCESS, NO_NETWORK = "1", "13", "97"


def alone(layer: str, attack: str, readable: Path) -> str:
    """What comes of it: "done", or the number of the error."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", ALONE, str(WORKER), layer, str(readable), attack],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.stderr == ""
    if ran.stdout == "not here\n":
        pytest.skip(f"this kernel has no {layer}")
    return ran.stdout.strip()


@linux
@pytest.mark.parametrize(
    ("attack", "error"),
    [
        ("open('{here}/file').read()", "done"),
        ("os.listdir('{here}')", "done"),
        ("open('{there}/file').read()", NO_ACCESS),
        ("os.listdir('{there}')", NO_ACCESS),
        ("open('{here}/link').read()", NO_ACCESS),
        ("open('{here}/file', 'a')", NO_ACCESS),
        ("open('{here}/new', 'w')", NO_ACCESS),
        ("os.truncate('{here}/file', 0)", NO_ACCESS),
        ("os.remove('{here}/file')", NO_ACCESS),
        ("os.mkdir('{here}/new')", NO_ACCESS),
        ("os.symlink('/', '{here}/new')", NO_ACCESS),
        ("os.mkfifo('{here}/new')", NO_ACCESS),
        ("os.execv('/bin/true', ['true'])", NO_ACCESS),
        ("os.open('/dev/null', os.O_RDWR)", NO_ACCESS),
        ("open(f'/proc/{{judge}}/mem', 'rb')", NO_ACCESS),
    ],
)
def test_landlock_alone(attack: str, error: str, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
        (folder / "file").write_text("text")
    (here / "link").symlink_to(there / "file")

    assert alone("landlock", attack.format(here=here, there=there), here) == error
    assert sorted(path.name for path in here.iterdir()) == ["file", "link"]
    assert (here / "file").read_text() == "text"


# Every forbidden call is really made, with no arguments, in a process that the list alone holds.
CALLS = """
import ctypes, json
call = ctypes.CDLL(None, use_errno=True).syscall
errors = {}
for name, number in numbers.items():
    returned = call(number, 0, 0, 0, 0, 0, 0)
    errors[name] = returned == -1 and ctypes.get_errno()
print(json.dumps(errors))
"""


@linux
@pytest.mark.skipif(platform.machine() not in MACHINES, reason="the list is not of this machine")
def test_every_forbidden_call_is_refused_by_the_kernel(tmp_path: Path) -> None:
    machine = platform.machine()
    column = ARCHITECTURES[machine][0]
    numbers = {name: both[column] for name, both in FORBIDDEN.items() if both[column] is not None}

    said = alone("seccomp", f"numbers = {numbers}\n{CALLS}", tmp_path).removesuffix("\ndone")

    refused = {name: outcome(machine, number) & 0xFFFF for name, number in numbers.items()}
    assert json.loads(said) == refused
    assert 0 not in refused.values()


@linux
@pytest.mark.parametrize(
    ("attack", "error"),
    [
        ("import os; os.getpid()", "done"),
        ("import threading; threading.Thread(target=print, args=('',)).start()", "done"),
        ("import _socket; _socket.socket()", NO_NETWORK),
        ("os.fork()", NOT_PERMITTED),
        ("os.kill(judge, 0)", NOT_PERMITTED),
        ("os.execv('/bin/true', ['true'])", NOT_PERMITTED),
        ("import fcntl; fcntl.fcntl(1, fcntl.F_SETOWN, judge)", NOT_PERMITTED),
        ("import fcntl; fcntl.fcntl(1, fcntl.F_SETSIG, 9)", NOT_PERMITTED),
        ("os.remove('/nowhere')", NO_ACCESS),
        ("os.setsid()", NOT_PERMITTED),
        ("import fcntl; fcntl.fcntl(1, 15, bytes(8))", NOT_PERMITTED),  # F_SETOWN_EX
        ("import fcntl; fcntl.ioctl(1, 0x8901, bytes(4))", NOT_PERMITTED),  # FIOSETOWN
        ("import fcntl; fcntl.ioctl(1, 0x5452, bytes(4))", NOT_PERMITTED),  # FIOASYNC
        ("import resource; resource.prlimit(judge, resource.RLIMIT_CPU)", NOT_PERMITTED),
        ("import socket; socket.socketpair()", "done"),
        ("import socket; socket.socketpair(type=socket.SOCK_DGRAM)", NO_NETWORK),
        ("import socket; socket.socketpair(type=socket.SOCK_SEQPACKET)", NO_NETWORK),
        ("import socket; socket.socketpair()[0].send(b'x', socket.MSG_OOB)", NOT_PERMITTED),
        ("import socket; socket.socketpair()[0].sendto(b'x', 'x')", NOT_PERMITTED),
        ("import socket; socket.socketpair()[0].recv(1, socket.MSG_PEEK)", NOT_PERMITTED),
    ],
)
def test_the_list_of_system_calls_alone(attack: str, error: str, tmp_path: Path) -> None:
    assert alone("seccomp", attack, tmp_path) == error
