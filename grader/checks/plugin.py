"""The pytest plug-in that hands a learner's code to the checks and collects their results."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from grader.answers.answers import Answers, torch_is_installed
from grader.checks.bench import Bench, Learner
from grader.checks.check import Attempt, Check, orders_of
from grader.checks.outcome import NotPassed, to_do
from grader.curriculum import STAGES
from grader.report.model import NEEDS_TORCH, CheckResult, StageResult, stage_status
from grader.sandbox.process import SECONDS_A_PROGRAM

OUTER_NET = 5  # pytest-timeout's limit, in limits of one program
MARKS = ("points", "hints", "seconds", "awaits", "bonus", "beyond_the_lecture", "with_torch")


class Grading:
    """One session of the checks, collected once and run over one learner after the other."""

    def __init__(
        self,
        learners: Iterable[Learner],
        answers: Answers,
        stages: list[int],
        deliver: Callable[[Learner, list[StageResult], list[Attempt]], None],
    ) -> None:
        self.learners = learners
        self.answers = answers
        self.stages = stages
        self.deliver = deliver  # called with each learner's results
        self.learner: Learner
        self.results: dict[int, list[CheckResult]] = {}
        self.attempts: list[Attempt] = []
        self.bench: Bench
        self.errors: list[str] = []  # the grader's own, not the learners'

    def pytest_configure(self, config: pytest.Config) -> None:
        for mark in MARKS:
            config.addinivalue_line("markers", f"{mark}: see marks.py")

    def pytest_ignore_collect(self, collection_path: Any) -> bool | None:
        name = collection_path.name
        if name.startswith("stage_") and int(name[6:8]) not in self.stages:
            return True
        return None

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            item.add_marker(pytest.mark.timeout(OUTER_NET * _seconds(item)))

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for learner in self.learners:
            self.learner = learner
            self.results = {number: [] for number in self.stages}
            self.attempts = []
            try:
                for item, following in zip(session.items, [*session.items[1:], None]):
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            finally:
                learner.close()
            if self.errors:
                break
            self.deliver(learner, self.stage_results(), self.attempts)
        return True

    @pytest.fixture(name="bench")
    def bench_of_the_check(self) -> Bench:
        return self.bench

    @pytest.fixture
    def run(self, bench: Bench) -> Any:
        return bench.run

    @pytest.fixture
    def agree(self, bench: Bench) -> Any:
        return bench.agree

    @pytest.fixture
    def agree_all(self, bench: Bench) -> Any:
        return bench.agree_all

    @pytest.fixture
    def alike(self, bench: Bench) -> Any:
        return bench.alike

    @pytest.fixture
    def refuse(self, bench: Bench) -> Any:
        return bench.refuse

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> None:
        with_torch = item.get_closest_marker("with_torch") is not None
        orders = orders_of(_stage(item))
        self.bench = Bench(
            self.learner, self.answers, _seconds(item), with_torch=with_torch, orders=orders
        )
        self.began = time.perf_counter()

    def pytest_runtest_call(self, item: pytest.Item) -> None:
        stubs = self.learner.stubs()
        for mark in item.iter_markers("awaits"):
            for name in mark.args:
                if name in stubs:
                    missing = item.get_closest_marker("with_torch") and not torch_is_installed()
                    raise to_do(name, stubs[name], remark=NEEDS_TORCH if missing else "")
        if item.get_closest_marker("with_torch") and not torch_is_installed():
            raise NotPassed("needs torch", "torch is not installed here", remark=NEEDS_TORCH)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Record what happened; pytest's own report would render a traceback nobody reads."""
        if call.when == "call" or (call.excinfo and not _is_recorded(self.results, item)):
            self._record(item, call)
        return pytest.TestReport(
            item.nodeid,
            item.location,
            keywords={},
            outcome="failed" if call.excinfo else "passed",
            longrepr=None,
            when="call" if call.when == "collect" else call.when,
        )

    def _record(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        bench = self.bench
        result = _blank(item)
        result.program = bench.program
        result.output = bench.output
        result.seconds = round(time.perf_counter() - self.began, 4)
        error = call.excinfo.value if call.excinfo else None
        if error is None:
            result.status, result.earned = "passed", result.points
        elif isinstance(error, NotPassed):
            result.status = error.status
            result.message, result.remark = error.message, error.remark
            result.file, result.line = error.file, error.line
            result.differences = error.differences
        elif isinstance(error, AssertionError):
            result.status, result.message = "failed", str(error)
        elif isinstance(error, KeyError):  # a forged trace: an honest one has every name
            result.status, result.message = "failed", f"the program left no {error}"
        elif isinstance(error, pytest.fail.Exception) and "Timeout" in str(error):
            result.status = "timeout"
            result.message = "the check as a whole took too long, and was stopped"
        else:
            self.errors.append(f"{item.nodeid}: {error!r}")
            return
        result.remark = result.remark or bench.remark
        if result.status == "failed":
            result.remark = result.remark or bench.remark_if_wrong
        self.results[_stage(item)].append(result)
        self.attempts.append(Attempt(_check(item), result, tuple(bench.runs), bench.expected))

    def pytest_internalerror(self, excrepr: Any) -> None:
        self.errors.append(str(excrepr).strip().splitlines()[-1])

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(str(report.longrepr))

    def stage_results(self) -> list[StageResult]:
        found = []
        for number in self.stages:
            stage, checks = STAGES[number - 1], self.results[number]
            required = [check for check in checks if not check.bonus]
            found.append(
                StageResult(
                    number,
                    stage.title,
                    stage.file,
                    round(sum(check.points for check in required), 6),
                    round(sum(check.earned for check in required), 6),
                    stage_status(checks),
                    checks,
                )
            )
        return found


def _is_recorded(results: dict[int, list[CheckResult]], item: pytest.Item) -> bool:
    return any(result.name == item.name for result in results[_stage(item)])


def _stage(item: pytest.Item) -> int:
    return int(item.path.name[6:8])


def _seconds(item: pytest.Item) -> float:
    mark = item.get_closest_marker("seconds")
    return float(mark.args[0]) if mark else SECONDS_A_PROGRAM


def _check(item: pytest.Item) -> Check:
    assert isinstance(item, pytest.Function)
    callspec = getattr(item, "callspec", None)
    return Check(
        stage=_stage(item),
        name=item.name,
        function=item.function,
        arguments=dict(callspec.params) if callspec else {},
        wanted=tuple(inspect.signature(item.function).parameters),
        seconds=_seconds(item),
        is_bonus=item.get_closest_marker("bonus") is not None,
        is_beyond_the_lecture=item.get_closest_marker("beyond_the_lecture") is not None,
        with_torch=item.get_closest_marker("with_torch") is not None,
    )


def _blank(item: pytest.Item) -> CheckResult:
    """A result for a check that earned nothing yet."""
    mark = item.get_closest_marker("points")
    return CheckResult(
        name=item.name,
        title=title(item),
        status="failed",
        bonus=item.get_closest_marker("bonus") is not None,
        points=float(mark.args[0]) if mark else 0.0,
        earned=0.0,
    )


def title(item: pytest.Item) -> str:
    """The first paragraph of a check's docstring, with the case it is for, on one line."""
    function = getattr(item, "function", None)
    paragraph = " ".join(((function.__doc__ or "") if function else "").split("\n\n")[0].split())
    callspec = getattr(item, "callspec", None)
    return paragraph.format(**callspec.params) if callspec else paragraph
