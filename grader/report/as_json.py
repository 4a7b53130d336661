"""The report as one JSON object of schema 2, for whatever else shows or collects results."""

from __future__ import annotations

from typing import Any

import msgspec

from grader.report import words
from grader.report.model import CheckResult, Report, StageResult

SCHEMA = 2


def to_json(report: Report) -> str:
    """The report as JSON text, fields in the order of the schema, a line at its end."""
    fields = {
        "schema": SCHEMA,
        "submission": report.submission,
        "grader": report.grader,
        "seed": report.seed,
        "points": report.points,
        "earned": report.earned,
        "bonus_earned": report.bonus_earned,
        "stages": [_stage(stage) for stage in report.stages],
    }
    text = msgspec.json.encode(_finite(msgspec.to_builtins(fields)))
    return _printable(msgspec.json.format(text, indent=2).decode()) + "\n"


def _printable(text: str) -> str:
    """JSON with what could steer a terminal escaped, beyond what JSON asks for."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c == "\n" or c.isprintable() else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _stage(stage: StageResult) -> dict[str, Any]:
    return {
        "number": stage.number,
        "title": stage.title,
        "file": stage.file,
        "points": stage.points,
        "earned": stage.earned,
        "status": stage.status,
        "checks": [_check(check) for check in stage.checks],
    }


def _check(check: CheckResult) -> dict[str, Any]:
    outcome = check.outcome
    return {
        "name": check.name,
        "title": check.title,
        "status": check.status,
        "bonus": check.bonus,
        "points": check.points,
        "earned": check.earned,
        "message": words.message(outcome),
        "remark": words.remark(outcome),
        "program": check.program,
        "file": outcome.file,
        "line": outcome.line,
        "output": check.output,
        "seconds": check.seconds,
        "picture": check.picture,
        "reason": outcome.reason,
        "differences": outcome.differences,
        "diagnosis": check.diagnosis,
        "blame": [
            {"function": blame.function, "file": blame.file, "line": blame.line}
            for blame in check.blame
        ],
        "first_wrong_step": check.first_wrong_step,
        "counterexample": check.counterexample,
    }


def _finite(value: Any) -> Any:
    """The value with floats that JSON cannot hold as the strings nan, inf and -inf."""
    if isinstance(value, float) and value - value != 0:
        return str(value)
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return value
