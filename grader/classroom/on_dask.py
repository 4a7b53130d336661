"""An executor on a Dask cluster: bytes go there and come back, never paths.

Each of the cluster's threads has a worker process of its own, as on this machine. The kata must
be installed there, the same as here; TLS is as Dask's own configuration says.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec

from grader.classroom import fingerprint
from grader.classroom.graded import Graded, Setup, Task
from grader.classroom.worker_process import WorkerProcess

SECONDS_TO_CONNECT = 20
_own = threading.local()


class NoCluster(Exception):
    """The cluster cannot be used; the text is one line with the remedy."""


class OnDask:
    """Worker processes of a cluster, as many as it has threads. Raises NoCluster."""

    def __init__(self, setup: Setup, address: str) -> None:
        try:
            import distributed
        except ModuleNotFoundError:
            raise NoCluster(
                "--dask: distributed is not installed here; .venv/bin/pip install distributed"
            ) from None
        self._killed: type[Exception] = distributed.KilledWorker
        self._as_completed: Any = distributed.as_completed  # it has no types
        self._setup = msgspec.msgpack.encode(setup)
        self._same = fingerprint.of_grader(), fingerprint.of_torch()
        try:
            connect: Any = distributed.Client
            self._client = connect(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise NoCluster(f"--dask {address}: no cluster answers there ({error})") from None

    def __enter__(self) -> OnDask:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def graded(self, tasks: Iterable[Task]) -> Iterator[Graded]:
        """A result for each task; raises WorkersRefuse and NoCluster.

        With what ends cluster's workers, whatever runs beside it looks guilty too: each such
        task is tried once more, alone.
        """
        suspects: list[Task] = []
        yield from self._graded(tasks, self._threads(), suspects)
        for suspect in suspects:
            guilty: list[Task] = []
            yield from self._graded([suspect], 1, guilty)
            if guilty:
                yield Graded(suspect.key, failed="each of the cluster's workers ended with it")

    def _threads(self) -> int:
        threads = int(sum(self._client.nthreads().values()))
        if not threads:
            raise NoCluster("--dask: the cluster has no workers; start some, then go on")
        return threads

    def _graded(
        self, tasks: Iterable[Task], at_once: int, suspects: list[Task]
    ) -> Iterator[Graded]:
        """Results of tasks, of which no more run than there is room for: so none waits there."""
        left = iter(tasks)
        running: dict[Any, Task] = {}
        completed = self._as_completed(loop=self._client.loop)
        while True:
            for task in islice(left, at_once - len(running)):
                future = self._client.submit(
                    grade_there,
                    *(self._setup, self._same, msgspec.msgpack.encode(task)),
                    pure=False,
                )
                running[future] = task
                completed.add(future)
            if not running:
                return
            future = next(completed)
            task = running.pop(future)
            try:
                yield msgspec.msgpack.decode(future.result(), type=Graded)
            except self._killed:
                suspects.append(task)


def grade_there(setup: bytes, same: tuple[str, str], task: bytes) -> bytes:
    """Grade a task on the cluster, where the grader and torch are the same as here."""
    if (fingerprint.of_grader(), fingerprint.of_torch()) != tuple(same):
        raise NoCluster("--dask: the kata or torch on the cluster differs from this one's")
    kept: tuple[bytes, WorkerProcess] | None = getattr(_own, "worker", None)
    if kept is None or kept[0] != setup:
        if kept is not None:
            kept[1].close()
        kept = _own.worker = (setup, WorkerProcess(msgspec.msgpack.decode(setup, type=Setup)))
    return kept[1].grade(task)
