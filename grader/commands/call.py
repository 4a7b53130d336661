"""What a command is called with: its arguments, checked, and the submission that it is about."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from grader import streams
from grader.curriculum import STAGES
from grader.paths import EXERCISES
from grader.sandbox.admission import admitted

if TYPE_CHECKING:
    from grader.submission.submission import Submission

Commands = argparse._SubParsersAction  # the help's list; argparse has no public name for it
ALL_STAGES = [each.number for each in STAGES]
NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
SHAPES = "a folder, .py, .ipynb or .zip"


class CallError(Exception):
    """The call or the environment is at fault; the text is one line with the remedy."""


class Parser(argparse.ArgumentParser):
    """argparse, but with errors of one line."""

    def error(self, message: str) -> NoReturn:
        raise CallError(f"{message}; see {self.prog} --help")


def as_path(text: str) -> Path:
    """A path; an empty one would be taken for the folder we are in."""
    if not text:
        raise argparse.ArgumentTypeError(f"it is empty; give {SHAPES}")
    return Path(text)


def as_count(text: str) -> int:
    """How many; argparse tells of what is no such number."""
    number = int(text)
    if not 1 <= number <= 1000:
        raise argparse.ArgumentTypeError(f"{text} is not between 1 and 1000")
    return number


def as_seconds(text: str) -> float:
    """A time that a search may take; argparse tells of another."""
    seconds = float(text)
    if not 0 < seconds <= 1e6:
        raise argparse.ArgumentTypeError(f"{text} is no time to search for; give 20, say")
    return seconds


def as_points(text: str) -> float:
    """A number of points, of either sign: whether it fits is asked where a stage is known."""
    from grader.course.course import DECIMALS
    from grader.course.rounding import rounded  # neither is on the way of `make grade`

    try:
        points = float(text)
    except ValueError:
        points = math.nan
    if not math.isfinite(points):
        meant = text.replace(",", ".")
        example = meant if NUMBER.fullmatch(meant) else "7.5"
        raise argparse.ArgumentTypeError(f"{text}: no number of points; write {example}")
    if points != rounded(points):
        raise argparse.ArgumentTypeError(
            f"{text}: more than {DECIMALS} decimals; write {rounded(points):g}"
        )
    return points


def stage_number(text: str) -> int:
    """A stage's number; raises CallError."""
    numbers = {str(stage.number): stage.number for stage in STAGES}
    if text not in numbers:
        raise CallError(f"--stage {text}: there are stages 1 to {len(STAGES)}")
    return numbers[text]


def admitted_submission(options: argparse.Namespace, note: Callable[[str], None]) -> Submission:
    """The submission that a command is about, where it is said what holds others' code."""
    path = getattr(options, "path", None) or EXERCISES
    is_trusted = getattr(options, "trust", False)
    return admitted(path, note, warn, is_trusted=is_trusted)


def is_exercises(path: Path | None) -> bool:
    """Whether the submission at a path is the learner's own, by whatever way it is named."""
    return path is None or path.resolve() == EXERCISES.resolve()


def warn(text: str) -> None:
    streams.complain(f"grader: {text}")
