"""One submission's code at work: its processes, and in which files it ran out of time or memory."""

from __future__ import annotations

from collections.abc import Iterable

from grader.checks.files_needed import files_needed
from grader.sandbox.fork_server import ForkServer
from grader.sandbox.launcher_for import launcher_for
from grader.sandbox.needs import SECONDS
from grader.sandbox.process import LearnerProcess, ProcessFailed
from grader.sandbox.protocol import Place
from grader.submission.submission import Submission
from grader.trace import Frame, SetOrder, Trace, importing

MOST_RUNAWAYS = 2  # programs in one file, after which nothing that needs it is run
AHEAD = 0.3  # of a program's time, for those that are run before anybody waits for them


class Learner:
    """Runs programs with one submission's code, in a process with torch where a stage needs it."""

    def __init__(
        self,
        submission: Submission,
        *,
        time_factor: float = 1.0,
        server: ForkServer | None = None,
    ) -> None:
        self.submission = submission
        self.seconds = SECONDS * time_factor  # that a program may compute, and wait
        self._stubs: dict[str, Place] | None = None
        starts = server.launcher_for if server else launcher_for
        launcher = starts(is_others=submission.is_others)
        self._plain = LearnerProcess(submission.files, launcher=launcher)
        self._with_torch = LearnerProcess(submission.files, with_torch=True, launcher=launcher)
        self.forget_runaways()

    def forget_runaways(self) -> None:
        self.is_slow = False  # whether many programs at once are too much
        self._runaways: dict[str, int] = {}
        self._runaways_of_extra_credit: dict[str, int] = {}
        self._slow_imports: set[str] = set()

    def count_runaway(self, file: str, frames: tuple[Frame, ...], *, is_extra: bool) -> None:
        """A program ran away in a file: out of time or memory. Extra credit takes nothing else."""
        counts = self._runaways_of_extra_credit if is_extra else self._runaways
        counts[file] = counts.get(file, 0) + 1
        if importing(frames):
            self._slow_imports.add(file)
        self.is_slow = True

    def file_that_ran_away(self, program: str, *, is_extra: bool) -> str | None:
        """The file for which a program is not to be run any more: too many ran away in it."""
        files = [file for file in self._counted() if self._count(file, is_extra) >= MOST_RUNAWAYS]
        if not files:
            return None
        paths = {path: module for module, (path, _) in self.submission.files.items()}
        sources = {module: text for module, (_, text) in self.submission.files.items()}
        needed = files_needed(program, sources, self.submission.beside)
        for file in files:
            modules = needed.imported if file in self._slow_imports else needed.called
            if file not in paths or paths[file] in modules:
                return file
        return None

    def _counted(self) -> set[str]:
        return {*self._runaways, *self._runaways_of_extra_credit}

    def _count(self, file: str, is_extra: bool) -> int:
        extra = self._runaways_of_extra_credit.get(file, 0) if is_extra else 0
        return self._runaways.get(file, 0) + extra

    def run_ahead(self, programs: Iterable[tuple[str, SetOrder]]) -> None:
        """Start to run programs, whose traces run() takes later; the caller need not wait.

        They are batches, which take some hundredths of a second. What takes longer is run again,
        each program alone, and an endless loop costs the less.
        """
        self._plain.run_ahead(programs, AHEAD * self.seconds)

    def run(self, program: str, *, set_order: SetOrder, with_torch: bool) -> Trace:
        """The trace of a program; raises ProcessFailed."""
        process = self._with_torch if with_torch else self._plain
        return process.run(program, self.seconds, set_order=set_order)

    def stubs(self) -> dict[str, Place]:
        """The functions still as handed out; none where they cannot be told."""
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
