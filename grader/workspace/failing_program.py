"""The first failing check's program as a script that runs: .kata/failing.py."""

from __future__ import annotations

from pathlib import Path

from grader.paths import EXERCISES, KATA, ROOT
from grader.report.model import MOST_ROWS, CheckResult, Report
from grader.workspace import kept_file
from grader.workspace.kept_file import Say, aloud

FILE = KATA / "failing.py"


def keep_failing_program(report: Report, say: Say = aloud) -> Path | None:
    """Write the first failing check's program as a script that runs; raises CannotWrite."""
    found = report.first_to_look_at()
    if found is None or not found[1].is_wrong or not found[1].program:
        kept_file.remove(FILE)
        return None
    stage, check = found
    script = (
        f'"""Stage {stage.number}, {stage.title}: {check.title}"""\n\n'
        "import sys\n\n"
        f"sys.path[:0] = [{str(EXERCISES)!r}, {str(ROOT)!r}]\n\n"
        f"{check.program}\n{_prints(check)}"
    )
    kept_file.write(FILE, script, say)
    return FILE


def _prints(check: CheckResult) -> str:
    """Lines that print what is wrong, beside what it should be."""
    lines = []
    for row in check.outcome.differences[:MOST_ROWS]:
        what = row.expression
        lines.append(f"print({f'{what} ='!r}, {what}, {f'  {row.source}: {row.expected}'!r})\n")
    return "".join(lines)
