"""What a terminal shows of a class: who was found, and what it came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from grader.classroom.database import Database
from grader.classroom.gradebook import remarks
from grader.classroom.row import Row

MOST_MISCONCEPTIONS = 3
MOST_NAMES = 5  # of learners of whom the same is said


def summary(database: Database) -> Iterator[str]:
    """The end of a run, in lines."""
    rows = list(database.rows())
    graded = [row for row in rows if row.earned is not None]
    right = sum(row.is_right_as_graded for row in graded)
    ungraded = sorted({n for row in rows for n, earned in row.stages.items() if earned is None})
    stages = "all stages" if not ungraded else f"all stages but {', '.join(map(str, ungraded))}"
    learners = "1 learner" if len(rows) == 1 else f"{len(rows)} learners"
    yield f"{learners}, {len(graded)} graded, {right} right in {stages}"
    common = database.commonest_misconceptions()[:MOST_MISCONCEPTIONS]
    if common:
        yield "The commonest misconceptions:"
        for name, explanation, count in common:
            yield f"  {count:4} {explanation} ({name})"
    unread = _by_reason(rows)
    if unread:
        yield "Not graded:"
        yield from (f"  {line}" for line in unread)
    for number in ungraded:
        yield f"Stage {number} was not graded: torch is not installed here"


def of_one(row: Row) -> str:
    """One learner, in a line."""
    total = "nothing" if row.total is None else f"{row.total:g} points"
    return ": ".join(filter(None, [f"{row.called}, {total}", "; ".join(remarks(row))]))


def counts(row: Row) -> str:
    """What one learner's work counts, when it came, and why, for an answer to them."""
    came = [f"handed in {row.handed_in_at}"] if row.handed_in_at else []
    return f"Counts: {'; '.join([of_one(row), *came])}"


def _by_reason(rows: Iterable[Row]) -> list[str]:
    """Who was not graded, by the reason."""
    reasons: dict[str, list[str]] = {}
    for row in rows:
        if row.earned is None:
            why = row.missing or row.unusable or row.failed or "not graded yet"
            reasons.setdefault(why, []).append(row.called)
    counted = Counter({why: len(learners) for why, learners in reasons.items()})
    return [f"{_some(reasons[why])}: {why}" for why, _ in counted.most_common()]


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
