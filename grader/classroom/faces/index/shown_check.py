"""A check that is not right, as the page shows it: every text ready, and short enough."""

from __future__ import annotations

from msgspec import Struct

from grader.report import words
from grader.report.model import MOST_ROWS, CheckResult
from grader.report.safe_text import safe, safe_line
from grader.report.terminal.check_in_full import LONGEST_MESSAGE, LONGEST_VALUE, PRINTED
from grader.report.terminal.check_in_full import _pair as pair
from grader.trace import Difference

LONGEST_PROGRAM = 4000  # characters


class ShownCheck(Struct, frozen=True, omit_defaults=True):
    """One check; rows are (what, yours, expected), and more how many of them are left out."""

    title: str
    status: str
    program: str = ""
    what: str = ""
    where: str = ""
    source: str = ""
    rows: tuple[tuple[str, str, str], ...] = ()
    more: int = 0
    first_wrong: str = ""
    remark: str = ""
    output: str = ""
    counterexample: str = ""
    has_picture: bool = False


def shown_check(check: CheckResult) -> ShownCheck:
    """What is shown of a check, but for its diagnosis and blame."""
    outcome, first_wrong = check.outcome, check.first_wrong_step
    rows = outcome.differences
    kept = rows if len(rows) <= MOST_ROWS + 1 else rows[:MOST_ROWS]
    is_said_by_rows = outcome.reason == "differs"
    return ShownCheck(
        title=safe_line(check.title),
        status=outcome.status,
        program=safe(check.program.rstrip("\n")[:LONGEST_PROGRAM]),
        what="" if is_said_by_rows else safe_line(words.what(outcome)[:LONGEST_MESSAGE]),
        where="" if is_said_by_rows else safe_line(words.where(outcome)[:LONGEST_MESSAGE]),
        source=_source(rows) if rows else "",
        rows=tuple(_row(row) for row in kept),
        more=len(rows) - len(kept),
        first_wrong=safe_line(first_wrong.text[:LONGEST_MESSAGE]) if first_wrong else "",
        remark=safe_line(words.remark(outcome)[:LONGEST_MESSAGE]),
        output=_output(check.output),
        counterexample=safe((check.counterexample or "")[:LONGEST_PROGRAM]),
        has_picture=check.picture is not None,
    )


def _source(rows: tuple[Difference, ...]) -> str:
    of_torch = any(row.source == "torch" and isinstance(row.expected, float) for row in rows)
    return "torch" if of_torch else "expected"


def _row(row: Difference) -> tuple[str, str, str]:
    quantity = f" ({row.quantity})" if row.quantity in ("type", "length") else ""
    yours, expected = pair(row.yours, row.expected)
    return safe_line(row.expression + quantity), safe_line(yours), safe_line(expected)


def _output(output: str) -> str:
    """The first lines that were printed."""
    lines = output.rstrip().split("\n") if output.strip() else []
    kept = [line[:LONGEST_VALUE] for line in lines[:PRINTED]]
    if len(lines) > PRINTED:
        kept.append(f"and {len(lines) - PRINTED} lines more")
    return safe("\n".join(kept))
