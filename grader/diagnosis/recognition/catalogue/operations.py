"""What goes wrong inside one operation: its result, its local derivative, its `_backward`."""

from __future__ import annotations

from msgspec import Struct

from grader.diagnosis.recognition.catalogue.claims import (
    has,
    has_not,
    has_twice,
    imports_not,
    in_order,
    is_function,
    keeps_a_call,
    lacks,
    makes_a_value_of_a_name,
    multiplies_gradients,
    returns_a_name,
    stores,
)
from grader.diagnosis.recognition.catalogue.edits import Edit, body, rename
from grader.diagnosis.recognition.catalogue.misconception import Misconception

FILE = "value.py"


class Operation(Struct, frozen=True):
    """An operation of the solution that has a `_backward`, and the stage that brings it."""

    name: str
    shown: str
    method: str
    stage: int
    operands: str
    # What its _backward passes on, and what is left of it without the result's gradient.
    local: tuple[tuple[str, str], ...]


SUM, PRODUCT, TANH, POWER, EXP, RELU = OPERATIONS_WITH_BACKWARD = (
    Operation(
        "sum",
        "`+`",
        "Value.__add__",
        4,
        ', (self, other), "+")',
        (
            ("self.grad += out.grad", "self.grad += 1.0"),
            ("other.grad += out.grad", "other.grad += 1.0"),
        ),
    ),
    Operation(
        "product",
        "`*`",
        "Value.__mul__",
        4,
        ', (self, other), "*")',
        (("other.data * out.grad", "other.data"), ("self.data * out.grad", "self.data")),
    ),
    Operation("tanh", "`tanh`", "Value.tanh", 4, ', (self,), "tanh")', ((" * out.grad", ""),)),
    Operation(
        "power", "`**`", "Value.__pow__", 6, ', (self,), f"**{other}")', ((" * out.grad", ""),)
    ),
    Operation("exp", "`exp`", "Value.exp", 6, ', (self,), "exp")', ((" * out.grad", ""),)),
    Operation("relu", "`relu`", "Value.relu", 6, ', (self,), "ReLU")', ((" * out.grad", ""),)),
)


def _assigned(operation: Operation) -> tuple[Edit, ...]:
    names = ("self", "other") if operation in (SUM, PRODUCT) else ("self",)
    return tuple(
        Edit(FILE, operation.method, f"{name}.grad += ", f"{name}.grad = ") for name in names
    )


# With an if, the gradient stays what it was where nothing passes.
RELU_ASSIGNED_WHERE_POSITIVE = (
    (
        Edit(
            FILE,
            RELU.method,
            "self.grad += (out.data > 0) * out.grad",
            "if self.data > 0:\n                self.grad = out.grad",
        ),
    ),
)


def _assigned_in_another_way(operation: Operation) -> tuple[tuple[Edit, ...], ...]:
    """To one of two operands; with an if."""
    edits = _assigned(operation)
    if len(edits) > 1:
        return tuple((edit,) for edit in edits)
    return RELU_ASSIGNED_WHERE_POSITIVE if operation is RELU else ()


# Of 131 public implementations, 23 assign gradients, most of them in tanh, pow, exp or relu
# alone.
ASSIGNED = (
    *(
        Misconception(
            name=f"{operation.name}-assigns-gradient",
            stage=max(5, operation.stage),
            caught=max(5, operation.stage),
            explanation=f"Your {operation.shown} assigns gradients (=) where it should add "
            "to them (+=), so a value used twice keeps only its last contribution.",
            edits=_assigned(operation),
            variants=_assigned_in_another_way(operation),
        )
        for operation in OPERATIONS_WITH_BACKWARD
    ),
    Misconception(
        name="all-assign-gradients",
        stage=5,
        caught=5,
        explanation="All your operations assign gradients (=) where they should add to them "
        "(+=), so a value used twice keeps only its last contribution.",
        edits=tuple(
            edit for operation in OPERATIONS_WITH_BACKWARD for edit in _assigned(operation)
        ),
    ),
)

# Of 131 public implementations, 8 lose an operation's `_backward` in one of these ways.
LOST = (
    *(
        Misconception(
            name=f"{operation.name}-backward-never-assigned",
            stage=operation.stage,
            caught=operation.stage,
            explanation=f"Your {operation.shown} defines a `_backward` but never gives it to "
            "the new Value, so no gradient passes. Add `out._backward = _backward`.",
            edits=(Edit(FILE, operation.method, "        out._backward = _backward\n", ""),),
            claims=(
                has(FILE, operation.method, is_function),
                has_not(FILE, operation.method, stores("_backward")),
            ),
        )
        for operation in OPERATIONS_WITH_BACKWARD
    ),
    *(
        Misconception(
            name=f"{operation.name}-hides-backward",
            stage=operation.stage,
            caught=operation.stage,
            explanation=f"Your {operation.shown} writes `out.backward = _backward`, which hides "
            "the method backward() of its result. The name to keep it under is `_backward`, "
            "with the underscore.",
            edits=(Edit(FILE, operation.method, "out._backward = _back", "out.backward = _back"),),
            claims=(has(FILE, operation.method, stores("backward")),),
        )
        for operation in OPERATIONS_WITH_BACKWARD
    ),
    *(
        Misconception(
            name=f"{operation.name}-backward-on-self",
            stage=operation.stage,
            caught=operation.stage,
            explanation=f"Your {operation.shown} writes `self._backward = _backward`, which "
            "replaces what an operand had. It belongs to the result: "
            "`out._backward = _backward`.",
            edits=(
                Edit(
                    FILE,
                    operation.method,
                    "out._backward = _backward",
                    "self._backward = _backward",
                ),
            ),
            claims=(has(FILE, operation.method, stores("_backward", "self")),),
            variants=(
                (
                    *_assigned(operation),
                    Edit(
                        FILE,
                        operation.method,
                        "out._backward = _backward",
                        "self._backward = _backward",
                    ),
                ),
            ),
        )
        for operation in OPERATIONS_WITH_BACKWARD
    ),
    *(
        Misconception(
            name=f"{operation.name}-backward-called-at-once",
            stage=operation.stage,
            caught=operation.stage,
            explanation=f"Your {operation.shown} calls `_backward()` at once and keeps what "
            "it returned, None. Keep the function itself, without parentheses: "
            "`out._backward = _backward`.",
            edits=(
                Edit(
                    FILE,
                    operation.method,
                    "out._backward = _backward",
                    "out._backward = _backward()",
                ),
            ),
            claims=(has(FILE, operation.method, keeps_a_call),),
        )
        for operation in OPERATIONS_WITH_BACKWARD
    ),
    *(
        Misconception(
            name=f"{operation.name}-without-operands",
            stage=operation.stage,
            caught=operation.stage,
            explanation=f"Your {operation.shown} makes a Value that does not know its "
            "operand, so backward() cannot go on to it. Give it `(self,)` and its operation.",
            edits=(Edit(FILE, operation.method, operation.operands, ")"),),
        )
        for operation in (TANH, POWER, EXP, RELU)
    ),
    *(
        Misconception(
            name=f"{operation.name}-returns-too-early",
            stage=operation.stage,
            caught=operation.stage,
            explanation=f"Your {operation.shown} returns before the new Value is given its "
            "`_backward`, and nothing below a return runs. Put `return out` last.",
            edits=(
                Edit(
                    FILE,
                    operation.method,
                    "        out._backward = _backward\n        return out",
                    "        return out\n        out._backward = _backward",
                ),
            ),
            claims=(in_order(FILE, operation.method, returns_a_name, stores("_backward")),),
        )
        for operation in OPERATIONS_WITH_BACKWARD
    ),
    Misconception(
        name="init-hides-backward",
        stage=4,
        caught=4,
        explanation="Your `__init__` writes `self.backward`, which hides the method backward() of "
        "every Value, so that it does nothing. The name is `_backward`, with the underscore.",
        edits=(Edit(FILE, "Value.__init__", "self._backward = ", "self.backward = "),),
        claims=(has(FILE, "Value.__init__", stores("backward")),),
    ),
    Misconception(
        name="tanh-operand-without-comma",
        stage=4,
        caught=4,
        explanation="Your `tanh` writes its one operand as `(self)`, which is just `self`. "
        "A tuple of one needs a comma: `(self,)`.",
        edits=(Edit(FILE, TANH.method, "(self,)", "(self)"),),
    ),
)

UPSTREAM_FORGOTTEN = tuple(
    Misconception(
        name=f"{operation.name}-forgets-upstream-gradient",
        stage=operation.stage,
        caught=operation.stage,
        explanation=f"Your {operation.shown} passes on its local derivative alone. Multiply "
        "it by the gradient that arrived at the result, `out.grad`.",
        edits=tuple(Edit(FILE, operation.method, old, new) for old, new in operation.local),
    )
    for operation in OPERATIONS_WITH_BACKWARD
)

# Of 131 public implementations, 9 have a wrong local derivative and 2 a wrong result.
WRONG_LOCALLY = (
    Misconception(
        name="product-own-factor",
        stage=4,
        caught=4,
        explanation="Your `*` gives each factor its own number times the gradient. When a "
        "grows by 1, a * b grows by b: use the other factor.",
        edits=(
            Edit(FILE, PRODUCT.method, "self.grad += other.data", "self.grad += self.data"),
            Edit(FILE, PRODUCT.method, "other.grad += self.data", "other.grad += other.data"),
        ),
    ),
    Misconception(
        name="product-grad-for-data",
        stage=4,
        caught=4,
        explanation="Your `*` multiplies by the other factor's `.grad`. Its local derivative "
        "is the other factor's number, `.data`.",
        edits=(
            Edit(FILE, PRODUCT.method, "other.data * out.grad", "other.grad * out.grad"),
            Edit(FILE, PRODUCT.method, "self.data * out.grad", "self.grad * out.grad"),
        ),
        claims=(has(FILE, PRODUCT.method, multiplies_gradients),),
    ),
    Misconception(
        name="product-operands-unpacked-from-set",
        stage=5,
        caught=5,
        explanation="Your `*` takes its two operands back out of a set, but for a * a the set "
        "holds only one. Use `self` and `other`, which `_backward` can see.",
        edits=(
            Edit(
                FILE,
                PRODUCT.method,
                "self.grad += other.data * out.grad",
                "a, b = set(out._prev)\n            a.grad += b.data * out.grad",
            ),
            Edit(
                FILE,
                PRODUCT.method,
                "other.grad += self.data * out.grad",
                "b.grad += a.data * out.grad",
            ),
        ),
    ),
    Misconception(
        name="tanh-of-half",
        stage=4,
        caught=4,
        explanation="Your `tanh` forgets the 2 in its exponents. tanh(x) is "
        "(e**(2x) - 1) / (e**(2x) + 1), or simply math.tanh(x).",
        edits=(
            Edit(
                FILE,
                TANH.method,
                "math.tanh(self.data)",
                "(math.exp(self.data) - 1) / (math.exp(self.data) + 1)",
            ),
        ),
    ),
    Misconception(
        name="tanh-slope-from-input",
        stage=4,
        caught=4,
        explanation="Your `tanh` computes its derivative from the input, 1 - x**2. Use the "
        "output: 1 - t**2, with t = tanh(x).",
        edits=(Edit(FILE, TANH.method, "(1 - t**2)", "(1 - self.data**2)"),),
    ),
    Misconception(
        name="tanh-slope-without-square",
        stage=4,
        caught=4,
        explanation="Your `tanh` takes 1 - t as its derivative. It is 1 - t**2, with the "
        "square of the output.",
        edits=(Edit(FILE, TANH.method, "(1 - t**2)", "(1 - t)"),),
    ),
    Misconception(
        name="tanh-misnamed",
        stage=4,
        caught=4,
        explanation="A program calls `x.tanh()`, and your Value has no method of that name: "
        "perhaps yours is spelled otherwise, or called `__tanh__`. Name it `tanh`.",
        edits=(rename(FILE, TANH.method, "__tanh__"),),
        claims=(lacks(FILE, TANH.method),),
    ),
    Misconception(
        name="math-not-imported",
        stage=4,
        caught=4,
        explanation="Your value.py uses `math` but does not import it. Write `import math` at "
        "its top: each file imports what it uses.",
        edits=(Edit(FILE, "", "import math\n", ""),),
        claims=(imports_not(FILE, "math"),),
    ),
    Misconception(
        name="power-exponent-not-lowered",
        stage=6,
        caught=6,
        explanation="Your `**` uses n * x**n as its derivative. The exponent goes down by "
        "one: n * x**(n - 1).",
        edits=(Edit(FILE, POWER.method, "self.data ** (other - 1)", "self.data**other"),),
    ),
    Misconception(
        name="power-factor-forgotten",
        stage=6,
        caught=6,
        explanation="Your `**` uses x**(n - 1) as its derivative. The exponent comes down as "
        "a factor: n * x**(n - 1).",
        edits=(Edit(FILE, POWER.method, "other * self.data ** (", "self.data ** ("),),
    ),
    Misconception(
        name="product-gives-self-both",
        stage=4,
        caught=4,
        explanation="Your `*` gives both contributions to self, and none to the other factor. "
        "The second one is other.grad.",
        edits=(Edit(FILE, "Value.__mul__", "other.grad += self.data", "self.grad += self.data"),),
        claims=(has_twice(FILE, "Value.__mul__", stores("grad", "self")),),
        variants=(
            (
                Edit(FILE, "Value.__mul__", "self.grad += other.data", "self.grad = other.data"),
                Edit(FILE, "Value.__mul__", "other.grad += self.data", "self.grad = self.data"),
            ),
        ),
    ),
    Misconception(
        name="sum-gives-self-both",
        stage=4,
        caught=4,
        explanation="Your `+` gives both contributions to self, and none to the other operand. "
        "The second one is other.grad.",
        edits=(Edit(FILE, "Value.__add__", "other.grad += out.grad", "self.grad += out.grad"),),
        claims=(has_twice(FILE, "Value.__add__", stores("grad", "self")),),
        variants=(
            (
                Edit(FILE, "Value.__add__", "self.grad += out.grad", "self.grad = out.grad"),
                Edit(FILE, "Value.__add__", "other.grad += out.grad", "self.grad = out.grad"),
            ),
        ),
    ),
    Misconception(
        name="tanh-quotient-without-parentheses",
        stage=4,
        caught=4,
        explanation="Your `tanh` divides only the 1 by the second e**(2x): / goes before + and "
        "-. Put parentheses around both: (e**(2x) - 1) / (e**(2x) + 1).",
        edits=(
            Edit(
                FILE,
                "Value.tanh",
                "math.tanh(self.data)",
                "math.exp(2 * self.data) - 1 / math.exp(2 * self.data) + 1",
            ),
        ),
    ),
    Misconception(
        name="tanh-slope-without-parentheses",
        stage=4,
        caught=4,
        explanation="Your `tanh` multiplies only t**2 by out.grad: * goes before -. Put "
        "parentheses around your derivative: (1 - t**2) * out.grad.",
        edits=(Edit(FILE, "Value.tanh", "(1 - t**2) * out.grad", "1 - t**2 * out.grad"),),
    ),
    Misconception(
        name="power-exponent-without-parentheses",
        stage=6,
        caught=6,
        explanation="Your `**` lowers the power by 1, and not its exponent: ** goes before -. Put "
        "parentheses around the exponent: x ** (n - 1).",
        edits=(Edit(FILE, "Value.__pow__", "self.data ** (other - 1)", "(self.data**other - 1)"),),
    ),
    Misconception(
        name="power-exponent-remembered",
        stage=6,
        caught=6,
        explanation="Your `**` counts its exponent among the operands, but it is a plain number, "
        "through which nothing can be passed back. Remember `(self,)` alone.",
        edits=(Edit(FILE, "Value.__pow__", "(self,)", "(self, other)"),),
        claims=(has_not(FILE, "Value.__pow__", makes_a_value_of_a_name),),
    ),
    Misconception(
        name="exp-slope-from-input",
        stage=6,
        caught=6,
        explanation="Your `exp` uses its input, `self.data`, as its derivative. The "
        "derivative of exp is its own output, `out.data`.",
        edits=(Edit(FILE, EXP.method, "out.data * out.grad", "self.data * out.grad"),),
    ),
    Misconception(
        name="relu-slope-from-gradient",
        stage=6,
        caught=6,
        explanation="Your `relu` looks at the sign of the gradient. Whether it lets a "
        "gradient pass depends on its number: out.data > 0.",
        edits=(Edit(FILE, RELU.method, "(out.data > 0)", "(out.grad > 0)"),),
    ),
    Misconception(
        name="relu-slope-always-one",
        stage=6,
        caught=6,
        explanation="Your `relu` passes its gradient on even where it returned 0. There its "
        "derivative is 0, so nothing may pass.",
        edits=(Edit(FILE, RELU.method, "(out.data > 0) * out.grad", "out.grad"),),
    ),
    Misconception(
        name="relu-inverted",
        stage=6,
        caught=6,
        explanation="Your `relu` keeps what is negative, and makes 0 of what is positive. Turn its "
        "test round: the number itself where it is above 0.",
        edits=(Edit(FILE, RELU.method, "if self.data > 0", "if self.data < 0"),),
        variants=(
            (
                Edit(FILE, RELU.method, "if self.data > 0", "if self.data < 0"),
                Edit(FILE, RELU.method, "(out.data > 0)", "(self.data < 0)"),
            ),
        ),
    ),
    Misconception(
        name="minus-sign-lost",
        stage=6,
        caught=6,
        explanation="Your `-` passes its gradient to the second operand with a plus. When b "
        "grows, a - b shrinks: its local derivative by b is -1.",
        edits=(
            body(
                FILE,
                "Value.__sub__",
                """
                other = other if isinstance(other, Value) else Value(other)
                out = Value(self.data - other.data, (self, other), "-")

                def _backward():
                    self.grad += out.grad
                    other.grad += out.grad

                out._backward = _backward
                return out
                """,
            ),
        ),
    ),
)

OPERATIONS = (*ASSIGNED, *LOST, *UPSTREAM_FORGOTTEN, *WRONG_LOCALLY)
