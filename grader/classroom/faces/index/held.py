"""The misconceptions of a class: who holds each, in which stage, and its clearest example."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from grader.classroom.row import Row
from grader.report.model import CheckResult, Report

OF_MANY = "test_random_expressions"  # the check of each stage that has random programs


class Held(Struct):
    """One misconception; learners counts each once, by_stage each once a stage.

    who and called are the learner who was counted first, and the name for people to read.
    """

    name: str
    explanation: str = ""
    learners: int = 0
    by_stage: Counter[int] = Counter()
    example: CheckResult | None = None
    who: str = ""
    called: str = ""

    @property
    def idea(self) -> str:
        """The first sentence of the explanation; the name, where nothing explains it."""
        return _sentences(self.explanation)[0] or self.name

    @property
    def rest(self) -> str:
        """What the explanation says after that."""
        return _sentences(self.explanation)[1]


class Misconceptions:
    """All that learners hold, and an example of a mistake in each stage, as they are counted."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}
        self._unnamed: dict[tuple[int, str], CheckResult] = {}

    def add(self, row: Row, report: Report | None) -> None:
        """Count one learner in."""
        for name in {name for _, name in row.named}:
            held = self._of(name)
            held.learners += 1
            held.who, held.called = held.who or row.learner, held.called or row.name or row.learner
        for stage, name in set(row.named):
            self._of(name).by_stage[stage] += 1
        for result in report.stages if report else ():
            for check in result.checks:
                self._take_example(result.number, check)

    def __iter__(self) -> Iterator[Held]:
        """The commonest first."""
        found = (held for held in self._held.values() if held.learners)
        return iter(sorted(found, key=lambda held: (-held.learners, held.name)))

    def example(self, stage: int, title: str) -> CheckResult | None:
        """The clearest failure of a check that was not recognised as a misconception."""
        return self._unnamed.get((stage, title))

    def _of(self, name: str) -> Held:
        return self._held.setdefault(name, Held(name, by_stage=Counter()))

    def _take_example(self, stage: int, check: CheckResult) -> None:
        if not check.is_wrong and not check.outcome.waits:
            return
        for found in check.diagnosis:
            held = self._of(found.misconception)
            held.explanation = held.explanation or found.explanation
            held.example = _clearer(held.example, check)
        if not check.diagnosis:
            key = (stage, check.title)
            self._unnamed[key] = _clearer(self._unnamed.get(key), check)


def _clearer(one: CheckResult | None, other: CheckResult) -> CheckResult:
    """The one with numbers to compare, which is run as it stands, and of fewer lines."""
    return other if one is None or _length(other) < _length(one) else one


def _length(check: CheckResult) -> tuple[bool, bool, int, str]:
    has_none, lines = not check.outcome.differences, check.program.count("\n")
    return has_none, is_of_many(check), lines, check.program


def is_of_many(check: CheckResult) -> bool:
    """Whether it runs many random programs, of which the one that is shown is the shortest."""
    return check.name == OF_MANY


def _sentences(text: str) -> tuple[str, str]:
    """The first sentence of a text, and the others."""
    first, end, rest = text.partition(". ")
    return first + end.rstrip(), rest
