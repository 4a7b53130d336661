"""Mistakes that learners make, and what they are told of each: something true, or nothing.

Each is made in the solutions; `said` stands on the page, and what is not `said` must not.
"""

from __future__ import annotations

import os
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
    # Found by a walk through all stages
    Mistake(
        "data from self",
        ((V, "self.data = data", "data = self.data"),),
        "To keep it: self.data = data.",
    ),
    Mistake(
        "one set of operands in another",
        ((V, "tuple(_children)", "{_children}"),),
        "a tuple of",
        "[]",
    ),
    Mistake(
        "a star forgotten",
        ((B, "f(*inputs)", "f(inputs)"),),
        "The star hands them over one by one",
    ),
    Mistake(
        "a bump that multiplies",
        ((B, "bumped[i] += h", "bumped[i] *= h"),),
        "You multiply the input by h",
    ),
    Mistake(
        "a range of a list",
        ((B, "range(len(inputs))", "range(inputs)"),),
        "inputs is a list here, and range() counts up to a number",
    ),
    Mistake(
        "return before _backward is kept",
        (
            (
                V,
                "            self.grad += (1 - t**2) * out.grad\n\n"
                "        out._backward = _backward\n        return out",
                "            self.grad += (1 - t**2) * out.grad\n\n        return out\n"
                "        out._backward = _backward",
            ),
        ),
        "Your `tanh` returns before",
        "Add `out._backward",
    ),
    Mistake(
        "both to self",
        ((V, "other.grad += self.data * out.grad", "self.grad += self.data * out.grad"),),
        "gives both contributions to self",
    ),
    Mistake(
        "nothing to the other, and assigned",
        (
            (V, "            self.grad += out.grad\n", "            self.grad = out.grad\n"),
            (V, "            other.grad += out.grad\n", ""),
        ),
        "gave `b` nothing",
        "gives both contributions to self",
    ),
    Mistake(
        "assigned, and on self",
        (
            (V, "self.grad += other.data * out.grad", "self.grad = other.data * out.grad"),
            (V, "other.grad += self.data * out.grad", "other.grad = self.data * out.grad"),
            (
                V,
                "self.data * out.grad\n\n        out._backward",
                "self.data * out.grad\n\n        self._backward",
            ),
        ),
        "Your `*` writes `self._backward = _backward`",
    ),
    Mistake(
        "a tanh without parentheses",
        ((V, "math.tanh(self.data)", "math.exp(2 * self.data) - 1 / math.exp(2 * self.data) + 1"),),
        "/ goes before + and -",
    ),
    Mistake(
        "a slope without parentheses",
        ((V, "(1 - t**2) * out.grad", "1 - t**2 * out.grad"),),
        "* goes before -",
    ),
    Mistake(
        "backward hidden by init",
        ((V, "self._backward = lambda", "self.backward = lambda"),),
        "hides the method backward() of every Value",
    ),
    Mistake(
        "the result's _backward each time",
        ((V, "            node._backward()\n", "            self._backward()\n"),),
        "passed its gradient on a second time",
        "Add to a grad with +=",
    ),
    Mistake(
        "import of the file",
        (
            (
                V,
                "        from topological_sort import topological_sort\n\n        self",
                "        import topological_sort\n\n        self",
            ),
        ),
        "from topological_sort import topological_sort.",
    ),
    Mistake(
        "backward of each",
        ((V, "            node._backward()\n", "            node.backward()\n"),),
        "which begins all over again",
    ),
    Mistake(
        "a sort that never begins",
        ((P, "    visit(root)\n", ""),),
        "never begins it",
    ),
    Mistake(
        "an empty dictionary",
        ((P, "visited = set()", "visited = {}"),),
        "an empty set is written set()",
    ),
    Mistake(
        "append to a set",
        ((P, "visited.add(node)", "visited.append(node)"),),
        "A set takes things in with add()",
    ),
    Mistake(
        "operands in the loop",
        (
            (
                P,
                "                visit(operand)\n",
                "                visit(operand)\n                order.append(operand)\n",
            ),
            (
                P,
                "            visited.add(node)\n            order.append(node)\n",
                "            visited.add(node)\n",
            ),
        ),
        "never the Value itself",
    ),
    Mistake(
        "numbers seen",
        (
            (P, "if node not in visited", "if node.data not in visited"),
            (P, "visited.add(node)", "visited.add(node.data)"),
        ),
        "remembers the numbers it has seen",
    ),
    Mistake(
        "self in a function",
        ((P, "    visit(root)\n", "    visit(self)\n"),),
        "Only the methods of a class have a self",
        "def __init__",
    ),
    Mistake(
        "wrapped the wrong way round",
        (
            (
                V,
                "other = other if isinstance(other, Value) else Value(other)\n"
                "        out = Value(self.data + other.data",
                "other = Value(other) if isinstance(other, Value) else other\n"
                "        out = Value(self.data + other.data",
            ),
        ),
        "Turn it round",
    ),
    Mistake(
        "an exponent's data",
        ((V, "self.data**other,", "self.data**other.data,"),),
        "The exponent is a plain number itself",
        "Value(other)",
    ),
    Mistake(
        "-self",
        ((V, "return self * -1", "return -self"),),
        "Python calls `__neg__` again",
    ),
    Mistake(
        "self - other",
        ((V, "return self + (-other)", "return self - other"),),
        "Python calls `__sub__` again",
    ),
    Mistake(
        "a sum of numbers for radd",
        ((V, "return self + other", "return Value(self.data + other)"),),
        "Your `__radd__` makes a new Value",
    ),
    Mistake(
        "a divisor's data",
        ((V, "return self * other**-1", "return self * (1 / other.data)"),),
        "divides by the number other.data",
    ),
    Mistake(
        "a product inverted",
        ((V, "return self * other**-1", "return (self * other)**-1"),),
        "takes the whole product to the power of -1",
    ),
    Mistake(
        "an exponent as an operand",
        ((V, '(self,), f"**', '(self, other), f"**'),),
        "counts its exponent among the operands",
    ),
    Mistake(
        "an exponent without parentheses",
        ((V, "self.data ** (other - 1)", "(self.data ** other - 1)"),),
        "** goes before -",
    ),
    Mistake(
        "a Value compared",
        ((V, "if self.data > 0 else", "if self > 0 else"),),
        "Compare the number inside it, .data.",
    ),
    Mistake(
        "item not called",
        ((Q, "x1.grad.item()", "x1.grad.item"),),
        "a method",
        "missing",
    ),
    Mistake(
        "n.backward()",
        (
            (
                Q,
                "    o = torch.tanh(x1 * w1 + x2 * w2 + b)\n    o.b",
                "    n = x1 * w1 + x2 * w2 + b\n    o = torch.tanh(n)\n    n.b",
            ),
        ),
        "You call backward() on the weighted sum",
    ),
    Mistake(
        "weights added",
        ((N, "wi * xi for", "wi + xi for"),),
        "adds each weight to its input",
    ),
    Mistake(
        "an error printed",
        (
            (
                N,
                'raise ValueError(f"expected {len(self.w)} inputs, got {len(x)}")',
                'print("ValueError")',
            ),
        ),
        "prints what is wrong with its input",
        "zip() stops",
    ),
    Mistake(
        "a list and a bias",
        (
            (
                N,
                "sum((wi * xi for wi, xi in zip(self.w, x)), self.b)",
                "[wi * xi for wi, xi in zip(self.w, x)] + self.b",
            ),
        ),
        "adds its bias to a list of products",
        "needs brackets",
    ),
    Mistake(
        "the last product",
        (
            (
                N,
                "weighted_sum = sum((wi * xi for wi, xi in zip(self.w, x)), self.b)\n",
                "weighted_sum = self.b\n        for wi, xi in zip(self.w, x):\n"
                "            weighted_sum = wi * xi\n",
            ),
        ),
        "takes its last input only",
    ),
    Mistake(
        "math.tanh of a Value",
        (
            (N, "weighted_sum.tanh()", "math.tanh(weighted_sum)"),
            (N, "import random", "import math\nimport random"),
        ),
        "A Value has a tanh of its own: weighted_sum.tanh()",
        "weighted_sum.data",
    ),
    Mistake(
        "tanh of the number",
        (
            (N, "weighted_sum.tanh()", "Value(math.tanh(weighted_sum.data))"),
            (N, "import random", "import math\nimport random"),
        ),
        "makes its output of a plain number",
    ),
    Mistake(
        "tanh of each",
        (
            (
                N,
                "sum((wi * xi for wi, xi in zip(self.w, x)), self.b)",
                "sum(((wi * xi).tanh() for wi, xi in zip(self.w, x)), self.b)",
            ),
            (N, "weighted_sum.tanh()", "weighted_sum"),
        ),
        "takes the tanh of each product",
    ),
    Mistake(
        "tanh twice",
        ((N, "weighted_sum.tanh()", "weighted_sum.tanh().tanh()"),),
        "takes the tanh twice",
    ),
    Mistake(
        "all but the last input",
        (
            (
                N,
                "sum((wi * xi for wi, xi in zip(self.w, x)), self.b)",
                "sum((self.w[i] * x[i] for i in range(len(x) - 1)), self.b)",
            ),
        ),
        "leaves out its last input",
    ),
    Mistake(
        "zip of one",
        ((N, "wi, xi in zip(self.w, x)", "wi, xi in zip(self.w)"),),
        "zip() was given one list",
    ),
    Mistake(
        "a sum of pairs",
        (
            (
                N,
                "sum((wi * xi for wi, xi in zip(self.w, x)), self.b)",
                "sum(zip(self.w, x)) + self.b",
            ),
        ),
        "zip() gives pairs, which cannot be added up",
    ),
    Mistake(
        "lists multiplied",
        ((N, "sum((wi * xi for wi, xi in zip(self.w, x)), self.b)", "self.w * x + self.b"),),
        "Python does not compute with whole lists",
    ),
    Mistake(
        "neurons in a row",
        (
            (
                N,
                "outputs = [neuron(x) for neuron in self.neurons]\n"
                "        return outputs[0] if len(outputs) == 1 else outputs",
                "for neuron in self.neurons:\n            x = neuron(x)\n        return x",
            ),
        ),
        "Its neurons stand side by side",
    ),
    Mistake(
        "a number for each neuron",
        (
            (
                N,
                "[neuron(x) for neuron in self.neurons]",
                "[neuron(xi) for neuron, xi in zip(self.neurons, x)]",
            ),
        ),
        "hands each neuron one number of x",
    ),
    Mistake(
        "tanh in a layer",
        (
            (
                N,
                "[neuron(x) for neuron in self.neurons]",
                "[neuron(x).tanh() for neuron in self.neurons]",
            ),
        ),
        "Your layer takes the tanh",
    ),
    Mistake(
        "neurons for parameters",
        ((N, "[p for neuron in self.neurons for p in neuron.parameters()]", "self.neurons"),),
        "is its list of neurons",
        "list of lists",
    ),
    Mistake(
        "the class itself",
        ((N, "[Neuron(nin) for", "[Neuron for"),),
        "Neuron is the class itself",
    ),
    Mistake(
        "two fors the wrong way round",
        (
            (
                N,
                "[p for neuron in self.neurons for p in neuron.parameters()]",
                "[p for p in neuron.parameters() for neuron in self.neurons]",
            ),
        ),
        "the one that gives neuron comes first",
    ),
    Mistake(
        "a list called",
        ((N, "[neuron(x) for neuron in self.neurons]", "self.neurons(x)"),),
        "self.neurons is a list. Call what is in it",
    ),
    Mistake(
        "layers for a default",
        (
            (N, "def __init__(self, nin, nouts):", "def __init__(self, nin, nouts, layers=[]):"),
            (
                N,
                "self.layers = [Layer(size, next_size) for size, next_size in "
                "zip(sizes, sizes[1:])]",
                "for size, next_size in zip(sizes, sizes[1:]):\n"
                "            layers.append(Layer(size, next_size))\n        self.layers = layers",
            ),
        ),
        "Your MLPs share one list of layers",
    ),
    Mistake(
        "layers in the class",
        (
            (
                N,
                "    def __init__(self, nin, nouts):",
                "    layers = []\n\n    def __init__(self, nin, nouts):",
            ),
            (N, "self.layers = [Layer(size", "self.layers += [Layer(size"),
        ),
        "Your MLPs share one list of layers",
    ),
    Mistake(
        "nouts changed",
        ((N, "sizes = [nin] + nouts", "nouts.insert(0, nin)\n        sizes = nouts"),),
        "Your MLP changes the list nouts itself",
    ),
    Mistake(
        "layers backwards",
        ((N, "in self.layers:", "in reversed(self.layers):"),),
        "from the last to the first",
        "every layer anew",
    ),
    Mistake(
        "layers beside each other",
        (
            (
                N,
                "for layer in self.layers:\n            x = layer(x)\n        return x",
                "return [layer(x) for layer in self.layers]",
            ),
        ),
        "every layer anew",
    ),
    Mistake(
        "a layer's result in a list",
        ((N, "x = layer(x)", "x = [layer(x)]"),),
        "which makes a list in a list",
    ),
    Mistake(
        "tanh in an MLP",
        (
            (
                N,
                "            x = layer(x)\n        return x",
                "            x = layer(x)\n        return x.tanh()",
            ),
        ),
        "Your MLP takes the tanh",
    ),
    Mistake(
        "a sum of lists",
        (
            (
                N,
                "[p for layer in self.layers for p in layer.parameters()]",
                "sum(layer.parameters() for layer in self.layers)",
            ),
        ),
        "sum() begins with the number 0",
        "needs brackets",
    ),
    Mistake(
        "its own parameters",
        ((N, "for p in layer.parameters()]", "for p in self.parameters()]"),),
        "Ask each layer for its own",
    ),
    Mistake(
        "one beyond the end",
        (
            (
                N,
                "[Layer(size, next_size) for size, next_size in zip(sizes, sizes[1:])]",
                "[Layer(sizes[i], sizes[i + 1]) for i in range(len(sizes))]",
            ),
        ),
        "sizes[i + 1] looks one item ahead",
    ),
    Mistake(
        "neurons for layers",
        ((N, "[Layer(size, next_size) for", "[Neuron(size) for"),),
        "a Layer should stand there",
        "spelled",
    ),
    Mistake(
        "sums for differences",
        ((T, "output - y", "output + y"),),
        "adds y to the output",
    ),
    Mistake(
        "y alone squared",
        ((T, "(output - y) ** 2", "output - y ** 2"),),
        "squares y alone",
    ),
    Mistake(
        "doubled",
        ((T, "(output - y) ** 2", "(output - y) * 2"),),
        "doubles the differences",
    ),
    Mistake(
        "the sum squared",
        (
            (
                T,
                "sum((output - y) ** 2 for y, output in zip(ys, outputs))",
                "sum(output - y for y, output in zip(ys, outputs)) ** 2",
            ),
        ),
        "squares their sum",
    ),
    Mistake(
        "all but the first example",
        ((T, "in zip(ys, outputs))", "in zip(ys[1:], outputs[1:]))"),),
        "leaves out the first example",
    ),
    Mistake(
        "=-",
        ((T, "p.data -= learning_rate", "p.data =- learning_rate"),),
        "=- for -=",
    ),
    Mistake(
        "a step by the number",
        ((T, "learning_rate * p.grad", "learning_rate * p.data"),),
        "Your step goes by p.data",
    ),
    Mistake(
        "a rate of one's own",
        ((T, "learning_rate * p.grad", "0.05 * p.grad"),),
        "one number of your own",
    ),
    Mistake(
        "backward of the outputs",
        (
            (
                T,
                "        loss.backward()\n",
                "        for output in outputs:\n            output.backward()\n",
            ),
        ),
        "calls backward() of the outputs",
    ),
    Mistake(
        "a negative rate",
        ((T, "(model.parameters(), learning_rate)", "(model.parameters(), -learning_rate)"),),
        "a negative learning rate",
    ),
    Mistake(
        "a rate twice",
        (
            (
                T,
                "(model.parameters(), learning_rate)",
                "(model.parameters(), learning_rate * learning_rate)",
            ),
        ),
        "Once is enough",
    ),
    Mistake(
        "a step twice",
        (
            (
                T,
                "        gradient_step(model.parameters(), learning_rate)\n",
                "        gradient_step(model.parameters(), learning_rate)\n"
                "        gradient_step(model.parameters(), learning_rate)\n",
            ),
        ),
        "move twice in each step",
    ),
    Mistake(
        "a step below the loop",
        (
            (
                T,
                "        gradient_step(model.parameters(), learning_rate)\n",
                "    gradient_step(model.parameters(), learning_rate)\n",
            ),
        ),
        "below the loop, once in all",
    ),
    Mistake(
        "a new list each time",
        (
            (
                T,
                "    losses = []\n    for _ in range(steps):\n",
                "    for _ in range(steps):\n        losses = []\n",
            ),
        ),
        "begins a new list of losses in each step",
    ),
    Mistake(
        "the model of all",
        ((T, "[model(x) for x in xs]", "model(xs)"),),
        "a model takes one example",
    ),
    Mistake(
        "a model for a list",
        ((T, "zero_gradients(model.parameters())", "zero_gradients(model)"),),
        "An MLP is no list",
    ),
    Mistake(
        "item of a Value",
        ((T, "loss.data", "loss.item()"),),
        "The number in a Value is its .data.",
    ),
)


EVERY = int(os.environ.get("EVERY", "5"))  # of how many mistakes one is made; 1 for all
SAMPLE = MISTAKES[::EVERY]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """{mistake: its page, in one line}."""
    found: dict[str, str] = {}
    for stages in (WITHOUT_TORCH, WITH_TORCH):
        group = [m for m in SAMPLE if (m.changes[0][0] == Q) == (stages == WITH_TORCH)]
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


@pytest.mark.parametrize("mistake", SAMPLE, ids=lambda m: m.name)
def test_what_is_said_is_so(mistake: Mistake, pages: dict[str, str]) -> None:
    assert mistake.said in pages[mistake.name]
    assert mistake.not_said not in pages[mistake.name]


def test_each_has_a_name_of_its_own() -> None:
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES)
