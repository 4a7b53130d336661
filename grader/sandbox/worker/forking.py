"""Makes ready once, and becomes a child of that for each set of pipes that the judge hands over.

Ready means that torch or NumPy is imported, and that the programs all are asked are compiled.

A fork is safe only of a process that runs one thread and never computed: this one runs no
program, and says that it is ready only if what it imported left it alone with itself. It
hears the judge and nobody else; a child closes that channel before it does anything, and is
confined as every other process is, before it reads a submission.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from array import array

from . import loop
from .compiled import compiled
from .parent import die_with

CHANNEL = 0  # the descriptor of a socket that leads to the judge
PIPES = 4  # of a child: requests, replies, crashes; and ours, on which its end is told
LONGEST_WORD = 16  # bytes
LAST_DESCRIPTOR = 1 << 20


def serve() -> None:
    """Serve the judge's children; each child returns from here, once the judge has hung up on it.

    The arguments are those of __main__.
    """
    import_package(*sys.argv[3:])
    share()
    if threads() == 1:
        become_a_child()
        loop.serve()


def import_package(name: str, *site: str) -> None:
    if not name:
        return
    path = list(sys.path)
    sys.path.extend(site)
    package = importlib.import_module(name)
    if name == "torch":
        package.set_num_threads(1)
    else:
        sys.path[:] = path  # a learner finds no other package there


def share() -> None:
    """Have what is here never looked at again by any child, nor copied for that."""
    gc.collect()
    gc.freeze()


def know(sources: int) -> None:
    """Compile what all children will be asked: JSON in an open file, {text: path to show}."""
    with open(sources, "rb") as file:
        file.seek(0)
        for text, path in json.loads(file.read()).items():
            try:
                compiled(path, text)
            except (SyntaxError, ValueError):
                pass  # whoever is asked it will say so
    share()


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
            if word == b"know" and len(pipes) == 1:
                know(*pipes)
                continue
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
