"""The path of a learner: one function after the other, and a map that says what one expects."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from grader import grading
from grader.answers.solutions import solution_sources
from grader.curriculum import STAGES, WITHOUT_TORCH
from grader.diagnosis.recognition.catalogue import apply
from grader.diagnosis.recognition.catalogue.edits import Edit, body
from grader.report import words
from grader.report.model import Report
from grader.submission.submission import Submission, of_sources
from grader.upkeep import proof

pytestmark = pytest.mark.slow("grades every step of the path")

SOLUTIONS = solution_sources()
STUBS = dict(proof.stubs().files.values())
TIME_FACTOR = 0.5  # of a check's seconds: the walk of stage 4 never ends on one program of stage 5

# The methods that grow, as they are before their last stage.

INIT_1 = """
self.data = data
"""
INIT_2 = """
self.data = data
self._prev = set(_children)
self._op = _op
self.label = label
"""
ADD_1 = """
return Value(self.data + other.data)
"""
ADD_2 = """
return Value(self.data + other.data, (self, other), "+")
"""
ADD_4 = """
out = Value(self.data + other.data, (self, other), "+")

def _backward():
    self.grad = out.grad
    other.grad = out.grad

out._backward = _backward
return out
"""
MUL_1 = """
return Value(self.data * other.data)
"""
MUL_2 = """
return Value(self.data * other.data, (self, other), "*")
"""
MUL_4 = """
out = Value(self.data * other.data, (self, other), "*")

def _backward():
    self.grad = other.data * out.grad
    other.grad = self.data * out.grad

out._backward = _backward
return out
"""
TANH_4 = """
t = math.tanh(self.data)
out = Value(t, (self,), "tanh")

def _backward():
    self.grad = (1 - t**2) * out.grad

out._backward = _backward
return out
"""
BACKWARD_4 = """
def walk(node):
    node._backward()
    for operand in node._prev:
        walk(operand)

self.grad = 1.0
walk(self)
"""
CALL_8 = """
if len(x) != len(self.w):
    raise ValueError(f"expected {len(self.w)} inputs, got {len(x)}")
return sum((wi * xi for wi, xi in zip(self.w, x)), self.b).tanh()
"""


class Step(NamedTuple):
    """One function written, or grown, in the course of a stage."""

    stage: int
    edits: tuple[Edit, ...]

    @property
    def name(self) -> str:
        return " and ".join(f"{edit.function}" for edit in self.edits)


def complete(file: str, function: str) -> Edit:
    """The edit that writes a function as the solution has it."""
    found: ast.AST = ast.parse(SOLUTIONS[file])
    for name in function.split("."):
        found = next(n for n in ast.iter_child_nodes(found) if getattr(n, "name", None) == name)
    assert isinstance(found, ast.FunctionDef)
    first, last = found.body[1], found.body[-1]  # after the docstring
    lines = SOLUTIONS[file].splitlines()[first.lineno - 1 : last.end_lineno]
    return body(file, function, "\n".join(lines))


def grown(source: str, old: str, new: str) -> str:
    assert old in source
    return source.replace(old, new)


def value(stage: int, method: str, source: str = "") -> Step:
    name = f"Value.{method}"
    return Step(stage, (body("value.py", name, source) if source else complete("value.py", name),))


def others(stage: int, file: str, *functions: str) -> Iterator[Step]:
    for function in functions:
        yield Step(stage, (complete(file, function),))


ADD_5, MUL_5, TANH_5 = (grown(s, ".grad = ", ".grad += ") for s in (ADD_4, MUL_4, TANH_4))

STEPS = (
    value(1, "__init__", INIT_1),
    value(1, "__repr__"),
    value(1, "__add__", ADD_1),
    value(1, "__mul__", MUL_1),
    value(2, "__init__", INIT_2),
    value(2, "__add__", ADD_2),
    value(2, "__mul__", MUL_2),
    *others(3, "by_hand.py", "numerical_gradient", "expression_gradients", "neuron_gradients"),
    value(4, "__init__"),
    value(4, "__add__", ADD_4),
    value(4, "__mul__", MUL_4),
    value(4, "tanh", TANH_4),
    value(4, "backward", BACKWARD_4),
    value(5, "__add__", ADD_5),
    value(5, "__mul__", MUL_5),
    value(5, "tanh", TANH_5),
    # These two belong together: see test_a_sort_that_backward_does_not_walk_yet.
    Step(
        5,
        (
            complete("topological_sort.py", "topological_sort"),
            complete("value.py", "Value.backward"),
        ),
    ),
    value(6, "__add__"),
    value(6, "__mul__"),
    *(value(6, f"__{m}__") for m in ("radd", "rmul", "neg", "sub", "rsub", "pow")),
    *(value(6, f"__{m}__") for m in ("truediv", "rtruediv")),
    value(6, "exp"),
    value(6, "relu"),
    *others(7, "torch_neuron.py", "torch_neuron"),
    *others(8, "nn.py", "Neuron.__init__"),
    Step(8, (body("nn.py", "Neuron.__call__", CALL_8),)),
    *others(8, "nn.py", "Neuron.parameters"),
    *others(9, "nn.py", "Neuron.__call__", "Layer.__init__", "Layer.__call__", "Layer.parameters"),
    *others(10, "nn.py", "MLP.__init__", "MLP.__call__", "MLP.parameters"),
    *others(11, "training.py", "squared_error", "zero_gradients", "gradient_step", "train"),
)
PATH = range(len(STEPS))
NAMES = [f"{i:02}-stage-{step.stage}-{step.name}" for i, step in enumerate(STEPS)]
LAST_OF_STAGE = {step.stage: i for i, step in enumerate(STEPS)}


def after(steps: tuple[Step, ...]) -> Submission:
    """The stubs with these steps taken."""
    files = {path.rpartition("/")[2]: text for path, text in STUBS.items()}
    edits = [edit for step in steps for edit in step.edits]
    return of_sources("the learner", apply(edits, files))


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    """The report after each step; that of torch takes its time, and is made once."""
    submissions = [after(STEPS[: i + 1]) for i in PATH]
    torch_is_there = LAST_OF_STAGE[7] + 1
    found: list[Report] = []
    grading.grade_all(submissions[:torch_is_there], found.append, time_factor=TIME_FACTOR)
    grading.grade_all(
        submissions[torch_is_there:], found.append, stages=WITHOUT_TORCH, time_factor=TIME_FACTOR
    )
    return found


def not_yet(report: Report) -> dict[str, str]:
    """{check: what the learner reads} of all that is neither right nor to do.

    Extra credit, which no stub asks for at first, is left out.
    """
    return {
        f"stage {stage.number}: {check.name}": f"{check.status}: {words.message(check.outcome)}"
        for stage in report.stages
        for check in stage.checks
        if check.status not in ("passed", "to do") and not check.bonus
    }


def left_open(source: str) -> list[str]:
    return re.findall(r'raise NotImplementedError\("stage \d+: ([\w.]+)"\)', source)


@pytest.mark.parametrize("step", PATH, ids=NAMES)
def test_nothing_is_red_while_all_that_is_written_is_right(
    step: int, reports: list[Report]
) -> None:
    assert not_yet(reports[step]) == {}


@pytest.mark.parametrize("step", PATH, ids=NAMES)
def test_a_stage_is_passed_when_its_last_function_is_written_and_not_before(
    step: int, reports: list[Report]
) -> None:
    statuses = {stage.number: stage.status for stage in reports[step].stages}

    assert statuses == {
        number: "passed" if LAST_OF_STAGE[number] <= step else "to do" for number in statuses
    }


@pytest.mark.parametrize("step", PATH[1:], ids=NAMES[1:])
def test_no_step_loses_a_point(step: int, reports: list[Report]) -> None:
    before, now = (
        {stage.number: stage.earned for stage in report.stages}
        for report in (reports[step - 1], reports[step])
    )

    assert [number for number in now if now[number] < before[number]] == []


@pytest.mark.parametrize("step", PATH, ids=NAMES)
def test_a_function_that_is_to_do_is_named_with_its_place(step: int, reports: list[Report]) -> None:
    sources = {path: text.splitlines() for path, text in after(STEPS[: step + 1]).files.values()}
    stubs = [
        name for text in after(STEPS[: step + 1]).files.values() for name in left_open(text[1])
    ]
    to_do = [
        check.outcome
        for stage in reports[step].stages
        for check in stage.checks
        if check.status == "to do"
    ]

    assert all(words.message(outcome) for outcome in to_do)
    for outcome in to_do:
        if outcome.reason == "stub":
            assert outcome.function in stubs
            assert outcome.file and outcome.line
            name = outcome.function.split(".")[-1]
            assert f"def {name}(" in sources[outcome.file][outcome.line - 1]
    assert {outcome.reason for outcome in to_do} & {"stub"} or not stubs


@pytest.mark.parametrize("step", PATH, ids=NAMES)
def test_what_is_to_write_has_every_stub_of_its_stage_once_with_its_line(
    step: int, reports: list[Report]
) -> None:
    files = after(STEPS[: step + 1]).files.values()
    sources = {path: text.splitlines() for path, text in files}
    stubs = {name for _, text in files for name in left_open(text)}

    for stage in reports[step].stages:
        parts = [part.function for part in STAGES[stage.number - 1].parts]
        to_write = [part.function for part in stage.to_write]
        assert to_write == [name for name in parts if name in to_write]
        if stage.status == "to do":
            assert stubs & set(parts) <= set(to_write)
            assert to_write
        else:
            assert not to_write
        for part in stage.to_write:
            name = part.function.split(".")[-1]
            assert f"def {name}(" in sources[part.file][part.line - 1]


def test_a_part_that_is_there_is_not_named_as_to_write(reports: list[Report]) -> None:
    """Without backward() no gradient can be right, though all that it calls is written."""
    last = LAST_OF_STAGE[4]
    stage = reports[last - 1].stages[3]

    assert [edit.function for edit in STEPS[last].edits] == ["Value.backward"]
    assert [part.function for part in stage.to_write] == ["Value.backward"]


@pytest.mark.parametrize("number", LAST_OF_STAGE)
def test_a_stage_needs_nothing_of_a_later_one(number: int, reports: list[Report]) -> None:
    """At its end all later functions are still stubs, and everything up to it is earned."""
    report = reports[LAST_OF_STAGE[number]]

    open_stages = [s.number for s in report.stages if s.earned < s.points and s.number <= number]
    assert open_stages == []


@pytest.mark.parametrize("wrong", ["pass", "return 0.0", 'raise ValueError("wrong")'])
def test_a_function_written_wrong_turns_no_later_stage_red(wrong: str) -> None:
    """Written last of all, each function of the path in turn; torch is left out for its time."""
    tried = [i for i in PATH if STEPS[i].stage != 7]
    submissions = []
    for i in tried:
        *before, last = STEPS[i].edits
        spoilt = Step(STEPS[i].stage, (*before, body(last.file, last.function, wrong)))
        submissions.append(after((*STEPS[:i], spoilt)))
    found: list[Report] = []
    grading.grade_all(submissions, found.append, stages=WITHOUT_TORCH, time_factor=TIME_FACTOR)

    for i, report in zip(tried, found):
        later = [f"stage {number}:" for number in range(STEPS[i].stage + 1, len(STAGES) + 1)]
        red = [check for check in not_yet(report) if check.startswith(tuple(later))]
        assert red == [], NAMES[i]


def test_a_sort_that_backward_does_not_walk_yet() -> None:
    """Stage 5 is begun then: its orders are right, and what the old walk gets wrong is to do."""
    old_walk = (*STEPS[: LAST_OF_STAGE[5]], Step(5, STEPS[LAST_OF_STAGE[5]].edits[:1]))
    reports: list[Report] = []
    grading.grade_all([after(old_walk)], reports.append, time_factor=TIME_FACTOR)
    report = reports[0]

    statuses = {stage.number: stage.status for stage in report.stages}
    assert [number for number in statuses if statuses[number] == "passed"] == [1, 2, 3, 4]
    assert not_yet(report) == {}
    assert "along the sort" in [part.words for part in report.stages[4].to_write]
    right = {check.name for check in report.stages[4].checks if check.status == "passed"}
    assert {c.name for c in report.stages[4].checks if c.name.startswith("test_order")} <= right
    assert {"test_a_value_added_to_itself", "test_a_cycle_is_refused"} <= right


def test_numbers_are_not_asked_for_before_stage_6(reports: list[Report]) -> None:
    """Values that take no numbers yet are to do, and no error, when stage 5 is passed."""
    stage = reports[LAST_OF_STAGE[5]].stages[5]

    assert {check.status for check in stage.checks} == {"to do"}


def test_the_path_ends_where_everything_is_right(reports: list[Report]) -> None:
    """But for torch, which was right at its step, and extra credit."""
    last = reports[-1]

    assert last.earned == last.points == 100
    assert reports[LAST_OF_STAGE[7]].stages[6].earned == 10


def test_every_function_of_the_kata_is_on_the_path() -> None:
    written = {edit.function for step in STEPS for edit in step.edits}
    tree = {name: ast.parse(text) for name, text in SOLUTIONS.items()}
    functions = {
        f"{outer.name}.{inner.name}"
        for module in tree.values()
        for outer in module.body
        if isinstance(outer, ast.ClassDef)
        for inner in outer.body
        if isinstance(inner, ast.FunctionDef)
    } | {n.name for module in tree.values() for n in module.body if isinstance(n, ast.FunctionDef)}

    assert written == functions


def test_the_path_begins_with_the_stubs_and_leaves_none() -> None:
    assert after(()).files == proof.stubs().files
    assert [name for _, text in after(STEPS).files.values() for name in left_open(text)] == []
