"""The learner's desk: exercises/, and what the grader keeps for them in .kata/."""

from __future__ import annotations

import json
import time
from pathlib import Path

from grader import files
from grader.curriculum import FILES
from grader.paths import EXERCISES, ROOT, SOLUTIONS
from grader.python_source import stub
from grader.report.model import WRONG, CheckResult, Report, StageResult

KATA = ROOT / ".kata"
HINTS = KATA / "hints.json"
FAILING = KATA / "failing.py"
BACKUPS = KATA / "backup"
ROWS = 6  # quantities that the failing program prints


class NoSuchFile(Exception):
    """A name that is none of the kata's files; the text is one line with the remedy."""


def first_not_right(report: Report) -> tuple[StageResult, CheckResult] | None:
    """The check to look at first: one that fails if any does, else one that is to do.

    What needs torch, where that is not installed, comes last.
    """
    for wanted in (WRONG, ("to do",)):
        for stage in report.stages:
            for check in stage.checks:
                if check.status in wanted and not check.bonus and not check.needs_torch:
                    return stage, check
    without = ((s, c) for s in report.stages for c in s.checks if c.needs_torch)
    return next(without, None)


def keep_failing_program(report: Report) -> Path | None:
    """Write the first failing check's program as a script that runs; raises CannotWrite."""
    found = first_not_right(report)
    if found is None or found[1].status in ("to do", "needs torch") or not found[1].program:
        FAILING.unlink(missing_ok=True)
        return None
    stage, check = found
    script = (
        f'"""Stage {stage.number}, {stage.title}: {check.title}"""\n\n'
        "import sys\n\n"
        f"sys.path[:0] = [{str(EXERCISES)!r}, {str(ROOT)!r}]\n\n"
        f"{check.program}\n{_prints(check)}"
    )
    files.write(FAILING, script)
    return FAILING


def _prints(check: CheckResult) -> str:
    """Lines that print what is wrong, beside what it should be."""
    lines = []
    for row in check.differences[:ROWS]:
        what = row.name if row.quantity == "value" else f"{row.name}.{row.quantity}"
        if row.quantity in ("type", "length", "order"):
            what = row.name
        lines.append(f"print({f'{what} ='!r}, {what}, {f'  {row.source}: {row.expected}'!r})\n")
    return "".join(lines)


def next_hint(check: str, hints: tuple[str, ...]) -> int:
    """The number of the hint to show now (from 0), remembered; raises CannotWrite.

    HINTS holds {"stage:check": how many hints were shown}.
    """
    try:
        shown = json.loads(HINTS.read_text(encoding="utf-8"))
        count = int(shown.get(check, 0))
    except (OSError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        shown, count = {}, 0  # none yet, or not ours any more: begin again
    number = min(max(count, 0), len(hints) - 1)
    files.write(HINTS, json.dumps({**shown, check: number + 1}, indent=1))
    return number


def reset(name: str) -> tuple[Path, Path | None]:
    """Put a fresh stub in the place of an exercise, and keep the old file.

    Returns the paths of the stub and of the kept file. Raises NoSuchFile, CannotWrite.
    """
    file = Path(name).name.removesuffix(".py") + ".py"
    if file not in FILES:
        known = ", ".join(f.removesuffix(".py") for f in FILES)
        raise NoSuchFile(f"{name}: no exercise of that name; there are {known}")
    path, kept = EXERCISES / file, None
    if path.exists() or path.is_symlink():
        kept = BACKUPS / f"{path.stem}-{time.strftime('%Y%m%d-%H%M%S')}.py"
        while kept.exists():
            kept = kept.with_name(f"{kept.stem}-again.py")
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            path.rename(kept)
        except OSError as error:
            raise files.CannotWrite(
                f"{kept}: the old file cannot be kept there ({error.strerror}); nothing was changed"
            ) from None
    try:
        files.write(path, stub((SOLUTIONS / file).read_text(encoding="utf-8")))
    except files.CannotWrite:
        if kept:
            kept.rename(path)
        raise
    return path, kept


def restore_missing() -> list[Path]:
    """Put a fresh stub where an exercise is missing; raises CannotWrite."""
    missing = [name for name in FILES if not (EXERCISES / name).exists()]
    return [reset(name)[0] for name in missing]
