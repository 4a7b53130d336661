"""Workers that end, hang or refuse: each is one submission's matter, and no neighbour's."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from grader.classroom import worker_process
from grader.classroom.executor import ThisMachine
from grader.classroom.graded import Graded, Setup, Task
from grader.classroom.worker_process import WorkerProcess, WorkersRefuse
from grader.submission.bundle import Bundle
from tests.classroom.running import is_alive

# A worker that does what the submission says, in place of grading it.
OBEDIENT = """
import os, sys, time
import msgspec
from grader import frames
from grader.classroom.graded import Graded, Refused, Task
frames.receive(0)
while (message := frames.receive(0)) is not None:
    task = msgspec.msgpack.decode(message, type=Task)
    what = task.bundle.files["value.py"].decode()
    if what == "refuse":
        frames.send(1, msgspec.msgpack.encode(Refused("not here")))
    elif what == "complain":
        sys.exit("first line\\nno more room")
    elif what == "hang":
        time.sleep(600)
    elif what.isdigit():
        os.kill(os.getpid(), int(what))
    elif what == "leave":
        frames.send(1, msgspec.msgpack.encode(Graded(task.key, notes=("last", str(os.getpid())))))
        os._exit(0)
    frames.send(1, msgspec.msgpack.encode(Graded(task.key, notes=(what, str(os.getpid())))))
"""


@pytest.fixture(autouse=True)
def obedient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_process, "COMMAND", (sys.executable, "-c", OBEDIENT))


def tasks(*what: str) -> Iterator[Task]:
    for number, text in enumerate(what):
        yield Task(str(number), Bundle("", {"value.py": text.encode()}))


def results(*what: str, workers: int = 2) -> dict[str, Graded]:
    with ThisMachine(Setup(0), workers) as executor:
        return {result.key: result for result in executor.graded(tasks(*what))}


def test_each_task_has_a_result_whatever_their_number() -> None:
    found = results(*map("task {}".format, range(50)))

    assert {key: result.notes[0] for key, result in found.items()} == {
        str(number): f"task {number}" for number in range(50)
    }
    assert len({result.notes[1] for result in found.values()}) == 2  # workers


def test_no_more_tasks_are_read_than_the_workers_need() -> None:
    read: list[int] = []

    def counted() -> Iterator[Task]:
        for number, task in enumerate(tasks(*["a"] * 50)):
            read.append(number)
            yield task

    with ThisMachine(Setup(0), 2) as executor:
        for done, _ in enumerate(executor.graded(counted())):
            assert len(read) <= done + 1 + 2 * 2


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("9", "the process that graded it was ended by SIGKILL"),
        ("11", "the process that graded it was ended by SIGSEGV"),
        ("40", "the process that graded it was ended by signal 40"),
        ("complain", "the process that graded it ended with exit code 1: no more room"),
    ],
)
def test_what_ends_its_worker_twice_has_failed_and_its_neighbours_are_graded(
    what: str, words: str
) -> None:
    found = results("a", what, "b", what, "c", "d")

    assert [found[str(number)].failed for number in range(6)] == ["", words, "", words, "", ""]
    assert found["0"].notes[0] == "a"


def test_what_hangs_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_process, "SECONDS", 3.0)

    found = results("hang", "a")

    assert found["0"].failed == "it took longer than 3 s"
    assert found["1"].failed == ""


def test_a_worker_that_has_graded_its_share_is_replaced() -> None:
    found = results("leave", "leave", "leave", "a", workers=1)

    assert not any(result.failed for result in found.values())
    assert len({result.notes[1] for result in found.values()}) == 4


def test_a_worker_that_refuses_ends_the_run() -> None:
    with pytest.raises(WorkersRefuse, match="not here"):
        results("a", "refuse", "b")


def test_nothing_is_left_of_a_run_that_is_broken_off() -> None:
    began = time.monotonic()
    with ThisMachine(Setup(0), 2) as executor:
        first = next(iter(executor.graded(tasks("a", "hang", "hang", "hang"))))

    assert first.notes[0] == "a"
    assert time.monotonic() - began < 60  # of the 600 that they would have slept
    assert not is_alive(int(first.notes[1]))


def test_files_stay_closed() -> None:
    before = os.listdir("/proc/self/fd") if Path("/proc/self/fd").exists() else []
    worker = WorkerProcess(Setup(0))
    for what in ("a", "9", "leave", "b"):
        (task,) = tasks(what)
        worker.grade(msgspec.msgpack.encode(task))
    worker.close()

    assert len(os.listdir("/proc/self/fd") if before else []) == len(before)
