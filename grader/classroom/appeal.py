"""An appeal: what was handed in is graded once more in the same way, and held against the row.

Where the two differ it is said in which checks, and what has changed since that may be why.
Nothing that is kept is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from grader.classroom import fingerprint
from grader.classroom.class_grading import CannotGrade
from grader.classroom.database import Database, Kept
from grader.classroom.executor import ThisMachine
from grader.classroom.graded import Graded, Setup, Task
from grader.classroom.surroundings import surroundings
from grader.report import words
from grader.report.model import CheckResult, Report
from grader.report.packed import unpacked

UNCHANGED = (
    "nothing that a result comes from has changed: either this code is not the same each time "
    "that it runs (it asks for the time, say), or somebody changed what is kept"
)
NONE = "none"  # of a version
MOST_CHECKS = 10  # that are told one by one
LONGEST_MESSAGE = 100


class Appeal(Struct, frozen=True):
    """How a row and what it comes to today compare.

    result is what it comes to, in a line; differences are a line each, and empty where nothing
    differs; reasons say what has changed since. report is the kept one.
    """

    result: str
    differences: tuple[str, ...]
    reasons: tuple[str, ...]
    report: Report | None


def appeal(database: Database, learner: str, setup: Setup) -> Appeal:
    """Grade again what a learner handed in; raises what an executor does, and CannotGrade.

    setup says whether the code is trusted, and which extra checks there are today; the seed is
    the one that it was graded with.
    """
    bundle, kept = database.handed_in(learner), database.kept(learner)
    if bundle is None:
        return Appeal("nothing was handed in, so there is nothing to grade", (), (), None)
    if kept is None:
        raise CannotGrade(f"{learner}: not graded yet; grade the class first: make class")
    report = database.report(learner)
    with ThisMachine(replace(setup, seed=kept.seed), 1) as executor:
        (again,) = executor.graded([Task("appeal", bundle)])
    now = unpacked(again.whole) if again.whole else None
    differences = (
        *_of_files(fingerprint.of_content(bundle), kept),
        *_of_lines(kept, again),
        *_of_reports(report, now),
        *_of_marks(database, learner, report),
    )
    reasons = tuple(_changed(kept, again.surroundings or surroundings()))
    return Appeal(_in_words(now, again), differences, reasons, report)


def lines(found: Appeal) -> Iterator[str]:
    """What there is to say of it, for people."""
    if not found.differences:
        yield f"The same: {found.result}"
        yield from (f"  though {reason}" for reason in found.reasons)
        return
    yield f"Differs: today {found.result}"
    yield from (f"  {line}" for line in found.differences)
    yield "Why:"
    yield from (f"  {reason}" for reason in found.reasons or (UNCHANGED,))


def _in_words(now: Report | None, again: Graded) -> str:
    if now is None:
        return again.unusable or f"not graded: {again.failed}"
    count = sum(len(stage.checks) for stage in now.stages)
    bonus = f" and {now.bonus_earned:g} of extra credit" if now.bonus_earned else ""
    return f"{count} checks, {now.earned:g} points{bonus}"


def _of_files(content: str, kept: Kept) -> Iterator[str]:
    if content != kept.content:
        yield "the files that are kept are not those that were graded: the database was changed"


def _of_lines(kept: Kept, again: Graded) -> Iterator[str]:
    """Where nothing could be graded, then or now."""
    if (kept.unusable, kept.failed) != (again.unusable, again.failed):
        then = kept.unusable or kept.failed or "graded"
        now = again.unusable or again.failed or "graded"
        yield f"{then} then; {now} now"


def _of_reports(then: Report | None, now: Report | None) -> Iterator[str]:
    before, after = _checks(then), _checks(now)
    if then is None or now is None:
        return
    differing = [
        (before.get(place), after.get(place), f"stage {place[0]}, {place[1]}")
        for place in sorted({*before, *after})
        if before.get(place) != after.get(place)
    ]
    differing.sort(key=lambda found: _has_another_status(*found[:2]), reverse=True)
    for was, is_now, place in differing[:MOST_CHECKS]:
        yield f"{place}: {_how(was, is_now)}"
    if len(differing) > MOST_CHECKS:
        yield f"and {len(differing) - MOST_CHECKS} more checks"
    for what in ("earned", "bonus_earned"):
        if getattr(then, what) != getattr(now, what):
            points = "points" if what == "earned" else "points of extra credit"
            yield f"{getattr(then, what):g} {points} then, {getattr(now, what):g} now"


def _checks(report: Report | None) -> dict[tuple[int, str], CheckResult]:
    """{(stage, name): a check, but for the time it took}"""
    return {
        (stage.number, check.name): replace(check, seconds=0.0)
        for stage in (report.stages if report else ())
        for check in stage.checks
    }


def _has_another_status(then: CheckResult | None, now: CheckResult | None) -> bool:
    return then is None or now is None or then.status != now.status


def _how(then: CheckResult | None, now: CheckResult | None) -> str:
    """In what a check differs, the most important first."""
    if then is None or now is None:
        return "no such check then" if then is None else "no such check now"
    if then.status != now.status:
        points = f" ({then.earned:g} points then, {now.earned:g} now)"
        return f"{then.status} then, {now.status} now{points if then.points else ''}"
    if then.points != now.points:
        return f"{then.points:g} points then, {now.points:g} now"
    messages = [words.message(check.outcome).replace("\n", " ") for check in (then, now)]
    if messages[0] != messages[1]:
        return " then; ".join(message[:LONGEST_MESSAGE] for message in messages) + " now"
    before, after = (msgspec.to_builtins(check) for check in (then, now))
    return f"other {', '.join(field.replace('_', ' ') for field in _differing(before, after))}"


def _differing(then: Mapping[str, object], now: Mapping[str, object]) -> Iterator[str]:
    yield from (field for field in then if then[field] != now[field])


def _of_marks(database: Database, learner: str, report: Report | None) -> Iterator[str]:
    """Where the points that are kept are not those of the report that is kept."""
    row = next(row for row in database.rows() if row.learner == learner)
    if report is None:
        return
    if (row.earned, row.bonus) != (report.earned, report.bonus_earned):
        yield f"the row has {row.earned or 0:g} points, and the report {report.earned:g}"
    for stage in report.stages:
        earned = row.stages.get(stage.number)
        if earned is not None and earned != stage.earned:
            was = f"the row has {earned:g} points"
            yield f"stage {stage.number}: {was}, and the report {stage.earned:g}"


def _changed(kept: Kept, around: Mapping[str, str]) -> Iterator[str]:
    """What a result comes from that is not as it was."""
    then = {"the grader": kept.grader, "torch": kept.torch, **kept.surroundings}
    now = {"the grader": fingerprint.of_grader(), "torch": fingerprint.of_torch(), **around}
    for what, version in then.items():
        if version != now.get(what, version):
            yield f"{what} is another: {version or NONE} then, {now[what] or NONE} now"
