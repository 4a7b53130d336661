"""Imports torch once, and becomes a child of that for each set of pipes that the judge hands over.

A fork is safe only of a process that runs one thread and never computed: this one runs no
program, and says that it is ready only if importing torch has left it alone with itself. It
hears the judge and nobody else; a child closes that channel before it does anything, and is
confined as every other process is, before it reads a submission.
"""

from __future__ import annotations

import gc
import importlib
import os
import select
import signal
import socket
import sys
from array import array

from . import loop
from .parent import die_with

CHANNEL = 0  # the descriptor of a socket that leads to the judge
PIPES = 4  # of a child: requests, replies, crashes; and ours, on which its end is told
LONGEST_WORD = 16  # bytes
LAST_DESCRIPTOR = 1 << 20


def serve() -> None:
    """Serve the judge's children; each child returns from here, once the judge has hung up on it.

    The arguments are those of __main__: the folders of packages are the second and on.
    """
    import_torch(sys.argv[2:])
    if threads() == 1:
        become_a_child()
        loop.serve()


def import_torch(site: list[str]) -> None:
    sys.path.extend(site)
    importlib.import_module("torch").set_num_threads(1)
    gc.collect()
    gc.freeze()  # what all share is never looked at again, nor copied for that


def threads() -> int:
    return len(os.listdir("/proc/self/task"))


def become_a_child() -> None:
    """Return in each child; the server itself ends here, when the judge hangs up."""
    judge = socket.socket(fileno=CHANNEL)
    tell(judge, os.getpid())
    children: dict[int, tuple[int, int]] = {}  # {its process: its pid, and where its end is told}
    events = select.poll()
    events.register(CHANNEL, select.POLLIN)
    while True:
        for descriptor, _ in events.poll():
            if descriptor != CHANNEL:
                events.unregister(descriptor)
                bury(descriptor, *children.pop(descriptor))
                continue
            word, pipes, _, _ = socket.recv_fds(judge, LONGEST_WORD, PIPES)
            if not word or len(pipes) != PIPES or threads() != 1:
                os._exit(0)
            server = os.getpid()
            pid = os.fork()
            if pid == 0:
                judge.detach()
                settle(server, pipes)
                return
            for pipe in pipes[:-1]:
                os.close(pipe)
            child = tell(judge, pid)
            children[child] = pid, pipes[-1]
            events.register(child, select.POLLIN)


def tell(judge: socket.socket, pid: int) -> int:
    """Hand the judge a descriptor of a process, which is the same in all namespaces."""
    process = os.pidfd_open(pid)
    passed = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array("i", [process]))]
    judge.sendmsg([b"here"], passed)
    return process


def settle(server: int, pipes: list[int]) -> None:
    """Be a process as any that the judge starts: of its own session, with its pipes alone."""
    os.setsid()
    for place, pipe in enumerate(pipes[:-1]):
        os.dup2(pipe, place)
    os.closerange(len(pipes) - 1, LAST_DESCRIPTOR)
    die_with(server)


def bury(process: int, pid: int, told: int) -> None:
    """End what a child has left of its group, and tell the judge its exit code."""
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # its pid is its own as long as this
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass  # it left nothing
    _, status = os.waitpid(pid, 0)
    try:
        os.write(told, str(os.waitstatus_to_exitcode(status)).encode())
    except OSError:
        pass  # nobody asks any more
    for descriptor in (process, told):
        os.close(descriptor)
