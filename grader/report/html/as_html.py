"""The report of one submission as a page that is whole in itself."""

from __future__ import annotations

from collections.abc import Iterator

from grader.report.html.body import report_body, report_style
from grader.report.html.document import document
from grader.report.html.first import all_right
from grader.report.html.markup import Markup, element, joined
from grader.report.html.stage_map import Score, bar
from grader.report.model import Report
from grader.report.told import extra_credit


def to_html(report: Report) -> str:
    """The text of the page."""
    title = f"{report.submission}: {_points(report)}"
    parts = [element("header", joined(_head(report), "\n")), report_body(report), *_foot(report)]
    return document(title, joined(parts, "\n"), style=report_style())


def _points(report: Report) -> str:
    return f"{report.earned:g} of {report.points:g} points"


def _head(report: Report) -> Iterator[Markup]:
    yield element("p", f"micrograd kata · {report.submission}", class_="eyebrow")
    yield element("h1", _points(report))
    yield bar(Score(report.earned, report.points))
    yield element("p", _standing(report), class_="lead")
    yield from _credit(report)


def _standing(report: Report) -> str:
    """Where the submission stands, in a sentence."""
    if report.is_right:
        return all_right(report)
    right = sum(stage.status == "passed" for stage in report.stages)
    return f"{right} of {len(report.stages)} stages {'is' if right == 1 else 'are'} right."


def _credit(report: Report) -> Iterator[Markup]:
    credit = extra_credit(report)
    if credit:
        points = sum(check.points for _, check in credit)
        beside = f"beside the {report.points:g}"
        yield element("p", f"Extra credit: {report.bonus_earned:g} of {points:g}, {beside}")


def _foot(report: Report) -> Iterator[Markup]:
    if report.seed:
        text = f"Graded with seed {report.seed}: other numbers than those of make grade."
        yield element("footer", element("p", text))
