"""The stages of the kata, in order: the only list of stages there is."""

from __future__ import annotations

import re

from msgspec import Struct


class Stage(Struct, frozen=True):
    """One stage: the files it is built in (the first is where it begins), and its story."""

    number: int
    title: str
    files: tuple[str, ...]
    story: str
    work: tuple[str, ...] = ()  # what is to write that no stub stands for, in words
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
    ),
    Stage(
        2,
        "Memory",
        ("value.py",),
        "Let each Value remember its operands and the operation that made it.",
        (
            "_prev, _op in Value.__init__",
            "_children, _op in __add__, __mul__",
        ),
        compares_memory=True,
    ),
    Stage(
        3,
        "Gradients by hand",
        ("by_hand.py",),
        "Before the computer does it: what is a gradient, and how does the chain rule go?",
        stands_alone=True,
    ),
    Stage(
        4,
        "Backward",
        ("value.py",),
        "Send the gradient from a result back to everything it was made from.",
        ("_backward in __add__, __mul__",),
        has_random_programs=True,
    ),
    Stage(
        5,
        "Topological sort",
        ("topological_sort.py", "value.py"),
        "Make backward right for values that are used more than once.",
        (
            "+= in every _backward",
            "Value.backward, along the sort",
        ),
        has_random_programs=True,
        has_both_set_orders=True,  # it asks for a topological order
    ),
    Stage(
        6,
        "More operations",
        ("value.py",),
        "Plain numbers, minus, powers, division, exp, relu.",
        ("numbers in __add__, __mul__",),
        has_random_programs=True,
        has_both_set_orders=True,
    ),
    Stage(
        7,
        "The same in torch",
        ("torch_neuron.py",),
        "Build the neuron of stage 3 once more, and let torch find the gradients.",
        needs_torch=True,
        stands_alone=True,
    ),
    Stage(8, "Neuron", ("nn.py",), "Weights, a bias, and tanh."),
    Stage(9, "Layer", ("nn.py",), "Neurons side by side, and what becomes of just one."),
    Stage(10, "MLP", ("nn.py",), "Layers, each of which feeds the next."),
    Stage(
        11,
        "Training",
        ("training.py",),
        "Loss, zeroed gradients, a step downhill, and again.",
    ),
)

# The kata's files, in the order in which they are begun.
FILES = tuple(dict.fromkeys(file for stage in STAGES for file in stage.files))
TORCH_FILES = tuple(file for stage in STAGES if stage.needs_torch for file in stage.files)

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


def imports(program: str) -> str:
    """The import lines that a program needs in front, so that it runs as pasted."""
    words = set(re.findall(r"[A-Za-z_]\w*", program))
    wanted: dict[str, list[str]] = {}
    for name, module in HOME.items():
        if name in words:
            wanted.setdefault(module, []).append(name)
    lines = [f"from {module} import {', '.join(names)}" for module, names in wanted.items()]
    return "".join(line + "\n" for line in lines)
