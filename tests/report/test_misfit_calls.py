"""Calls that do not fit, and a Value in the place of a number: what is said, and what is not."""

from __future__ import annotations

import pytest

from grader.report import words
from tests.report.test_exceptions import fail

INIT = "def __init__(self, data"
PRODUCT = "Value(self.data * other.data"
GUARD = "other = other if isinstance(other, Value) else Value(other)\n        out = "
LOSS = "    return sum((output - y) ** 2 for y, output in zip(ys, outputs))\n"
TRAIN = "losses = train(MLP(1, [1]), [[1.0]], [1.0], 1, 0.1)"


@pytest.mark.parametrize(
    ("program", "edit", "said"),
    [
        ("Value(1.0)", (INIT, "def _init_(self, data"), "no __init__ in the class Value"),
        ("Value(1.0)", (INIT, "def __int__(self, data"), "no __init__ in the class Value"),
        ("-Value(1.0)", ("__neg__(self)", "__neg__(self, other)"), "def __neg__(self)."),
        ("Value(1.0).tanh()", ("def tanh(self)", "def tanh()"), "def tanh(self)."),
        ("Value(1.0) + 1", ("__add__(self, other)", "__add__(other)"), "first parameter, self"),
        ("a = Value.tanh()", (INIT, INIT), "on the class Value itself"),
        ("Layer(2, 3)", ("Neuron(nin) for", "Neuron() for"), "Neuron(nin); that call lacks nin"),
        (
            "MLP(2, [3])",
            ("Layer(size, next_size)", "Layer(size)"),
            "Layer(nin, nout); that call lacks nout",
        ),
        (
            "Layer(2, 3)",
            ("__init__(self, nin):", "__init__(self, nin, nonlin):"),
            "hand over no nonlin: give it a default value",
        ),
        (
            "MLP(2, [3]).parameters()",
            ("for p in layer.parameters()]", "for p in layer.parameters]"),
            "layer.parameters is the method itself. Parentheses call it: layer.parameters().",
        ),
        ("len(MLP(2, [3]).parameters)", (INIT, INIT), "Parentheses call it"),
        ("a = Value(1.0).tanh + 1", (INIT, INIT), "Value(1.0).tanh is the method itself"),
        ("a = [Value(1.0)] + Neuron(2).parameters", (INIT, INIT), "Parentheses call it"),
        ("Value(1.0).tanh.backward()", (INIT, INIT), "Value(1.0).tanh is the method itself"),
        ("zero_gradients(MLP(2, [3]).parameters)", (INIT, INIT), "parentheses are missing"),
        ("Value(1.0).exp()", ("math.exp(self.data)", "math.exp(self)"), "hand it self.data"),
        ("Value(1.0)**2", ("self.data**other", "math.pow(self, other)"), "hand it self.data"),
        ("Value(1.0)**2", ("self.data**other", "self.data ^ other"), "write **, as in x**2"),
        ("Value(1.0)**2", ("self.data**other", "self ^ other"), "write **, as in x**2"),
        ("Value(1.0) ** Value(2)", (INIT, INIT), "The exponent is a Value"),
        (
            "Value(Value(1.0)).exp()",
            (INIT, INIT),
            "self.data is a Value here, and should be a plain number. Was a Value made from",
        ),
        (
            "Value(1.0) * Value(2.0)",
            (GUARD + PRODUCT, f"other = Value(other)\n        out = {PRODUCT}"),
            "other.data is a Value here",
        ),
    ],
)
def test_what_does_not_fit_is_told(program: str, edit: tuple[str, str], said: str) -> None:
    # A product of a number and a Value is refused, as in a learner's stage 4.
    assert said in words.remark(fail(program, edit, ("def __rmul__", "def later")))


@pytest.mark.parametrize(
    ("program", "edit", "said"),
    [
        ("[x for x in [2.0, 1.0].reverse()]", (INIT, INIT), "use reversed([2.0, 1.0])"),
        ("x = [2.0].sort()[0]", (INIT, INIT), "use sorted([2.0])"),
        ("x = [2.0].append(1.0)[0]", (INIT, INIT), "call it on a line of its own"),
        ("Value(1.0).backward()", ("return order", "return order.reverse()"), "list.reverse()"),
        # The list is not what gave None here, though one is appended to on that line.
        (TRAIN, (LOSS, "    total = 0.0\n"), "a function that ends without return does"),
    ],
)
def test_what_gave_none_is_named_where_the_line_shows_it(
    program: str, edit: tuple[str, str], said: str
) -> None:
    assert said in words.remark(fail(program, edit))


@pytest.mark.parametrize("wrong", ["from exercises.value", "from .value", "from ..value"])
def test_files_that_lie_side_by_side_need_no_folder(wrong: str) -> None:
    remark = words.remark(fail("Neuron(2)", ("from value", wrong)))

    assert remark.startswith("The files lie side by side")
    assert remark.endswith(": from value import Value.")
