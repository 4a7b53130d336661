"""The reference is torch's equal: on every fixed program, and on thousands of random ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from types import ModuleType

import pytest

from grader.answers import answers, reference
from grader.answers.random_programs import EVERYTHING, pool
from grader.curriculum import imports
from grader.paths import LECTURE
from grader.sandbox.process import LearnerProcess
from grader.submission.folder import read_folder
from grader.trace import Difference, NotFinite, Trace, differences, number

RELATIVE = 1e-9
PAPER = 1e-3  # of a forward difference, which is no exact gradient
FIXED = list(answers.load().torch)
BATCHES = range(10)
PROGRAMS = 300  # in a batch

# What the random programs are made of, each as it shows in a line.
OPERATIONS = {
    "sum": r"= \w+ \+ \w+$",
    "number on the right of a sum": r"= [a-z]\w* \+ -?[\d.]+$",
    "number on the left of a sum": r"= -?[\d.]+ \+ [a-z]",
    "product": r"= [a-z]\w* \* [a-z]\w*$",
    "number on the right of a product": r"= [a-z]\w* \* -?[\d.]+$",
    "number on the left of a product": r"= -?[\d.]+ \* [a-z]",
    "negative": r"= -[a-z]",
    "difference": r"= [a-z]\w* - [a-z]\w*$",
    "number on the right of a difference": r"= [a-z]\w* - -?[\d.]+$",
    "number on the left of a difference": r"= -?[\d.]+ - [a-z]",
    "quotient": r"= [a-z]\w* / [a-z]\w*$",
    "number on the right of a quotient": r"= [a-z]\w* / -?[\d.]+$",
    "number on the left of a quotient": r"= -?[\d.]+ / [a-z]",
    "an int beside a Value": r"= (-?\d+ \S [a-z]\w*|[a-z]\w* [-+*/] -?\d+)$",
    "power": r"\*\*-?\d+$",
    "fractional power": r"\*\*-?\d*\.[1-9]",
    "negative power": r"\*\*-",
    "sum of a list": r"= sum\(",
    "exp": r"\.exp\(\)",
    "tanh": r"\.tanh\(\)",
    "relu": r"\.relu\(\)",
    "a value with itself": r"= (\w+) [-+*/] \1$",
}

README = """\
a = Value(-4.0)
b = Value(2.0)
c = a + b
d = a * b + b**3
c += c + 1
c += 1 + c + (-a)
d += d * 2 + (b + a).relu()
d += 3 * d + (b - a).relu()
e = c - d
f = e**2
g = f / 2.0
g += 10.0 / f
g.backward()
"""

RELU = """
    def relu(self):
        out = Value(max(0, self.data), (self,), "ReLU")

        def _backward():
            self.grad += (out.data > 0) * out.grad

        out._backward = _backward
        return out

    def __rsub__(self, other):
        return (-self) + other

    def __rtruediv__(self, other):
        return other * self**-1
"""


@pytest.fixture(scope="module")
def torch() -> ModuleType:
    pytest.importorskip("torch")
    from grader.answers import torch

    return torch


def disagreements(expected: Trace, found: Trace, relative: float = RELATIVE) -> list[Difference]:
    """Beyond a relative error, of a number itself or of the largest in the program."""
    assert expected.raised is None
    assert found.raised is None, found.raised
    numbers = [number(x) for node in expected.nodes for x in (node.data, node.grad)]
    largest = max([1.0, *(abs(x) for x in numbers if x is not None)])
    return differences(found, expected, "torch", relative, relative * largest)


@pytest.mark.parametrize("program", FIXED, ids=range(len(FIXED)))
def test_a_fixed_program(program: str, torch: ModuleType) -> None:
    relative = PAPER if "numerical_gradient" in program else RELATIVE

    assert disagreements(torch.run(program), reference.run(program), relative) == []


@pytest.mark.slow("puts thousands of programs to torch")
@pytest.mark.parametrize("seed", BATCHES)
def test_random_programs(seed: int, torch: ModuleType) -> None:
    for program in pool(EVERYTHING, seed, PROGRAMS):
        assert disagreements(torch.run(program), reference.run(program)) == [], program


def test_random_programs_are_of_all_operations_and_of_finite_numbers(torch: ModuleType) -> None:
    programs = [program for seed in BATCHES for program in pool(EVERYTHING, seed, PROGRAMS)]
    seen = Counter(
        name
        for program in programs
        for name, pattern in OPERATIONS.items()
        if re.search(pattern, program, re.MULTILINE)
    )

    assert len(set(programs)) >= 2000
    assert {name for name in OPERATIONS if seen[name] < 20} == set()
    for program in programs[:300]:
        nodes = torch.run(program).nodes
        assert not any(isinstance(x, NotFinite) for node in nodes for x in (node.data, node.grad))


def test_most_random_programs_use_a_computed_value_and_send_back_more_than_1(
    torch: ModuleType,
) -> None:
    """Otherwise they would not tell a forgotten upstream gradient."""
    programs = pool(EVERYTHING, 0, PROGRAMS)
    telling = [
        program
        for program in programs
        if len(re.findall(r"^v\d+ =", program, re.MULTILINE)) > 1
        and any(
            name.startswith("v") and (node := torch.run(program).node(name)) and node.grad != 1.0
            for name in torch.run(program).names
        )
    ]

    assert len(telling) > len(programs) / 2


def by_torch(program: str) -> Trace:
    return answers.compute("torch", program)


def by_the_reference(program: str) -> Trace:
    return answers.compute("reference", program)


def by_a_learner(program: str) -> Trace:
    """The lecture's code, with what the expression needs beyond it."""
    files = dict(read_folder(LECTURE).files)
    path, source = files["value"]
    files["value"] = (path, source.rstrip("\n") + "\n" + RELU)
    with LearnerProcess(files) as process:
        return process.run(imports(program) + program)


@pytest.mark.parametrize("interpreter", [by_torch, by_the_reference, by_a_learner])
def test_the_expression_of_micrograds_readme(interpreter: Callable[[str], Trace]) -> None:
    if interpreter is by_torch:
        pytest.importorskip("torch")
    trace = interpreter(README)

    a, b, g = (trace.node(name) for name in "abg")
    assert trace.raised is None
    assert a and b and g
    assert (g.data, g.grad) == (pytest.approx(24.7041, abs=5e-5), 1.0)
    assert a.grad == pytest.approx(138.8338, abs=5e-5)
    assert b.grad == pytest.approx(645.5773, abs=5e-5)
