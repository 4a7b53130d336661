"""A check that is not right, as the page shows it: every text ready, harmless and short enough."""

from __future__ import annotations

from msgspec import Struct

from grader.report.model import CheckResult
from grader.report.safe_text import safe, safe_line
from grader.report.side_by_side import side_by_side
from grader.report.told import lines_on, printed

LONGEST_PROGRAM = 4000  # characters
PRINTED = 6  # lines of what the learner printed


class ShownCheck(Struct, frozen=True, omit_defaults=True):
    """One check: rows are (what, yours, expected), lines (name, text)."""

    title: str
    program: str = ""
    source: str = ""
    rows: tuple[tuple[str, str, str], ...] = ()
    more: int = 0  # rows
    lines: tuple[tuple[str, str], ...] = ()
    output: str = ""
    counterexample: str = ""
    has_picture: bool = False


def shown_check(check: CheckResult) -> ShownCheck:
    """What is shown of a check, but for its diagnosis and blame."""
    table = side_by_side(check.outcome.differences)
    return ShownCheck(
        title=safe_line(check.title),
        program=safe(check.program.rstrip("\n")[:LONGEST_PROGRAM]),
        source=table.source if table.rows else "",
        rows=tuple(
            (safe_line(r.name), safe_line(r.yours), safe_line(r.expected)) for r in table.rows
        ),
        more=table.more,
        lines=tuple((line.name, safe_line(line.text)) for line in lines_on(check)),
        output=_output(check.output),
        counterexample=safe((check.counterexample or "")[:LONGEST_PROGRAM]),
        has_picture=check.picture is not None,
    )


def _output(output: str) -> str:
    """The first lines that were printed."""
    lines, more = printed(output, PRINTED)
    return safe("\n".join([*lines, f"and {more} lines more"] if more else lines))
