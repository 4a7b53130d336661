"""The pictures of failing checks: .kata/stage-5.svg."""

from __future__ import annotations

from pathlib import Path

from grader import files
from grader.paths import KATA
from grader.report.model import Report


def keep_pictures(report: Report) -> dict[int, Path]:
    """Write each stage's first picture; {stage: its path}.

    Pictures of stages that pass by now are taken away. Raises CannotWrite.
    """
    kept: dict[int, Path] = {}
    for stage in report.stages:
        path = KATA / f"stage-{stage.number}.svg"
        picture = next((check.picture for check in stage.checks if check.picture), None)
        if picture:
            files.write(path, picture)
            kept[stage.number] = path
        elif stage.status == "passed":
            path.unlink(missing_ok=True)
    return kept
