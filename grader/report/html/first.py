"""What to look at first: a file that cannot be imported, a check in full, or what is to write."""

from __future__ import annotations

from collections.abc import Iterator

from grader.curriculum import STAGES
from grader.report.blocked import Blocked, blocked, head_of, is_unwritten, lines_on
from grader.report.html import marks
from grader.report.html.check import check_in_full, named
from grader.report.html.markup import Markup, code, element, joined, prose
from grader.report.model import CheckResult, Report, StageResult
from grader.report.told import WAS_NOT_RUN, to_write, was_all_run


def first_to_look_at(report: Report) -> Markup:
    """The section that a reader begins with."""
    return element(
        "section",
        joined(_parts(report), "\n"),
        class_="first",
        id="first",
        aria_label="What to look at first",
    )


def _parts(report: Report) -> Iterator[Markup]:
    first = report.first_to_look_at()
    for file in blocked(report):
        yield _blocked(file)
    if first is None:
        yield element("h2", marks.sign(marks.RIGHT), " ", all_right(report))
    elif first[1].is_wrong:
        yield from _wrong(*first)
    elif not first[1].outcome.waits:
        yield from _to_do(first[0])
    if not was_all_run(report):
        yield element("p", WAS_NOT_RUN)


def all_right(report: Report) -> str:
    """The sentence of a report in which all is right."""
    is_all = len(report.stages) == len(STAGES)
    return f"All {len(STAGES)} stages are right." if is_all else "It is right."


def _wrong(stage: StageResult, check: CheckResult) -> Iterator[Markup]:
    yield _eyebrow(stage)
    yield element("h2", marks.sign(marks.WRONG), marks.spoken(marks.WRONG), prose(check.title))
    yield check_in_full(check)


def _to_do(stage: StageResult) -> Iterator[Markup]:
    yield _eyebrow(stage)
    if stage.needs_torch:
        yield element("h2", "All that can be graded without torch is right.")
        return
    yield element("h2", STAGES[stage.number - 1].story)
    if stage.to_write:
        yield element("p", "To write", class_="label")
        yield list_to_write(stage)


def _eyebrow(stage: StageResult) -> Markup:
    text = f"Look here first: stage {stage.number} · {stage.title} · {stage.file}"
    return element("p", text, class_="eyebrow")


def list_to_write(stage: StageResult) -> Markup:
    """The functions that a stage still asks for, and where they are."""
    return element(
        "ul",
        joined(
            (
                element(
                    "li",
                    marks.sign(marks.TO_DO),
                    element("code", to_write(part)),
                    " ",
                    element("span", f"{part.file}:{part.line}", class_="muted"),
                )
                for part in stage.to_write
            ),
            "\n",
        ),
        class_="checks",
    )


def _blocked(file: Blocked) -> Markup:
    """A file that cannot be imported: its line, and what to do."""
    outcome, parts = file.outcome, []
    mark = marks.TO_DO if is_unwritten(outcome) else marks.WRONG
    parts.append(element("h2", marks.sign(mark), head_of(outcome)))
    if outcome.frame:
        number = f"{outcome.frame.line:>4} │ "
        column = outcome.raised.column if outcome.raised else 0
        caret = f"\n{' ' * (len(number) + column - 1)}^" if column else ""
        line = outcome.frame.text.replace("\n", "\\n")
        parts.append(code(f"{number}{line}{caret}", class_="program"))
    parts.append(named(lines_on(file)))
    return joined(parts, "\n")
