"""Watching: a save in, a page out, until the learner goes; and what each key does meanwhile."""

from __future__ import annotations

import select
import signal
from collections.abc import Callable
from types import FrameType

from rich.console import Console
from rich.text import Text

from grader import files
from grader.checks.collection import checks_of
from grader.classroom.graded import unpacked
from grader.curriculum import STAGES
from grader.paths import EXERCISES, KATA, near
from grader.report.model import CheckResult, Report, StageResult, report_of
from grader.report.safe_text import safe_line
from grader.report.terminal.layout import Marks
from grader.report.terminal.page import celebrate, show
from grader.report.terminal.progress import print_map
from grader.report.told import Line
from grader.submission.folder import read_folder
from grader.submission.submission import Submission, UnusableSubmission
from grader.workspace import hints, kept_verdicts, reset
from grader.workspace.remembered import Remembered, remember
from grader.workspace.watch.graders import Graders
from grader.workspace.watch.keys import Keys
from grader.workspace.watch.messages import Answer, Request
from grader.workspace.watch.saved import Saved
from grader.workspace.watch.screen import Screen, can_open_pictures, print_keys

SECONDS = 0.02  # from one look at the files to the next
NUMBERS = tuple(stage.number for stage in STAGES)
ENTER, ESCAPE, BACKSPACE = "\r\n", "\x1b", "\x7f\b"
LONGEST_NUMBER = 2  # digits


def watch() -> int:
    """Grade exercises/ at every save; 0 where all was right in the end, else 1."""
    with Keys() as keys, Graders() as graders:
        watching = _Watching(keys, graders)
        try:
            watching.go_on()
        except KeyboardInterrupt:
            pass  # as good as q
    return 0 if watching.report and watching.report.is_right else 1


class _Watching:
    """What is known at any time: the submission, its report so far, and what is on the screen.

    pinned is the stage that the learner asked for, else 0; won are the stages that have turned
    right, until the learner goes on.
    """

    def __init__(self, keys: Keys, graders: Graders) -> None:
        self._keys, self._graders = keys, graders
        self._screen = Screen()
        self._saved = Saved(EXERCISES)
        self._number = 0
        self._submission: Submission | None = None
        self._standing: dict[int, StageResult] = {}
        self.report: Report | None = None  # of all stages, as saved now
        self._before: Report | None = None  # of all stages, as saved last
        self._in_hand: StageResult | None = None  # known before the report is
        self._stage = 0  # that is looked at
        self._pinned = 0
        self._won: list[int] = []
        self._told = Remembered()
        self._notes: list[str] = []
        self._trouble = ""
        self._below: list[Line] = []  # what a key has asked for
        self._typed: str | None = None  # of a stage's number, while the list is shown
        self._to_reset = ""  # the file in question
        self._is_over = False
        self._is_resized = False
        self._is_final = False

    def go_on(self) -> None:
        self._screen.clear()
        self._ask()
        with _resizing(self._resize):
            while not self._is_over:
                self._step()

    def _step(self) -> None:
        """Wait a moment for answers and keys, then look at the files."""
        sources = [self._graders.descriptor]
        if self._keys.descriptor is not None:
            sources.append(self._keys.descriptor)
        try:
            ready, _, _ = select.select(sources, [], [], SECONDS)
        except InterruptedError:
            ready = []
        if self._saved.has_changed():
            self._ask()
        elif self._graders.descriptor in ready:
            self._take(self._graders.answer())
        if self._keys.descriptor in ready:
            for key in self._keys.pressed():
                self._press(key)
        if self._is_resized:
            self._is_resized = False
            self._screen.clear()
            self._draw()

    def _resize(self, *_: object) -> None:
        self._is_resized = True

    # Grading

    def _ask(self) -> None:
        """Have what is saved now graded; nothing that was found before counts any more."""
        self._before = self.report or self._before
        self.report = self._in_hand = None
        self._below, self._typed, self._to_reset = [], None, ""
        self._notes, self._trouble, self._is_final = [], "", False
        self._number += 1
        try:
            submission = read_folder(EXERCISES)
        except UnusableSubmission as error:
            self._submission, self._trouble, self._is_final = None, str(error), True
            self._draw()
            return
        self._submission = submission
        self._notes += submission.notes
        self._standing = kept_verdicts.standing(submission, NUMBERS, self._notes.append)
        rest = tuple(number for number in NUMBERS if number not in self._standing)
        stage = 0 if self._stage in self._standing else self._stage
        self._draw()
        self._graders.ask(Request(self._number, submission, stage, rest))

    def _take(self, answer: Answer) -> None:
        if answer.number != self._number or self._submission is None:
            return
        report = unpacked(answer.report)
        if not answer.is_of_all:
            (self._in_hand,) = report.stages
            self._draw()
            return
        found = {stage.number: stage for stage in report.stages} | self._standing
        in_order = [found[number] for number in NUMBERS]
        self.report = report_of(report.submission, report.grader, report.seed, in_order)
        self._told = remember(self._submission, self.report, self._notes)
        self._is_final = answer.is_explained
        self._look_at(self.report)
        self._draw()

    def _look_at(self, report: Report) -> None:
        """Turn to the stage that is to be seen with this report."""
        if self._told.turned_right and self._before is not None:
            self._won = self._told.turned_right
        first = report.first_to_look_at()
        if first is None or first[1].is_wrong or first[1].outcome.waits:
            self._won = [] if first else self._won
        if not self._pinned:
            self._stage = first[0].number if first else 0

    # What is on the screen

    def _draw(self) -> None:
        page = self._screen.page()
        if self._typed is not None and self.report:
            self._print_list(page, self.report)
        elif self._trouble:
            page.print(Text(f"\n  {safe_line(self._trouble)}", "bold red"))
        elif self.report:
            self._print_report(page, self.report)
        elif self._in_hand and self._submission:
            self._print_in_hand(page, self._in_hand, self._submission)
        else:
            page.print(Text("\n  Checking ...", "bold"))
        for line in self._below:
            page.print(Text.assemble((f"\n    {line.name:<12}", "bold"), safe_line(line.text)))
        self._print_last(page)
        self._screen.show(page, is_final=self._is_final)

    def _print_report(self, page: Console, report: Report) -> None:
        told, submission = self._told, self._submission
        lines = [*told.lines, *(Line("Note", note) for note in dict.fromkeys(self._notes))]
        if self._won:
            page.print()
            print_map(page, report, report.stages[self._won[-1] - 1])
            celebrate(page, self._won)
            return
        show(
            report,
            page,
            lines,
            told.pictures,
            (),
            submission.hidden if submission else (),
            told.last_score,
            stage=self._pinned,
            is_own=False,
        )

    def _print_in_hand(self, page: Console, stage: StageResult, submission: Submission) -> None:
        """The stage in hand as it is, among the others as they were."""
        before = self._before
        others = {other.number: other for other in before.stages} if before else {}
        stages = [{**others, stage.number: stage}[n] for n in sorted({*others, stage.number})]
        report = report_of(submission.name, "", 0, stages)
        if stage.status == "passed":
            page.print()
            print_map(page, report, stage)
            mark = Marks(page).right
            page.print(Text(f"\n  {mark} Stage {stage.number} is right.", "green bold"))
        else:
            show(report, page, (), {}, (), submission.hidden, stage=stage.number, is_own=False)

    def _print_list(self, page: Console, report: Report) -> None:
        page.print()
        for stage in report.stages:
            is_right, marks = stage.status == "passed", Marks(page)
            mark = marks.right if is_right else marks.wrong if stage.is_wrong else marks.open
            style = "green" if is_right else "red" if stage.is_wrong else ""
            points = f"{stage.earned:>5g}/{stage.points:g}"
            page.print(Text(f"  {mark} {stage.number:>2} {stage.title:<20}{points}", style))
        page.print(
            Text(f"\n  Which stage? {self._typed}_   (Enter: look at it; Esc: back)", "bold")
        )

    def _print_last(self, page: Console) -> None:
        """How far grading is, and the keys."""
        status = self._status()
        if status:
            page.print(Text(f"\n  {status}", "bold"))
        if self._keys.descriptor is None:
            return
        keys = {"h": "hint", "d": "picture", "l": "list of stages", "r": "reset", "q": "quit"}
        following = self._following()
        if following:
            keys = {"n": f"on to stage {following}", **keys}
        elif self._pinned:
            keys = {"n": "back to the first that is not right", **keys}
        print_keys(page, keys)

    def _status(self) -> str:
        if self._to_reset:
            return f"A fresh {self._to_reset}? Yours is kept in {near(reset.BACKUP)}. y or n"
        if self._trouble or (self.report and self._is_final):
            return self._broken()
        if self.report:
            return "Looking for the cause ..." if not self.report.is_right else ""
        return "Checking the other stages ..." if self._in_hand else ""

    def _broken(self) -> str:
        """What was right before this save, and is not any more; where it is not looked at."""
        if not (self.report and self._before):
            return ""
        was = {stage.number for stage in self._before.stages if stage.status == "passed"}
        broken = [s.number for s in self.report.stages if s.number in was and s.is_wrong]
        others = [str(number) for number in broken if number != self._stage]
        return f"With this save stage {', '.join(others)} broke: l shows it" if others else ""

    def _following(self) -> int:
        """The stage to go on to, once something is won; else 0."""
        first = self.report.first_to_look_at() if self.report and self._won else None
        return first[0].number if first else 0

    # Keys

    def _press(self, key: str) -> None:
        if key in ("", "\x04"):  # the terminal is gone, or said to be
            self._is_over = True
        elif self._to_reset:
            self._answer_reset(key)
        elif self._typed is not None:
            self._type(key)
        else:
            action = self._actions().get(key.lower())
            if action:
                self._below = []
                action()
        self._draw()

    def _actions(self) -> dict[str, Callable[[], None]]:
        return {
            "h": self._hint,
            "d": self._picture,
            "n": self._next,
            "l": self._list,
            "r": self._ask_reset,
            "q": self._quit,
        }

    def _first(self) -> tuple[StageResult, CheckResult] | None:
        """The check that is looked at; None, and a word of why, where there is none."""
        if self.report is None:
            self._say("Wait", "it is being checked")
            return None
        found = self.report.first_to_look_at(self._pinned) or self.report.first_to_look_at()
        if found is None:
            self._say("All right", "nothing is wrong, and nothing to do")
        return found

    def _say(self, name: str, text: str) -> None:
        self._below = [*self._below, Line(name, text)]

    def _hint(self) -> None:
        found = self._first()
        if found is None:
            return
        stage, result = found
        if result.needs_torch:
            self._say("Hint", "make torch installs it")
            return
        check = next((c for c in checks_of(stage.number) if c.name == result.name), None)
        if check is None or not check.hints:
            return
        try:
            number = hints.next_hint(f"{stage.number}:{check.name}", check.hints, self._note)
        except files.CannotWrite:
            number = 0
        self._say(f"Hint {number + 1} of {len(check.hints)}", check.hints[number])

    def _note(self, text: str) -> None:
        self._notes.append(text)

    def _picture(self) -> None:
        found = self._first()
        if found is None:
            return
        path = KATA / f"stage-{found[0].number}.svg"
        if not path.exists():
            self._say("Picture", "this check has none")
            return
        self._say("Picture", str(near(path)))
        if can_open_pictures():
            import webbrowser

            webbrowser.open(path.as_uri())

    def _next(self) -> None:
        self._won, self._pinned = [], 0
        self._told.turned_right = []
        if self.report:
            self._look_at(self.report)

    def _list(self) -> None:
        if self.report:
            self._typed = ""
        else:
            self._say("Wait", "it is being checked")

    def _type(self, key: str) -> None:
        """Take a key while the list is shown."""
        assert self._typed is not None
        if key.isdigit() and len(self._typed) < LONGEST_NUMBER:
            self._typed += key
        elif key in BACKSPACE:
            self._typed = self._typed[:-1]
        elif key in ENTER:
            if self._typed in map(str, NUMBERS):
                self._pinned = self._stage = int(self._typed)
                self._won = []
            self._typed = None
        else:
            self._typed = None

    def _ask_reset(self) -> None:
        found = self._first()
        if found:
            self._to_reset = found[0].file

    def _answer_reset(self, key: str) -> None:
        file, self._to_reset = self._to_reset, ""
        if key.lower() != "y":
            return
        try:
            path, kept = reset.reset(file)
        except files.CannotWrite as error:
            self._say("Reset", str(error))
            return
        self._say("Reset", f"{near(path)} is fresh" + (f"; yours is {near(kept)}" if kept else ""))

    def _quit(self) -> None:
        self._is_over = True


class _resizing:
    """Have a function called when the terminal has another size."""

    def __init__(self, resized: Callable[[int, FrameType | None], None]) -> None:
        self._resized = resized
        self._number = getattr(signal, "SIGWINCH", None)  # Windows has none

    def __enter__(self) -> None:
        if self._number is not None:
            self._before = signal.signal(self._number, self._resized)

    def __exit__(self, *_: object) -> None:
        if self._number is not None:
            signal.signal(self._number, self._before)
