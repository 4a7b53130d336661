"""The map: every stage with its points, the way to each, and which to look at first."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from grader.report.html import marks
from grader.report.html.markup import Markup, element, joined
from grader.report.model import Report, StageResult
from grader.report.told import may_follow

WIDTH = 100  # of a bar, in its own units


class Score(Struct, frozen=True):
    """What a stage counts, of how many points; None where it was not graded.

    note says whose points these are, and graded what the checks came to, where that is another.
    """

    earned: float | None
    points: float
    note: str = ""
    graded: float | None = None

    def __str__(self) -> str:
        return f"{'–' if self.earned is None else f'{round(self.earned, 6):g}'}/{self.points:g}"


def scores_of(report: Report) -> dict[int, Score]:
    """{stage: its score}, as the grader gave it."""
    return {stage.number: Score(stage.earned, stage.points) for stage in report.stages}


def stage_map(report: Report, scores: Mapping[int, Score]) -> Markup:
    """A line for each stage, each of which leads to it."""
    first, following = report.first_to_look_at(), may_follow(report)
    here = first[0] if first else None
    lines = [
        _line(stage, scores[stage.number], here, may_follow=stage in following)
        for stage in report.stages
    ]
    name = element("h2", "Stages", id="stages")
    return element("nav", name, element("ol", joined(lines, "\n")), aria_labelledby="stages")


def _line(
    stage: StageResult, score: Score, here: StageResult | None, *, may_follow: bool
) -> Markup:
    mark, is_here = marks.of_stage(stage, may_follow=may_follow), stage is here
    word = "look here first" if is_here else mark.word
    if here and may_follow:
        word = f"may follow from stage {here.number}"
    return element(
        "li",
        element(
            "a",
            marks.sign(mark),
            element("span", f"{stage.number} {stage.title}", class_="name"),
            element("span", str(score), class_="points"),
            bar(score),
            element("span", ", ".join(filter(None, (word, score.note))), class_="word"),
            href=f"#stage-{stage.number}",
            aria_current="step" if is_here else None,
        ),
        class_=f"is-{mark.style}",
    )


def bar(score: Score) -> Markup:
    """How much of the points is there; the number beside it says the same."""
    share = (score.earned or 0.0) / score.points if score.points else 0.0
    filled = f"{WIDTH * min(max(share, 0.0), 1.0):g}"
    return element(
        "svg",
        element("rect", class_="track", width=WIDTH, height=4),
        element("rect", class_="filled", width=filled, height=4),
        class_="bar",
        viewBox=f"0 0 {WIDTH} 4",
        preserveAspectRatio="none",
        aria_hidden="true",
    )
