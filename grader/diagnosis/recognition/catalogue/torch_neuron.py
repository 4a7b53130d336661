"""What goes wrong with the same neuron in torch."""

from __future__ import annotations

from grader.diagnosis.recognition.catalogue.claims import asks_for_gradients, calls, has_not
from grader.diagnosis.recognition.catalogue.edits import Edit
from grader.diagnosis.recognition.catalogue.misconception import Misconception

FILE = "torch_neuron.py"
FUNCTION = "torch_neuron"
NAMES = ("x1", "x2", "w1", "w2", "b")

TORCH_NEURON = (
    Misconception(
        name="torch-gradients-not-requested",
        stage=7,
        caught=7,
        explanation="Your tensors do not ask for gradients, so o.backward() has nothing to "
        "do. Make each of the five with requires_grad=True.",
        edits=tuple(
            Edit(
                FILE,
                FUNCTION,
                f"    {name} = torch.tensor({number}, dtype=torch.float64, requires_grad=True)",
                f"    {name} = torch.tensor({number}, dtype=torch.float64)",
            )
            for name, number in zip(NAMES, ("2.0", "0.0", "-3.0", "1.0", "6.8813735870195432"))
        ),
        claims=(has_not(FILE, FUNCTION, asks_for_gradients),),
    ),
    Misconception(
        name="torch-backward-not-called",
        stage=7,
        caught=7,
        explanation="You never call o.backward(), so every `.grad` is still None. Call it "
        "before you read the gradients.",
        edits=(Edit(FILE, FUNCTION, "    o.backward()\n", ""),),
        claims=(has_not(FILE, FUNCTION, calls("backward")),),
    ),
    Misconception(
        name="torch-data-for-grad",
        stage=7,
        caught=7,
        explanation="You return the numbers of x1, x2, w1, w2 and b themselves. Return their "
        "gradients: x1.grad.item() and so on.",
        edits=tuple(
            Edit(FILE, FUNCTION, f"{name}.grad.item()", f"{name}.item()") for name in NAMES
        ),
    ),
    Misconception(
        name="torch-gradient-of-output",
        stage=7,
        caught=7,
        explanation='Under "o" you return the gradient of o, which is always 1. Return the '
        "output itself: o.item().",
        edits=(
            Edit(FILE, FUNCTION, "o.backward()", "o.retain_grad()\n    o.backward()"),
            Edit(FILE, FUNCTION, "o.item()", "o.grad.item()"),
        ),
    ),
    Misconception(
        name="torch-tanh-forgotten",
        stage=7,
        caught=7,
        explanation="Your torch neuron returns the weighted sum itself. Pass it through "
        "torch.tanh, as in stage 3.",
        edits=(
            Edit(
                FILE,
                FUNCTION,
                "torch.tanh(x1 * w1 + x2 * w2 + b)",
                "x1 * w1 + x2 * w2 + b",
            ),
        ),
    ),
    Misconception(
        name="torch-sum-sent-backward",
        stage=7,
        caught=7,
        explanation="You call backward() on the weighted sum, before its tanh, so your gradients "
        "are those of n. Send the output backward: o.backward().",
        edits=(
            Edit(
                FILE,
                FUNCTION,
                "o = torch.tanh(x1 * w1 + x2 * w2 + b)",
                "n = x1 * w1 + x2 * w2 + b\n    o = torch.tanh(n)",
            ),
            Edit(FILE, FUNCTION, "    o.backward()\n", "    n.backward()\n"),
        ),
    ),
)
