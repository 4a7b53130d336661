"""What to look at first: a file that cannot be imported, a check in full, or what is to write."""

from __future__ import annotations

from collections.abc import Iterator

from grader.curriculum import STAGES
from grader.report.blocked import Blocked, blocked, is_unwritten, lines_on
from grader.report.blocked import head_of as head_of_file
from grader.report.html import marks
from grader.report.html.check import check_in_full, named
from grader.report.html.markup import Markup, code, element, joined, prose
from grader.report.model import CheckResult, Report, StageResult, ToWrite
from grader.report.told import (
    WAS_NOT_RUN,
    example,
    extra_credit,
    head_of,
    to_write,
    was_all_run,
)

EXTRA = "Extra credit: "  # how the title of such a check begins


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
        yield from _all_right(report)
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


def _all_right(report: Report) -> Iterator[Markup]:
    """What is won with it, and what to try now."""
    yield element("h2", marks.sign(marks.RIGHT), " ", all_right(report))
    if len(report.stages) == len(STAGES):
        yield element("p", f"Well done. {STAGES[-1].meaning}", class_="lead")
        yield element("p", "Try it now", class_="label")
        yield code(example(report, STAGES[-1]), faint="from ", class_="program")
    left = [(s, c) for s, c in extra_credit(report) if c.status != "passed"]
    if left:
        yield element("p", "Extra credit that is still open, if you like", class_="label")
        titles = [f"{c.title.removeprefix(EXTRA).rstrip('.')} (stage {s.number})" for s, c in left]
        items = (element("li", marks.sign(marks.TO_DO), prose(title)) for title in titles)
        yield element("ul", joined(items, "\n"), class_="checks")


def _wrong(stage: StageResult, check: CheckResult) -> Iterator[Markup]:
    yield _eyebrow(stage, check)
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
    yield from begun(stage)


def begun(stage: StageResult) -> Iterator[Markup]:
    """Why a stage that is to do has points."""
    right = sum(check.status == "passed" for check in stage.checks)
    if stage.status == "to do" and stage.earned:
        counted = "1 check is" if right == 1 else f"{right} checks are"
        yield element("p", f"{counted} right with what is written so far.", class_="muted")


def _eyebrow(stage: StageResult, check: CheckResult | None = None) -> Markup:
    return element("p", f"Look here first: {head_of(stage, '·', check)}", class_="eyebrow")


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
                    element("span", part.place, class_="muted"),
                    element("span", _of_another(stage, part), class_="muted"),
                )
                for part in stage.to_write
            ),
            "\n",
        ),
        class_="checks",
    )


def _of_another(stage: StageResult, part: ToWrite) -> str:
    """Which stage asks for a function, where it is not this one."""
    asking = {asked.number for asked in STAGES for p in asked.parts if p.function == part.function}
    if not asking or stage.number in asking:
        return ""
    return f": stage {min(asking)} asks for it, and your code for this one calls it already"


def _blocked(file: Blocked) -> Markup:
    """A file that cannot be imported: its line, and what to do."""
    outcome, parts = file.outcome, []
    mark = marks.TO_DO if is_unwritten(outcome) else marks.WRONG
    parts.append(element("h2", marks.sign(mark), head_of_file(outcome)))
    if outcome.frame:
        number = f"{(outcome.frame.cell or outcome.frame).line:>4} │ "
        column = outcome.raised.column if outcome.raised else 0
        caret = f"\n{' ' * (len(number) + column - 1)}^" if column else ""
        line = outcome.frame.text.replace("\n", "\\n")
        parts.append(code(f"{number}{line}{caret}", class_="program"))
    parts.append(named(lines_on(file)))
    return joined(parts, "\n")
