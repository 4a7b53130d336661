"""What was not tried is to do, even where something it builds on is wrong."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from grader import grading
from grader.checks.files_needed import mentioned_from
from grader.curriculum import FILES, STAGES, WITHOUT_TORCH
from grader.paths import SOLUTIONS
from grader.python_source import stub
from grader.report.model import Report
from grader.submission.folder import read_folder
from grader.submission.submission import of_sources
from grader.upkeep import write_stubs


def report(**files: str) -> Report:
    """The report of the stubs with some files replaced."""
    sources = {**write_stubs.derived(), **{f"{name}.py": text for name, text in files.items()}}
    return grading.grade(of_sources("learner", sources), stages=WITHOUT_TORCH)


def red(found: Report) -> set[int]:
    return {
        stage.number
        for stage in found.stages
        for check in stage.checks
        if check.is_wrong and not check.bonus
    }


def filled(source: str, **bodies: str) -> str:
    """A stub file with some functions written."""
    for name, body in bodies.items():
        stage_and_name = next(
            line
            for line in source.splitlines()
            if "raise NotImplementedError" in line and line.endswith(f'{name}")')
        )
        source = source.replace(stage_and_name.strip(), body)
    return source


VALUE = stub((SOLUTIONS / "value.py").read_text(encoding="utf-8"))


def test_a_sum_without_return_is_red_in_its_own_stage_alone() -> None:
    value = filled(VALUE, __init__="self.data = data", __add__="Value(self.data + other.data)")
    assert red(report(value=value)) == {1}


def test_an_error_on_the_way_to_a_stub_does_not_make_its_stage_red() -> None:
    value = filled(
        VALUE,
        __init__="self.data, self._prev, self._op = data, _children, _op",
        __add__='return Value(self.data + other.data, (self), "+")',
        __mul__='return Value(self.data * other.data, (self, other), "*")',
    )
    assert red(report(value=value)) == {2}


def test_an_endless_loop_is_not_met_where_a_stub_is_needed_too() -> None:
    value = filled(
        VALUE,
        __init__="self.data = data",
        __add__="while True: pass",
    )
    found = report(value=value)
    assert red(found) == {1}  # what stage 2 adds is not asked for yet; what else adds needs a stub
    checks = [check for stage in found.stages for check in stage.checks]
    assert [check.outcome.reason for check in checks].count("endless") == 1


def test_arithmetic_of_plain_numbers_needs_no_value() -> None:
    by_hand = (SOLUTIONS / "by_hand.py").read_text(encoding="utf-8")
    stage_3 = report(by_hand=by_hand).stages[2]
    assert stage_3.status == "passed"


NUMBERS_FOR_RESULTS = {
    "__init__": "self.data = data",
    "__add__": "return self.data + other.data",
    "__mul__": "return self.data * other.data",
}


@pytest.mark.parametrize(
    ("bodies", "stages"),
    [
        ({"__init__": "data = data"}, {1}),
        ({"__init__": "pass"}, {1}),
        ({"__init__": "self.value = data"}, {1}),
        ({"__init__": "self.data = 0.0"}, {1}),
        ({"__init__": "self.data = data", "__repr__": "print(self.data)"}, {1}),
        ({"__init__": "self.data = data", "__add__": "self.data + other.data"}, {1}),
        (NUMBERS_FOR_RESULTS, {1}),
        ({"__init__": "self.data = data", "backward": "pass"}, set()),  # it needs a grad first
        ({"__init__": "self.data, self.grad = data, 0.0", "backward": "pass"}, {4}),
    ],
)
def test_red_is_only_what_was_touched(bodies: dict[str, str], stages: set[int]) -> None:
    assert red(report(value=filled(VALUE, **bodies))) == stages


TO_STAGE_3 = {
    "__init__": "self.data, self.grad = data, 0.0\n        "
    "self._prev, self._op, self._backward = tuple(_children), _op, lambda: None",
    "__repr__": 'return f"Value(data={self.data})"',
    "__add__": 'return Value(self.data + other.data, (self, other), "+")',
    "__mul__": 'return Value(self.data * other.data, (self, other), "*")',
    "backward": "self.grad = 1.0\n        self._backward()",
}
TIMES_A_VALUE = """\
out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += out.grad * other
            other.grad += out.grad * self.data

        out._backward = _backward
        return out"""
SLOPE_OF_A_VALUE = """\
out = Value(math.tanh(self.data), (self,), "tanh")

        def _backward():
            self.grad += (1 - out**2) * out.grad

        out._backward = _backward
        return out"""


@pytest.mark.parametrize(
    ("bodies", "stage", "form", "line"),
    [
        ({"__mul__": TIMES_A_VALUE}, 4, "number * Value", "self.grad += out.grad * other"),
        ({"tanh": SLOPE_OF_A_VALUE}, 4, "Value ** ...", "self.grad += (1 - out**2) * out.grad"),
        ({"__add__": "return Value(-self - other)"}, 1, "-Value", "return Value(-self - other)"),
    ],
)
def test_a_value_where_a_number_was_meant(
    bodies: dict[str, str], stage: int, form: str, line: str
) -> None:
    """Values cannot do that yet: it is an error of that line, in its stage alone."""
    value = filled(VALUE, **{**TO_STAGE_3, **bodies})
    found = report(value=value)
    checks = [(s.number, check.outcome) for s in found.stages for check in s.checks]
    ahead = [(number, outcome) for number, outcome in checks if outcome.claim == "calls_ahead"]

    assert {number for number, _ in ahead} == {stage}
    assert {outcome.facts["form"] for _, outcome in ahead} == {form}
    lines = value.splitlines()
    assert {lines[(outcome.line or 0) - 1].strip() for _, outcome in ahead} == {line}
    assert {number for number, outcome in checks if outcome.reason == "raised"} == {stage}


def test_a_pattern_for_what_is_begun_is_met_by_the_solution_alone() -> None:
    """Every part that has one is seen as begun in the solutions, and not in the stubs."""
    parts = [part for stage in STAGES for part in stage.parts if part.begun]
    assert len(parts) == 3
    for part in parts:
        for source, is_there in ((VALUE, False), ((SOLUTIONS / "value.py").read_text(), True)):
            owner, _, name = part.function.rpartition(".")
            mentioned = mentioned_from([owner if name.startswith("__") else name], [source])
            assert any(re.search(part.begun, each) for each in mentioned) == is_there


def test_a_stub_of_a_later_stage_is_to_write_where_a_stage_has_all_its_parts() -> None:
    """backward() walks the sort of stage 5 already: what stage 4 still needs is that."""
    value = (SOLUTIONS / "value.py").read_text(encoding="utf-8")
    stage = report(value=value).stages[3]

    assert stage.status == "to do" and stage.earned
    assert [part.function for part in stage.to_write] == ["topological_sort"]


def test_of_a_file_that_is_gone_what_it_should_define_is_to_write(tmp_path: Path) -> None:
    for file in FILES:
        if file != "topological_sort.py":
            shutil.copy(SOLUTIONS / file, tmp_path)
    found = grading.grade(read_folder(tmp_path), stages=[4, 5])
    assert [[p.function for p in s.to_write] for s in found.stages] == [["topological_sort"]] * 2
