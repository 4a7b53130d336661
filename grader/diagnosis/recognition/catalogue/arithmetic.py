"""What goes wrong with a number in a Value, its text, `+` and `*`, and its memory."""

from __future__ import annotations

from grader.diagnosis.recognition.catalogue.claims import has_list_for_default, lacks
from grader.diagnosis.recognition.catalogue.edits import Edit, body, rename
from grader.diagnosis.recognition.catalogue.misconception import Misconception

FILE = "value.py"

ARITHMETIC = (
    *(
        Misconception(
            name=f"{name}-of-values-inside",
            stage=1,
            caught=1,
            explanation=f"Your `{op}` computes `self {op} other`, for which Python calls your "
            f"`{op}` again, without end. Take the numbers: self.data {op} other.data.",
            edits=(Edit(FILE, method, f"self.data {op} other.data", f"self {op} other"),),
        )
        for name, op, method in (("sum", "+", "Value.__add__"), ("product", "*", "Value.__mul__"))
    ),
    Misconception(
        name="repr-prints",
        stage=1,
        caught=1,
        explanation="Your `__repr__` prints the text and returns nothing. Return the text "
        "instead: Python shows what `__repr__` returns.",
        edits=(body(FILE, "Value.__repr__", 'print(f"Value(data={self.data})")'),),
    ),
    Misconception(
        name="repr-returns-a-tuple",
        stage=1,
        caught=1,
        explanation="Your `__repr__` returns several things with commas between them, which "
        "is a tuple. Return one text: an f-string puts the number inside it.",
        edits=(body(FILE, "Value.__repr__", 'return "Value(data=", self.data, ")"'),),
    ),
    Misconception(
        name="repr-returns-the-number",
        stage=1,
        caught=1,
        explanation="Your `__repr__` returns the number itself. It must return a text, such "
        "as the one that an f-string makes.",
        edits=(body(FILE, "Value.__repr__", "return self.data"),),
    ),
    Misconception(
        name="repr-misnamed",
        stage=1,
        caught=1,
        explanation="Python does not find your `__repr__`, so it shows an address in memory. "
        "The name has two underscores on each side.",
        edits=(rename(FILE, "Value.__repr__", "_repr_"),),
        claims=(lacks(FILE, "Value.__repr__"),),
    ),
    Misconception(
        name="sum-returns-self",
        stage=1,
        caught=1,
        explanation="Your `+` changes its left operand and returns it. Make a new Value for "
        "the sum, and leave both operands as they were.",
        edits=(
            body(
                FILE,
                "Value.__add__",
                """
                other = other if isinstance(other, Value) else Value(other)
                self.data += other.data
                return self
                """,
            ),
        ),
    ),
    Misconception(
        name="sum-changes-operand",
        stage=1,
        caught=1,
        explanation="Your `+` stores the sum in its left operand too (+=). Compute "
        "`self.data + other.data` for the new Value, and leave both operands as they were.",
        edits=(
            Edit(
                FILE,
                "Value.__add__",
                "out = Value(self.data + other.data,",
                "self.data += other.data\n        out = Value(self.data,",
            ),
        ),
    ),
    Misconception(
        name="product-changes-operand",
        stage=1,
        caught=1,
        explanation="Your `*` stores the product in its left operand too (*=). Compute "
        "`self.data * other.data` for the new Value, and leave both operands as they were.",
        edits=(
            Edit(
                FILE,
                "Value.__mul__",
                "out = Value(self.data * other.data,",
                "self.data *= other.data\n        out = Value(self.data,",
            ),
        ),
    ),
    Misconception(
        name="product-adds",
        stage=1,
        caught=1,
        explanation="Your `*` still adds the two numbers, as a copy of `+` does. Multiply "
        "`self.data` by `other.data`.",
        edits=(Edit(FILE, "Value.__mul__", "self.data * other.data,", "self.data + other.data,"),),
    ),
    Misconception(
        name="operands-not-kept",
        stage=2,
        caught=2,
        explanation="Your Value takes `_children` but keeps an empty `_prev`. Keep the "
        "operands that it is given in `self._prev`.",
        edits=(
            body(
                FILE,
                "Value.__init__",
                """
                self.data = data
                self.grad = 0.0
                self._backward = lambda: None
                self._prev = ()
                self._op = _op
                self.label = label
                """,
            ),
        ),
    ),
    Misconception(
        name="op-not-kept",
        stage=2,
        caught=2,
        explanation='Your Value takes `_op` but keeps "" in its place. Keep the operation '
        "that it is given in `self._op`.",
        edits=(Edit(FILE, "Value.__init__", "self._op = _op", 'self._op = ""'),),
    ),
    Misconception(
        name="sum-without-op",
        stage=2,
        caught=2,
        explanation="Your `+` gives the new Value its operands but no operation. Give it "
        '"+" as well.',
        edits=(Edit(FILE, "Value.__add__", '(self, other), "+")', "(self, other))"),),
    ),
    Misconception(
        name="product-without-op",
        stage=2,
        caught=2,
        explanation="Your `*` gives the new Value its operands but no operation. Give it "
        '"*" as well.',
        edits=(Edit(FILE, "Value.__mul__", '(self, other), "*")', "(self, other))"),),
    ),
    Misconception(
        name="sum-without-operands",
        stage=2,
        caught=2,
        explanation="Your `+` makes a Value that does not know where it came from. Give it "
        'its operands and its operation: `Value(..., (self, other), "+")`.',
        edits=(Edit(FILE, "Value.__add__", ', (self, other), "+")', ")"),),
    ),
    Misconception(
        name="product-without-operands",
        stage=2,
        caught=2,
        explanation="Your `*` makes a Value that does not know where it came from. Give it "
        'its operands and its operation: `Value(..., (self, other), "*")`.',
        edits=(Edit(FILE, "Value.__mul__", ', (self, other), "*")', ")"),),
    ),
    Misconception(
        name="sum-remembers-one-operand",
        stage=2,
        caught=2,
        explanation="The result of your `+` remembers only its left operand. Give it both: "
        "`(self, other)`.",
        edits=(Edit(FILE, "Value.__add__", "(self, other),", "(self,),"),),
    ),
    Misconception(
        name="product-remembers-one-operand",
        stage=2,
        caught=2,
        explanation="The result of your `*` remembers only its left operand. Give it both: "
        "`(self, other)`.",
        edits=(Edit(FILE, "Value.__mul__", "(self, other),", "(self,),"),),
    ),
    Misconception(
        name="labels-grow",
        stage=5,
        caught=5,
        explanation="Your operations join the labels of their operands. A value used twice "
        "doubles the text each time, until memory is full. Leave the label of a result "
        "empty.",
        edits=(
            Edit(FILE, "Value.__add__", '"+")', '"+", f"({self.label}+{other.label})")'),
            Edit(FILE, "Value.__mul__", '"*")', '"*", f"({self.label}*{other.label})")'),
        ),
    ),
    Misconception(
        name="operands-shared",
        stage=2,
        caught=2,
        explanation="Your Values share one list of operands: a list for a default is made once, "
        "and every result adds its own to it. Let the default be (), and hand the operands to "
        "`Value(...)`.",
        edits=(
            Edit(FILE, "Value.__init__", "_children=()", "_children=[]"),
            Edit(
                FILE,
                "Value.__init__",
                "self._op = _op",
                "self._op = _op\n        self._prev = _children",
            ),
            Edit(
                FILE,
                "Value.__add__",
                'out = Value(self.data + other.data, (self, other), "+")',
                'out = Value(self.data + other.data, _op="+")\n'
                "        out._prev.append(self)\n        out._prev.append(other)",
            ),
        ),
        claims=(has_list_for_default(FILE, "Value.__init__"),),
    ),
)
