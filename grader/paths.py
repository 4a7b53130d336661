"""Where things are in the repository."""

from __future__ import annotations

from pathlib import Path

from grader import edition

ROOT = Path(__file__).parents[1]
EXERCISES = ROOT / "exercises"
SOLUTIONS = ROOT / "solutions"
# What a fresh exercise is made of; a stub that is made of a stub is the same stub.
STUBS_FROM = ROOT / "grader" / "stubs" if edition.IS_STUDENT else SOLUTIONS
HELPER_DRAW = ROOT / "helper_draw"
PYTHON = ".venv/bin/python"  # as a learner in the repository would call it
README = ROOT / "README.md"
KATA = ROOT / ".kata"  # what is kept for the learner who works in exercises/
LECTURE = ROOT / "tests" / "submissions" / "lecture"  # the lecture's code as a submission


def near(path: Path) -> Path:
    """A path as a person in the repository names it."""
    return path.relative_to(ROOT)
