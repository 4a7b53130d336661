"""The first failing check's program as a script that runs: .kata/failing.py."""

from __future__ import annotations

from pathlib import Path

from grader.paths import EXERCISES, KATA, ROOT
from grader.report import words
from grader.report.model import MOST_ROWS, Report
from grader.report.outcome import Outcome
from grader.trace import Difference
from grader.workspace import kept_file
from grader.workspace.kept_file import Say, aloud

FILE = KATA / "failing.py"


def keep_failing_program(report: Report, say: Say = aloud) -> Path | None:
    """Write the first failing check's program as a script that runs; raises CannotWrite."""
    found = report.first_to_look_at()
    if found is None or not found[1].is_wrong or not found[1].program:
        forget()
        return None
    stage, check = found
    script = (
        f'"""Stage {stage.number}, {stage.title}: {check.title}"""\n\n'
        "import sys\n\n"
        f"sys.path[:0] = [{str(EXERCISES)!r}, {str(ROOT)!r}]\n\n"
        f"{_remarks(check.outcome)}{check.program}\n{_prints(check.outcome)}"
    )
    kept_file.write(FILE, script, say)
    return FILE


def forget() -> None:
    """Take away the script of what failed before; raises CannotWrite."""
    kept_file.remove(FILE)


def warning(outcome: Outcome) -> str:
    """What to know before the program is run; "" where it ends by itself."""
    return {
        "endless": "it does not end: Ctrl-C stops it",
        "waited": "it waits and does not end: Ctrl-C stops it",
        "stopped": "it does not end: Ctrl-C stops it",
        "out_of_memory": "it fills the memory: Ctrl-C stops it",
    }.get(outcome.reason, "")


def _remarks(outcome: Outcome) -> str:
    """A comment with that, and one with what is wrong where neither a line nor Python says it."""
    remarks = [warning(outcome)] if warning(outcome) else []
    if outcome.reason in ("unfit", "not_raised") and not _prints(outcome):
        remarks.append(words.what(outcome))
    return "".join(f"# {' '.join(remark.split())}\n" for remark in remarks) + "\n" * bool(remarks)


def _prints(outcome: Outcome) -> str:
    """Lines that print what is wrong, beside what it should be."""
    printed = [_row(row) for row in outcome.differences[:MOST_ROWS]]
    what, expected = outcome.facts.get("what"), outcome.facts.get("expected")
    if outcome.claim == "text_starts":
        printed.append((f"{what}", f"repr({what})", f"should start with {expected!r}"))
    elif outcome.claim == "has_an_op":
        printed.append((f"({what})._op", f"repr(({what})._op)", f"should be {expected!r}"))
    return "".join(
        f"print({f'{what} ='!r}, {code}, {f'  {said}'!r})\n" for what, code, said in printed
    )


def _row(row: Difference) -> tuple[str, str, str]:
    """What differs, the code that gives it, and what it should be."""
    what = row.expression
    if row.quantity == "type":
        return f"type({what})", f"type({what})", f"expected: {row.expected}"
    if row.quantity == "length":
        return f"len({what})", f"len({what})", f"expected: {row.expected}"
    if isinstance(row.expected, str):
        return what, f"repr({what})", f"expected: {row.expected!r}"
    source = row.source if row.source == "torch" and isinstance(row.expected, float) else "expected"
    return what, what, f"{source}: {row.expected}"
