"""index.html: the one page of a class that an instructor looks at, whole in itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from grader.classroom.faces.index.details import Details, SourceLines
from grader.classroom.faces.index.heat_map import heat_map
from grader.classroom.faces.index.held import Misconceptions
from grader.classroom.faces.index.learner import Learner, learner_of
from grader.classroom.faces.index.overview import (
    distribution,
    headline,
    misconceptions,
    people,
    stage_table,
)
from grader.classroom.faces.index.source_lines import Lines
from grader.classroom.faces.index.standing_out import standing_out
from grader.classroom.integrity.flag import Flag
from grader.classroom.row import Row
from grader.curriculum import STAGES
from grader.report.html.document import document
from grader.report.html.markup import Child, Markup, data_block, element, joined
from grader.report.model import Report

FILE = "index.html"
KEPT = "Learners’ names and work are on this page: keep it as private as their grades."
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
    flags: Mapping[str, Sequence[Flag]] | None = None,
    extra_counts: bool = False,
    titles: Mapping[int, str] = TITLES,
) -> str:
    """The page's text.

    reports are asked for one at a time, in the order of rows. points are the most of each stage,
    pages {learner: file under feedback/}. source_lines gives the lines of the function that
    stands at (learner, file, line), each with its number; flags what deserves a second
    look; extra_counts says that extra credit is in the total.
    """
    flags, stages = flags or {}, {number: titles[number] for number in points}
    learners, held = [], Misconceptions()
    details = Details(len(rows), stages, source_lines, extra_counts=extra_counts)
    for row in rows:
        report, who = reports(row.learner), row.learner
        learner = learner_of(row, report, points, pages.get(who, ""), tuple(flags.get(who, ())))
        held.add(row, report)
        details.add(learner, report)
        learners.append(learner)
    all_held = list(held)
    found = standing_out(learners, held)
    explanations = {one.name: one.explanation for one in all_held}
    body = joined(
        [
            element("a", "Skip to the learners", href="#learners", class_="skip"),
            _header(class_name, learners),
            element(
                "main",
                headline(found, learners, stages),
                element(
                    "div",
                    misconceptions(all_held, found.held if found else None),
                    distribution(learners, points),
                    class_="two",
                ),
                stage_table(learners, stages, points),
                heat_map(learners, stages, all_held),
            ),
            element("footer", KEPT),
            data_block("data", details.as_data(explanations, points)),
        ],
        "\n",
    )
    return document(class_name, body, style=_part("style.css"), script=_part("script.js"))


def _header(class_name: str, learners: Sequence[Learner]) -> Markup:
    not_run = sum(bool(one.not_run) for one in learners)
    rows = [one.row for one in learners]
    graded = sum(row.earned is not None for row in rows) - not_run
    right = sum(row.earned is not None and row.is_right_as_graded for row in rows)
    late = sum(bool(row.came_late) for row in rows)
    said: list[Child] = [people(len(rows)), f"{graded} graded"]
    if not_run:
        link = element("a", f"{not_run} could not be run in full", href="#mark=not%20run")
        said.append(link)
    said.append(f"{right} with everything right")
    if late:
        said.append(f"{late} late")
    return element("header", element("h1", class_name), element("p", joined(said, " · ")))


def _part(name: str) -> str:
    return (PARTS / name).read_text(encoding="utf-8")
