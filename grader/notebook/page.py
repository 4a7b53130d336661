"""A report as HTML that stands in a notebook, saved and untrusted too.

Of what stands in an output, Jupyter then strips scripts, style sheets, frames and SVG. So each
element has its own style, pictures are images, and colours are few and middling: text is in the
colour that the notebook's theme gives it, on a ground of its own or a shade of grey over it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence

from grader.curriculum import STAGES
from grader.report.blocked import Blocked, blocked, is_unwritten
from grader.report.blocked import head_of as head_of_file
from grader.report.blocked import lines_on as lines_on_file
from grader.report.html import marks
from grader.report.html.markup import Attribute, Child, Markup, element, joined, prose
from grader.report.model import CheckResult, Report, StageResult
from grader.report.side_by_side import side_by_side
from grader.report.told import (
    WAS_NOT_RUN,
    Line,
    cause,
    example,
    extra_credit,
    head_of,
    lines_on,
    other_fault,
    printed,
    to_write,
    was_all_run,
)

PRINTED = 20  # lines of what the learner printed
NAMED = 5  # further failing checks that have a line each
# Colours that stand out from white and from a dark theme's black alike (4.3 to 1 and more).
SIGN = {"right": "#2e8540", "wrong": "#d9363e", "follows": "#d9363e", "open": "#7a7f87"}
GREY = "rgba(128, 128, 128, 0.14)"
LINE = "1px solid rgba(128, 128, 128, 0.5)"
MONO = "font-family: monospace; font-size: 13px; line-height: 1.45"
CELL = "text-align: left; padding: 1px 14px 1px 0; border: 0; vertical-align: top"
NUMBER = "text-align: right; padding: 1px 14px 1px 0; border: 0; vertical-align: top"
PLAIN = "background-color: transparent; border: 0"
CODE = f"{MONO}; background-color: {GREY}; padding: 8px 12px; margin: 6px 0; overflow-x: auto"
HEAD = "font-weight: bold; margin: 14px 0 4px 0"


def page(report: Report, stage: int, lines: Sequence[Line], hidden: Sequence[str]) -> Markup:
    """The map, the stage that is asked for, or the first to look at, and these lines."""
    parts = [*_parts(report, stage, lines, hidden)]
    return _styled("div", "max-width: 1000px; line-height: 1.45", joined(parts, "\n"))


def _parts(
    report: Report, asked: int, lines: Sequence[Line], hidden: Sequence[str]
) -> Iterator[Markup]:
    first = report.first_to_look_at(asked) or report.first_to_look_at()
    for text in hidden:
        yield _styled("p", HEAD, _sign(marks.WRONG), text)
    yield _map(report, first[0] if first else None)
    yield from _won(report, asked)
    for file in blocked(report):
        yield from _blocked(file)
    if first is None:
        is_all = len(report.stages) == len(STAGES)
        text = f"All {len(STAGES)} stages are right." if is_all else "It is right."
        yield _styled("p", HEAD, _sign(marks.RIGHT), text)
    elif first[1].is_wrong:
        yield from _wrong(report, *first)
    elif not first[1].outcome.waits:
        yield from _to_do(first[0])
    yield _lines(lines)


# The map


def _map(report: Report, here: StageResult | None) -> Markup:
    rows = [_row(stage, stage is here) for stage in report.stages]
    total = f"{report.earned:g}/{report.points:g}"
    rows.append(_table_row(_cells("", "", total, "")))
    credit = extra_credit(report)
    if credit:
        points = sum(check.points for _, check in credit)
        rows.append(_table_row(_cells("+", "Extra credit", f"{report.bonus_earned:g}/{points:g}")))
    return _table(rows)


def _row(stage: StageResult, is_here: bool) -> Markup:
    mark = marks.of_stage(stage)
    word = "you are here" if is_here else "" if mark in (marks.RIGHT, marks.WRONG) else mark.word
    name: Child = f"{stage.number} {stage.title}"
    return _table_row(
        _cells(
            _sign(mark),
            _styled("b", "", name) if is_here else name,
            f"{stage.earned:g}/{stage.points:g}",
            f"← {word}" if is_here else word if stage.was_put else "",
        )
    )


def _cells(sign: Child, name: Child, points: Child, word: Child = "") -> list[Markup]:
    return [
        _styled("td", CELL, sign),
        _styled("td", CELL, name),
        _styled("td", NUMBER, points),
        _styled("td", CELL, word),
    ]


def _table_row(cells: Iterable[Markup]) -> Markup:
    return _styled("tr", PLAIN, joined(cells))


def _table(rows: Iterable[Markup]) -> Markup:
    style = "border-collapse: collapse; border: 0; margin: 4px 0; font-size: 13px"
    return _styled("table", style, _styled("tbody", "", joined(rows, "\n")))


# What there is to say of it


def _won(report: Report, asked: int) -> Iterator[Markup]:
    """What is won with the stage that was asked for, and a few lines to run, if it is right."""
    if not any(stage.number == asked and stage.status == "passed" for stage in report.stages):
        return
    stage = STAGES[asked - 1]
    text = f"Stage {stage.number}, {stage.title}, is right. {stage.meaning}"
    yield _styled("p", HEAD, _sign(marks.RIGHT), text)
    yield _styled("p", "margin: 4px 0", "Try it now")
    yield _code(example(report, stage))


def _wrong(report: Report, stage: StageResult, check: CheckResult) -> Iterator[Markup]:
    yield _styled("p", HEAD, head_of(stage, "·", check))
    yield _styled("p", HEAD, _sign(marks.WRONG), prose(check.title))
    if check.program:
        yield _code(check.program)
    if check.outcome.differences:
        yield from _differences(check)
    yield _lines([*lines_on(check), *cause(check)])
    if check.picture:
        yield _picture(check.picture)
    yield from _printed(check.output)
    yield from _others(stage, check)
    if not was_all_run(report):
        yield _styled("p", "margin: 4px 0", WAS_NOT_RUN)


def _differences(check: CheckResult) -> Iterator[Markup]:
    shown = side_by_side(check.outcome.differences)
    head = [
        _styled("th", CELL, ""),
        _styled("th", NUMBER, "yours"),
        _styled("th", NUMBER, shown.source),
    ]
    rows = [
        [
            _styled("td", CELL, pair.name),
            _styled("td", NUMBER, pair.yours, " ", _sign(marks.WRONG)),
            _styled("td", NUMBER, pair.expected),
        ]
        for pair in shown.rows
    ]
    style = f"border-collapse: collapse; border: 0; margin: 6px 0 6px 12px; {MONO}"
    made = [_table_row(head), *map(_table_row, rows)]
    yield _styled("table", style, _styled("tbody", "", joined(made, "\n")))
    if shown.more:
        yield _styled("p", "margin: 4px 0", f"and {shown.more} rows more")


def _picture(picture: str) -> Markup:
    """The SVG as an image, on a ground of its own, in light and in dark."""
    content = base64.b64encode(picture.encode("utf-8", "backslashreplace")).decode()
    return _styled(
        "img",
        "max-width: 100%; margin: 8px 0",
        src=f"data:image/svg+xml;base64,{content}",
        alt="The graph as your code leaves it.",
    )


def _printed(output: str) -> Iterator[Markup]:
    lines, more = printed(output, PRINTED)
    if lines:
        yield _styled("p", "margin: 4px 0", "You printed")
        yield _code("\n".join(lines))
    if more:
        yield _styled("p", "margin: 4px 0", f"and {more} lines more")


def _others(stage: StageResult, shown: CheckResult) -> Iterator[Markup]:
    """A line each for the other failing checks of the stage."""
    others = [c for c in stage.checks if c.is_wrong and not c.bonus and c is not shown]
    for check in others[:NAMED]:
        fault = other_fault(check, shown)
        text = prose(check.title), f" ({fault})" if fault else ""
        yield _styled("p", "margin: 2px 0", _sign(marks.WRONG), *text)
    if len(others) > NAMED:
        yield _styled("p", "margin: 2px 0", f"and {len(others) - NAMED} more of this stage")


def _to_do(stage: StageResult) -> Iterator[Markup]:
    yield _styled("p", HEAD, head_of(stage, "·"))
    if stage.needs_torch:
        yield _styled("p", "margin: 4px 0", "All that can be graded without torch is right.")
        return
    yield _styled("p", "margin: 4px 0", STAGES[stage.number - 1].story)
    yield _styled("p", HEAD, "To write")
    for part in stage.to_write:
        what = _styled("span", MONO, to_write(part))
        yield _styled("p", "margin: 2px 0", _sign(marks.TO_DO), what, f"  {part.place}")


def _blocked(file: Blocked) -> Iterator[Markup]:
    outcome = file.outcome
    mark = marks.TO_DO if is_unwritten(outcome) else marks.WRONG
    yield _styled("p", HEAD, _sign(mark), head_of_file(outcome))
    if outcome.frame:
        yield _code(f"{(outcome.frame.cell or outcome.frame).line:>4} │ {outcome.frame.text}")
    yield _lines([*lines_on_file(file)])


def _lines(lines: Sequence[Line]) -> Markup:
    """Lines with their names in front."""
    rows = []
    for line in lines:
        name = _styled("td", f"{CELL}; font-weight: bold; white-space: nowrap", line.name)
        below = [_code("\n".join(line.code))] if line.code else []
        rows.append(_table_row([name, _styled("td", CELL, prose(line.text), *below)]))
    return _table(rows) if rows else joined(())


def _code(text: str) -> Markup:
    lines = [joined([line.expandtabs(4)]) for line in text.rstrip("\n").split("\n")]
    return _styled("pre", CODE, joined(lines, "\n"))


def _sign(mark: marks.Mark) -> Markup:
    colour = SIGN[mark.style]
    return _styled("span", f"color: {colour}; font-weight: bold", f"{mark.sign} ")


def _styled(name: str, style: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """An element with a style of ours, which is no learner's text."""
    made = element(name, *children, **attributes).html
    opening = f'<{name} style="{style}"' if style else f"<{name}"
    return Markup(opening + made[len(name) + 1 :])
