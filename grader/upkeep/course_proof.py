"""What an instructor can ask of a course: are its checks right, and what does its policy do?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from msgspec import Struct
from rich.table import Table

from grader import grading
from grader.answers import random_answers
from grader.answers.answers import Answers, torch_is_installed
from grader.checks.check import Check
from grader.checks.extra import extra_checks
from grader.classroom.marking import marked
from grader.classroom.row import Row
from grader.course.course import POINTS, Course
from grader.course.rounding import shown
from grader.curriculum import STAGES, WITHOUT_TORCH
from grader.report import words
from grader.report.model import CheckResult, Report
from grader.report.safe_text import safe_line
from grader.report.terminal.layout import console
from grader.upkeep.proof import say, solutions_with_extra_credit, stubs
from grader.upkeep.worthless import worthless

SEEDS = (random_answers.SEED, 1, 548_130)
LONGEST_TITLE = 100  # characters
LONGEST_HINT = 160
MOST_TOLD = 3  # faults of one claim
HOURS_LATE = (1, 24, 72)


def main(file: Path, course: Course) -> int:
    """Print the proof, one line a claim, and examples; 0 where every claim holds, 1 otherwise.

    Raises UnusableChecks where it cannot come to that.
    """
    extra = extra_checks(course.checks)
    print(f"\n  Is {safe_line(str(file))} right?\n")
    say(True, f"it can be read: {_in_short(course, extra)}")
    claims = [_form_is_right(extra)] if extra else []
    claims += [_solutions_are_right(course), _stubs_earn_nothing(course)]
    claims += [_nothing_earns_nothing(course, list(extra))] if extra else []
    is_right = all(claims)
    _show_examples(course)
    print(f"\n  {'It is right.' if is_right else 'It is wrong where a line has ✘.'}\n")
    return 0 if is_right else 1


def _in_short(course: Course, extra: Mapping[int, Sequence[Check]]) -> str:
    counting = sum(points > 0 for points in course.points.values())
    checks = sum(map(len, extra.values()))
    of_which = ", ".join(map(str, sorted(extra)))
    own = f", {checks} check{'' if checks == 1 else 's'} of yours (stage {of_which})"
    return f"{counting} stages count, {shown(course.most)} points{own if checks else ''}"


def _form_is_right(extra: Mapping[int, Sequence[Check]]) -> bool:
    """Titles and hints are as those of our checks."""
    faults = [
        f"{check.file}:{check.line}: {check.name}: {fault}"
        for checks in extra.values()
        for check in checks
        for fault in _faults(check)
    ]
    return say(not faults, "titles and hints of your checks are as ours are", _some(faults))


def _faults(check: Check) -> Iterator[str]:
    if not check.title.endswith((".", "?")):
        yield "its title ends without . or ?"
    if len(check.title) > LONGEST_TITLE:
        yield f"its title has more than {LONGEST_TITLE} characters"
    if any(not hint.strip() or len(hint) > LONGEST_HINT for hint in check.hints):
        yield f"a hint is empty, or has more than {LONGEST_HINT} characters"
    if len(set(check.hints)) < len(check.hints):
        yield "it has a hint twice"


def _solutions_are_right(course: Course) -> bool:
    stages = None if torch_is_installed() else list(WITHOUT_TORCH)
    missed = []
    for seed in SEEDS:
        report = grading.grade(
            solutions_with_extra_credit(),
            stages=stages,
            answers=Answers(seed=seed),  # with seed 0 torch answers, where it is installed
            extra=course.checks,
        )
        missed += [f"{_told(check)} (seed {seed})" for check in _checks(report, passed=False)]
    left_out = "" if stages is None else ", stage 7 apart: torch is not installed here"
    seeds = ", ".join(map(str, SEEDS))
    return say(
        not missed,
        f"solutions/ with extra credit earns everything, with seeds {seeds}{left_out}",
        _some(missed),
    )


def _stubs_earn_nothing(course: Course) -> bool:
    report = grading.grade(stubs(), extra=course.checks)
    return say(
        not (passed := list(_checks(report, passed=True))),
        "the stubs earn nothing",
        _some([f"{check.name} is passed" for check in passed]),
    )


def _nothing_earns_nothing(course: Course, stages: Sequence[int]) -> bool:
    """None of the instructor's checks is passed by code that does nothing."""
    submissions, reports = list(worthless()), list[Report]()
    grading.grade_all(submissions, reports.append, stages=sorted(stages), extra=course.checks)
    passed = [
        f"{submission.name} passes {check.name}"
        for submission, report in zip(submissions, reports)
        for check in _checks(report, passed=True)
    ]
    claim = f"{len(submissions)} submissions that do nothing right pass none of your checks"
    return say(not passed, claim, _some(passed))


def _checks(report: Report, *, passed: bool) -> Iterator[CheckResult]:
    return (c for s in report.stages for c in s.checks if (c.status == "passed") == passed)


def _told(check: CheckResult) -> str:
    return f"{check.name}: {safe_line(words.what(check.outcome))}"


def _some(faults: Sequence[str]) -> str:
    more = len(faults) - MOST_TOLD
    return "; ".join(faults[:MOST_TOLD]) + (f"; and {more} more" if more > 0 else "")


class _Example(Struct, frozen=True):
    """Work of some share of all points, with so much extra credit."""

    words: str
    share: float
    bonus: float = 0.0

    def row(self, handed_in_at: str, is_late: bool) -> Row:
        stages: dict[int, float | None] = {n: p * self.share for n, p in POINTS.items()}
        earned = sum(point or 0.0 for point in stages.values())
        return Row(
            learner="",
            name="",
            ids={},
            source="",
            handed_in_at=handed_in_at,
            is_late=is_late,
            missing="",
            notes=(),
            was_graded=True,
            earned=earned,
            bonus=self.bonus,
            is_right=self.share == 1,
            unusable="",
            failed="",
            stages=stages,
            named=(),
            overrides=(),
        )


def _show_examples(course: Course) -> None:
    """A table of what the policy makes of work, by when it came and how right it is."""
    worth = sum(c.points for c in _every(course) if c.is_bonus)
    examples = [_Example("right", 1.0), _Example("half right", 0.5)]
    if course.extra_credit.counts != "no":
        examples += [_Example(f"{e.words.split()[0]} + extra", e.share, worth) for e in examples]
    table = Table("", *(e.words for e in examples), box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for column in table.columns[1:]:
        column.justify = "right"
    table.columns[0].no_wrap = True
    for when, at, is_late in _times(course):
        totals = (marked(e.row(at, is_late), course).total for e in examples)
        table.add_row(f"    {when}", *("" if t is None else shown(t) for t in totals))
    and_extra = " (+ extra: with all extra credit)" if len(examples) > 2 else ""
    print(f"\n  What work comes to, of {shown(course.most)} points{and_extra}:\n")
    console().print(table)


def _every(course: Course) -> Iterator[Check]:
    from grader.checks.collection import checks_of

    for stage in STAGES:
        yield from checks_of(stage.number)
    for checks in extra_checks(course.checks).values():
        yield from checks


def _times(course: Course) -> Iterator[tuple[str, str, bool]]:
    """(in words, when it came, whether the export calls it late)"""
    yield "in time", "", False
    if course.due is not None:
        for hours in HOURS_LATE:
            when = f"{hours} h late" if hours < 24 else f"{hours // 24} days late"
            at = (course.due + timedelta(hours=hours)).isoformat()
            yield when.replace("1 days", "1 day"), at, False
    yield "called late, no time", "", True
