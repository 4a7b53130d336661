"""The pictures of failing checks: .kata/stage-5.svg, and .kata/stage-5.html, which moves."""

from __future__ import annotations

from pathlib import Path

from grader.paths import KATA
from grader.report.model import Report
from grader.workspace import kept_file
from grader.workspace.kept_file import Say, aloud
from grader.workspace.moving_page import moving_page

MOST_VALUES = 60  # of a page that is made at every grading; `make draw` lays out larger ones


def keep_pictures(report: Report, say: Say = aloud) -> dict[int, Path]:
    """Write each stage's first picture, and its page where there is one; {stage: the path to name}.

    Pictures of stages that pass by now are taken away. Raises CannotWrite.
    """
    kept: dict[int, Path] = {}
    for stage in report.stages:
        still, moving = (KATA / f"stage-{stage.number}.{ending}" for ending in ("svg", "html"))
        check = next((check for check in stage.checks if check.picture), None)
        if check and check.picture:
            kept_file.write(still, check.picture, say)
            kept[stage.number] = still
            page = moving_page(stage.number, check, MOST_VALUES)
            if page:
                kept_file.write(moving, page, say)
                kept[stage.number] = moving
            else:
                kept_file.remove(moving)
        elif stage.status == "passed":
            kept_file.remove(still)
            kept_file.remove(moving)
    return kept
