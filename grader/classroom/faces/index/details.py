"""The data that the page's script opens and filters rows by: what learners share stands in it once.

However many learners there are, and whatever they wrote, it stays within ROOM: where that runs
short, checks are named alone, and the rest is on the learner's own page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from grader.classroom.faces.index.learner import SIGNS, WORDS, Learner, clipped
from grader.classroom.faces.index.shown_check import shown_check
from grader.classroom.faces.index.source_lines import MOST_LINES, Lines
from grader.classroom.finding.matching import SURE
from grader.classroom.row import Row
from grader.report import words
from grader.report.model import Blame, CheckResult, Report, StageResult
from grader.report.safe_text import safe_line
from grader.report.told import to_write
from grader.submission.submission import file_of

ROOM = 2_500_000  # characters of all that can be opened
AT_ONCE = 500_000  # of which the first learners may take so much, before they wait for the others
LONGEST_LINE = 160  # characters of a learner's source
MOST_PLACES = 6  # functions at fault in one check
MOST_NOTES = 6

# (learner, file, line) -> the lines of the function there.
SourceLines = Callable[[str, str, int], Lines]


class Details:
    """The data, as learners are added in the order of their rows."""

    def __init__(
        self,
        learners: int,
        stages: Mapping[int, str],
        lines: SourceLines,
        *,
        extra_counts: bool = False,
    ) -> None:
        self._of_all, self._lines = learners, lines
        self._stages, self._extra_counts = stages, extra_counts
        self._tables: dict[str, dict[str, int]] = {}
        self._learners: list[dict[str, Any]] = []
        self._spent = 0

    def add(self, learner: Learner, report: Report | None) -> None:
        """Add one; what is new in the report is kept as far as there is room."""
        row = learner.row
        fuller = (note for note in row.notes if note.startswith(learner.not_run))
        not_run = learner.not_run and next(fuller, learner.not_run)
        entry = {
            "name": clipped(learner.name),
            "who": clipped(row.learner) if row.learner != learner.name else "",
            "page": learner.page,
            "ids": [clipped(f"{name} {value}") for name, value in sorted(row.ids.items())],
            "source": clipped(row.source),
            "at": clipped(row.handed_in_at),
            "late": bool(row.came_late),
            "total": row.total,
            "bonus": self._extra(row, report),
            "deducted": row.late_deduction,
            "statuses": "".join(SIGNS[cell.status] for cell in learner.cells),
            "points": [cell.points for cell in learner.cells],
            "first": learner.first,
            "held": [
                [stage, self._shared("names", name)] for stage, name in dict.fromkeys(row.named)
            ],
            "overrides": [
                [o.stage, row.own_points.get(o.stage), clipped(o.comment)] for o in row.overrides
            ],
            "flags": [clipped(flag.text) for flag in learner.flags[:MOST_NOTES]],
            "not_run": clipped(not_run),
            "notes": [
                self._shared("texts", clipped(note))
                for note in (learner.why_not_graded, *_of_course(row), *row.notes)
                if note and note not in SURE and note != not_run
            ][:MOST_NOTES],
            "stages": self._parts(row.learner, report) if report else [],
        }
        self._learners.append({key: value for key, value in entry.items() if value not in ("", [])})

    def as_data(self, explanations: Mapping[str, str], points: Mapping[int, float]) -> Any:
        """All of it, as plain data."""
        names = self._tables.get("names", {})
        tables = {table: list(map(json.loads, texts)) for table, texts in self._tables.items()}
        return {
            "signs": {SIGNS[status]: [status, WORDS[status]] for status in SIGNS},
            "stages": [[number, self._stages[number], most] for number, most in points.items()],
            "explanations": [explanations.get(json.loads(name), "") for name in names],
            **{table: [] for table in ("names", "texts", "checks", "places", "parts")},
            **tables,
            "learners": self._learners,
        }

    def _parts(self, learner: str, report: Report) -> list[int]:
        allowed = AT_ONCE + (ROOM - AT_ONCE) * (len(self._learners) + 1) / max(self._of_all, 1)
        parts = []
        for stage in report.stages:
            checks = [
                self._check(learner, check, allowed)
                for check in stage.checks
                if not check.bonus and check.is_wrong
            ]
            not_run = sum(not c.bonus and _is_not_run(c) for c in stage.checks)
            part = [stage.number, checks, not_run, self._to_write(stage)]
            if any(part[1:]):
                parts.append(self._shared("parts", part))
        return parts

    def _check(self, learner: str, check: CheckResult, allowed: float) -> list[Any]:
        """[check, names of misconceptions, places at fault]; its title where room runs short."""
        if self._spent > allowed:
            title = self._shared("texts", safe_line(check.title))
            return [self._shared("checks", {"title": title})]
        shown = msgspec.to_builtins(shown_check(check))
        for key in ("title", "program"):
            if key in shown:
                shown[key] = self._shared("texts", shown[key])
        named = []
        for found in check.diagnosis:
            named.append(self._shared("names", found.misconception))
        places = [self._place(learner, blame) for blame in check.blame[:MOST_PLACES]]
        return [self._shared("checks", shown), named, places]

    def _place(self, learner: str, blame: Blame) -> int:
        lines = self._lines(learner, blame.file, blame.line) if blame.function else []
        file, line = blame.file, blame.line
        if blame.cell:
            file, line = f"{file_of(file)}, cell {blame.cell.number}", blame.cell.line
        place = {
            "function": safe_line(blame.function),
            "file": safe_line(file),
            "line": line,
            "lines": [
                [number - blame.line + line, safe_line(text.expandtabs(4))[:LONGEST_LINE]]
                for number, text in lines[:MOST_LINES]
            ],
            "more": len(lines) > MOST_LINES,
        }
        return self._shared("places", place)

    def _extra(self, row: Row, report: Report | None) -> str:
        """What there is of extra credit, and whether the total has it."""
        if not row.extra_credit:
            return ""
        if self._extra_counts:
            return f"{row.extra_credit:g} of them for extra credit"
        checks = (check for stage in report.stages for check in stage.checks) if report else ()
        most = sum(check.points for check in checks if check.bonus)
        return f"extra credit {row.extra_credit:g} of {most:g}, not in the total"

    def _to_write(self, stage: StageResult) -> list[int]:
        """What is still to be written, in words."""
        texts = list(map(to_write, stage.to_write))
        if not texts and stage.status == "to do":
            found = [words.what(c.outcome) for c in stage.checks if c.status == "to do"]
            texts = list(dict.fromkeys(found))
        return [self._shared("texts", safe_line(text)) for text in texts[:MOST_NOTES]]

    def _shared(self, table: str, value: Any) -> int:
        """The place of a value in a table, in which it stands once."""
        text = json.dumps(value, separators=(",", ":"))
        places = self._tables.setdefault(table, {})
        if text not in places:
            places[text] = len(places)
            self._spent += len(text)
        return places[text]


def _is_not_run(check: CheckResult) -> bool:
    return check.outcome.reason == "not_run" or check.outcome.waits


def _of_course(row: Row) -> tuple[str, ...]:
    return row.counted.remarks if row.counted else ()
