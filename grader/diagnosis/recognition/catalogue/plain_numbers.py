"""What goes wrong with plain numbers beside Values, and with operations made of others."""

from __future__ import annotations

import ast

from grader.diagnosis.recognition.catalogue.claims import (
    asks_of_value,
    has,
    lacks,
    makes_a_value_of_a_name,
    names,
    operates,
)
from grader.diagnosis.recognition.catalogue.edits import Edit, body, remove, rename
from grader.diagnosis.recognition.catalogue.misconception import Misconception

FILE = "value.py"
WRAP = "other = other if isinstance(other, Value) else Value(other)"

# Of 131 public implementations, 15 do not wrap a number on the right, or do not use what
# they wrapped; 5 of the 69 that have __rsub__ have it wrong or calling itself; 4 use an
# operation that they do not have; 5 misname one.
NUMBERS = (
    Misconception(
        name="radd-missing",
        stage=6,
        caught=6,
        explanation="Your Value has no `__radd__`, so `1 + a` fails, and sum([...]) too, which "
        "starts at 0. Add `__radd__` and return self + other.",
        edits=(remove(FILE, "Value.__radd__"),),
        claims=(lacks(FILE, "Value.__radd__"),),
    ),
    Misconception(
        name="rmul-missing",
        stage=6,
        caught=6,
        explanation="Your Value has no `__rmul__`, so `2 * a` fails: a number cannot multiply a "
        "Value. Add `__rmul__` and return self * other.",
        edits=(remove(FILE, "Value.__rmul__"),),
        claims=(lacks(FILE, "Value.__rmul__"),),
    ),
    Misconception(
        name="rsub-missing",
        stage=6,
        caught=6,
        explanation="Your Value has no `__rsub__`, so `2 - a` fails: a number cannot subtract a "
        "Value. Add `__rsub__` and return (-self) + other.",
        edits=(remove(FILE, "Value.__rsub__"),),
        claims=(lacks(FILE, "Value.__rsub__"),),
    ),
    Misconception(
        name="rtruediv-missing",
        stage=6,
        caught=6,
        explanation="Your Value has no `__rtruediv__`, so `2 / a` fails: a number cannot be "
        "divided by a Value. Add `__rtruediv__` and return other * self**-1.",
        edits=(remove(FILE, "Value.__rtruediv__"),),
        claims=(lacks(FILE, "Value.__rtruediv__"),),
    ),
    Misconception(
        name="radd-calls-itself",
        stage=6,
        caught=6,
        explanation="Your `__radd__` returns other + self, for which Python calls `__radd__` "
        "again, without end. Swap them: self + other.",
        edits=(body(FILE, "Value.__radd__", "return other + self"),),
    ),
    Misconception(
        name="rmul-calls-itself",
        stage=6,
        caught=6,
        explanation="Your `__rmul__` returns other * self, for which Python calls `__rmul__` "
        "again, without end. Swap them: self * other.",
        edits=(body(FILE, "Value.__rmul__", "return other * self"),),
    ),
    Misconception(
        name="rsub-calls-itself",
        stage=6,
        caught=6,
        explanation="Your `__rsub__` returns other - self, for which Python calls `__rsub__` "
        "again, without end. Write it with a sum: (-self) + other.",
        edits=(body(FILE, "Value.__rsub__", "return other - self"),),
    ),
    Misconception(
        name="rsub-flipped",
        stage=6,
        caught=6,
        explanation="Your `__rsub__` computes self - other, but for `2 - a` self is a and "
        "other is 2. The order is other - self: (-self) + other.",
        edits=(body(FILE, "Value.__rsub__", "return self - other"),),
    ),
    Misconception(
        name="rsub-adds",
        stage=6,
        caught=6,
        explanation="Your `__rsub__` adds, as `__radd__` does. For `2 - a` it is to return other - "
        "self: (-self) + other.",
        edits=(body(FILE, "Value.__rsub__", "return self + other"),),
    ),
    Misconception(
        name="product-wraps-a-value",
        stage=6,
        caught=1,
        explanation="Your `*` makes a Value of other even where other is one already, so its "
        "number is a Value too. Wrap plain numbers only.",
        edits=(
            Edit(
                FILE,
                "Value.__mul__",
                "other = other if isinstance(other, Value) else Value(other)",
                "other = Value(other)",
            ),
        ),
        claims=(has(FILE, "Value.__mul__", makes_a_value_of_a_name),),
    ),
    Misconception(
        name="sum-wraps-a-value",
        stage=6,
        caught=1,
        explanation="Your `+` makes a Value of other even where other is one already, so its "
        "number is a Value too. Wrap plain numbers only.",
        edits=(
            Edit(
                FILE,
                "Value.__add__",
                "other = other if isinstance(other, Value) else Value(other)",
                "other = Value(other)",
            ),
        ),
        claims=(has(FILE, "Value.__add__", makes_a_value_of_a_name),),
    ),
    Misconception(
        name="rtruediv-calls-itself",
        stage=6,
        caught=6,
        explanation="Your `__rtruediv__` returns other / self, for which Python calls "
        "`__rtruediv__` again, without end. Write it with a product: other * self**-1.",
        edits=(body(FILE, "Value.__rtruediv__", "return other / self"),),
    ),
    Misconception(
        name="rtruediv-flipped",
        stage=6,
        caught=6,
        explanation="Your `__rtruediv__` computes self / other, but for `2 / a` self is a "
        "and other is 2. The order is other / self: other * self**-1.",
        edits=(body(FILE, "Value.__rtruediv__", "return self / other"),),
    ),
    Misconception(
        name="sum-number-not-wrapped",
        stage=6,
        caught=6,
        explanation="Your `+` uses a plain number as if it were a Value. Wrap it first, and "
        "keep the result in `other`, so that all lines below use it.",
        edits=(Edit(FILE, "Value.__add__", "other = other if", "wrapped = other if"),),
    ),
    Misconception(
        name="product-number-not-wrapped",
        stage=6,
        caught=6,
        explanation="Your `*` uses a plain number as if it were a Value. Wrap it first, and "
        "keep the result in `other`, so that all lines below use it.",
        edits=(Edit(FILE, "Value.__mul__", "other = other if", "wrapped = other if"),),
    ),
    Misconception(
        name="sum-remembers-plain-number",
        stage=6,
        caught=6,
        explanation="Your `+` adds a plain number, but then remembers the number itself as "
        "an operand. Wrap it in a Value first, and use that everywhere.",
        edits=(
            Edit(FILE, "Value.__add__", "other = other if", "wrapped = other if"),
            Edit(FILE, "Value.__add__", "self.data + other.data", "self.data + wrapped.data"),
        ),
    ),
    Misconception(
        name="product-remembers-plain-number",
        stage=6,
        caught=6,
        explanation="Your `*` multiplies by a plain number, but then remembers the number "
        "itself as an operand. Wrap it in a Value first, and use that everywhere.",
        edits=(
            Edit(FILE, "Value.__mul__", "other = other if", "wrapped = other if"),
            Edit(FILE, "Value.__mul__", "self.data * other.data", "self.data * wrapped.data"),
        ),
    ),
    Misconception(
        name="isinstance-swapped",
        stage=6,
        caught=1,
        explanation="You wrote isinstance(Value, other). The object comes first and the "
        "class second: isinstance(other, Value).",
        edits=tuple(
            Edit(FILE, method, "isinstance(other, Value)", "isinstance(Value, other)")
            for method in ("Value.__add__", "Value.__mul__", "Value.__truediv__")
        ),
        claims=tuple(
            has(FILE, method, asks_of_value) for method in ("Value.__add__", "Value.__mul__")
        ),
    ),
    Misconception(
        name="neg-missing",
        stage=6,
        caught=6,
        explanation="Your `-` uses -other, but your Value has no `__neg__`. Add one, and return "
        "self * -1.",
        edits=(remove(FILE, "Value.__neg__"),),
        claims=(
            lacks(FILE, "Value.__neg__"),
            has(FILE, "Value.__sub__", operates(ast.USub)),
        ),
    ),
    Misconception(
        name="neg-forgets-operand",
        stage=6,
        caught=6,
        explanation="Your `__neg__` makes a new Value of the negative number, which does not "
        "know where it came from. Return self * -1, so that gradients find the way.",
        edits=(body(FILE, "Value.__neg__", "return Value(-self.data)"),),
    ),
    Misconception(
        name="sub-forgets-operands",
        stage=6,
        caught=6,
        explanation="Your `-` makes a new Value of the difference, which does not know where it "
        "came from. Return self + (-other), so that gradients find the way.",
        edits=(body(FILE, "Value.__sub__", f"{WRAP}\nreturn Value(self.data - other.data)"),),
        variants=((body(FILE, "Value.__sub__", "return Value(self.data - other.data)"),),),
    ),
    Misconception(
        name="truediv-forgets-operands",
        stage=6,
        caught=6,
        explanation="Your `/` makes a new Value of the quotient, which does not know where it "
        "came from. Return self * other**-1, so that gradients find the way.",
        edits=(body(FILE, "Value.__truediv__", f"{WRAP}\nreturn Value(self.data / other.data)"),),
        variants=((body(FILE, "Value.__truediv__", "return Value(self.data / other.data)"),),),
    ),
    Misconception(
        name="pow-missing",
        stage=6,
        caught=6,
        explanation="Your `/` uses other**-1, but your Value has no `__pow__`. Add one, with a "
        "`_backward` of its own.",
        edits=(remove(FILE, "Value.__pow__"),),
        claims=(
            lacks(FILE, "Value.__pow__"),
            has(FILE, "Value.__truediv__", operates(ast.Pow)),
        ),
    ),
    Misconception(
        name="sub-flipped",
        stage=6,
        caught=6,
        explanation="Your `-` computes b - a for a - b. In `__sub__`, self is on the left: "
        "self + (-other).",
        edits=(body(FILE, "Value.__sub__", "return other + (-self)"),),
    ),
    Misconception(
        name="truediv-misnamed",
        stage=6,
        caught=6,
        explanation="Your Value has no `__truediv__` by that name, so a / b fails. It has two "
        "underscores on each side, and it is not `__div__`.",
        edits=(rename(FILE, "Value.__truediv__", "_truediv__"),),
        claims=(lacks(FILE, "Value.__truediv__"),),
    ),
    Misconception(
        name="sum-wraps-the-wrong-way-round",
        stage=6,
        caught=1,
        explanation="Your `+` wraps other where it is a Value already, and leaves plain numbers "
        "as they are. Turn it round: other if isinstance(other, Value) else Value(other).",
        edits=(
            Edit(
                FILE,
                "Value.__add__",
                "other if isinstance(other, Value) else Value(other)",
                "Value(other) if isinstance(other, Value) else other",
            ),
        ),
        claims=(has(FILE, "Value.__add__", makes_a_value_of_a_name),),
    ),
    Misconception(
        name="product-wraps-the-wrong-way-round",
        stage=6,
        caught=1,
        explanation="Your `*` wraps other where it is a Value already, and leaves plain numbers "
        "as they are. Turn it round: other if isinstance(other, Value) else Value(other).",
        edits=(
            Edit(
                FILE,
                "Value.__mul__",
                "other if isinstance(other, Value) else Value(other)",
                "Value(other) if isinstance(other, Value) else other",
            ),
        ),
        claims=(has(FILE, "Value.__mul__", makes_a_value_of_a_name),),
    ),
    Misconception(
        name="neg-calls-itself",
        stage=6,
        caught=6,
        explanation="Your `__neg__` returns -self, for which Python calls `__neg__` again, "
        "without end. Write it with a product: self * -1.",
        edits=(body(FILE, "Value.__neg__", "return -self"),),
    ),
    Misconception(
        name="sub-calls-itself",
        stage=6,
        caught=6,
        explanation="Your `__sub__` returns self - other, for which Python calls `__sub__` "
        "again, without end. Write it with a sum: self + (-other).",
        edits=(body(FILE, "Value.__sub__", "return self - other"),),
    ),
    Misconception(
        name="truediv-calls-itself",
        stage=6,
        caught=6,
        explanation="Your `__truediv__` returns self / other, for which Python calls "
        "`__truediv__` again, without end. Write it with a product: self * other**-1.",
        edits=(body(FILE, "Value.__truediv__", "return self / other"),),
    ),
    Misconception(
        name="radd-forgets-operand",
        stage=6,
        caught=6,
        explanation="Your `__radd__` makes a new Value of the sum, which does not know where it "
        "came from. Return self + other, so that gradients find the way.",
        edits=(body(FILE, "Value.__radd__", "return Value(self.data + other)"),),
    ),
    Misconception(
        name="rmul-forgets-operand",
        stage=6,
        caught=6,
        explanation="Your `__rmul__` makes a new Value of the product, which does not know where "
        "it came from. Return self * other, so that gradients find the way.",
        edits=(body(FILE, "Value.__rmul__", "return Value(self.data * other)"),),
    ),
    Misconception(
        name="truediv-by-a-number",
        stage=6,
        caught=6,
        explanation="Your `/` divides by the number other.data, so no gradient finds its way to "
        "the divisor. Compute with the Value itself: self * other**-1.",
        edits=(Edit(FILE, "Value.__truediv__", "other**-1", "(1 / other.data)"),),
        variants=((body(FILE, "Value.__truediv__", "return self * (1 / other.data)"),),),
        claims=(has(FILE, "Value.__truediv__", names("data")),),
    ),
    Misconception(
        name="truediv-of-the-product",
        stage=6,
        caught=6,
        explanation="Your `/` takes the whole product to the power of -1, which gives 1 / (a * "
        "b). Only the divisor is meant: self * other**-1.",
        edits=(Edit(FILE, "Value.__truediv__", "self * other**-1", "(self * other) ** -1"),),
    ),
)
