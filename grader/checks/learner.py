"""One submission's code at work: its processes, and how often it ran out of time."""

from __future__ import annotations

from grader.sandbox.process import LearnerProcess, ProcessFailed
from grader.sandbox.protocol import Place
from grader.submission.submission import Submission
from grader.trace import SetOrder, Trace

MOST_TIMEOUTS = 2  # after which nothing more is run


class Learner:
    """Runs programs with one submission's code, in a process with torch where a stage needs it."""

    def __init__(self, submission: Submission, *, time_factor: float = 1.0) -> None:
        self.submission = submission
        self.timeouts = 0
        self.time_factor = time_factor  # times the seconds that a check allows
        self._stubs: dict[str, Place] | None = None
        self._plain = LearnerProcess(submission.files)
        self._with_torch = LearnerProcess(submission.files, with_torch=True)

    @property
    def is_out_of_time(self) -> bool:
        """Whether so many programs ran out of time that no further one is tried."""
        return self.timeouts >= MOST_TIMEOUTS

    def run(self, program: str, seconds: float, *, set_order: SetOrder, with_torch: bool) -> Trace:
        """The trace of a program; raises ProcessFailed."""
        process = self._with_torch if with_torch else self._plain
        return process.run(program, seconds * self.time_factor, set_order=set_order)

    def stubs(self) -> dict[str, Place]:
        """The functions still as handed out; none where the process cannot even load."""
        if self._stubs is None:
            try:
                self._stubs = self._plain.stubs()
            except ProcessFailed:
                self._stubs = {}  # once is enough: a file may take long to fail
        return self._stubs

    def replace(self, submission: Submission) -> None:
        """Go on with another submission of ours, such as the next mutant."""
        self.submission = submission
        self._plain.reload(submission.files)
        self._with_torch.reload(submission.files)

    def close(self) -> None:
        self._plain.close()
        self._with_torch.close()
