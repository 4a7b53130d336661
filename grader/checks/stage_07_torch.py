"""Stage 7, The same in torch: the lecture's neuron, with gradients by torch."""

from grader.checks.fixtures import AddNote, Agree, Disagreements
from grader.checks.marks import cases, hints, points

AWAITED_BY_ALL = ("torch_neuron",)

EXACT = 1e-9
SINGLE = 1e-6  # relative: above float32's error of this neuron, about 3e-7

HINTS = (
    "torch.tensor(2.0, dtype=torch.float64, requires_grad=True) is a leaf with a gradient.",
    "The arithmetic is the same as with your Values; torch.tanh(n), or n.tanh().",
    "After o.backward() the gradients are x1.grad.item() and so on.",
)


def _assert_agrees(
    keys: tuple[str, ...], agree: Agree, disagreements: Disagreements, note: AddNote
) -> None:
    lines = [f'{key} = torch_neuron()["{key}"]' for key in keys]
    agree("\n".join(lines), relative=SINGLE, absolute=SINGLE)
    if disagreements(EXACT, EXACT):
        note("single_precision")


@points(2.5)
@hints(*HINTS)
def test_output(agree: Agree, disagreements: Disagreements, note: AddNote) -> None:
    """The output of the neuron."""
    _assert_agrees(("o",), agree, disagreements, note)


@points(1.5)
@hints(*HINTS)
@cases(leaf=("x1", "x2", "w1", "w2", "b"))
def test_gradient(leaf: str, agree: Agree, disagreements: Disagreements, note: AddNote) -> None:
    """The gradient of {leaf}."""
    # The gradient of w2 is 0, which whoever returns nothing but 0 is not to earn.
    keys = (leaf, "x2") if leaf == "w2" else (leaf,)
    _assert_agrees(keys, agree, disagreements, note)
