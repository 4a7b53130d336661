"""index.html: the one page of a class that an instructor looks at, whole in itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from grader.classroom.faces.index.details import Details, SourceLines
from grader.classroom.faces.index.heat_map import heat_map
from grader.classroom.faces.index.held import Misconceptions
from grader.classroom.faces.index.learner import learner_of
from grader.classroom.faces.index.overview import (
    distribution,
    headline,
    misconceptions,
    stage_table,
)
from grader.classroom.faces.index.source_lines import Lines
from grader.classroom.faces.index.standing_out import standing_out
from grader.classroom.row import Row
from grader.curriculum import STAGES
from grader.report.html.document import document
from grader.report.html.markup import Markup, data_block, element, joined
from grader.report.model import Report

FILE = "index.html"
TITLES = {stage.number: stage.title for stage in STAGES}
PARTS = Path(__file__).parent / "index"


def no_lines(learner: str, file: str, line: int) -> Lines:
    """Where no sources are at hand."""
    return []


def index_page(
    class_name: str,
    rows: Sequence[Row],
    reports: Callable[[str], Report | None],
    points: Mapping[int, float],
    pages: Mapping[str, str],
    *,
    source_lines: SourceLines = no_lines,
    flags: Mapping[str, Sequence[str]] | None = None,
    titles: Mapping[int, str] = TITLES,
) -> str:
    """The page's text.

    reports are asked for one at a time, in the order of rows. points are the most of each stage,
    pages {learner: file under feedback/}. source_lines gives the lines of the function that
    stands at (learner, file, line), each with its number; flags what a comparison of submissions
    has to say of a learner.
    """
    flags, stages = flags or {}, {number: titles[number] for number in points}
    learners, held = [], Misconceptions()
    details = Details(len(rows), stages, source_lines)
    for row in rows:
        report, who = reports(row.learner), row.learner
        learner = learner_of(row, report, points, pages.get(who, ""), tuple(flags.get(who, ())))
        held.add(row, report)
        details.add(learner, report)
        learners.append(learner)
    all_held = list(held)
    explanations = {one.name: one.explanation for one in all_held}
    body = joined(
        [
            element("a", "Skip to the learners", href="#learners", class_="skip"),
            _header(class_name, rows),
            element(
                "main",
                headline(standing_out(learners, held), learners, stages),
                element(
                    "div",
                    misconceptions(all_held, len(rows)),
                    distribution(learners, points),
                    class_="two",
                ),
                stage_table(learners, stages, points),
                heat_map(learners, stages, all_held),
            ),
            element("footer", "Names and work of learners: keep this page as you keep grades."),
            data_block("data", details.as_data(explanations, points)),
        ],
        "\n",
    )
    return document(class_name, body, style=_part("style.css"), script=_part("script.js"))


def _header(class_name: str, rows: Sequence[Row]) -> Markup:
    graded = [row for row in rows if row.earned is not None]
    right = sum(row.is_right_as_graded for row in graded)
    late = sum(bool(row.is_late) for row in rows)
    said = [f"{len(rows)} learners", f"{len(graded)} graded", f"{right} with everything right"]
    if late:
        said.append(f"{late} late")
    return element("header", element("h1", class_name), element("p", " · ".join(said)))


def _part(name: str) -> str:
    return (PARTS / name).read_text(encoding="utf-8")
