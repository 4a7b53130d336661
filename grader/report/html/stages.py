"""Every stage: what is not right in full, folded, and what is right as a short list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.report import words
from grader.report.html import marks
from grader.report.html.check import check_in_full
from grader.report.html.first import list_to_write
from grader.report.html.markup import Markup, element, joined, paragraphs, prose
from grader.report.html.stage_map import Score
from grader.report.model import CheckResult, Report, StageResult
from grader.report.told import LONGEST_MESSAGE


def stages(report: Report, scores: Mapping[int, Score], texts: Mapping[int, str]) -> Markup:
    """A section for each stage; texts are what an instructor says of some of them."""
    first = report.first_to_look_at()
    shown = first[1] if first and first[1].is_wrong else None
    sections = [
        _section(stage, scores[stage.number], texts.get(stage.number, ""), shown)
        for stage in report.stages
    ]
    heading = element("h2", "Every check")
    return element("div", heading, joined(sections, "\n"), class_="stages")


def _section(stage: StageResult, score: Score, text: str, shown: CheckResult | None) -> Markup:
    mark, name = marks.of_stage(stage), f"stage-{stage.number}-name"
    head = element(
        "div",
        element("h3", marks.sign(mark), f"{stage.number} {stage.title}", id=name),
        element("p", _beside(stage, score), class_="muted"),
        class_="head",
    )
    said = paragraphs(text, class_="said") if text else ""
    return element(
        "section",
        head,
        said,
        joined(_checks(stage, shown), "\n"),
        id=f"stage-{stage.number}",
        class_="stage",
        aria_labelledby=name,
    )


def _beside(stage: StageResult, score: Score) -> str:
    word = marks.of_stage(stage).word
    graded = "" if score.graded is None else f"the checks came to {score.graded:g}"
    return " · ".join(filter(None, (stage.file, word, f"{score} points", score.note, graded)))


def _checks(stage: StageResult, shown: CheckResult | None) -> Iterator[Markup]:
    """What is not right, each in full; then what is open, and what is right, as lists."""
    for check in stage.checks:
        if check.is_wrong:
            yield _shown_above(check) if check is shown else _in_full(check)
    if stage.to_write:
        what = f"To write: {_counted(len(stage.to_write), 'function')}"
        yield _folded(marks.TO_DO, what, list_to_write(stage))
    of_each = [(check, marks.of_check(check)) for check in stage.checks]
    for mark in (marks.TO_DO, marks.WAITS, marks.NOT_RUN, marks.NEEDS_TORCH, marks.RIGHT):
        checks = [check for check, found in of_each if found is mark]
        if checks:
            what = f"{mark.word.capitalize()}: {_counted(len(checks), 'check')}"
            yield _folded(mark, what, _list(checks, mark))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _in_full(check: CheckResult) -> Markup:
    summary = element("summary", _title(check))
    return element("details", summary, check_in_full(check))


def _shown_above(check: CheckResult) -> Markup:
    way = element("a", "in full above", href="#first")
    return element("p", _title(check), " ", way, class_="above")


def _title(check: CheckResult) -> Markup:
    return element(
        "span",
        marks.sign(marks.WRONG),
        marks.spoken(marks.WRONG),
        prose(check.title),
        " ",
        element("span", _points(check), class_="muted"),
        class_="title",
    )


def _points(check: CheckResult) -> str:
    credit = "extra credit, " if check.bonus else ""
    return f"({credit}{check.earned:g}/{check.points:g})"


def _folded(mark: marks.Mark, what: str, content: Markup) -> Markup:
    return element("details", element("summary", marks.sign(mark), what), content, class_="list")


def _list(checks: Sequence[CheckResult], mark: marks.Mark) -> Markup:
    return element("ul", joined((_item(c, mark) for c in checks), "\n"), class_="checks")


def _item(check: CheckResult, mark: marks.Mark) -> Markup:
    """A check and its points; and why it is open, where there is a reason beside its mark."""
    why = "" if mark in (marks.RIGHT, marks.NEEDS_TORCH) else words.what(check.outcome)
    return element(
        "li",
        marks.sign(mark),
        prose(check.title),
        " ",
        element("span", _points(check), class_="muted"),
        element("div", prose(why[:LONGEST_MESSAGE]), class_="muted") if why else "",
    )
