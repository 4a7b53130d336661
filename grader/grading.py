"""Grading: a submission in, a report out. Nothing is printed or written, and nothing stays."""

from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from grader import edition
from grader.answers import answers as answers_on_record
from grader.answers import random_answers
from grader.answers.answers import Answers
from grader.checks import batch
from grader.checks.asked import Asked
from grader.checks.check import Attempt, Check
from grader.checks.collection import FOLDER, stage_file
from grader.checks.learner import Learner
from grader.checks.to_write import to_write
from grader.curriculum import STAGES
from grader.report.model import Report, StageResult, report_of, stage_status
from grader.sandbox.fork_server import ForkServer
from grader.submission.submission import Submission

# What of pytest a session of ours pays for and does not need: 9 in 100 instructions of grading
# stage 1 (valgrind --tool=callgrind: 1,291 million with all plug-ins, 1,180 without these), or
# some 30 ms. The first three also write files or change the process. All that is left but
# terminal, in which pytest-timeout reports, costs 2 in 100.
SWITCHED_OFF = (
    "cacheprovider",
    "faulthandler",
    "unraisableexception",
    "debugging",
    "doctest",
    "junitxml",
    "logging",
    "pastebin",
    "skipping",
    "subtests",
    "threadexception",
    "unittest",
    "warnings",
)
# pytest alone: no file of the place we are called from is read, and no third-party plug-in is
# loaded but pytest-timeout.
OPTIONS = (
    "--assert=plain",
    "--capture=no",
    "--config-file",
    os.devnull,
    "--rootdir",
    str(FOLDER),
    "--confcutdir",
    str(FOLDER),
    "-ppytest_timeout",
    "-pgrader.checks.plugin",
    *(f"-pno:{name}" for name in SWITCHED_OFF),
)


NONE: Mapping[str, str] = MappingProxyType({})
SOON = 0.001  # seconds until an alarm that is overdue


class GraderFailed(Exception):
    """The grader itself went wrong; the text says where."""


def grade(
    submission: Submission,
    *,
    stages: Sequence[int] | None = None,
    seed: int = edition.SEED,
    answers: Answers | None = None,
    with_diagnosis: bool = False,
    extra: Mapping[str, str] = NONE,
) -> Report:
    """Put the checks to a submission; for what it raises, see grade_all()."""
    reports: list[Report] = []
    grade_all(
        [submission],
        reports.append,
        stages=stages,
        seed=seed,
        answers=answers,
        with_diagnosis=with_diagnosis,
        extra=extra,
    )
    return reports[0]


def grade_all(
    submissions: Iterable[Submission | Asked],
    deliver: Callable[[Report], None],
    *,
    stages: Sequence[int] | None = None,
    seed: int = edition.SEED,
    answers: Answers | None = None,
    time_factor: float = 1.0,
    with_diagnosis: bool = False,
    extra: Mapping[str, str] = NONE,
) -> None:
    """Collect the checks once, put them to each submission, and deliver each report.

    A submission that is Asked something of its own is asked no more, which is of these stages.
    seed is that of the random programs, where answers, which have one, are not given.
    time_factor multiplies the seconds that a program may take. Whatever this changes in the
    process (streams, environment, import system, signal handlers, alarm, working directory) is
    as before when it returns or raises, and the streams are while it delivers. Raises
    GraderFailed; NotInThisEdition, of the seed; OSError where the system refuses what it takes,
    such as processes; and RuntimeError in a thread other than the main one: signals are what stops
    a check that is stuck, and streams and environment belong to all threads. extra are modules of
    an instructor's checks, {file name: source}; raises UnusableChecks of grader/checks/extra.py.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("grade in the main thread, or in a process of its own")
    edition.assert_answers(answers.seed if answers else seed)
    numbers = list(stages or [stage.number for stage in STAGES])
    checks = fingerprint(extra)
    answers = answers or Answers(seed=seed, asks_torch=not extra)
    of_instructor = _extra_checks(extra)
    out, err = sys.stdout, sys.stderr

    def tell(asked: Asked, learner: Learner, attempts: list[Attempt]) -> None:
        stages = [_stage_result(number, attempts, learner) for number in asked.stages]
        if learner.submission.cells:
            from grader.report.in_cells import in_cells

            stages = in_cells(stages, learner.submission)
        report = report_of(learner.submission.name, checks, answers.seed, stages)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            deliver(report)

    def graded(asked: Asked, learner: Learner, attempts: list[Attempt]) -> None:
        if asked.is_told_twice:
            tell(asked, learner, attempts)
        if asked.with_diagnosis:
            _diagnose(learner.submission, attempts, answers, server)
        server.know(run.program for attempt in attempts for run in attempt.runs)
        tell(asked, learner, attempts)

    def each() -> Iterator[Asked]:
        for one in submissions:
            if isinstance(one, Asked):
                yield one
            else:
                yield Asked(one, tuple(numbers), with_diagnosis)

    server = ForkServer()
    learners = _learners(each(), answers, time_factor, server)
    shown = io.StringIO()
    with _process_as_before(), server, contextlib.closing(learners):
        started = list(itertools.islice(learners, 1))
        import pytest  # a third of all the time, in which the first learner's code runs already

        from grader.checks.plugin import ManySubmissions

        every = itertools.chain(started, learners)
        session = ManySubmissions(every, answers, graded, of_instructor)
        for name in [name for name in os.environ if name.startswith("PYTEST_")]:
            del os.environ[name]  # options and plug-ins of someone else's sessions
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        sys.stdout = sys.stderr = shown
        code = pytest.main([*OPTIONS, *map(str, map(stage_file, numbers))], plugins=[session])
    if code == pytest.ExitCode.INTERRUPTED and not session.errors:
        raise KeyboardInterrupt
    if session.refused:
        raise session.refused
    if session.mistakes:
        from grader.checks.extra import UnusableChecks

        raise UnusableChecks(session.mistakes[0])
    if session.errors or code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise GraderFailed((session.errors or [shown.getvalue().strip() or "no check ran"])[0])


def _learners(
    each: Iterable[Asked],
    answers: Answers,
    time_factor: float,
    server: ForkServer,
) -> Generator[tuple[Asked, Learner], None, None]:
    """A learner for each submission, at work already on what will be asked for.

    Each is closed when the next is asked for, or the generator is closed.
    """
    for asked in each:
        learner = Learner(asked.submission, time_factor=time_factor, server=server)
        stages = [STAGES[number - 1] for number in asked.stages]
        try:
            learner.run_ahead(batch.on_record(stages, asked.submission, answers))
            yield asked, learner
        finally:
            learner.close()


@contextlib.contextmanager
def _process_as_before() -> Iterator[None]:
    """Leave streams, environment, import system, signals and folder as they were."""
    streams, environment, folder = (sys.stdout, sys.stderr), dict(os.environ), os.getcwd()
    paths, finders = list(sys.path), list(sys.meta_path)
    handlers = {number: signal.getsignal(number) for number in signal.valid_signals()}
    alarm, began = signal.getitimer(signal.ITIMER_REAL), time.monotonic()  # of a pytest around us
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams
        sys.path[:], sys.meta_path[:] = paths, finders
        if dict(os.environ) != environment:
            os.environ.clear()
            os.environ.update(environment)
        if os.getcwd() != folder:
            os.chdir(folder)
        for number, handler in handlers.items():
            if handler is not None and signal.getsignal(number) is not handler:
                signal.signal(number, handler)
        remaining, interval = alarm
        if remaining:
            passed = time.monotonic() - began
            signal.setitimer(signal.ITIMER_REAL, max(remaining - passed, SOON), interval)


def _diagnose(
    submission: Submission, attempts: list[Attempt], answers: Answers, server: ForkServer
) -> None:
    if not submission.may_be_lent_functions:
        return  # of the reference, by which faults are found
    if any(attempt.result.is_wrong and not attempt.result.bonus for attempt in attempts):
        from grader.diagnosis.diagnose import diagnose  # a hundred misconceptions

        diagnose(submission, attempts, answers, server)


def _stage_result(number: int, attempts: list[Attempt], learner: Learner) -> StageResult:
    stage = STAGES[number - 1]
    checks = [attempt.result for attempt in attempts if attempt.check.stage is stage]
    required = [check for check in checks if not check.bonus]
    status = stage_status(checks)
    needed = [check.outcome.function for check in checks if check.status == "to do"]
    return StageResult(
        number,
        stage.title,
        stage.file,
        round(sum(check.points for check in required), 6),
        round(sum(check.earned for check in required), 6),
        status,
        checks,
        to_write(stage, learner, needed) if status == "to do" else [],
    )


def _extra_checks(modules: Mapping[str, str]) -> Mapping[int, tuple[Check, ...]]:
    """{stage: an instructor's checks}"""
    if not modules:
        return {}
    from grader.checks.extra import extra_checks

    return extra_checks(modules)


def fingerprint(extra: Mapping[str, str] = NONE) -> str:
    """A hash of the checks and the answers: reports with the same one can be compared."""
    digest = hashlib.sha256()
    for path in [*sorted(FOLDER.glob("*.py")), answers_on_record.FILE, random_answers.FILE]:
        if path.exists():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for name, source in sorted(extra.items()):
        digest.update(f"extra {name}\0{source}\0".encode())
    return digest.hexdigest()[:12]
