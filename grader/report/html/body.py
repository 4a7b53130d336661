"""The body of a report, which a page of its own and one that is handed back both have."""

from __future__ import annotations

from collections.abc import Mapping

from grader.report.html.document import read_style
from grader.report.html.first import first_to_look_at
from grader.report.html.markup import Markup, element
from grader.report.html.stage_map import Score, scores_of, stage_map
from grader.report.html.stages import stages
from grader.report.model import Report


def report_body(
    report: Report,
    scores: Mapping[int, Score] | None = None,
    texts: Mapping[int, str] | None = None,
) -> Markup:
    """What to look at first, the map, which is beside it where there is room, and every stage.

    scores are what the stages count, if it is not what they earned; texts are an instructor's
    on some of them.
    """
    scores = scores or scores_of(report)
    return element(
        "main",
        first_to_look_at(report),
        stage_map(report, scores),
        stages(report, scores, texts or {}),
        class_="beside",
    )


def report_style() -> str:
    return read_style("report.css")
