"""Every stage: what is not right in full, folded, and what is right as a short list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from grader.report import words
from grader.report.html import marks
from grader.report.html.check import check_in_full
from grader.report.html.first import begun, list_to_write
from grader.report.html.markup import Markup, element, joined, paragraphs, prose
from grader.report.html.stage_map import Score
from grader.report.model import CheckResult, Report, StageResult
from grader.report.told import LONGEST_MESSAGE, is_same_fault, may_follow, other_fault, places


class _First(Struct, frozen=True):
    """What is wrong first, and shown above: a stage, and a check of it."""

    stage: StageResult
    check: CheckResult


def stages(report: Report, scores: Mapping[int, Score], texts: Mapping[int, str]) -> Markup:
    """A section for each stage; texts are what an instructor says of some of them."""
    found, following = report.first_to_look_at(), may_follow(report)
    first = _First(*found) if found and found[1].is_wrong else None
    sections = [
        _section(
            stage,
            scores[stage.number],
            texts.get(stage.number, ""),
            first,
            may_follow=stage in following,
        )
        for stage in report.stages
    ]
    heading = element("h2", "Every check")
    return element("div", heading, joined(sections, "\n"), class_="stages")


def _section(
    stage: StageResult, score: Score, text: str, first: _First | None, *, may_follow: bool
) -> Markup:
    mark, name = marks.of_stage(stage, may_follow=may_follow), f"stage-{stage.number}-name"
    head = element(
        "div",
        element("h3", marks.sign(mark), f"{stage.number} {stage.title}", id=name),
        element("p", _beside(stage, score), class_="muted"),
        class_="head",
    )
    said = paragraphs(text, class_="said") if text else ""
    checks = _following(stage, first) if first and may_follow else _wrong(stage, first)
    return element(
        "section",
        head,
        said,
        joined([*begun(stage), *checks, *_lists(stage)], "\n"),
        id=f"stage-{stage.number}",
        class_="stage",
        aria_labelledby=name,
    )


def _beside(stage: StageResult, score: Score) -> str:
    word = marks.of_stage(stage).word
    graded = "" if score.graded is None else f"the checks came to {score.graded:g}"
    return " · ".join(filter(None, (stage.file, word, f"{score} points", score.note, graded)))


def _wrong(stage: StageResult, first: _First | None) -> Iterator[Markup]:
    """What is not right, each in full; what has the fault of the one shown above, together."""
    wrong = [check for check in stage.checks if marks.of_check(check) is marks.WRONG]
    if first is None or stage is not first.stage:
        yield from map(_in_full, wrong)
        return
    shown = first.check
    others = [check for check in wrong if check is not shown]
    same = [check for check in others if is_same_fault(check, shown)]
    yield _shown_above(shown)
    if same:
        what = f"The same fault: {_counted(len(same), 'more check')}"
        yield _folded(marks.WRONG, what, _each(same, marks.WRONG))
    for check in others:
        if check not in same:
            yield _in_full(check, fault=other_fault(check, shown))


def _following(stage: StageResult, first: _First) -> Iterator[Markup]:
    """What may be wrong because of a stage before alone: said once, and folded."""
    number, is_one = first.stage.number, len(first.check.blame) == 1
    here = f", in {places(first.check)}" if is_one else ""
    way = element("a", f"Correct stage {number} first", href="#first")
    text = f"{here}: this stage builds on it, and what is not right here may follow from it."
    yield element("p", way, text)
    wrong = [check for check in stage.checks if marks.of_check(check) is marks.WRONG]
    yield _folded(
        marks.MAY_FOLLOW,
        f"Not right so far: {_counted(len(wrong), 'check')}",
        _each(wrong, marks.MAY_FOLLOW),
    )


def _lists(stage: StageResult) -> Iterator[Markup]:
    """What is open, and what is right, as lists."""
    if stage.to_write:
        what = f"To write: {_counted(len(stage.to_write), 'function')}"
        yield _folded(marks.TO_DO, what, list_to_write(stage))
    of_each = [(check, marks.of_check(check)) for check in stage.checks]
    for mark in (
        *(marks.TO_DO, marks.WAITS, marks.NOT_RUN, marks.NEEDS_TORCH),
        *(marks.NOT_EARNED, marks.RIGHT),
    ):
        checks = [check for check, found in of_each if found is mark]
        if checks:
            what = f"{mark.word.capitalize()}: {_counted(len(checks), 'check')}"
            is_in_full = mark is marks.NOT_EARNED
            yield _folded(mark, what, _each(checks, mark) if is_in_full else _list(checks, mark))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _each(checks: Sequence[CheckResult], mark: marks.Mark) -> Markup:
    return element("div", joined((_in_full(c, mark) for c in checks), "\n"), class_="each")


def _in_full(check: CheckResult, mark: marks.Mark = marks.WRONG, fault: str = "") -> Markup:
    """A check, folded; fault is where its own is, if that is another than the one shown above."""
    where = element("span", f" (in {fault})", class_="muted") if fault else ""
    summary = element("summary", _title(check, mark), where)
    return element("details", summary, check_in_full(check))


def _shown_above(check: CheckResult) -> Markup:
    way = element("a", "in full above", href="#first")
    return element("p", _title(check, marks.WRONG), " ", way, class_="above")


def _title(check: CheckResult, mark: marks.Mark) -> Markup:
    return element("span", marks.sign(mark), marks.spoken(mark), prose(check.title), class_="title")


def _folded(mark: marks.Mark, what: str, content: Markup) -> Markup:
    return element("details", element("summary", marks.sign(mark), what), content, class_="list")


def _list(checks: Sequence[CheckResult], mark: marks.Mark) -> Markup:
    """The titles of checks; why they are open, where their mark does not say it, once for all."""
    of_reason: dict[str, list[CheckResult]] = {}
    for check in checks:
        of_reason.setdefault(_why(check, mark), []).append(check)
    parts = [
        joined([_reason(why, len(same)), _titles(same, mark)], "\n")
        for why, same in of_reason.items()
    ]
    return element("div", joined(parts, "\n"), class_="titles")


def _why(check: CheckResult, mark: marks.Mark) -> str:
    is_said = mark in (marks.RIGHT, marks.NEEDS_TORCH)
    return "" if is_said else words.what(check.outcome)[:LONGEST_MESSAGE]


def _reason(why: str, count: int) -> Markup | str:
    if not why:
        return ""
    subject = "This check" if count == 1 else "Each of these"
    text = why if why.startswith("not run") else f"{subject} {why}"
    return element("p", prose(f"{text}."), class_="muted")


def _titles(checks: Sequence[CheckResult], mark: marks.Mark) -> Markup:
    items = (element("li", marks.sign(mark), prose(check.title)) for check in checks)
    return element("ul", joined(items, "\n"), class_="checks")
