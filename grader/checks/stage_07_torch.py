"""Stage 7, The same in torch: the lecture's neuron, with gradients by torch."""

import pytest

from grader.checks.marks import awaits, hints, points, with_torch

pytestmark = [awaits("torch_neuron"), with_torch]

EXACT = 1e-9
SINGLE = 1e-6  # relative: above float32's error of this neuron, about 3e-7

HINTS = (
    "torch.tensor(2.0, dtype=torch.float64, requires_grad=True) is a leaf with a gradient.",
    "The arithmetic is the same as with your Values; torch.tanh(n), or n.tanh().",
    "After o.backward() the gradients are x1.grad.item() and so on.",
)


def _assert_agrees(key, agree, bench):
    agree(f'{key} = torch_neuron()["{key}"]', relative=SINGLE, absolute=SINGLE)
    if bench.disagreements(relative=EXACT, absolute=EXACT):
        bench.remark = (
            "Right to about seven digits only: the numbers went through float32, torch's "
            "default (torch.Tensor([2.0]) is float32 before .double()). With "
            "dtype=torch.float64 from the start they are right to sixteen."
        )


@points(2.5)
@hints(*HINTS)
def test_output(agree, bench):
    """The output of the neuron."""
    _assert_agrees("o", agree, bench)


@points(1.5)
@hints(*HINTS)
@pytest.mark.parametrize("leaf", ["x1", "x2", "w1", "w2", "b"])
def test_gradient(leaf, agree, bench):
    """The gradient of {leaf}."""
    _assert_agrees(leaf, agree, bench)
