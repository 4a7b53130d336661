"""Grading one submission: a pytest session over the checks, and the report it makes."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import io
import os
import random
from collections.abc import Callable
from pathlib import Path

from grader.curriculum import STAGES
from grader.interpreters import answers as answers_on_record
from grader.interpreters.answers import Answers
from grader.report.model import Report
from grader.submission import Submission

CHECKS = Path(__file__).parent

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


class GraderFailed(Exception):
    """The grader itself went wrong; the text says where."""


def grade(
    submission: Submission,
    *,
    stages: list[int] | None = None,
    seed: int = 0,
    answers: Answers | None = None,
    tell: Callable[[], None] = lambda: None,
) -> Report:
    """Run the checks over a submission; raises GraderFailed."""
    import pytest

    from grader.checks.bench import Learner
    from grader.checks.plugin import Grading

    numbers = stages or [stage.number for stage in STAGES]
    answers = answers or Answers()
    learner = Learner(submission)
    grading = Grading(learner, answers, numbers, tell)
    before = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD"), os.environ.pop("PYTEST_ADDOPTS", "")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    shown, state = io.StringIO(), random.getstate()
    try:
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
            pytest.main([*OPTIONS, str(CHECKS)], plugins=[grading])
    finally:
        learner.close()
        random.setstate(state)
        _restore(*before)
    if grading.errors or not any(grading.results.values()):
        raise GraderFailed((grading.errors or [shown.getvalue().strip() or "no check ran"])[0])
    results = grading.stage_results()
    return Report(
        submission=submission.name,
        grader=fingerprint(),
        seed=seed,
        points=round(sum(stage.points for stage in results), 6),
        earned=round(sum(stage.earned for stage in results), 6),
        bonus_earned=round(
            sum(check.earned for stage in results for check in stage.checks if check.bonus), 6
        ),
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
    for path in [*sorted(CHECKS.glob("*.py")), answers_on_record.FILE]:
        if path.exists():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def hints(stage: int, check: str) -> tuple[str, ...]:
    """The hints of a check, by the number of its stage and its name; there is at least one."""
    path = next(CHECKS.glob(f"stage_{stage:02}_*.py"))
    module = importlib.import_module(f"grader.checks.{path.stem}")
    function = getattr(module, check.split("[")[0])
    marks = [mark for mark in function.pytestmark if mark.name == "hints"]
    return tuple(marks[0].args)
