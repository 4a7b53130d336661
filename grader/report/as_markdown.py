"""The report as Markdown for a page of GitHub's: the map, and the first check that is not right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.report.model import CheckResult, Report, StageResult
from grader.report.plain_text import RIGHT, WRONG, mark, standing, to_write
from grader.report.safe_text import safe, safe_line
from grader.report.side_by_side import side_by_side
from grader.report.told import Line, cause, lines_on, printed

# In the midst of a line; a www. makes a link, and so does GH-1.
MARKUP = re.compile(r"[][!\"#$&*+:<>@\\^_`{|}~]|(?<=[wW])\.|(?<=[gG][hH])-")
PRINTED = 20  # lines of what the learner printed


def to_markdown(report: Report) -> str:
    """The report as GitHub's Markdown, in which no text of a learner's is markup."""
    return "\n".join([*_map(report), *_first(report), *_notes(report)]) + "\n"


def _map(report: Report) -> Iterator[str]:
    first = report.first_to_look_at()
    here = first[0] if first else None
    yield f"### {escaped(f'{report.earned:g} of {report.points:g} points')}"
    yield ""
    yield "| | Stage | Points | |"
    yield "|:-:|:--|--:|:--|"
    for stage in report.stages:
        beside = [standing(stage)] if standing(stage) else []
        said = "; ".join([*beside, *(["← you are here"] if stage is here else [])])
        name, points = f"{stage.number} {stage.title}", f"{stage.earned:g}/{stage.points:g}"
        yield f"| {mark(stage)} | {escaped(name)} | {escaped(points)} | {escaped(said)} |"
    if report.bonus_earned:
        yield f"| + | Extra credit | {escaped(f'{report.bonus_earned:g}')} | |"
    yield ""


def _first(report: Report) -> Iterator[str]:
    """The stage to look at: its first wrong check in full, or what is to be written."""
    found = report.first_to_look_at()
    if found is None:
        yield "All that was graded is right."
        yield ""
        return
    stage, check = found
    yield f"### {escaped(f'Stage {stage.number}: {stage.title} ({stage.file})')}"
    yield ""
    if check.is_wrong:
        yield from _in_full(check)
        yield from _others(stage, check)
    elif check.outcome.waits:
        yield from map(_said, lines_on(check))
    else:
        yield from (f"- {escaped(part)}" for part in to_write(stage) or [standing(stage)])
    yield ""


def _in_full(check: CheckResult) -> Iterator[str]:
    yield f"- {WRONG} **{escaped(check.title)}**"
    yield ""
    if check.program:
        yield from _fenced(check.program, "python")
    shown = side_by_side(check.outcome.differences)
    if shown.rows:
        yield f"| | yours | {shown.source} |"
        yield "|:--|--:|--:|"
        for row in shown.rows:
            yield f"| {_code(row.name)} | {_code(row.yours)} | {_code(row.expected)} |"
        yield ""
    yield from map(_said, [*lines_on(check), *cause(check)])
    lines, more = printed(check.output, PRINTED)
    if lines:
        yield "- **You printed**"
        yield ""
        yield from _fenced(
            "\n".join([*lines, *([f"and {more} lines more"] if more else [])]), "text"
        )


def _others(stage: StageResult, shown: CheckResult) -> Iterator[str]:
    others = [c for c in stage.checks if c.is_wrong and not c.bonus and c is not shown]
    if others:
        yield ""
        yield f"Also not right in this stage ({len(others)}):"
        yield ""
        yield from (f"- {WRONG} {escaped(check.title)}" for check in others)


def _notes(report: Report) -> Iterator[str]:
    for note in report.notes:
        yield f"**Note** {escaped(note)}"
        yield ""
    seed = f"Seed {report.seed}, grader {report.grader}"
    yield f"<sub>{escaped(seed)}. {RIGHT} right, {WRONG} wrong, · open</sub>"


def _said(line: Line) -> str:
    return f"- **{escaped(line.name)}** {escaped(line.text)}"


def _fenced(text: str, language: str) -> Iterator[str]:
    """A block of code in an item of a list, its fence longer than any that is in the text."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = [fence + language, *safe(text.rstrip("\n")).split("\n"), fence]
    yield from (f"  {line}" for line in lines)
    yield ""


def _code(text: str) -> str:
    """A text in the letters of code, in a cell of a table too, where a | would end a code span."""
    return f"<code>{escaped(text)}</code>"


def escaped(text: str) -> str:
    """One line that GitHub shows as it is.

    What Markdown or HTML could take for markup is told by its number, which no markup is made of.
    What is made a link later, of the text that is shown, is cut in two by a comment: a name after
    @, an issue after # or GH-, an address or an emoji with its colons.
    """
    return MARKUP.sub(_number, safe_line(text))


def _number(found: re.Match[str]) -> str:
    number = f"&#{ord(found[0])};"
    is_split = found[0] in "@#:-."
    return f"{number}<!-- -->" if is_split else number
