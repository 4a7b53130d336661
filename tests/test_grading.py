"""grade() is clean: it leaves the process, the disk and the terminal as they were."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader import grading
from grader.answers.answers import Answers
from grader.answers.solutions import solution_sources
from grader.checks import collection, plugin
from grader.checks.check import Check
from grader.paths import ROOT
from grader.report.model import CheckResult, Report
from grader.sandbox import needs, time_limit
from grader.submission.submission import Submission, of_sources
from grader.upkeep import proof

RIGHT = proof.solutions()
PRODUCT = "out = Value(self.data * other.data"
LOOP = "while True:\n            pass\n        out = Value(0"
TIME_FACTOR = 0.1  # an endless loop may end sooner here


def edited(old: str, new: str) -> Submission:
    """The solutions with a text in value.py replaced."""
    sources = solution_sources()
    assert old in sources["value.py"]
    return of_sources("edited", {**sources, "value.py": sources["value.py"].replace(old, new)})


WRONG = edited("+= other.data * out.grad", "= other.data * out.grad")
LOOPING = edited(PRODUCT, LOOP)


class Interrupting(Answers):
    """Answers that are interrupted when the first one is asked for."""

    def __init__(self, interrupt: Callable[[], None]) -> None:
        super().__init__()
        self.interrupt = interrupt

    def of(self, *arguments: Any) -> Any:
        self.interrupt()
        return super().of(*arguments)


def raise_interrupt() -> None:
    raise KeyboardInterrupt


def press_ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(10)  # until the signal is here


def graded(*submissions: Submission, **options: Any) -> list[Report]:
    found: list[Report] = []
    grading.grade_all(submissions, found.append, **{"stages": [1], **options})
    return found


def interrupted(interrupt: Callable[[], None]) -> None:
    with pytest.raises(KeyboardInterrupt):
        graded(RIGHT, answers=Interrupting(interrupt))


def interrupted_while_delivering() -> None:
    def deliver(_: Report) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grading.grade_all([RIGHT], deliver, stages=[1])


def failed() -> None:
    with pytest.raises(grading.GraderFailed):
        graded(RIGHT, answers=Interrupting(lambda: exec("1 / 0")))


KINDS: dict[str, Callable[[], object]] = {
    "right": lambda: graded(RIGHT, stages=[1, 5, 8]),
    "wrong": lambda: grading.grade(WRONG, stages=[4, 5], with_diagnosis=True),
    "looping": lambda: graded(LOOPING, time_factor=TIME_FACTOR),
    "interrupted": lambda: interrupted(raise_interrupt),
    "a real signal": lambda: interrupted(press_ctrl_c),
    "interrupted while delivering": interrupted_while_delivering,
    "the grader failed": failed,
}


def state() -> dict[str, object]:
    """What of the process others rely on."""
    return {
        "streams": (sys.stdin, sys.stdout, sys.stderr),
        "environment": dict(os.environ),
        "finders": list(sys.meta_path),
        "path": list(sys.path),
        "handlers": {n: signal.getsignal(n) for n in signal.valid_signals()},
        "folder": os.getcwd(),
        "hooks": (sys.excepthook, sys.unraisablehook, threading.excepthook, sys.breakpointhook),
        "threads": threading.enumerate(),
        "warnings": list(warnings.filters),
        "recursion": sys.getrecursionlimit(),
    }


def checks(report: Report) -> list[CheckResult]:
    return [check for stage in report.stages for check in stage.checks]


@pytest.fixture
def with_check(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Puts a function of the test's in the place of stage 1's first check."""

    def put(function: Callable[[], None]) -> None:
        first, *others = collection.checks_of(1)
        ours = (msgspec.structs.replace(first, function=function, fixtures=()), *others)
        monkeypatch.setattr(collection, "checks_of", lambda number: ours)

    return put


# The process


@pytest.mark.slow("grades many submissions")
def test_the_process_is_as_before_after_each_in_turn() -> None:
    before = state()

    for kind, grade in KINDS.items():
        grade()

        assert state() == before, kind


def test_an_alarm_of_the_caller_still_comes() -> None:
    alarm, began = signal.getitimer(signal.ITIMER_REAL), time.monotonic()
    handler = signal.getsignal(signal.SIGALRM)
    rang = threading.Event()
    signal.signal(signal.SIGALRM, lambda *_: rang.set())
    try:
        signal.setitimer(signal.ITIMER_REAL, 1000)
        graded(RIGHT)
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        signal.setitimer(signal.ITIMER_REAL, 0.001)
        graded(RIGHT)
        assert rang.wait(10)
    finally:
        signal.signal(signal.SIGALRM, handler)
        left_of_ours = max(alarm[0] - (time.monotonic() - began), 1) if alarm[0] else 0
        signal.setitimer(signal.ITIMER_REAL, left_of_ours)

    assert 0 < left < 1000


def test_the_streams_are_the_callers_while_it_delivers() -> None:
    streams = (sys.stdout, sys.stderr)
    seen: list[object] = []

    grading.grade_all([RIGHT], lambda _: seen.append((sys.stdout, sys.stderr)), stages=[1])

    assert seen == [streams]


@pytest.mark.slow("grades many submissions")
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc to ask")
def test_no_process_of_a_learner_is_left() -> None:
    before = children()
    for grade in KINDS.values():
        grade()

    assert children() <= before


def children() -> set[int]:
    """The processes that this one has started, those included that nobody has waited for."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = (folder / "stat").read_bytes().rpartition(b")")[2].split()[1]
        except OSError:
            continue  # it has just ended
        if int(parent) == os.getpid():
            found.add(int(folder.name))
    return found


# The disk and the terminal


@pytest.mark.slow("grades many submissions")
def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    for grade in KINDS.values():
        grade()

    assert tuple(capfd.readouterr()) == ("", "")


SCRIPT = """
from grader import grading
from grader.upkeep import proof
from grader.diagnosis.recognition.catalogue import ALL

grading.grade(proof.solutions(), stages=[1, 2, 5])
grading.grade(proof.mutant(next(m for m in ALL if m.stage == 5)), stages=[5], with_diagnosis=True)
grading.grade(proof.stubs(), stages=[1], seed=3)
"""


@pytest.mark.slow("compiles a copy of the repository")
def test_no_file_is_written(tmp_path: Path) -> None:
    """Of any kind: the copy's own modules are compiled, so that importing writes none either."""
    for name in ("grader", "helper_draw", "solutions", "exercises"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "home").mkdir()
    subprocess.run([sys.executable, "-m", "compileall", "-q", "."], cwd=tmp_path, check=True)
    home = str(tmp_path / "home")
    before = tree(tmp_path)

    subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=tmp_path,
        env={**os.environ, "HOME": home, "TMPDIR": home, "XDG_CACHE_HOME": home},
        check=True,
        timeout=120,
    )

    assert tree(tmp_path) == before


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    """{path: size and time of the last change} of all below a folder, and of itself."""
    return {
        str(path): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in (folder, *folder.rglob("*"))
    }


# Where it is called from


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PYTEST_ADDOPTS", "--no-such-option"),
        ("PYTEST_PLUGINS", "no_such_plugin"),
        ("PYTEST_TIMEOUT", "no number"),
        ("PYTEST_CURRENT_TEST", "another's"),
        ("PYTEST_DEBUG", "1"),
    ],
)
def test_what_is_meant_for_other_sessions_does_not_matter(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)

    (report,) = graded(RIGHT)

    assert report.is_right
    assert os.environ[name] == value
    assert tuple(capfd.readouterr()) == ("", "")


def test_configuration_where_it_is_called_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (tmp_path / "conftest.py").write_text("1 / 0\n")
    monkeypatch.chdir(tmp_path)

    (report,) = graded(RIGHT)

    assert report.is_right


def test_another_thread_is_refused() -> None:
    raised: list[BaseException] = []

    def grade() -> None:
        try:
            grading.grade(RIGHT, stages=[1])
        except RuntimeError as error:
            raised.append(error)

    thread = threading.Thread(target=grade)
    thread.start()
    thread.join()

    assert "main thread" in str(raised[0])


# One session for many


def test_the_checks_are_collected_once_for_many(monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[str] = []
    collect = plugin.StageFile.collect

    def counting(self: plugin.StageFile) -> Iterator[pytest.Item]:
        collected.append(self.path.name)
        return collect(self)

    monkeypatch.setattr(plugin.StageFile, "collect", counting)

    reports = graded(RIGHT, WRONG, RIGHT, stages=[1, 5])

    assert collected == ["stage_01_arithmetic.py", "stage_05_topological_sort.py"]
    assert [report.submission for report in reports] == ["solutions", "edited", "solutions"]
    assert [report.is_right for report in reports] == [True, False, True]


# When the grader itself goes wrong


@pytest.mark.parametrize("stuck", [lambda: time.sleep(1000), lambda: [1 for _ in iter(int, 1)]])
def test_a_check_that_is_stuck_is_stopped_alone(
    stuck: Callable[[], None],
    with_check: Callable[[Callable[[], None]], None],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def outer_net(check: Check) -> float:
        return 0.2 if check.function is stuck else 60.0

    monkeypatch.setattr(plugin, "outer_net", outer_net)
    with_check(stuck)

    first, *others = checks(graded(RIGHT)[0])

    assert (first.status, first.outcome.reason) == ("timeout", "stopped")
    assert {check.status for check in others} == {"passed"}
    assert tuple(capfd.readouterr()) == ("", "")


def test_no_program_that_keeps_its_limit_is_stopped_by_the_outer_net() -> None:
    longest = time_limit.OUTER_NET + needs.SECONDS
    for stage in (1, 7):
        for check in collection.checks_of(stage):
            assert plugin.outer_net(check) > 2 * longest


def test_an_error_in_a_check_is_the_graders(with_check: Callable[..., None]) -> None:
    with_check(lambda: 1 / 0)

    with pytest.raises(grading.GraderFailed, match="test_a_value_keeps_its_number: ZeroDivision"):
        graded(RIGHT)


def test_checks_that_cannot_be_collected_are_the_graders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "checks_of", lambda number: 1 / 0)
    delivered: list[Report] = []

    with pytest.raises(grading.GraderFailed, match=r"\Astage_01_arithmetic.py: ZeroDivision"):
        grading.grade_all([RIGHT], delivered.append, stages=[1])

    assert delivered == []
