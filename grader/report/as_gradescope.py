"""The report as Gradescope's results.json: a test for each stage, as a page of 145 is never read.

The score is what the lecture asks for: extra credit is told, and not in it, since Gradescope
would show more than all points. Its tests are passed or failed, and nothing in between: a stage
that is to do is failed with its points, but one that cannot be graded here has no points at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from grader.report.model import CheckResult, Report, StageResult
from grader.report.plain_text import in_full, standing, to_write
from grader.report.safe_text import safe_line

MOST_IN_FULL = 5  # checks of a stage; the others have a line each
TEXT = "text"  # of Gradescope's formats the one in which nothing is markup
VISIBLE = "visible"


def to_gradescope(report: Report) -> str:
    """The report as JSON text, in the fields that Gradescope documents."""
    fields = {
        "score": report.earned,
        "execution_time": round(sum(c.seconds for s in report.stages for c in s.checks), 3),
        "output": "\n".join(_head(report)),
        "output_format": TEXT,
        "test_output_format": TEXT,
        "test_name_format": TEXT,
        "visibility": VISIBLE,
        "stdout_visibility": "hidden",  # what is said there is said to the instructor
        "tests": [*map(_test, report.stages), *_extra_credit(report)],
        "extra_data": _summary(report),
    }
    return as_text(fields)


def unusable(why: str) -> str:
    """The results of a submission in which there is nothing to grade: no points, and why."""
    fields = {
        "score": 0.0,
        "output": f"Nothing was graded: {safe_line(why)}",
        "output_format": TEXT,
        "visibility": VISIBLE,
        "stdout_visibility": "hidden",
        "extra_data": {"unusable": safe_line(why)},
    }
    return as_text(fields)


def as_text(fields: dict[str, Any]) -> str:
    """Fields whose texts are safe as JSON text, a line at its end."""
    return msgspec.json.format(msgspec.json.encode(fields), indent=2).decode() + "\n"


def _head(report: Report) -> Iterator[str]:
    """What is said of the submission as a whole."""
    yield f"{report.earned:g} of {report.points:g} points."
    ungraded = [str(stage.number) for stage in report.stages if _is_ungraded(stage)]
    if ungraded:
        yield f"Not graded, as torch is not installed here: stage {', '.join(ungraded)}."
    first = report.first_to_look_at()
    if first and not first[1].needs_torch:
        yield f"Look at stage {first[0].number} first."
    yield from (f"Note: {safe_line(note)}" for note in report.notes)


def _is_ungraded(stage: StageResult) -> bool:
    return stage.needs_torch and not stage.is_wrong


def _test(stage: StageResult) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "name": safe_line(f"{stage.title} ({stage.file})"),
        "number": str(stage.number),
        "output": "\n".join(_output(stage)),
        "visibility": VISIBLE,
        "tags": [stage.status],
    }
    if _is_ungraded(stage):
        return facts
    status = "passed" if stage.status == "passed" else "failed"
    return {"score": stage.earned, "max_score": stage.points, "status": status, **facts}


def _output(stage: StageResult) -> Iterator[str]:
    """The checks of a stage that are not right, the first of them in full."""
    wrong = [check for check in stage.checks if check.is_wrong and not check.bonus]
    if standing(stage):
        yield f"This stage {_is_what(stage)}."
        yield from (f"  To write: {part}" for part in to_write(stage))
    for check in wrong[:MOST_IN_FULL]:
        yield in_full(check) + "\n"
    for check in wrong[MOST_IN_FULL:]:
        yield f"  ✘ {safe_line(check.title)}"
    if stage.status == "passed":
        yield "All of it is right."


def _is_what(stage: StageResult) -> str:
    text = standing(stage)
    return text if text.startswith(("needs", "waits")) else f"is {text}"


def _extra_credit(report: Report) -> Iterator[dict[str, Any]]:
    """A test without points, where any of it is earned."""
    credit = [check for stage in report.stages for check in stage.checks if check.bonus]
    if not report.bonus_earned:
        return
    points = sum(check.points for check in credit)
    head = f"{report.bonus_earned:g} of {points:g} points of extra credit, not in the score."
    yield {
        "name": "Extra credit",
        "number": "+",
        "output": "\n".join([head, *map(_credit, credit)]),
        "visibility": VISIBLE,
    }


def _credit(check: CheckResult) -> str:
    earned = "✔" if check.status == "passed" else "·"
    return f"  {earned} {safe_line(check.title.removeprefix('Extra credit: '))}"


def _summary(report: Report) -> dict[str, Any]:
    """What a program may want of it later, without the checks."""
    return {
        "submission": safe_line(report.submission),
        "grader": safe_line(report.grader),
        "seed": report.seed,
        "points": report.points,
        "earned": report.earned,
        "bonus_earned": report.bonus_earned,
        "stages": [
            {
                "number": stage.number,
                "status": stage.status,
                "points": stage.points,
                "earned": stage.earned,
                "misconceptions": _misconceptions(stage),
            }
            for stage in report.stages
        ],
    }


def _misconceptions(stage: StageResult) -> list[str]:
    found = (d.misconception for check in stage.checks for d in check.diagnosis)
    return [safe_line(name) for name in dict.fromkeys(found)]
