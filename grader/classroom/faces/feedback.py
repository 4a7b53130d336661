"""The page that is handed back to a learner: what their work counts, why, and the whole report.

It holds nothing of anybody else, nothing of the instructor's machine, and no remark that is for
the instructor alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from grader.classroom.finding.handed_in import NOT_TOLD, SENT_NOTHING
from grader.classroom.graded import incidents
from grader.classroom.marking import own_words
from grader.classroom.row import Override, Row
from grader.course.course import ExtraCredit, Text
from grader.curriculum import STAGES
from grader.report.html.body import report_body, report_style
from grader.report.html.document import document
from grader.report.html.markup import Markup, element, joined, paragraphs
from grader.report.html.stage_map import Score, bar
from grader.report.in_points import in_points
from grader.report.model import Report
from grader.submission.reading import THE_REFERENCE

KATA = "micrograd kata"
BY_HAND = "by your instructor"


def feedback_page(
    row: Row,
    report: Report | None,
    text: Text | None = None,
    notes: Sequence[str] = (),
    credit: ExtraCredit | None = None,
) -> str:
    """The text of the page; text is what an instructor says to all, notes are on this work.

    credit is how extra credit counts.
    """
    text, credit = text or Text(), credit or ExtraCredit()
    name = row.name or row.learner
    parts = [element("header", joined(_head(row, report, name, text, credit), "\n"))]
    if report:
        own = in_points(report, row.worth)
        parts.append(report_body(own, scores_of(row, own), text.stages))
    else:
        parts.append(element("main", joined(_without_report(row), "\n"), class_="alone"))
    said = set(incidents(report)) if report else set()
    left = [note for note in notes if note not in said]
    parts.append(element("footer", joined(_foot(text, left), "\n")))
    title = f"{text.title or KATA}: {name}"
    return document(title, joined(parts, "\n"), style=report_style())


def scores_of(row: Row, report: Report) -> dict[int, Score]:
    """{stage: what it counts}, an instructor's points marked as such."""
    scores = {}
    for stage in report.stages:
        counts, worth = row.points(stage.number), row.worth.get(stage.number, stage.points)
        if stage.number in row.own_points:
            scores[stage.number] = Score(counts, worth, BY_HAND, stage.earned)
        else:
            scores[stage.number] = Score(counts, worth, "not graded" if counts is None else "")
    return scores


def _head(
    row: Row, report: Report | None, name: str, text: Text, credit: ExtraCredit
) -> Iterator[Markup]:
    yield element("p", text.title or KATA, class_="eyebrow")
    yield element("h1", name)
    yield from _who_and_when(row, name)
    if row.total is not None:
        score = f"{_number(row.total)} of {_number(row.most)} points"
        yield element("p", element("strong", score), class_="lead")
        yield bar(Score(row.total, row.most))
        yield from _credit(row, report, credit)
    if text.opening:
        yield paragraphs(text.opening)
    yield from _decided(row)


def _who_and_when(row: Row, name: str) -> Iterator[Markup]:
    said = [row.learner] if row.learner != name else []
    if row.handed_in_at:
        said.append(f"handed in {row.handed_in_at.replace('T', ' ')}")
    said += row.counted.remarks if row.counted else ["late"] if row.is_late else []
    if said:
        yield element("p", " · ".join(said), class_="muted")


def _credit(row: Row, report: Report | None, credit: ExtraCredit) -> Iterator[Markup]:
    """What extra credit came to, of how much, and whether it is in the total."""
    if not row.extra_credit:
        return
    checks = (check for stage in report.stages for check in stage.checks) if report else ()
    most = credit.each * sum(check.points for check in checks if check.bonus)
    most = most if credit.most is None else min(most, credit.most)
    of = f" of {_number(most)}" if most >= row.extra_credit else ""
    where = {
        "no": f"beside the {_number(row.most)}, and not in the total",
        "added": "which is in the total",
        "fills": "which is in the total, in the place of missing points",
    }
    yield element("p", f"Extra credit: {_number(row.extra_credit)}{of}, {where[credit.counts]}")


def _decided(row: Row) -> Iterator[Markup]:
    """What the instructor has decided or commented, which counts before what was graded."""
    said = [(override, _words(override, row)) for override in row.overrides]
    if any(words for _, words in said):
        yield element("h2", "From your instructor")
        yield element("dl", *(_decision(override, words) for override, words in said if words))


def _words(override: Override, row: Row) -> str:
    return "\n".join(filter(None, (own_words(override, row), override.comment)))


def _decision(override: Override, words: str) -> Markup:
    titles = {stage.number: f"Stage {stage.number}, {stage.title}" for stage in STAGES}
    name = titles.get(override.stage, "On the whole")
    return element("div", element("dt", name), element("dd", paragraphs(words)))


def _without_report(row: Row) -> Iterator[Markup]:
    """Why there is no report, and what counts all the same."""
    yield element("h2", "Nothing was graded")
    yield element("p", _why(row))
    own = sorted(row.own_points)
    if own:
        yield element("h2", "What counts")
        points = (f"Stage {n}: {Score(row.points(n), row.worth[n])}, {BY_HAND}" for n in own)
        yield element("ul", *(element("li", line) for line in points))


def _why(row: Row) -> str:
    if row.missing.startswith(NOT_TOLD):  # what follows may be another's
        return "Nothing of what was handed in could be told to be yours."
    if row.missing == SENT_NOTHING:
        return "You handed in nothing."
    if row.missing:
        return f"There is nothing to grade in what you handed in ({row.missing})."
    if row.unusable:
        return f"What you handed in could not be read: {row.unusable}."
    return "It has not been graded yet. That is no fault of yours."


def _foot(text: Text, notes: Sequence[str]) -> Iterator[Markup]:
    shown = [note for note in notes if not note.endswith(THE_REFERENCE)]
    if shown:
        yield element("h2", "What was read")
        yield _list(shown)
    if text.closing:
        yield paragraphs(text.closing)


def _list(lines: Iterable[str]) -> Markup:
    return element("ul", joined((element("li", line) for line in lines), "\n"))


def _number(points: float) -> str:
    return f"{round(points, 6):g}"
