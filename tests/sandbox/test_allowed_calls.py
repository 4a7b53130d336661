"""Each system call that is allowed has a need: an honest program that fails without it."""

from __future__ import annotations

import json
import platform
import subprocess
import sys

import pytest

from grader.sandbox.launcher import WORKER
from grader.sandbox.worker.system_calls import ALWAYS, FOR_VALUES, UNSEEN, WITH_FLAG
from tests.sandbox.honest import HONEST, IMPORTS

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the list is of Linux's calls"),
    pytest.mark.slow("runs a program for each call that is allowed"),
]

# call: a program that fails where that call alone is taken off the list.
NEEDED = {
    "read": "a pipe",
    "write": "a pipe",
    "close": "events of a pipe",
    "lseek": "a part of a file",
    "pread64": "a part of a file",
    "dup2": "a copy of a descriptor",
    "dup3": "a copy of a descriptor",
    "pipe2": "a pipe",
    "poll": "a pipe that is waited for",
    "pselect6": "a pipe that is waited for",
    "epoll_create1": "events of a pipe",
    "epoll_ctl": "events of a pipe",
    "epoll_wait": "events of a pipe",
    "eventfd2": "events counted",
    "openat": "what is in a folder",
    "chdir": "where it is",
    "newfstatat": "what a file is",
    "access": "what a file is",
    "faccessat2": "what a file is",
    "getdents64": "what is in a folder",
    "getcwd": "where it is",
    "mmap": "memory of its own",
    "mprotect": "modules with shared libraries",
    "munmap": "memory that is taken again",
    "mremap": "memory of its own",
    "madvise": "memory that is given back",
    "brk": "a large list that grows",
    "futex": "a lock that is waited for",
    "rseq": "threads",
    "gettid": "a signal to itself",
    "sched_yield": "another thread's turn",
    "sched_getaffinity": "processors",
    "rt_sigaction": "a signal to itself",
    "rt_sigprocmask": "a signal that waits",
    "rt_sigreturn": "a signal to itself",
    "sigaltstack": "a stack of its own for signals",
    "pause": "an alarm",
    "alarm": "an alarm",
    "getitimer": "an alarm",
    "setitimer": "an alarm",
    "clock_nanosleep": "a sleep",
    "getpid": "who it is",
    "getppid": "who it is",
    "getuid": "who it is",
    "geteuid": "who it is",
    "getgid": "who it is",
    "getegid": "who it is",
    "uname": "the system's name",
    "getrusage": "clocks",
    "wait4": "children, of which there are none",
    "waitid": "children, of which there are none",
    "fcntl": "a descriptor's flags",
    "ioctl": "a descriptor's flags",
    "kill": "a signal to itself",
    "tgkill": "a signal to itself",
    "prlimit64": "what it may use",
    "socketpair": "a pair of sockets",
    "sendto": "a pair of sockets",
    "recvfrom": "a pair of sockets",
    "clone": "threads",
}
HERE = NEEDED if platform.machine() == "x86_64" else {}  # where it was measured

# A program for each (call to take off the list, program), in a process of its own.
RUN = """
import json, os, resource, signal, sys
package = type(sys)("_worker")
package.__path__ = [sys.argv[1]]
sys.modules["_worker"] = package
from _worker import seccomp
from _worker.kernel import Kernel
kernel = Kernel()

def run(without, program):
    for calls in (seccomp.ALWAYS, seccomp.FOR_VALUES, seccomp.WITH_FLAG):
        calls.pop(without, None)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    kernel.forbid_new_privileges()
    names = {}
    if not seccomp.restrict(kernel):
        os._exit(2)
    exec(program, names)
    os._exit(0 if names["x"] == 1 else 1)

def outcome(without, program):
    pid = os.fork()
    if pid == 0:
        try:
            run(without, program)
        except BaseException:
            pass
        os.kill(os.getpid(), signal.SIGKILL)
        os._exit(1)
    return os.waitpid(pid, 0)[1]

print(json.dumps([outcome(*each) for each in json.load(sys.stdin)]))
"""


def outcomes(cases: list[tuple[str, str]]) -> list[int]:
    """0 where a program (its name) does what it should without that call."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", RUN, str(WORKER)],
        input=json.dumps([(call, IMPORTS + HONEST[name]) for call, name in cases]),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: list[int] = json.loads(ran.stdout)
    return found


def test_each_program_runs_by_the_list() -> None:
    names = list(HONEST)

    found = dict(zip(names, outcomes([("", name) for name in names]), strict=True))

    assert {name for name in names if found[name]} == set()


def test_without_a_call_the_program_that_needs_it_fails() -> None:
    found = dict(zip(HERE, outcomes(list(HERE.items())), strict=True))

    assert {call for call in HERE if not found[call]} == set()


def test_every_call_has_a_need_or_a_reason() -> None:
    allowed = {*ALWAYS, *FOR_VALUES, *WITH_FLAG}

    assert allowed == {*NEEDED, *UNSEEN}
    assert not set(NEEDED) & set(UNSEEN)
