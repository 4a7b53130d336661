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
MOST_LINES = 5


def attempts(report: Report) -> list[str]:
    """A line for each attempt, the most frequent first."""
    found = Counter(
        line
        for stage in report.stages
        for check in stage.checks
        if (line := _attempt(check.outcome))
    )
    lines = [
        f"{line} (in {count} checks)" if count > 1 else line for line, count in found.most_common()
    ]
    more = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], *([f"and {more} more such attempts"] if more > 0 else [])]


def _attempt(outcome: Outcome) -> str:
    """What a check says that was tried; "" where that is nothing."""
    limit = outcome.raised.limit if outcome.raised else None
    reason = BROKEN[limit] if limit else outcome.reason
    if reason not in TRIED:
        return ""
    what = words.what(outcome) if reason == outcome.reason else words.WORDS[reason]
    return f"{what}: {place}" if (place := _place(outcome)) else what


def _place(outcome: Outcome) -> str:
    if outcome.frame is not None:
        return words.where(outcome)
    if outcome.file and outcome.line:
        return f"{outcome.file}, line {outcome.line}"
    return outcome.file or ""
