"""Verdicts that stand: stages that need torch, passed, with nothing changed since.

Importing torch takes longer than all the rest of grading. A verdict is kept with a hash of
all that it came from, and only of what is right: what is wrong is always tried again.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import msgspec
from msgspec import Struct

from grader import edition, grading, report, sandbox, trace
from grader.curriculum import STAGES, Stage
from grader.paths import KATA
from grader.report.model import Report, StageResult, stage_status
from grader.submission.submission import Submission
from grader.workspace import kept_file
from grader.workspace.history import needed
from grader.workspace.kept_file import Say, aloud

FILE = KATA / "verdicts.json"


class Verdict(Struct):
    """A stage's result, read only once it is known that what it came from is as before."""

    came_from: str
    stage: msgspec.Raw


Verdicts = dict[str, Verdict]  # by the stage's number


def standing(
    submission: Submission, stages: Sequence[int], say: Say = aloud
) -> dict[int, StageResult]:
    """{stage: its result}, of those stages whose verdict stands."""
    wanted = _with_torch(stages)
    kept = (kept_file.read(FILE, Verdicts, say) if wanted else None) or {}
    found: dict[int, StageResult] = {}
    for stage in wanted:
        verdict = kept.get(str(stage.number))
        if verdict is None or verdict.came_from != _came_from(submission, stage):
            continue
        result = _result(verdict, stage)
        if result is None:
            kept_file.set_aside(FILE, "is damaged", say)
            return {}
        found[stage.number] = result
    return found


def keep(submission: Submission, report: Report, say: Say = aloud) -> None:
    """Keep the verdicts of what is right in a report, and of nothing else; raises CannotWrite."""
    graded = {result.number: result for result in report.stages}
    stages = _with_torch(list(graded))
    if not stages or report.seed != edition.SEED:
        return
    before = kept_file.read(FILE, Verdicts, say) or {}
    after = {n: verdict for n, verdict in before.items() if n not in map(str, graded)}
    for stage in stages:
        came_from = _came_from(submission, stage)
        if graded[stage.number].status == "passed" and came_from is not None:
            result = msgspec.Raw(msgspec.json.encode(graded[stage.number]))
            after[str(stage.number)] = Verdict(came_from, result)
    if after != before:
        kept_file.write(FILE, msgspec.json.encode(after).decode(), say)


def _with_torch(numbers: Sequence[int]) -> list[Stage]:
    return [stage for stage in STAGES if stage.number in numbers and stage.needs_torch]


def _came_from(submission: Submission, stage: Stage) -> str | None:
    """A hash of all that a verdict depends on; None where torch is not installed."""
    try:
        torch = metadata.version("torch")
    except metadata.PackageNotFoundError:
        return None
    parts = [sys.version, torch, grading.fingerprint()]
    for module in sorted(needed(submission, stage)):
        parts += [module, *submission.files[module]]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    for path in _sources_of_a_result():
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _sources_of_a_result() -> list[Path]:
    """What runs a learner's code, and what a result is made of, beside checks and answers."""
    rooms = [Path(room).parent for room in (sandbox.__file__, report.__file__) if room]
    return [*(path for room in rooms for path in sorted(room.rglob("*.py"))), Path(trace.__file__)]


def _result(verdict: Verdict, stage: Stage) -> StageResult | None:
    """The result of a stage that passed; None where it is not that."""
    try:
        result = msgspec.json.decode(verdict.stage, type=StageResult)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    is_right = (
        result.number == stage.number
        and result.checks
        and result.status == stage_status(result.checks) == "passed"
    )
    return result if is_right else None
