"""torch's exceptions in plain words: what stage 7's neuron raises where it is not right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.answers.solutions import solution_sources
from grader.report import exceptions
from grader.sandbox.process import LearnerProcess
from grader.trace import Frame, Raised

A_LEAF = "torch.tensor(2.0, dtype=torch.float64, requires_grad=True)"
OUTPUT = "torch.tanh(x1 * w1 + x2 * w2 + b)"
SOURCE = solution_sources()["torch_neuron.py"]

# (a text in the solution, what stands there instead, what is said)
MISTAKES = (
    (A_LEAF, "torch.tensor(2, requires_grad=True)", "A tensor of whole numbers has no"),
    ("o.backward()", "o.backward()\n    o.backward()", "called twice on one result"),
    (", requires_grad=True", "", "the five need requires_grad=True"),
    (f"o = {OUTPUT}", f"with torch.no_grad():\n        o = {OUTPUT}", "torch.no_grad()"),
    (A_LEAF, "torch.Tensor([2.0], requires_grad=True)", "torch.tensor, with a small t"),
    (f"o = {OUTPUT}", f"import math\n    o = math{OUTPUT[5:]}", "torch.tanh(n) is one"),
    (OUTPUT, "torch.tanh(2.0)", "torch.tanh takes a tensor"),
    (A_LEAF, A_LEAF.replace(", requires_grad=True", ""), "x1.grad is None"),
    (A_LEAF, f"{A_LEAF} * 1.0", "what is computed from one"),
    (A_LEAF, "2.0", "no tensor; torch.tensor("),
    ("    o.backward()\n", "", "x1.grad is None"),
)


@pytest.fixture(scope="module")
def process() -> Iterator[LearnerProcess]:
    """All in one process, which imports torch once; each in a folder of its own."""
    pytest.importorskip("torch")
    files = {
        f"neuron_{number}": (f"exercises/{number}/torch_neuron.py", SOURCE.replace(old, new))
        for number, (old, new, _) in enumerate(MISTAKES)
    }
    with LearnerProcess(files, with_torch=True) as learner:
        yield learner


@pytest.mark.slow("imports torch")
@pytest.mark.parametrize("number", range(len(MISTAKES)))
def test_it_is_told_what_to_do(number: int, process: LearnerProcess) -> None:
    old, _, said = MISTAKES[number]
    assert old in SOURCE
    program = f"from neuron_{number} import torch_neuron\nneuron = torch_neuron()\n"
    trace = process.run(program, 15.0)
    assert trace.raised
    assert said in exceptions.remark(trace.raised)


def test_other_files_know_no_tensors() -> None:
    """The same kind of exception, where no torch is."""
    frame = Frame("exercises/value.py", 3, "__add__", "out = Value(self.data + other.data)")
    raised = Raised("AttributeError", "'float' object has no attribute 'data'", (frame,))
    assert "Value(other)" in exceptions.remark(raised)
    assert "tensor" not in exceptions.remark(raised)
