"""A worker: a process that collects the checks once, and puts them to one submission after another.

`python -I -m grader.classroom.worker PID`, for the process of that pid, with which it ends. On
its standard input come a Setup and then Tasks, on its standard output go Graded ones, or one
Refused. It grades in its main thread, as pytest-timeout's signals need.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from grader import frames
from grader.classroom import fingerprint
from grader.classroom.graded import Graded, Refused, Setup, Task, graded
from grader.classroom.surroundings import EXTRA_CHECKS, surroundings
from grader.grading import grade_all
from grader.report.model import Report
from grader.sandbox.worker.parent import die_with
from grader.submission.files_at_fault import files_at_fault
from grader.submission.submission import Submission, UnusableSubmission

MOST_TASKS = 500  # after which a fresh worker takes over, whatever has piled up in this one


def main(pid: int) -> int:
    die_with(pid)
    requests, results = _ours()
    message = frames.receive(requests)
    if message is None:
        return 0
    setup = msgspec.msgpack.decode(message, type=Setup)
    why = "" if setup.is_trusted else _why_not()
    if why:
        frames.send(results, msgspec.msgpack.encode(Refused(why)))
        return 0
    _Worker(requests, results, setup).serve()
    return 0


def _ours() -> tuple[int, int]:
    """The pipes, where nothing that prints or reads by habit finds them."""
    pipes = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return pipes


def _why_not() -> str:
    """Why other people's code is not graded here; "" where it is held."""
    from grader.sandbox.admission import unheld
    from grader.sandbox.canary import canary

    found = canary()
    return "" if found.is_held else unheld(found.succeeded)


class _Worker:
    def __init__(self, requests: int, results: int, setup: Setup) -> None:
        self._requests, self._results = requests, results
        self._setup = setup
        self._key = ""
        self._notes: tuple[str, ...] = ()

    def serve(self) -> None:
        setup = self._setup
        grade_all(
            self._submissions(),
            self._deliver,
            seed=setup.seed,
            with_diagnosis=True,
            extra=setup.checks,
        )

    def _submissions(self) -> Iterator[Submission]:
        """What can be graded of what is asked for; of the rest it is said at once why not."""
        for _ in range(MOST_TASKS):
            message = frames.receive(self._requests)
            if message is None:
                return
            task = msgspec.msgpack.decode(message, type=Task)
            submission = self._read(task)
            if submission is not None:
                yield submission

    def _read(self, task: Task) -> Submission | None:
        from grader.submission.reading import submission_of

        try:
            submission = submission_of(task.bundle, is_export=True)
        except UnusableSubmission as error:
            self._send(Graded(task.key, unusable=str(error)))
            return None
        self._key, self._notes = task.key, (*files_at_fault(submission), *submission.notes)
        # It was tried whether the code is held, or somebody trusts it: this process refused else.
        return replace(submission, is_others=True, is_held=True)

    def _deliver(self, report: Report) -> None:
        self._send(graded(self._key, report, self._notes))

    def _send(self, result: Graded) -> None:
        checks = fingerprint.of_checks(self._setup.checks)
        result = replace(result, surroundings={**surroundings(), EXTRA_CHECKS: checks})
        frames.send(self._results, msgspec.msgpack.encode(result))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
