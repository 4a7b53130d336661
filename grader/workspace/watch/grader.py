"""A grader that is warm: a process that has collected the checks, and waits for a save.

main(PID) is called in it, for the process of that pid, with which it ends. On its standard input
come Requests, on its standard output go Answers.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import msgspec

from grader import frames
from grader.checks.asked import Asked
from grader.grading import grade_all
from grader.report.model import Report
from grader.report.packed import packed
from grader.sandbox.worker.parent import die_with
from grader.workspace.watch.messages import Answer, Request


def main(pid: int) -> int:
    die_with(pid)
    pipes = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)  # for what prints or reads by habit
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    _Grader(*pipes).serve()
    return 0


class _Grader:
    def __init__(self, requests: int, answers: int) -> None:
        self._requests, self._answers = requests, answers
        self._number = 0
        self._kinds: list[tuple[bool, bool]] = []  # of the answers that are still to come

    def serve(self) -> None:
        grade_all(self._asked(), self._deliver)

    def _asked(self) -> Iterator[Asked]:
        while True:
            message = frames.receive(self._requests)
            if message is None:
                return
            request = msgspec.msgpack.decode(message, type=Request)
            self._number = request.number
            if request.stage:
                self._kinds = [(False, False)]
                yield Asked(request.submission, (request.stage,))
            self._kinds = [(True, False), (True, True)]
            yield Asked(request.submission, request.stages, with_diagnosis=True, is_told_twice=True)

    def _deliver(self, report: Report) -> None:
        is_of_all, is_explained = self._kinds.pop(0)
        answer = Answer(self._number, packed(report), is_of_all, is_explained)
        frames.send(self._answers, msgspec.msgpack.encode(answer))
