"""The smallest program that shows a bug: hypothesis draws one after the other, and shrinks."""

from __future__ import annotations

import contextlib
import random
import tempfile
import time
from collections.abc import Callable, Iterator

from hypothesis import HealthCheck, Phase, Verbosity, assume, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir
from msgspec import Struct

from grader import edition
from grader.answers import random_programs
from grader.answers.answers import Answers, torch_is_installed
from grader.answers.random_programs import Vocabulary
from grader.checks.check import Check
from grader.checks.fixtures import Agree
from grader.checks.learner import Learner
from grader.curriculum import STAGES
from grader.diagnosis.searchable import not_searched
from grader.report.model import CheckResult
from grader.submission.submission import Submission
from grader.trace import number

TIME_FACTOR = 0.5  # of a program's time: what takes longer than that for ten lines never ends
SECONDS_TO_SHRINK = 10.0  # beyond the time for the search
DOUBLINGS_EVERY = 20  # programs, about: one that a walk along every path takes for ever for
ROUND = 200  # programs that hypothesis draws before it starts afresh

SETTINGS = settings(
    max_examples=ROUND,
    database=None,  # nothing is remembered from one call to the next
    deadline=None,  # the learner's process has one of its own
    derandomize=False,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=tuple(HealthCheck),
    report_multiple_bugs=False,
    print_blob=False,
    verbosity=Verbosity.quiet,
)


class Search(Struct, frozen=True):
    """How many programs were tried, and the smallest that went wrong, if any did."""

    tried: int
    found: CheckResult | None


class Disagreement(Exception):
    """Yours and torch's numbers differ: what hypothesis is to shrink."""


def search(
    submission: Submission,
    vocabulary: Vocabulary,
    *,
    seconds: float,
    seed: int | None = None,
    most: int | None = None,
) -> Search:
    """Try random programs until one goes wrong, the time is over, or that many were tried."""
    seed = random.SystemRandom().randrange(1 << 32) if seed is None else seed
    with _nothing_left_behind(), _Trial(submission, seconds, most) as trial:
        while not trial.is_over and trial.smallest is None:
            _round(vocabulary, seed, trial.try_)
            seed += 1
        trial.shorten()
        return Search(len(trial.outcomes), trial.smallest)


@contextlib.contextmanager
def _nothing_left_behind() -> Iterator[None]:
    """Give hypothesis another place than the learner's folder for what it likes to keep."""
    with tempfile.TemporaryDirectory() as folder:
        set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)


def _round(vocabulary: Vocabulary, seed: int, try_: Callable[[str], bool]) -> None:
    """Let hypothesis draw programs, and shrink the first that goes wrong."""

    @seeded(seed)
    @SETTINGS
    @given(_programs(vocabulary))
    def goes_right(program: str) -> None:
        if not try_(program):
            raise Disagreement

    try:
        goes_right()
    except Disagreement:
        pass  # the trial keeps what was tried


@st.composite
def _programs(draw: st.DrawFn, vocabulary: Vocabulary) -> str:
    def choose(n: int) -> int:
        return draw(st.integers(0, n - 1))

    has_paths = vocabulary.has_backward and not vocabulary.is_tree
    if has_paths and choose(DOUBLINGS_EVERY) == DOUBLINGS_EVERY - 1:
        return random_programs.doublings(choose)
    program = random_programs.draw(vocabulary, choose)
    assume(program is not None)
    return program or ""


class _Trial:
    """Puts programs to a learner; each program once, as hypothesis asks for many again."""

    def __init__(self, submission: Submission, seconds: float, most: int | None) -> None:
        self.learner = Learner(submission, time_factor=TIME_FACTOR)
        self.answers = Answers(seed=edition.AS_WRITTEN)  # a program drawn is put as it is
        self.seconds = seconds
        self.most = most
        self.outcomes: dict[str, CheckResult | None] = {}
        self.smallest: CheckResult | None = None

    def __enter__(self) -> _Trial:
        self._outcome("a = Value(1.0)\n")  # torch takes a second to come, which is not ours
        self.deadline = time.monotonic() + self.seconds
        return self

    def __exit__(self, *_: object) -> None:
        self.learner.close()

    @property
    def is_over(self) -> bool:
        is_enough = self.smallest is None and self.most and len(self.outcomes) >= self.most
        return bool(is_enough) or time.monotonic() > self.deadline

    def try_(self, program: str) -> bool:
        """Whether a program goes right; once the trial is over, what is new does."""
        if program not in self.outcomes:
            if self.is_over:
                return True
            self.outcomes[program] = self._outcome(program)
        wrong = self.outcomes[program]
        if wrong is None:
            return True
        if self.smallest is None:
            self.deadline = time.monotonic() + SECONDS_TO_SHRINK
        self.smallest = wrong  # hypothesis ends with the smallest
        return False

    def shorten(self) -> None:
        """Where a leaf with the same number does as well as a computed value, take the leaf.

        What hypothesis has no way to: a sum of sums can be all it takes to come to a 9.
        """
        shorter = self.smallest.counterexample if self.smallest else None
        while shorter and "for " not in shorter:
            shorter = next((s for s in self._with_leaves(shorter) if not self.try_(s)), None)

    def _with_leaves(self, program: str) -> Iterator[str]:
        expected, _ = self.answers.of("torch", program)
        for name in reversed(list(expected.names)):
            node = expected.node(name)
            data = number(node.data) if node else None
            if data is not None:
                shorter = random_programs.with_leaf(program, name, float(f"{data:.3g}"))
                if shorter.count("\n") < program.count("\n") and "= Value" in shorter:
                    yield shorter

    def _outcome(self, program: str) -> CheckResult | None:
        self.learner.forget_runaways()

        def agrees(agree: Agree) -> None:
            agree(program)

        check = Check(
            stage=STAGES[0],
            name="fuzz",
            title="a random expression",
            function=agrees,
            fixtures=("agree",),
        )
        result = check.run(self.learner, self.answers).result
        result.counterexample = program
        return result if result.is_wrong else None


def main(submission: Submission, vocabulary: Vocabulary, seconds: float, seed: int | None) -> int:
    """Search, and print what was found; 0 where nothing was, 1 otherwise."""
    from rich.console import Console

    from grader.report.terminal.check_in_full import print_check

    console = Console(highlight=False)
    judge = "torch" if torch_is_installed() else "the solutions"
    console.print(f"\n  Random expressions of {vocabulary.name}, for {seconds:g} s ...")
    console.print(f"  Not searched: {', '.join(not_searched(vocabulary))}.", markup=False)
    done = search(submission, vocabulary, seconds=seconds, seed=seed)
    if done.found is None:
        console.print(f"  {done.tried} tried, and all agree with {judge}.\n")
        return 0
    console.print(f"  {done.tried} tried; this is the smallest that went wrong.")
    print_check(console, done.found)
    console.print()
    return 1
