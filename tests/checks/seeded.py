"""What is known to be right and what to be wrong, graded with a seed; stage 7 is left out."""

from __future__ import annotations

from grader.curriculum import TORCH_FILES, WITHOUT_TORCH
from grader.diagnosis.recognition.catalogue import ALL, Misconception
from grader.submission.submission import Submission, of_sources
from grader.upkeep import proof
from tests.variations import variations

MISCONCEPTIONS = [m for m in ALL if not any(edit.file in TORCH_FILES for edit in m.edits)]


def lost(seed: int, submissions: dict[str, Submission]) -> dict[str, dict[int, list[str]]]:
    """{submission: {stage: the checks that it fails}}."""
    reports = list(proof.graded([*submissions.values()], stages=WITHOUT_TORCH, seed=seed))
    assert len(reports) == len(submissions)
    return {name: proof.lost_checks(report) for name, report in zip(submissions, reports)}


def right() -> dict[str, Submission]:
    """The solutions, plain and with extra credit, and all variations."""
    plain = proof.solution_sources()
    laid = {name: of_sources(name, {**plain, **files}) for name, files in variations().items()}
    return {"plain": proof.solutions(), "extra": proof.solutions_with_extra_credit(), **laid}


def uncaught(seed: int, misconceptions: list[Misconception]) -> list[str]:
    """The misconceptions that pass the stage they belong to."""
    failed = lost(seed, {m.name: proof.mutant(m) for m in misconceptions})
    return [m.name for m in misconceptions if m.stage not in failed[m.name]]
