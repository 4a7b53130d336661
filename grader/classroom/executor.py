"""Where a class is graded: one small interface, and the executor of this machine.

    with ThisMachine(setup, workers=4) as executor:
        for result in executor.graded(tasks): ...

concurrent.futures hands the tasks to threads, each of which has a worker process of its own. So
a worker that ends is one submission's matter; a pool of processes would be broken for all. A
signal may reach any thread, but only the main one acts on it, and not while it waits.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import Protocol

import msgspec

from grader.classroom.graded import Graded, Setup, Task
from grader.classroom.worker_process import WorkerProcess

SECONDS = 0.2  # after which it is looked whether we were told to stop, though no result has come
WAITING = 2  # tasks per worker that are read already: enough for none to wait, and memory is flat


class Executor(Protocol):
    """Grades tasks, in any order."""

    def __enter__(self) -> Executor: ...

    def __exit__(self, *_: object) -> None:
        """End all that it started, also in the middle of a task."""

    def graded(self, tasks: Iterable[Task]) -> Iterator[Graded]:
        """A result for each task; raises WorkersRefuse, and OSError where no process starts."""


class ThisMachine:
    """Worker processes on this machine."""

    def __init__(self, setup: Setup, workers: int) -> None:
        self._setup = setup
        self._workers = workers
        self._own = threading.local()
        self._started: list[WorkerProcess] = []
        self._pool = ThreadPoolExecutor(workers)

    def __enter__(self) -> ThisMachine:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._started:
            worker.end()
        self._pool.shutdown(cancel_futures=True)
        for worker in self._started:
            worker.close()

    def graded(self, tasks: Iterable[Task]) -> Iterator[Graded]:
        left = iter(tasks)
        running: set[Future[bytes]] = set()
        while True:
            for task in islice(left, WAITING * self._workers - len(running)):
                running.add(self._pool.submit(self._grade, msgspec.msgpack.encode(task)))
            if not running:
                return
            done, running = wait(running, SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                yield msgspec.msgpack.decode(future.result(), type=Graded)

    def _grade(self, task: bytes) -> bytes:
        if not hasattr(self._own, "worker"):
            self._own.worker = WorkerProcess(self._setup)
            self._started.append(self._own.worker)
        worker: WorkerProcess = self._own.worker
        return worker.grade(task)


def processors() -> int:
    """How many this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1
