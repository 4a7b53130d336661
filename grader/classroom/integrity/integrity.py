"""All that deserves a second look in a class: who is much alike, and what was seen of each."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

from msgspec import Struct

from grader.classroom.database import Database
from grader.classroom.integrity.attempts import attempts
from grader.classroom.integrity.flag import Flag
from grader.classroom.integrity.ready_made import ready_made
from grader.classroom.integrity.similar import Group, Pair, groups, too_little
from grader.classroom.integrity.work import Work

FEW = 4  # others whom a line names
PAGE = "integrity.html"


class Integrity(Struct, frozen=True):
    """flags are those of each learner of whom there is anything to say.

    works are all that could be compared, too_little how many learners of them have hardly anything
    of their own, and unread how many learners' files could not be read.
    """

    groups: list[Group]
    works: list[Work]
    flags: dict[str, list[Flag]]
    unread: int
    too_little: int = 0

    def work_of(self, learner: str) -> Work:
        return next(work for work in self.works if learner in work.learners)

    @property
    def pairs(self) -> list[Pair]:
        """All pairs, those of which most is shared first."""
        return [pair for group in self.groups for pair in group.pairs]


def integrity(database: Database) -> Integrity:
    """Look at all that a class handed in, as it is kept."""
    works: list[Work] = []
    unread = 0
    for content, learners in database.contents().items():
        files = _files(database, content)
        if files is None:
            unread += len(learners)
        else:
            works.append(Work(learners, files))
    alike = groups(works)
    flags: dict[str, list[Flag]] = {}
    for learner, flag in (*_of_groups(alike), *_of_sources(works), *_of_reports(database)):
        flags.setdefault(learner, []).append(flag)
    return Integrity(alike, works, flags, unread, too_little(works))


def _files(database: Database, content: str) -> dict[str, tuple[str, str]] | None:
    """{module: (path, source)} of what counts of a content; None where nothing can be read."""
    from grader.submission.reading import submission_of
    from grader.submission.submission import UnusableSubmission

    try:
        return submission_of(database.bundle(content), is_export=True).files
    except UnusableSubmission:
        return None


def _of_groups(found: list[Group]) -> Iterator[tuple[str, Flag]]:
    for group in found:
        for learner in group.learners:
            pairs = {
                pair.second if pair.first == learner else pair.first: pair
                for pair in group.pairs
                if learner in (pair.first, pair.second)
            }
            said = [f"{other} ({in_words(pair)})" for other, pair in pairs.items()]
            more = f" and {len(said) - FEW} more" if len(said) > FEW else ""
            line = f"much like {', '.join(said[:FEW])}{more}: see {PAGE}"
            yield learner, Flag("alike", line, tuple(pairs))


def in_words(pair: Pair) -> str:
    """How much alike two are."""
    if pair.is_equal:
        return "all files are the same to the letter"
    count = len(pair.comments)
    comments = f"{count} comment{'' if count == 1 else 's'} of their own" if count else ""
    code = f"{pair.share:.0%} of their own code" if pair.is_code else ""
    return " and ".join(filter(None, [code, comments])) + " the same"


def _of_sources(works: list[Work]) -> Iterator[tuple[str, Flag]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a learner's "\\d"
        for work in works:
            for line in ready_made(work.files):
                yield from ((learner, Flag("ready-made", line)) for learner in work.learners)


def _of_reports(database: Database) -> Iterator[tuple[str, Flag]]:
    for learner in database.learners():
        report = database.report(learner)
        if report is not None:
            yield from ((learner, Flag("tried", line)) for line in attempts(report))


def said(found: Integrity) -> Iterator[str]:
    """What a terminal says of it."""
    count = len(found.pairs)
    if count:
        pairs = "1 pair is" if count == 1 else f"{count} pairs are"
        yield f"{pairs} much alike: see {PAGE}"
    seen = len(set(found.flags) - {name for group in found.groups for name in group.learners})
    if seen:
        whose = "1 learner's code" if seen == 1 else f"The code of {seen} learners"
        yield f"{whose} deserves a second look: see {PAGE}"
