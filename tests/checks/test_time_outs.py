"""A program that runs out of time or memory costs what needs the file that it was in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from grader.answers.solutions import solution_sources
from grader.checks.learner import Learner
from grader.curriculum import STAGES, imports
from grader.grading import grade
from grader.report import words
from grader.report.as_json import to_json
from grader.report.model import CheckResult, Report
from grader.submission.submission import Submission, of_sources
from grader.trace import Frame

pytestmark = pytest.mark.slow("waits for programs to run out of time")

WITHOUT_TORCH = [stage.number for stage in STAGES if not stage.needs_torch]
ENDLESS = "\ndef _endless(self, other):\n    while True:\n        pass\n"
BURN = "import time\n_end = time.process_time() + 0.02\nwhile time.process_time() < _end: pass\n"

SOURCES = solution_sources()
ENDLESS_SORT = """
def topological_sort(root):
    order = []
    while True:
        if root not in order:
            order.append(root)
"""
SORT_ENDLESS_FOR_MANY = (
    SOURCES["topological_sort.py"]
    + """
_sort = topological_sort

def topological_sort(root):
    found, to_visit = set(), [root]
    while to_visit:
        node = to_visit.pop()
        if node not in found:
            found.add(node)
            to_visit += node._prev
    while len(found) > 1000:
        pass
    return _sort(root)
"""
)


def report_of(stages: list[int] | None = None, **files: str) -> Report:
    """The report of the solutions, with these files in place of theirs."""
    others = {f"{module}.py": text for module, text in files.items()}
    submission = of_sources("learner", {**SOURCES, **others})
    return grade(submission, stages=stages or WITHOUT_TORCH)


def checks(report: Report) -> list[CheckResult]:
    return [check for stage in report.stages for check in stage.checks]


def reasons(report: Report) -> Counter[str]:
    return Counter(check.outcome.reason for check in checks(report))


def earned(report: Report, number: int) -> float:
    return next(stage.earned for stage in report.stages if stage.number == number)


@pytest.fixture(scope="module")
def endless_sort() -> Report:
    return report_of(topological_sort=ENDLESS_SORT)


def test_a_loop_is_run_twice_and_then_no_more(endless_sort: Report) -> None:
    assert reasons(endless_sort)["endless"] == 2


def test_a_loop_around_a_call_stands_where_it_loops_and_not_in_what_it_calls() -> None:
    loop = "while True:\n          for node in reversed(topological_sort(self)):"
    value = SOURCES["value.py"].replace("for node in reversed(topological_sort(self)):", loop)

    report = report_of([4], value=value)

    stopped = [c.outcome for c in checks(report) if c.outcome.reason == "endless"]
    assert [outcome.file for outcome in stopped] == ["exercises/value.py"] * 2


def test_what_takes_all_memory_is_run_twice_and_then_no_more() -> None:
    greedy = "def __mul__(self, other):\n        [0] * 10**9\n"
    value = SOURCES["value.py"].replace("def __mul__(self, other):\n", greedy)

    report = report_of([1, 2, 3], value=value)

    assert reasons(report)["out_of_memory"] == 2
    assert reasons(report)["not_run"] > 10
    assert earned(report, 3) == 10.0


def test_what_does_not_need_the_file_of_the_loop_is_still_run(endless_sort: Report) -> None:
    not_run = [c for c in checks(endless_sort) if c.outcome.reason == "not_run"]

    assert [earned(endless_sort, number) for number in (1, 2, 3)] == [10.0] * 3
    assert 0 < earned(endless_sort, 8) < 10
    assert not any(c.program.endswith("Value(3.0)\n") for c in not_run)


def test_what_was_not_run_says_for_which_file(endless_sort: Report) -> None:
    not_run = [c for c in checks(endless_sort) if c.outcome.reason == "not_run"]

    assert {words.what(c.outcome) for c in not_run} == {
        "not run: two programs ran out of time or memory in exercises/topological_sort.py before it"
    }


def test_code_that_sleeps_on_import_says_that_it_waited() -> None:
    report = report_of([1, 2, 3], value="import time\ntime.sleep(1.5)\n" + SOURCES["value.py"])

    assert reasons(report)["waited"] == 2
    assert reasons(report)["not_run"] > 0
    assert earned(report, 3) == 10.0


@pytest.mark.parametrize("folder", ["exercises", "Übung für Zoë 数", "long " * 110])
def test_a_loop_on_import_is_told_as_such_wherever_the_file_lies(folder: str) -> None:
    path = f"{folder}/value.py"
    submission = Submission(
        "learner", {"value": (path, f"while True: pass\n{SOURCES['value.py']}")}
    )

    found = grade(submission, stages=[1])

    first = checks(found)[0].outcome
    assert words.what(first).startswith(f"{path} was still running after 1 s, as it was imported")
    assert (first.file, first.line) == (path, 1)


def test_code_that_computes_on_import_loses_nothing() -> None:
    report = report_of([1, 2, 4], value=BURN + SOURCES["value.py"])

    assert report.earned == report.points


def test_threads_of_earlier_programs_cost_a_later_one_nothing() -> None:
    line = "import threading, time\nthreading.Thread(target=time.sleep, args=(99,), daemon=True)"

    report = report_of([1, 2, 4], value=f"{line}.start()\n" + SOURCES["value.py"])

    assert report.earned == report.points


def test_memory_that_grows_costs_a_later_program_nothing() -> None:
    line = "import sys\nvars(sys).setdefault('kept', []).append(bytearray(20 << 20))\n"

    report = report_of([1, 2, 4], value=line + SOURCES["value.py"])

    assert report.earned == report.points


def test_extra_credit_and_one_endless_operation_cost_what_each_costs_alone() -> None:
    rsub = SOURCES["value.py"] + ENDLESS + "Value.__rsub__ = _endless\n"

    report = report_of([5, 6, 8], value=rsub, topological_sort=SORT_ENDLESS_FOR_MANY)

    ran_out = {c.name: c.bonus for c in checks(report) if c.status == "timeout"}
    assert ran_out == {"test_a_chain_of_2000": True, "test_number_minus_value": False}
    assert all(c.bonus or c.name in ran_out for c in checks(report) if c.status != "passed")


def test_a_second_time_out_of_extra_credit_skips_extra_credit_alone() -> None:
    learner = Learner(of_sources("learner", SOURCES))
    for _ in range(2):
        learner.count_runaway("exercises/value.py", (), is_extra=True)

    program = imports("Value") + "a = Value(1.0)\n"
    assert learner.file_that_ran_away(program, is_extra=True) == "exercises/value.py"
    assert learner.file_that_ran_away(program, is_extra=False) is None


def test_a_loop_outside_of_all_functions_costs_all_that_imports_the_file() -> None:
    learner = Learner(of_sources("learner", SOURCES))
    at_import = (Frame("exercises/value.py", 1, "<module>"),)
    for _ in range(2):
        learner.count_runaway("exercises/value.py", at_import, is_extra=False)

    assert learner.file_that_ran_away("import nn\n", is_extra=False) == "exercises/value.py"
    assert learner.file_that_ran_away("import by_hand\n", is_extra=False) is None


def test_programs_that_are_slow_together_are_run_alone() -> None:
    slow = SOURCES["value.py"].replace(
        "    def __init__(",
        "    def __del__(self):\n        sum(range(30_000))\n\n    def __init__(",
        1,
    )

    report = report_of([4], value=slow)

    assert report.earned == report.points


def test_memory_names_itself() -> None:
    bomb = "\ndef _bomb(self, other):\n    return [bytearray(1 << 30)]\nValue.__mul__ = _bomb\n"

    report = report_of([1], value=SOURCES["value.py"] + bomb)

    assert "out_of_memory" in reasons(report)
    assert reasons(report).keys() <= {"right", "out_of_memory", "not_run"}


# Same code, same report, whatever the load.

UNDER_LOAD = {
    "value": SOURCES["value.py"] + ENDLESS + "Value.__rsub__ = _endless\n",
    "topological_sort": SOURCES["topological_sort.py"],
    "nn": "import time\ntime.sleep(0.05)\n" + SOURCES["nn.py"],
    "training": SOURCES["training.py"]
    + "\ndef zero_gradients(parameters):\n    while True:\n        [p.grad for p in parameters]\n",
}


@contextmanager
def busy(processes: int) -> Iterator[None]:
    """As many processes that compute and compute."""
    line = [sys.executable, "-c", "while True: pass"]
    started = [subprocess.Popen(line) for _ in range(processes)]
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


def without_seconds(report: Report) -> Any:
    found = json.loads(to_json(report))
    for stage in found["stages"]:
        for check in stage["checks"]:
            del check["seconds"]
    return found


def test_a_load_of_six_changes_nothing_but_the_seconds() -> None:
    stages = [1, 3, 6, 8, 11]
    alone = without_seconds(report_of(stages, **UNDER_LOAD))

    with busy(3 * (os.cpu_count() or 1)):
        under_load = without_seconds(report_of(stages, **UNDER_LOAD))

    assert under_load == alone
