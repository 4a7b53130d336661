"""Mistakes that learners make, and what they are told of each: something true, or nothing.

Each is made in the solutions; `said` stands on the page, and what is not `said` must not.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from grader.answers.solutions import solution_sources
from grader.curriculum import WITH_TORCH, WITHOUT_TORCH
from grader.submission.submission import of_sources
from grader.upkeep import proof
from tests.report.terminal.shown import shown

pytestmark = [pytest.mark.timeout(600), pytest.mark.slow("grades and diagnoses them all")]

Change = tuple[str, str, str]  # file, old and new text


class Mistake(NamedTuple):
    name: str
    changes: tuple[Change, ...]
    said: str
    not_said: str = "There is nothing like this on any page"


V, N, T = "value.py", "nn.py", "training.py"
Q, P, B = "torch_neuron.py", "topological_sort.py", "by_hand.py"
ZERO, ZEROED = "p.grad = 0.0\n\n\ndef grad", "{}\n\n\ndef grad"
STEP = "p.data -= learning_rate * p.grad"
LOSS = "    return sum((output - y) ** 2 for y, output in zip(ys, outputs))"
LOOP = "    loss = 0\n    for y, output in zip(ys, outputs):\n        loss {} (output - y) ** 2\n"
TENSOR = "torch.tensor(2.0, dtype=torch.float64, requires_grad=True)"
EQUAL = "    def __eq__(self, other):\n        return self.data == other.data\n\n"
HASH = "    def __hash__(self):\n        return hash(self.data)\n\n"
AFTER_BACKWARD = "zero the gradients after backward()"
SCRIPT = """    return losses


from nn import MLP
for k in range(2000):
    train(MLP(3, [4, 4, 1]), [[2.0, 3.0, -1.0]] * 4, [1.0, -1.0, -1.0, 1.0], 20, 0.05)
"""

MISTAKES = (
    # Gradients
    Mistake(
        "= for one of two factors",
        ((V, "self.grad += other.data * out.grad", "self.grad = other.data * out.grad"),),
        "Your `*` assigns gradients (=)",
    ),
    Mistake(
        "= for one of two terms",
        ((V, "            other.grad += out.grad\n", "            other.grad = out.grad\n"),),
        "Your `+` assigns gradients (=)",
    ),
    # Training
    Mistake(
        "a generator of parameters",
        (
            (T, "    losses = []\n", "    losses = []\n    ps = (p for p in model.parameters())\n"),
            (T, "zero_gradients(model.parameters())", "zero_gradients(ps)"),
            (T, "gradient_step(model.parameters(),", "gradient_step(ps,"),
        ),
        "from a generator, which is empty once it was walked through",
        AFTER_BACKWARD,
    ),
    Mistake(
        "no gradient step",
        ((T, "        gradient_step(model.parameters(), learning_rate)\n", ""),),
        "never move, since train takes no gradient step",
        AFTER_BACKWARD,
    ),
    Mistake(
        "no backward",
        ((T, "        loss.backward()\n", ""),),
        "never move, since train never calls backward()",
        AFTER_BACKWARD,
    ),
    Mistake(
        "a step that is not kept",
        ((T, STEP, STEP.replace("-=", "-")),),
        "keeps it nowhere",
        "makes a new Value",
    ),
    Mistake(
        "a step on a number",
        ((T, STEP, "d = p.data\n        d -= learning_rate * p.grad"),),
        "a number of its own",
        "makes a new Value",
    ),
    Mistake("compared", ((T, ZERO, ZEROED.format("p.grad == 0.0")),), "== only compares"),
    Mistake("misspelt grad", ((T, ZERO, ZEROED.format("p.gard = 0.0")),), "another spelling"),
    Mistake("p = 0.0", ((T, ZERO, ZEROED.format("p = 0.0")),), "the name p to a number"),
    Mistake(
        "loss of the last",
        ((T, LOSS, LOOP.format("=") + "    return loss"),),
        "of the last example alone",
    ),
    Mistake(
        "return in the loss's loop",
        ((T, LOSS, LOOP.format("+=") + "        return loss"),),
        "of the first example alone",
    ),
    Mistake(
        "return in train's loop",
        ((T, "    return losses\n", "        return losses\n"),),
        "`return` stands inside the loop",
    ),
    Mistake("losses as Values", ((T, "(loss.data)", "(loss)"),), "Record the number: loss.data."),
    Mistake(
        "an exponent that is a Value",
        (
            (T, "(output - y) ** 2", "(output - y) ** Value(2)"),
            (T, "def squared_error", "from value import Value\n\n\ndef squared_error"),
        ),
        "The exponent is a Value, and ** takes plain numbers",
        "__rpow__",
    ),
    Mistake(
        "a script below the functions",
        ((T, "    return losses\n", SCRIPT),),
        'put what is to run under if __name__ == "__main__":',
        "endless loop",
    ),
    # Networks
    Mistake(
        "from exercises",
        ((N, "from value", "from exercises.value"),),
        "from value import Value.",
        "take the import out",
    ),
    Mistake("from .value", ((N, "from value", "from .value"),), "from value import Value."),
    Mistake(
        "a layer without nout",
        ((N, "[Layer(size, next_size) for", "[Layer(size) for"),),
        "that call lacks nout",
    ),
    Mistake("a loop over nout", ((N, "in range(nout)", "in nout"),), "write range(nout)"),
    Mistake(
        "an error that is returned",
        ((N, "raise ValueError", "return ValueError"),),
        "An error is raised",
        "zip() stops",
    ),
    Mistake(
        "return in MLP's loop", ((N, "        return x\n", "            return x\n"),), "inside"
    ),
    Mistake("tanh not called", ((N, "_sum.tanh()", "_sum.tanh"),), "Add its parentheses: tanh()."),
    Mistake(
        "parameters not called",
        ((N, "in neuron.parameters()]", "in neuron.parameters]"),),
        "Parentheses call it: neuron.parameters()",
    ),
    Mistake(
        "a list for a default",
        (
            (N, "def __init__(self, nin, nout):", "def __init__(self, nin, nout, neurons=[]):"),
            (
                N,
                "self.neurons = [Neuron(nin)",
                "self.neurons = neurons\n        neurons += [Neuron(nin)",
            ),
        ),
        "a list for a default is made once",
    ),
    # Values
    Mistake(
        "a bit operation",
        ((V, "self.data**other,", "self.data ^ other,"),),
        "In Python ^ is no power",
    ),
    Mistake(
        "math.pow of self",
        ((V, "self.data**other,", "math.pow(self, other),"),),
        "math.pow takes plain numbers",
    ),
    Mistake(
        "math.exp of self",
        ((V, "math.exp(self.data)", "math.exp(self)"),),
        "math.exp takes plain numbers",
    ),
    Mistake(
        "an operand too many", ((V, "__neg__(self)", "__neg__(self, other)"),), "def __neg__(self)"
    ),
    Mistake("_init_", ((V, "def __init__", "def _init_"),), "two underscores on each side"),
    Mistake(
        "backwards", ((V, "def backward(", "def backwards("),), "it has backwards: call it backward"
    ),
    Mistake("self.dat", ((V, "tanh(self.data)", "tanh(self.dat)"),), "Did you mean 'data'?"),
    Mistake("thanh", ((V, "def tanh(", "def thanh("),), "Did you mean 'thanh'?"),
    Mistake("expp", ((V, "def exp(", "def expp("),), "it has expp: call it exp"),
    Mistake("ReLU", ((V, "def relu(", "def ReLU("),), "it has ReLU: call it relu"),
    Mistake("no relu", ((V, "def relu(", "def _nothing("),), "is it written, in the class"),
    Mistake("pow", ((V, "def __pow__", "def pow"),), "has no `__pow__`"),
    Mistake(
        "a Value of a Value",
        ((V, "(self.data * other.data, (self", "(self.data * Value(other).data, (self"),),
        "The fault is in Value.__mul__",
    ),
    Mistake(
        "+ that changes its operand",
        (
            (
                V,
                'Value(self.data + other.data, (self, other), "+")',
                "self\n        self.data += other.data\n"
                '        out = Value(self.data, (self, other), "+")',
            ),
        ),
        "stores the sum in its left operand too",
    ),
    Mistake(
        "float32",
        (
            (V, "import math\n", "import math\nimport numpy as np\n"),
            (V, "self.data = data", "self.data = np.float32(data)"),
        ),
        "is a number rounded somewhere, or a float32?",
    ),
    Mistake("relu inverted", ((V, "if self.data > 0", "if self.data < 0"),), "Turn its test round"),
    Mistake("__rsub__ adds", ((V, "(-self) + other", "self + other"),), "as `__radd__` does"),
    Mistake(
        "equal by number",
        ((V, "    def __repr__", EQUAL + HASH + "    def __repr__"),),
        "are taken for one by sets",
    ),
    Mistake(
        "equal, no hash", ((V, "    def __repr__", EQUAL + "    def __repr__"),), "leave __eq__ out"
    ),
    Mistake(
        "a list that is reversed",
        ((V, "reversed(topological_sort(self))", "topological_sort(self).reverse()"),),
        "use reversed(topological_sort(self))",
    ),
    Mistake(
        "an order for a default",
        (
            (P, "def topological_sort(root):", "def topological_sort(root, order=[]):"),
            (P, "    order = []\n", ""),
        ),
        "or the default of a parameter",
    ),
    Mistake(
        "no return", ((P, "    return order", ""),), "a function that ends without return does"
    ),
    Mistake(
        "no import of math",
        ((V, "import math\n", ""),),
        "Write `import math` at its top",
        "That means",
    ),
    Mistake(
        "text and a number", ((V, 'f"Value(data={self.data})"', '"(" + self.data'),), "An f-string"
    ),
    Mistake(
        "no self", ((V, "def __init__(self, data,", "def __init__(data,"),), "the object itself"
    ),
    Mistake(
        "no operands at all",
        ((V, "self._prev = tuple(_children)", "self._prev = None"),),
        "a._prev is None, and should be a collection",
        "ends without return",
    ),
    Mistake(
        "an inner function with self",
        (
            (
                V,
                "def _backward():\n            self.grad += other.data",
                "def _backward(self):\n            self.grad += other.data",
            ),
        ),
        "is called with nothing in its parentheses: def _backward()",
    ),
    Mistake("np", ((V, "math.tanh(", "np.tanh("),), "Add `import numpy as np` to the top"),
    Mistake(
        "an order turned round",
        ((P, "    return order", "    return order[::-1]"),),
        "leave the list that way round",
        "adds a Value before",
    ),
    Mistake(
        "a set for an order", ((P, "    return order", "    return visited"),), "A set has no order"
    ),
    Mistake(
        "numbers in the order",
        ((P, "order.append(node)", "order.append(node.data)"),),
        "a Value should stand there",
        "Value(other)",
    ),
    Mistake(
        "a name too early",
        ((V, "self.data if self.data > 0", "out.data if self.data > 0"),),
        "out is used before",
    ),
    Mistake(
        "abs", ((T, "(output - y) ** 2 for", "abs(output - y) for"),), "a square is never negative"
    ),
    Mistake(
        "no pairs", ((T, "in zip(ys, outputs)", "in range(len(ys))"),), "zip(a, b) gives pairs"
    ),
    Mistake(
        "the last loss",
        ((T, "    return losses\n", "    return loss.data\n"),),
        "a single number",
        "range(",
    ),
    Mistake(
        "a step before backward",
        (
            (T, "        loss.backward()\n", ""),
            (
                T,
                "learning_rate)\n    return losses",
                "learning_rate)\n        loss.backward()\n    return losses",
            ),
        ),
        "You take the gradient step before backward()",
    ),
    Mistake(
        "a quotient before a difference",
        ((B, "(f(*bumped) - f(*inputs)) / h", "f(*bumped) - f(*inputs) / h"),),
        "/ goes before -",
    ),
    Mistake(
        "return in the loop by hand",
        ((B, "    return gradient\n", "        return gradient\n"),),
        "the first input only",
    ),
    Mistake(
        "a sum of Values",
        ((V, "(self.data + other.data, (", "(self + other, ("),),
        "Take the numbers",
    ),
    Mistake(
        "_backward named",
        ((V, "            node._backward()\n", "            node._backward\n"),),
        "does not call it",
    ),
    Mistake(
        "a cycle's error returned",
        ((P, "raise ValueError", "return ValueError"),),
        "instead of raising it",
    ),
    # torch
    Mistake("an int", ((Q, TENSOR, "torch.tensor(2, requires_grad=True)"),), "with the point"),
    Mistake(
        "backward twice",
        ((Q, "    o.backward()\n", "    o.backward()\n    o.backward()\n"),),
        "backward() was called twice on one result",
    ),
    Mistake(
        "gradients of some",
        ((Q, TENSOR, TENSOR.replace(", requires_grad=True", "")),),
        "x1.grad is None. o.backward() fills it",
        "ends without return",
    ),
    Mistake(
        "no_grad",
        ((Q, "    o = torch", "    with torch.no_grad():\n        o = torch"),),
        "outside of torch.no_grad()",
    ),
    Mistake("tenser", ((Q, "torch.tensor(2.0", "torch.tenser(2.0"),), "Did you mean 'tensor'?"),
    Mistake(
        "tanh of math",
        ((Q, "torch.tanh", "math.tanh"), (Q, "import torch\n", "import math\n    import torch\n")),
        "torch.tanh(n) is one, and can be sent backward",
        "Value(other)",
    ),
    Mistake(
        "Tensor",
        ((Q, TENSOR, "torch.Tensor([2.0], requires_grad=True)"),),
        "torch.tensor, with a small t",
    ),
)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """{mistake: its page, in one line}."""
    found: dict[str, str] = {}
    for stages in (WITHOUT_TORCH, WITH_TORCH):
        group = [m for m in MISTAKES if (m.changes[0][0] == Q) == (stages == WITH_TORCH)]
        sources = [of_sources(m.name, changed(m)) for m in group]
        for mistake, report in zip(group, proof.graded(sources, stages=stages, diagnosed=True)):
            found[mistake.name] = " ".join(shown(report, width=100).split())
    return found


def changed(mistake: Mistake) -> dict[str, str]:
    sources = solution_sources()
    for file, old, new in mistake.changes:
        assert old in sources[file], (mistake.name, old)
        sources[file] = sources[file].replace(old, new, 1)
    return sources


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: m.name)
def test_what_is_said_is_so(mistake: Mistake, pages: dict[str, str]) -> None:
    assert mistake.said in pages[mistake.name]
    assert mistake.not_said not in pages[mistake.name]


def test_each_has_a_name_of_its_own() -> None:
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES)
