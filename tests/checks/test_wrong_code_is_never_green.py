"""Code that is wrong in one place only loses the check that is there for it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from grader import grading
from grader.answers.solutions import solution_sources
from grader.paths import ROOT
from grader.submission.submission import of_sources

pytestmark = pytest.mark.slow("grades some twenty submissions")

ON_SETS = ("value.py", "self._prev = tuple(_children)", "self._prev = set(_children)")
ALONG_EVERY_PATH = """
def topological_sort(root):
    order = []

    def visit(node):
        for operand in node._prev:
            visit(operand)
        if node not in order:
            order.append(node)

    try:
        visit(root)
    except RecursionError:
        raise ValueError("the graph has a cycle")
    return order
"""
RETURN_NOTHING_BUT_0 = """
from collections import defaultdict

def {}():
    return defaultdict(float)
"""
CENTRAL = """
def numerical_gradient(f, inputs, h=1e-6):
    gradients = []
    for i in range(len(inputs)):
        inputs[i] += h
        above = f(*inputs)
        inputs[i] -= 2 * h
        below = f(*inputs)
        inputs[i] += h{left}
        gradients.append((above - below) / (2 * h))
    return gradients
"""

Change = tuple[str, str, str]  # file, old, new; where old is "", new is added at the end


def lost(*changes: Change, stages: Sequence[int] | None = None) -> dict[int, list[str]]:
    """{stage: the checks that the changed solutions do not pass}, extra credit left out."""
    sources = solution_sources()
    for file, old, new in changes:
        assert not old or old in sources[file]
        sources[file] = sources[file].replace(old, new) if old else sources[file] + "\n" + new
    report = grading.grade(of_sources("a learner", sources), stages=stages, with_diagnosis=False)
    missed = {
        stage.number: [c.name for c in stage.checks if c.status != "passed" and not c.bonus]
        for stage in report.stages
    }
    return {number: names for number, names in missed.items() if names}


def test_a_sort_along_every_path_is_too_slow_though_operands_are_in_a_set() -> None:
    missed = lost(ON_SETS, ("topological_sort.py", "", ALONG_EVERY_PATH), stages=[5])
    assert missed == {5: ["test_forty_doublings"]}


@pytest.mark.parametrize(
    ("left", "is_right"),
    [("", True), (" + 1e-9", False), (" + 1e-11", False)],
)
def test_inputs_are_left_as_they_were_but_for_rounding(left: str, is_right: bool) -> None:
    missed = lost(("by_hand.py", "", CENTRAL.format(left=left)), stages=[3])
    assert missed == ({} if is_right else {3: ["test_numerical_gradient_leaves_inputs_alone"]})


def test_a_label_that_is_not_kept_is_missed_in_the_picture() -> None:
    missed = lost(("value.py", "        self.label = label\n", ""))
    assert missed == {2: ["test_the_graph_can_be_drawn"]}


def test_a_value_that_takes_no_label_is_right_too() -> None:
    changes = [
        ("value.py", "        self.label = label\n", ""),
        ("value.py", ', label=""', ""),
    ]
    assert lost(*changes, stages=[2]) == {}


def test_a_backward_that_is_kept_on_an_operand_is_lost_by_the_next_result() -> None:
    missed = lost(("value.py", "out._backward = _backward", "self._backward = _backward"))
    assert "test_from_the_middle" in missed[4]


@pytest.mark.parametrize(
    "change",
    [
        ("topological_sort.py", "order = []", 'raise ValueError("the graph has a cycle")'),
        ("nn.py", "        if len(x)", "        raise ValueError\n        if len(x)"),
        ("nn.py", "        self.w", "        raise ValueError\n        self.w"),
    ],
)
def test_an_exception_that_is_always_raised_earns_none(change: Change) -> None:
    expected = {"test_a_cycle_is_refused"}
    if change[0] == "nn.py":
        expected = {"test_too_many_inputs", "test_too_few_inputs"}
    missed = {name for names in lost(change).values() for name in names}
    assert expected <= missed


@pytest.mark.parametrize(
    ("file", "function", "stage", "earned"),
    [
        ("by_hand.py", "expression_gradients", 3, 6.5),
        ("by_hand.py", "neuron_gradients", 3, 6.5),
        ("torch_neuron.py", "torch_neuron", 7, 0),
    ],
)
def test_a_0_is_earned_only_beside_a_number_that_is_right(
    file: str, function: str, stage: int, earned: float
) -> None:
    sources = solution_sources()
    sources[file] += RETURN_NOTHING_BUT_0.format(function)
    report = grading.grade(of_sources("a learner", sources), stages=[stage], with_diagnosis=False)
    assert report.earned == pytest.approx(earned)


def test_no_verdict_hangs_on_an_assert(tmp_path: Path) -> None:
    sources = solution_sources()
    sources["value.py"] = sources["value.py"].replace("self.grad += ", "self.grad = ")
    for file, text in sources.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    plain, *optimised = (_verdicts(tmp_path, *options) for options in ((), ("-O",), ("-OO",)))
    assert {status for status, _ in plain.values()} == {"passed", "failed"}
    assert optimised == [plain, plain]


def _verdicts(folder: Path, *options: str) -> dict[str, tuple[str, str]]:
    """{"stage:check": status and message}, by a Python with these options."""
    command = [sys.executable, "-I", *options, "-m", "grader", "grade", str(folder)]
    ran = subprocess.run(
        [*command, "--format", "json"], capture_output=True, cwd=ROOT, text=True, check=False
    )
    assert ran.returncode == 1, ran.stderr
    return {
        f"{stage['number']}:{check['name']}": (check["status"], check["message"])
        for stage in json.loads(ran.stdout)["stages"]
        for check in stage["checks"]
        if not check["bonus"]
    }


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("Value(data = {self.data})", True),
        ("Value( data={self.data} )", True),
        ("Value(data={self.data}, grad={self.data})", True),
        ("Value({self.data})", False),
        ("value(data={self.data})", False),
    ],
)
def test_white_space_in_a_repr_costs_nothing(text: str, is_right: bool) -> None:
    missed = lost(("value.py", "Value(data={self.data})", text), stages=[1])
    assert (missed == {}) == is_right
