"""Grading one submission: a pytest session over the checks, and the report it makes."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import io
import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from grader.answers import answers as answers_on_record
from grader.answers import random_answers
from grader.answers.answers import Answers
from grader.curriculum import STAGES
from grader.report.model import Report, StageResult
from grader.submission.submission import Submission

CHECKS = Path(__file__).with_name("checks")

# pytest alone: no cache, no terminal, no third-party plug-in but pytest-timeout; all that
# a session of ours does not use costs every `make grade` its start.
OPTIONS = (
    "--assert=plain",
    "--capture=no",
    "--confcutdir",
    str(CHECKS),
    "--rootdir",
    str(CHECKS),
    "-c",
    str(CHECKS / "checks.ini"),
    *(
        f"-pno:{name}"
        for name in (
            "cacheprovider",
            "terminal",
            "junitxml",
            "doctest",
            "pastebin",
            "nose",
            "unittest",
            "faulthandler",
            "stepwise",
            "logging",
            "legacypath",
            "threadexception",
            "unraisableexception",
            "debugging",
            "setuponly",
            "setupplan",
            "warnings",
            "recwarn",
            "tmpdir",
            "monkeypatch",
        )
    ),
    "-ppytest_timeout",
)


if TYPE_CHECKING:
    from grader.checks.bench import Learner
    from grader.checks.check import Attempt

    Diagnose = Callable[[Submission, list[Attempt], Answers], None]


class GraderFailed(Exception):
    """The grader itself went wrong; the text says where."""


def grade(
    submission: Submission,
    *,
    stages: list[int] | None = None,
    seed: int = 0,
    answers: Answers | None = None,
    diagnose: Diagnose | None = None,
) -> Report:
    """Run the checks over a submission; raises GraderFailed."""
    reports: list[Report] = []
    grade_all(
        [submission],
        reports.append,
        stages=stages,
        seed=seed,
        answers=answers,
        diagnose=diagnose,
    )
    return reports[0]


def grade_all(
    submissions: Iterable[Submission],
    deliver: Callable[[Report], None],
    *,
    stages: list[int] | None = None,
    seed: int = 0,
    answers: Answers | None = None,
    patience: float = 1.0,
    diagnose: Diagnose | None = None,
) -> None:
    """Collect the checks once, run them over each submission, and deliver each report.

    patience multiplies the seconds that a program may take. seed is that of the random
    programs, where answers, which has one, is not given. diagnose is given the attempts
    of each submission before its report is made, and may say more in their results. Raises
    GraderFailed.
    """
    import pytest

    from grader.checks.bench import Learner
    from grader.checks.plugin import Grading

    numbers = stages or [stage.number for stage in STAGES]
    checks, ours = fingerprint(), sys.stdout
    answers = answers or Answers(seed=seed)

    def delivered(learner: Learner, results: list[StageResult], attempts: list[Attempt]) -> None:
        if diagnose:
            diagnose(learner.submission, attempts, answers)
        with contextlib.redirect_stdout(ours):
            deliver(_report(learner.submission.name, checks, answers.seed, results))

    learners = (Learner(submission, patience=patience) for submission in submissions)
    grading = Grading(learners, answers, numbers, delivered)
    before = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD"), os.environ.pop("PYTEST_ADDOPTS", "")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    shown = io.StringIO()
    try:
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
            code = pytest.main([*OPTIONS, str(CHECKS)], plugins=[grading])
    finally:
        _restore(*before)
    if code == pytest.ExitCode.INTERRUPTED and not grading.errors:
        raise KeyboardInterrupt
    if grading.errors or code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise GraderFailed((grading.errors or [shown.getvalue().strip() or "no check ran"])[0])


def _report(name: str, checks: str, seed: int, results: list[StageResult]) -> Report:
    bonus = (check for stage in results for check in stage.checks if check.bonus)
    return Report(
        submission=name,
        grader=checks,
        seed=seed,
        points=round(sum(stage.points for stage in results), 6),
        earned=round(sum(stage.earned for stage in results), 6),
        bonus_earned=round(sum(check.earned for check in bonus), 6),
        stages=results,
    )


def _restore(autoload: str | None, options: str) -> None:
    if autoload is None:
        del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
    else:
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = autoload
    if options:
        os.environ["PYTEST_ADDOPTS"] = options


def fingerprint() -> str:
    """A hash of the checks and the answers: reports with the same one can be compared."""
    digest = hashlib.sha256()
    for path in [*sorted(CHECKS.glob("*.py")), answers_on_record.FILE, random_answers.FILE]:
        if path.exists():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def hints(stage: int, check: str) -> tuple[str, ...]:
    """The hints of a check, by the number of its stage and its name; there is at least one."""
    function = getattr(_module(stage), check.split("[")[0])
    marks = [mark for mark in function.pytestmark if mark.name == "hints"]
    return tuple(marks[0].args)


def all_hints(stage: int) -> list[tuple[str, tuple[str, ...]]]:
    """The title and the hints of every check of a stage, in their order."""
    found = []
    for name, function in vars(_module(stage)).items():
        if name.startswith("test_"):
            title = re.sub(r"{\w+}", "each", (function.__doc__ or "").split("\n\n")[0])
            found.append((" ".join(title.split()), hints(stage, name)))
    return found


def marked(stage: int, mark: str) -> list[str]:
    """The names of the checks of a stage that bear a mark."""
    return [
        name
        for name, function in vars(_module(stage)).items()
        if any(m.name == mark for m in getattr(function, "pytestmark", ()))
    ]


def _module(stage: int) -> ModuleType:
    path = next(CHECKS.glob(f"stage_{stage:02}_*.py"))
    return importlib.import_module(f"grader.checks.{path.stem}")
