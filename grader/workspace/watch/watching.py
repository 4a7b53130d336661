"""Watching: a save in, a page out, until the learner goes."""

from __future__ import annotations

import contextlib
import select
import signal
from collections.abc import Iterator

from grader.curriculum import STAGES, TRAINING
from grader.paths import EXERCISES
from grader.report.model import report_of
from grader.report.packed import unpacked
from grader.report.told import Line
from grader.sandbox.admission import admitted
from grader.submission.submission import Submission, UnusableSubmission
from grader.workspace import kept_verdicts
from grader.workspace.remembered import remember
from grader.workspace.watch.graders import Graders
from grader.workspace.watch.keys import Keys
from grader.workspace.watch.messages import Answer, Request
from grader.workspace.watch.page import print_page
from grader.workspace.watch.pressed import press
from grader.workspace.watch.saved import Saved
from grader.workspace.watch.screen import Screen
from grader.workspace.watch.seen import Seen
from grader.workspace.watch.training import Training

SECONDS = 0.02  # from one look at the files to the next
NUMBERS = tuple(stage.number for stage in STAGES)


def watch() -> int:
    """Grade exercises/ at every save; 0 where all was right in the end, else 1."""
    with Keys() as keys, Graders() as graders:
        watching = _Watching(keys, graders)
        try:
            watching.go_on()
        except KeyboardInterrupt:
            pass  # as good as q
        finally:
            watching.training.end()
    report = watching.seen.report
    return 0 if report and report.is_right else 1


class _Watching:
    def __init__(self, keys: Keys, graders: Graders) -> None:
        self._keys, self._graders = keys, graders
        self._screen = Screen()
        self._saved = Saved(EXERCISES)
        self._number = 0  # of the last request
        self._is_resized = False
        self.seen = Seen()
        self.training = Training()

    def go_on(self) -> None:
        self._screen.clear()
        self._ask()
        with self._told_of_another_size():
            while self._step():
                pass

    def _step(self) -> bool:
        """Wait a moment for answers and keys, then look at the files; whether to go on."""
        sources = [self._graders.descriptor]
        if self._keys.descriptor is not None:
            sources.append(self._keys.descriptor)
        ready, _, _ = select.select(sources, [], [], SECONDS)
        if self._saved.has_changed():
            self._ask()
        elif self._graders.descriptor in ready:
            self._take(self._graders.answer())
        if self._keys.descriptor in ready:
            for key in self._keys.pressed():
                if not press(key, self.seen):
                    return False
            self._draw()
        said = self.training.said()
        if said:
            self.seen.below = [*self.seen.below, Line("Training", said)]
            self._draw()
        if self._is_resized:
            self._is_resized = False
            self._screen.clear()
            self._draw()
        return True

    def _ask(self) -> None:
        """Have what is saved now graded."""
        seen = self.seen
        seen.begin_anew()
        self._number += 1
        try:
            seen.submission = admitted(EXERCISES, seen.notes.append, seen.notes.append)
        except UnusableSubmission as error:
            seen.trouble, seen.is_final = str(error), True
            self._draw()
            return
        self._draw()
        self._request(seen.submission)

    def _request(self, submission: Submission) -> None:
        seen = self.seen
        seen.notes += submission.notes
        seen.standing = kept_verdicts.standing(submission, NUMBERS, seen.notes.append)
        rest = tuple(number for number in NUMBERS if number not in seen.standing)
        stage = seen.stage if seen.stage in rest else 0
        self._graders.ask(Request(self._number, submission, stage, rest))

    def _take(self, answer: Answer) -> None:
        seen = self.seen
        if answer.number != self._number or seen.submission is None:
            return  # of an earlier save
        report = unpacked(answer.report)
        if answer.is_of_all:
            found = {stage.number: stage for stage in report.stages} | seen.standing
            in_order = [found[number] for number in NUMBERS]
            seen.report = report_of(report.submission, report.grader, report.seed, in_order)
            seen.told = remember(seen.submission, seen.report, seen.notes)
            if TRAINING in seen.told.turned_right:
                self.training.start()
            seen.is_final = answer.is_explained
            seen.look()
        else:
            (seen.in_hand,) = report.stages
        self._draw()

    def _draw(self) -> None:
        page = self._screen.page()
        print_page(page, self.seen, has_keys=self._keys.descriptor is not None)
        self._screen.show(page, is_final=self.seen.is_final)

    @contextlib.contextmanager
    def _told_of_another_size(self) -> Iterator[None]:
        def resized(*_: object) -> None:
            self._is_resized = True

        number = getattr(signal, "SIGWINCH", None)  # Windows has none
        if number is None:
            yield
            return
        before = signal.signal(number, resized)
        try:
            yield
        finally:
            signal.signal(number, before)
