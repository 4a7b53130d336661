"""Values of named results that keep or show their numbers and operands in another way."""

from __future__ import annotations

from grader.diagnosis.recognition.catalogue.edits import Edit, body
from tests.variations.variation import NAMED_RESULTS, Variation, insert

FILE = "value.py"


def _longhand(function: str, operand: str) -> Edit:
    return Edit(FILE, function, f"{operand}.grad +=", f"{operand}.grad = {operand}.grad +")


VALUES = (
    Variation(
        name="prev_as_list",
        unusual="Operands remembered in a list.",
        base=NAMED_RESULTS,
        edits=(Edit(FILE, "Value.__init__", "tuple(_children)", "[child for child in _children]"),),
    ),
    Variation(
        name="prev_as_set",
        unusual="Operands remembered in a set, so that a + a has one.",
        base=NAMED_RESULTS,
        edits=(Edit(FILE, "Value.__init__", "tuple(", "set("),),
    ),
    Variation(
        name="floats_forced",
        unusual="Whatever number comes in, a float is kept.",
        base=NAMED_RESULTS,
        edits=(
            Edit(FILE, "Value.__init__", "self.data = data", "self.data = float(data)"),
            Edit(
                FILE,
                "Value.__pow__",
                "n * self.data ** (n - 1)",
                "float(n) * self.data ** (n - 1.0)",
            ),
        ),
    ),
    Variation(
        name="ints_stay_ints",
        unusual="Gradients begin as the int 0 and are seeded with the int 1; ints stay ints.",
        base=NAMED_RESULTS,
        edits=(
            Edit(FILE, "Value.__init__", "0.0", "0"),
            Edit(FILE, "Value.relu", "0.0", "0"),
            Edit(FILE, "Value.backward", "1.0", "1"),
        ),
    ),
    Variation(
        name="numpy_scalars",
        unusual="Data and gradients are NumPy scalars, float64.",
        base=NAMED_RESULTS,
        edits=(
            Edit(FILE, "", "import math", "import numpy as np"),
            Edit(FILE, "Value.__init__", "self.data = data", "self.data = np.float64(data)"),
            Edit(FILE, "Value.__init__", "0.0", "np.float64(0.0)"),
            Edit(FILE, "Value.__pow__", "self.data**n", "np.power(self.data, n)"),
            Edit(FILE, "Value.__pow__", "self.data ** (n - 1)", "np.power(self.data, n - 1)"),
            Edit(FILE, "Value.exp", "math.", "np."),
            Edit(FILE, "Value.tanh", "math.", "np."),
            Edit(FILE, "Value.relu", "max(0.0, self.data)", "np.maximum(self.data, 0.0)"),
            Edit(FILE, "Value.backward", "1.0", "np.float64(1.0)"),
        ),
    ),
    Variation(
        name="repr_shows_grad",
        unusual="A repr that shows the gradient too, and the label where there is one.",
        base=NAMED_RESULTS,
        edits=(
            body(
                FILE,
                "Value.__repr__",
                """
                name = f", label={self.label!r}" if self.label else ""
                return f"Value(data={self.data}, grad={self.grad}{name})"
                """,
            ),
        ),
    ),
    Variation(
        name="seed_added",
        unusual="backward adds 1 to the result's gradient; on a fresh graph that sets it.",
        base=NAMED_RESULTS,
        edits=(Edit(FILE, "Value.backward", "self.grad =", "self.grad +="),),
    ),
    Variation(
        name="accumulating_the_long_way",
        unusual="Gradients accumulated with a plain = and the old gradient written out.",
        base=NAMED_RESULTS,
        edits=(
            _longhand("Value.__add__", "self"),
            _longhand("Value.__add__", "other"),
            _longhand("Value.__mul__", "self"),
            _longhand("Value.__mul__", "other"),
            _longhand("Value.__pow__", "self"),
            _longhand("Value.exp", "self"),
            Edit(
                FILE,
                "Value.tanh",
                "self.grad += result.grad * (1 - result.data * result.data)",
                "slope = 1 - result.data**2\n"
                "            self.grad = self.grad + slope * result.grad",
            ),
            Edit(
                FILE,
                "Value.relu",
                "if self.data > 0:\n                self.grad += result.grad",
                "self.grad = self.grad + (result.grad if self.data > 0 else 0.0)",
            ),
        ),
    ),
    Variation(
        name="own_equality",
        unusual="Values that compare by their data; the hash stays the object's own.",
        base=NAMED_RESULTS,
        edits=(
            insert(
                FILE,
                """
                def __eq__(self, other):
                    return self.data == (other.data if isinstance(other, Value) else other)

                def __hash__(self):
                    return id(self)

                def __lt__(self, other):
                    return self.data < (other.data if isinstance(other, Value) else other)

                def __bool__(self):
                    return self.data != 0

                def __float__(self):
                    return float(self.data)
                """,
                before="    def __add__",
            ),
        ),
    ),
    Variation(
        name="base_class_with_new",
        unusual="A base class whose __new__ gives every Value its gradient.",
        base=NAMED_RESULTS,
        edits=(
            insert(
                FILE,
                """
                class WithGradient:
                    def __new__(cls, *args, **kwargs):
                        made = super().__new__(cls)
                        made.grad = 0.0
                        return made
                """,
                before="class Value:",
            ),
            Edit(FILE, "", "class Value:", "class Value(WithGradient):"),
            Edit(FILE, "Value.__init__", "self.grad = 0.0\n", "pass\n"),
        ),
    ),
    Variation(
        name="class_of_another_name",
        unusual="A class Scalar, which is given the name Value when it is complete.",
        base=NAMED_RESULTS,
        edits=(
            Edit(FILE, "", "class Value:", "class Scalar:"),
            Edit(
                FILE,
                "",
                "return Value(other) / self",
                "return Value(other) / self\n\n\nValue = Scalar",
            ),
        ),
    ),
    Variation(
        name="streams_and_threads",
        unusual="Lines at the top that set up streams, and a thread that goes on.",
        base=NAMED_RESULTS,
        edits=(
            insert(
                FILE,
                """
                import faulthandler
                import sys
                import threading
                import time

                sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
                faulthandler.enable()
                print("value.py is imported", file=sys.stderr)
                threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
                """,
                before="class Value:",
            ),
        ),
    ),
)
