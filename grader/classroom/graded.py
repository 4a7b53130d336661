"""What is asked of a worker, and what it answers: one submission in, its marks and report out."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from grader.report import words
from grader.report.as_json import to_json
from grader.report.model import Report
from grader.report.outcome import BROKEN, Outcome, Reason
from grader.report.packed import packed
from grader.submission.bundle import Bundle

INCIDENTS: tuple[Reason, ...] = (
    *("waits", "endless", "waited", "out_of_memory", "died", "garbled", "stopped"),
    *("too_many_threads", "too_many_files", "file_too_large"),
    *("reached_files", "reached_network", "reached_system"),
)
MOST_INCIDENTS = 3
NOT_BEGUN = "nothing is written yet"


class Setup(Struct, frozen=True):
    """What holds for all that a worker grades; without trust it tries what confines here.

    checks are modules of an instructor's own ones, {file name: source}.
    """

    seed: int
    is_trusted: bool = False
    checks: dict[str, str] = {}


class Task(Struct, frozen=True):
    """One submission to grade; key is what its result is kept under."""

    key: str
    bundle: Bundle


class StageMarks(Struct, frozen=True):
    """One stage in the gradebook; earned is None where it could not be graded here."""

    number: int
    points: float
    earned: float | None
    status: str


class Named(Struct, frozen=True):
    """A misconception that a check of a stage was explained by."""

    stage: int
    check: str
    misconception: str
    explanation: str


class Marks(Struct, frozen=True):
    """What a report comes to."""

    earned: float
    bonus: float
    is_right: bool
    stages: tuple[StageMarks, ...]
    named: tuple[Named, ...]


class Graded(Struct, frozen=True):
    """The result of one task, in one of three ways.

    report is JSON of schema 2, with its marks, and whole is all of it, packed; unusable says why
    there was nothing to grade, and failed what went wrong with us, so that the next run tries
    again. notes are on what was read; surroundings are where it was graded.
    """

    key: str
    report: str = ""
    marks: Marks | None = None
    notes: tuple[str, ...] = ()
    unusable: str = ""
    failed: str = ""
    whole: bytes = b""
    surroundings: dict[str, str] = {}


class Refused(Struct, frozen=True, tag=True):
    """A worker that will not grade other people's code where it is; why, in one line."""

    why: str


def graded(key: str, report: Report, notes: tuple[str, ...]) -> Graded:
    """The result that a report makes."""
    is_begun = any(stage.status not in ("to do", "needs torch") for stage in report.stages)
    begun = () if is_begun else (NOT_BEGUN,)
    said = (*begun, *notes, *incidents(report))
    return Graded(key, to_json(report), _marks(report), said, whole=packed(report))


def incidents(report: Report) -> list[str]:
    """What kept checks from being put, or ended programs: why there is no answer at all."""
    found: dict[tuple[str, str | None], str] = {}
    for stage in report.stages:
        for check in stage.checks:
            outcome = check.outcome
            if not check.bonus and outcome.reason in INCIDENTS:
                found.setdefault((outcome.reason, outcome.file), _in_words(outcome))
    return list(found.values())[:MOST_INCIDENTS]


def _in_words(outcome: Outcome) -> str:
    limit = outcome.raised.limit if outcome.raised and outcome.waits else None
    tried = f" ({words.WORDS[BROKEN[limit]]})" if limit else ""
    return words.what(outcome) + tried


def _marks(report: Report) -> Marks:
    return Marks(
        report.earned,
        report.bonus_earned,
        report.is_right,
        tuple(
            StageMarks(
                stage.number,
                stage.points,
                None if stage.needs_torch and stage.status != "passed" else stage.earned,
                stage.status,
            )
            for stage in report.stages
        ),
        tuple(_named(report)),
    )


def _named(report: Report) -> Iterator[Named]:
    for stage in report.stages:
        for check in stage.checks:
            for found in check.diagnosis:
                yield Named(stage.number, check.name, found.misconception, found.explanation)
