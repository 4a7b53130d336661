"""Plain networks that draw, sum, label or gather in another way, some with a Value to match."""

from __future__ import annotations

from grader.diagnosis.recognition.catalogue.edits import Edit, body
from tests.variations.variation import Variation, insert

FILE, VALUE = "nn.py", "value.py"

LIFTED = "other if isinstance(other, Value) else Value(other)"  # in Value.__add__, __mul__

LAYER_BY_LAYER = body(
    FILE,
    "MLP.__init__",
    """
    self.layers = []
    for nout in nouts:
        self.layers.append(Layer(nin, nout))
        nin = nout
    """,
)


NETWORKS = (
    Variation(
        name="zip_strict",
        unusual="zip(..., strict=True) does the length check, and raises the ValueError itself.",
        edits=(
            body(
                FILE,
                "Neuron.__call__",
                """
                if not hasattr(x, "__iter__"):
                    x = [x]
                return sum((wi * xi for wi, xi in zip(self.w, x, strict=True)), self.b).tanh()
                """,
            ),
            body(
                FILE,
                "Layer.__call__",
                """
                if not hasattr(x, "__iter__"):
                    x = [x]
                outputs = [neuron(x) for neuron in self.neurons]
                return outputs.pop() if len(outputs) == 1 else outputs
                """,
            ),
        ),
    ),
    Variation(
        name="own_errors",
        unusual="An exception class of the learner's own for inputs of the wrong length: "
        "a ValueError.",
        edits=(
            insert(
                FILE,
                """
                class WrongNumberOfInputs(ValueError):
                    def __init__(self, wanted, given):
                        super().__init__(
                            f"this neuron has {wanted} weights and was given {given} inputs"
                        )
                        self.wanted = wanted
                        self.given = given
                """,
                before="class Neuron:",
            ),
            Edit(
                FILE,
                "Neuron.__init__",
                "self.b = Value(random.uniform(-1, 1))",
                "self.b = Value(0)",
            ),
            body(
                FILE,
                "Neuron.__call__",
                """
                try:
                    inputs = list(x)
                except TypeError:
                    inputs = [x]
                if len(inputs) != len(self.w):
                    raise WrongNumberOfInputs(len(self.w), len(inputs))
                return sum((wi * xi for wi, xi in zip(self.w, inputs)), self.b).tanh()
                """,
            ),
        ),
    ),
    Variation(
        name="numpy_weights",
        unusual="The weights come from NumPy, so that each Value holds a NumPy scalar.",
        edits=(
            Edit(FILE, "", "import random\n\n", "import numpy as np\n"),
            insert(FILE, "rng = np.random.default_rng(42)", before="class Neuron:"),
            body(
                FILE,
                "Neuron.__init__",
                """
                self.w = [Value(w) for w in rng.uniform(-1.0, 1.0, size=nin)]
                self.b = Value(np.float64(0.0))
                """,
            ),
            body(
                FILE,
                "Neuron.__call__",
                """
                inputs = list(x) if isinstance(x, (list, tuple, np.ndarray)) else [x]
                if len(inputs) != len(self.w):
                    raise ValueError(f"shape mismatch: ({len(self.w)},) and ({len(inputs)},)")
                return (sum(w * xi for w, xi in zip(self.w, inputs)) + self.b).tanh()
                """,
            ),
            Edit(FILE, "Layer.__init__", "range", "np.arange"),
            body(
                FILE,
                "MLP.__init__",
                """
                sizes = np.concatenate([[nin], np.atleast_1d(nouts)])
                self.layers = [Layer(int(m), int(n)) for m, n in zip(sizes[:-1], sizes[1:])]
                """,
            ),
        ),
    ),
    Variation(
        name="zero_bias",
        unusual="The bias begins at 0, an int; the weights are drawn from a generator "
        "of the learner's own.",
        edits=(
            Edit(FILE, "", "import random", "from random import Random"),
            insert(FILE, "rng = Random(1337)", before="class Neuron:"),
            body(
                FILE,
                "Neuron.__init__",
                """
                self.w = [Value(rng.uniform(-1, 1)) for _ in range(nin)]
                self.b = Value(0)
                """,
            ),
            body(
                FILE,
                "Neuron.__call__",
                """
                match x:
                    case list() | tuple():
                        inputs = x
                    case number:
                        inputs = [number]
                if len(inputs) != len(self.w):
                    raise ValueError(f"{len(inputs)} inputs, {len(self.w)} weights")
                weighted = [wi * xi for wi, xi in zip(self.w, inputs)]
                return sum([*weighted, self.b]).tanh()
                """,
            ),
            body(FILE, "Neuron.parameters", "return [*self.w, self.b]"),
            body(
                FILE,
                "Layer.__call__",
                """
                outputs = [neuron(x) for neuron in self.neurons]
                match outputs:
                    case [only]:
                        return only
                return outputs
                """,
            ),
            LAYER_BY_LAYER,
        ),
    ),
    Variation(
        name="labels_everywhere",
        unusual="Every value has a label: its own, or one made up from a counter.",
        edits=(
            Edit(VALUE, "", "import math", "import itertools\nimport math"),
            insert(VALUE, "numbers = itertools.count(1)", before="class Value:"),
            Edit(
                VALUE,
                "Value.__init__",
                "= label\n",
                "= label or f\"{_op or 'leaf'}_{next(numbers)}\"\n",
            ),
            Edit(VALUE, "Value.__repr__", "{self.data})", "{self.data}, label={self.label!r})"),
            *(
                Edit(VALUE, function, "Value(other)", "Value(other, label=str(other))")
                for function in ("Value.__add__", "Value.__mul__")
            ),
            Edit(VALUE, "Value.__add__", '"+")', '"+", label=f"sum_{next(numbers)}")'),
            Edit(VALUE, "Value.__mul__", '"*")', '"*", label=f"product_{next(numbers)}")'),
            Edit(VALUE, "Value.__pow__", '(self,), f"', '_children=(self,), _op=f"'),
            Edit(VALUE, "Value.tanh", '"tanh")', '"tanh", "squashed")'),
            body(
                VALUE,
                "Value.__neg__",
                """
                negative = self * -1
                negative.label = f"minus {self.label[:20]}"
                return negative
                """,
            ),
            Edit(FILE, "Neuron.__init__", "nin):", 'nin, label="neuron"):'),
            body(
                FILE,
                "Neuron.__init__",
                """
                self.label = label
                self.w = [Value(random.uniform(-1, 1), label=f"{label}.w{i}") for i in range(nin)]
                self.b = Value(random.uniform(-1, 1), label=f"{label}.b")
                """,
            ),
            body(
                FILE,
                "Neuron.__call__",
                """
                x = x if isinstance(x, (list, tuple)) else [x]
                if len(x) != len(self.w):
                    raise ValueError(
                        f"{self.label} takes {len(self.w)} inputs and was given {len(x)}"
                    )
                act = self.b
                for i, (wi, xi) in enumerate(zip(self.w, x)):
                    act = act + wi * xi
                    act.label = f"{self.label}, up to input {i}"
                out = act.tanh()
                out.label = f"{self.label}.out"
                return out
                """,
            ),
            Edit(FILE, "Layer.__init__", "nout):", 'nout, label="layer"):'),
            body(
                FILE,
                "Layer.__init__",
                """
                self.label = label
                self.neurons = [Neuron(nin, f"{label}.{i}") for i in range(nout)]
                """,
            ),
            Edit(FILE, "MLP.__init__", "sizes[i + 1])", 'sizes[i + 1], label=f"layer{i}")'),
        ),
    ),
    Variation(
        name="helpers_in_a_module",
        unusual="Helper functions in a module of their own (engine_helpers.py).",
        edits=(
            Edit(VALUE, "", "import math", "from engine_helpers import is_number, unary"),
            *(
                Edit(VALUE, function, LIFTED, "Value(other) if is_number(other) else other")
                for function in ("Value.__add__", "Value.__mul__")
            ),
            Edit(VALUE, "Value.__pow__", "other):", "n):"),
            body(
                VALUE,
                "Value.__pow__",
                'return self._unary(self.data**n, n * self.data ** (n - 1), f"**{n}")',
            ),
            insert(
                VALUE,
                """
                def _unary(self, data, slope, op):
                    out = Value(data, (self,), op)

                    def _backward():
                        self.grad += slope * out.grad

                    out._backward = _backward
                    return out
                """,
                before="    def exp",
            ),
            *(
                body(
                    VALUE,
                    f"Value.{function}",
                    f'return self._unary(*unary("{op}", self.data), "{op}")',
                )
                for function, op in (("exp", "exp"), ("tanh", "tanh"), ("relu", "ReLU"))
            ),
            Edit(VALUE, "Value.__rsub__", "(-self)", "-self"),
            Edit(
                FILE,
                "",
                "from value import Value",
                "import engine_helpers as helpers\nimport value",
            ),
            body(
                FILE,
                "Neuron.__init__",
                """
                self.w = [value.Value(random.uniform(-1, 1)) for _ in range(nin)]
                self.b = value.Value(0.0)
                """,
            ),
            body(
                FILE,
                "Neuron.__call__",
                """
                if helpers.is_number(x) or isinstance(x, value.Value):
                    x = [x]
                if len(x) != len(self.w):
                    raise ValueError("the number of inputs is not the number of weights")
                return sum((wi * xi for wi, xi in zip(self.w, x)), self.b).tanh()
                """,
            ),
            body(FILE, "Neuron.parameters", "return helpers.flatten([self.w, [self.b]])"),
            Edit(
                FILE,
                "Layer.__call__",
                "outputs[0] if len(outputs) == 1 else outputs",
                "outputs if len(outputs) > 1 else outputs[0]",
            ),
            body(
                FILE,
                "Layer.parameters",
                "return helpers.flatten(neuron.parameters() for neuron in self.neurons)",
            ),
            LAYER_BY_LAYER,
            body(
                FILE,
                "MLP.parameters",
                "return helpers.flatten(layer.parameters() for layer in self.layers)",
            ),
        ),
    ),
)
