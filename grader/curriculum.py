"""The stages of the kata, in order: the only list of stages there is."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct


class Part(Struct, frozen=True):
    """What one stage asks of one function, in a few words; none where it asks for all of it.

    begun is a pattern that no name matches in a function, nor in what it calls, which is still
    as the stages before have it. Without one that cannot be told from a text. written is what
    every text of a function matches that has the part, and none without it: what is known to be
    there is not named as still to write.
    """

    function: str  # such as "Value.__add__"
    words: str = ""
    begun: str = ""
    written: str = ""


class Stage(Struct, frozen=True):
    """One stage: the files it is built in (the first is where it begins), and its story.

    parts are in the order to write them. meaning is what is won when all is right, in the
    lecture's story, and example a few lines to run then.
    """

    number: int
    title: str
    files: tuple[str, ...]
    story: str
    parts: tuple[Part, ...]
    meaning: str
    example: str
    points: float = 10.0
    needs_torch: bool = False
    compares_memory: bool = False  # operands and ops, and not numbers alone
    stands_alone: bool = False  # its file uses no other of the kata's, and none uses it
    has_random_programs: bool = False
    has_both_set_orders: bool = False  # programs run with sets walked forward and in reverse

    @property
    def file(self) -> str:
        return self.files[0]


STAGES = (
    Stage(
        1,
        "Arithmetic",
        ("value.py",),
        "Wrap a number in a Value, and teach Values to add and multiply.",
        (
            Part("Value.__init__", "self.data"),
            Part("Value.__repr__"),
            Part("Value.__add__"),
            Part("Value.__mul__"),
        ),
        "Python's + and * now build your own objects: the lecture's a * b + c works.",
        "print(Value(2.0) * Value(-3.0) + Value(10.0))",
    ),
    Stage(
        2,
        "Memory",
        ("value.py",),
        "Let each Value remember its operands and the operation that made it.",
        (
            Part(
                "Value.__init__",
                "self._prev and self._op",
                begun="prev|^_?op|child|parent",
                written=r"\._prev\b",
            ),
            Part("Value.__add__", 'its operands and "+"'),
            Part("Value.__mul__", 'its operands and "*"'),
        ),
        "Every result knows where it came from: the expression is a graph, and can be drawn.",
        "print(draw_dot(Value(2.0) * Value(-3.0) + Value(10.0)))",
        compares_memory=True,
    ),
    Stage(
        3,
        "Gradients by hand",
        ("by_hand.py",),
        "Before the computer does it: what is a gradient, and how does the chain rule go?",
        (
            Part("numerical_gradient"),
            Part("expression_gradients"),
            Part("neuron_gradients"),
        ),
        "You have done on paper, node by node, what backward() is going to do for you.",
        "print(numerical_gradient(lambda a, b: a * b, [2.0, -3.0]))",
        stands_alone=True,
    ),
    Stage(
        4,
        "Backward",
        ("value.py",),
        "Send the gradient from a result back to everything it was made from.",
        (
            Part(
                "Value.__init__",
                "self.grad and self._backward",
                begun="grad|backward",
                written=r"(?s)\.grad\b.*\._backward\b|\._backward\b.*\.grad\b",
            ),
            Part("Value.__add__", "its _backward", written=r"\.grad\b"),
            Part("Value.__mul__", "its _backward", written=r"\.grad\b"),
            Part("Value.tanh"),
            Part("Value.backward"),
        ),
        "The chain rule runs by itself, from the result back to the leaves.",
        "a = Value(2.0)\n(a * Value(-3.0)).tanh().backward()\nprint(a.grad)",
        has_random_programs=True,
    ),
    Stage(
        5,
        "Topological sort",
        ("topological_sort.py", "value.py"),
        "Make backward right for values that are used more than once.",
        (
            Part("topological_sort"),
            Part("Value.__add__", "+= in its _backward", written=r"\.grad \+="),
            Part("Value.__mul__", "+= in its _backward", written=r"\.grad \+="),
            Part(
                "Value.backward",
                "along the sort",
                begun="topo|sort|order|revers|visit|seen",
                written=r"\btopological_sort\(",
            ),
        ),
        "Any graph without a cycle is right now, however often a value is used: the bug of the "
        "lecture is gone.",
        "a = Value(3.0)\n(a + a).backward()\nprint(a.grad)",
        has_random_programs=True,
        has_both_set_orders=True,  # it asks for a topological order
    ),
    Stage(
        6,
        "More operations",
        ("value.py",),
        "Plain numbers, minus, powers, division, exp, relu.",
        (
            Part("Value.__add__", "plain numbers", written=r"\bisinstance\("),
            Part("Value.__mul__", "plain numbers", written=r"\bisinstance\("),
            Part("Value.__radd__"),
            Part("Value.__rmul__"),
            Part("Value.__neg__"),
            Part("Value.__sub__"),
            Part("Value.__rsub__"),
            Part("Value.__pow__"),
            Part("Value.__truediv__"),
            Part("Value.__rtruediv__"),
            Part("Value.exp"),
            Part("Value.relu"),
        ),
        "Your Value can do what a formula needs: tanh could now be written out with exp.",
        "a = Value(0.5)\ne = (2 * a).exp()\nprint((e - 1) / (e + 1), a.tanh())",
        has_random_programs=True,
        has_both_set_orders=True,
    ),
    Stage(
        7,
        "The same in torch",
        ("torch_neuron.py",),
        "Build the neuron of stage 3 once more, and let torch find the gradients.",
        (Part("torch_neuron"),),
        "torch gives your numbers: what you built is what everyone uses, one scalar at a time.",
        "print(torch_neuron())",
        needs_torch=True,
        stands_alone=True,
    ),
    Stage(
        8,
        "Neuron",
        ("nn.py",),
        "Weights, a bias, and tanh.",
        (
            Part("Neuron.__init__"),
            Part("Neuron.__call__"),
            Part("Neuron.parameters"),
        ),
        "A neuron is an expression of your Values, so its gradients come for nothing.",
        "print(Neuron(2)([2.0, -1.0]))",
    ),
    Stage(
        9,
        "Layer",
        ("nn.py",),
        "Neurons side by side, and what becomes of just one.",
        (
            Part(
                "Neuron.__call__",
                "a single number counts as a list of one",
                written=r"\bisinstance\(",
            ),
            Part("Layer.__init__"),
            Part("Layer.__call__"),
            Part("Layer.parameters"),
        ),
        "Neurons side by side see the same inputs, and one alone gives a bare Value.",
        "print(Layer(2, 3)([2.0, -1.0]))",
    ),
    Stage(
        10,
        "MLP",
        ("nn.py",),
        "Layers, each of which feeds the next.",
        (
            Part("MLP.__init__"),
            Part("MLP.__call__"),
            Part("MLP.parameters"),
        ),
        "The lecture's network of 41 parameters stands, made of nothing but your Value.",
        "print(len(MLP(3, [4, 4, 1]).parameters()))",
    ),
    Stage(
        11,
        "Training",
        ("training.py",),
        "Loss, zeroed gradients, a step downhill, and again.",
        (
            Part("squared_error"),
            Part("zero_gradients"),
            Part("gradient_step"),
            Part("train"),
        ),
        "It learns: the loss goes down, step by step, by gradients that you derived yourself.",
        "model = MLP(2, [3, 1])\nxs, ys = [[1.0, 2.0], [-1.0, 0.5]], [1.0, -1.0]\n"
        "print(train(model, xs, ys, 20, 0.1))",
    ),
)

# The kata's files, in the order in which they are begun.
FILES = tuple(dict.fromkeys(file for stage in STAGES for file in stage.files))
TORCH_FILES = tuple(file for stage in STAGES if stage.needs_torch for file in stage.files)

# When it is right, a whole MLP learns.
TRAINING = next(stage.number for stage in STAGES if stage.file == "training.py")

# Importing torch takes longer than all that needs none.
WITH_TORCH = tuple(stage.number for stage in STAGES if stage.needs_torch)
WITHOUT_TORCH = tuple(stage.number for stage in STAGES if not stage.needs_torch)

# Where each name that a program may use comes from.
HOME = {
    "Value": "value",
    "numerical_gradient": "by_hand",
    "expression_gradients": "by_hand",
    "neuron_gradients": "by_hand",
    "topological_sort": "topological_sort",
    "torch_neuron": "torch_neuron",
    "Neuron": "nn",
    "Layer": "nn",
    "MLP": "nn",
    "squared_error": "training",
    "zero_gradients": "training",
    "gradient_step": "training",
    "train": "training",
    "draw_dot": "helper_draw",
}


def stage(number: int) -> Stage:
    """The stage of that number; raises KeyError where there is none."""
    if not 1 <= number <= len(STAGES):
        raise KeyError(number)
    return STAGES[number - 1]


@lru_cache(1024)  # of a class all are asked the same
def imports(program: str) -> str:
    """The import lines that a program needs in front, so that it runs as pasted."""
    words = set(re.findall(r"[A-Za-z_]\w*", program))
    wanted: dict[str, list[str]] = {}
    for name, module in HOME.items():
        if name in words:
            wanted.setdefault(module, []).append(name)
    lines = [f"from {module} import {', '.join(names)}" for module, names in wanted.items()]
    return "".join(line + "\n" for line in lines)


def first_stage(function: str) -> int:
    """The number of the first stage that asks for a function; 0 where none does."""
    asking = (s.number for s in STAGES for part in s.parts if part.function == function)
    return next(asking, 0)
