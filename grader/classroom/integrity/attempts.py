"""What a submission tried that the sandbox stopped, from its report: what, where, how often."""

from __future__ import annotations

from collections import Counter

from grader.report import words
from grader.report.model import Report
from grader.report.outcome import BROKEN, Outcome, Reason

# What is hardly a slip: a loop without end is one, and memory that runs out.
TRIED: tuple[Reason, ...] = (
    *("reached_files", "reached_network", "reached_system"),
    *("file_too_large", "too_many_threads", "too_many_files"),
    *("garbled", "stopped"),
)
WORDS: dict[Reason, str] = {
    "reached_files": "tried to use a file",
    "reached_network": "tried to reach the network",
    "reached_system": "tried to start or reach another program, or to change the system",
    "file_too_large": "tried to write to a file",
    "too_many_threads": "tried to start more threads or processes than it may",
    "too_many_files": "tried to open more files at once than it may",
}
STOPPED = "; this was stopped"
AT_IMPORT = "<module>"  # the function of a line that runs as its file is imported
MOST_LINES = 5


def attempts(report: Report) -> list[str]:
    """A line for each attempt, the most frequent first."""
    found = Counter(
        (line, check.outcome.waits)
        for stage in report.stages
        for check in stage.checks
        if (line := _attempt(check.outcome))
    )
    lines = [f"{line}; {_cost(count, waits=waits)}" for (line, waits), count in found.most_common()]
    more = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], *([f"and {more} more such attempts"] if more > 0 else [])]


def _attempt(outcome: Outcome) -> str:
    """What a check says that was tried; "" where that is nothing."""
    limit = outcome.raised.limit if outcome.raised else None
    reason = BROKEN[limit] if limit else outcome.reason
    if reason not in TRIED:
        return ""
    what = WORDS.get(reason) or words.what(outcome)
    said = f"{what} {place}" if (place := _place(outcome)) else what
    return f"{said}{STOPPED}" if reason in WORDS else said


def _place(outcome: Outcome) -> str:
    """When it was tried, and where."""
    frame = outcome.frame
    if frame is not None and frame.function == AT_IMPORT:
        line = frame.cell or f"line {frame.line}"
        return f"when {frame.file} was imported, {line}: {frame.text}"
    if frame is not None:
        return words.where(outcome)
    if outcome.file and outcome.line:
        return f"in {outcome.file}, line {outcome.line}"
    return f"in {outcome.file}" if outcome.file else ""


def _cost(count: int, *, waits: bool) -> str:
    """What became of the checks that met with it."""
    checks = "1 check" if count == 1 else f"{count} checks"
    return f"{checks} waited for that file" if waits else f"{checks} did not pass for it"
