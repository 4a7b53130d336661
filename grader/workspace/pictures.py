"""The pictures of failing checks: .kata/stage-5.svg."""

from __future__ import annotations

from pathlib import Path

from grader.paths import KATA
from grader.report.model import Report
from grader.workspace import kept_file
from grader.workspace.kept_file import Say, aloud


def keep_pictures(report: Report, say: Say = aloud) -> dict[int, Path]:
    """Write each stage's first picture; {stage: its path}.

    Pictures of stages that pass by now are taken away. Raises CannotWrite.
    """
    kept: dict[int, Path] = {}
    for stage in report.stages:
        path = KATA / f"stage-{stage.number}.svg"
        picture = next((check.picture for check in stage.checks if check.picture), None)
        if picture:
            kept_file.write(path, picture, say)
            kept[stage.number] = path
        elif stage.status == "passed":
            kept_file.remove(path)
    return kept
