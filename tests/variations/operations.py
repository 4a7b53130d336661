"""Plain Values with operations, or a backward, of another kind."""

from __future__ import annotations

from grader.diagnosis.recognition.catalogue.edits import Edit, body, remove
from tests.variations.variation import Variation, insert

FILE = "value.py"

DERIVED = (  # methods that base_class moves up
    "__radd__",
    "__rmul__",
    "__neg__",
    "__sub__",
    "__rsub__",
    "__truediv__",
    "__rtruediv__",
)

OPERATIONS = (
    Variation(
        name="backward_by_counting",
        unusual="backward sorts nothing: a value runs once all of its results have reported to it.",
        edits=(
            body(
                FILE,
                "Value.backward",
                """
                uses = {self: 0}
                to_count = [self]
                while to_count:
                    for operand in to_count.pop()._prev:
                        if operand not in uses:
                            uses[operand] = 0
                            to_count.append(operand)
                        uses[operand] += 1

                self.grad = 1.0
                ready = [self]
                while ready:
                    value = ready.pop()
                    value._backward()
                    for operand in value._prev:
                        uses[operand] -= 1
                        if uses[operand] == 0:
                            ready.append(operand)
                """,
            ),
        ),
    ),
    Variation(
        name="birth_numbers",
        unusual="backward goes from the youngest value to the oldest: "
        "a result is born after its operands.",
        edits=(
            Edit(FILE, "", "import math", "import heapq\nimport itertools\nimport math"),
            insert(FILE, "births = itertools.count()", before="    def __init__"),
            Edit(FILE, "Value.__init__", "tuple(", "set("),
            Edit(
                FILE,
                "Value.__init__",
                "self.label = label",
                "self.label = label\n        self.birth = next(Value.births)",
            ),
            body(
                FILE,
                "Value.backward",
                """
                self.grad = 1.0
                waiting = [(-self.birth, self)]
                seen = {self.birth}
                while waiting:
                    _, youngest = heapq.heappop(waiting)
                    youngest._backward()
                    for operand in youngest._prev:
                        if operand.birth not in seen:
                            seen.add(operand.birth)
                            heapq.heappush(waiting, (-operand.birth, operand))
                """,
            ),
            Edit(
                FILE,
                "Value.tanh",
                "out = Value(math.tanh(self.data)",
                "# e to the power of -2|x| never overflows\n"
                "        e = math.exp(-2 * abs(self.data))\n"
                "        t = math.copysign((1 - e) / (1 + e), self.data)\n"
                "        out = Value(t",
            ),
            Edit(FILE, "Value.tanh", "out.data**2", "t**2"),
        ),
    ),
    Variation(
        name="composed_operations",
        unusual="As few operations as possible: minus, division, tanh and relu "
        "are composed of others.",
        edits=(
            body(
                FILE,
                "Value.tanh",
                """
                e = (2 * self).exp()
                t = (e - 1) / (e + 1)
                t._op = "tanh"
                return t
                """,
            ),
            body(
                FILE,
                "Value.relu",
                """
                r = self * (1.0 if self.data > 0 else 0.0)
                r._op = "ReLU"
                return r
                """,
            ),
            body(FILE, "Value.__sub__", "return self + (-1) * other"),
            body(FILE, "Value.__rsub__", "return -(self - other)"),
        ),
    ),
    Variation(
        name="own_operations",
        unusual="Minus and division are operations of their own, with an op and a _backward each.",
        edits=(
            body(
                FILE,
                "Value.__sub__",
                """
                other = other if isinstance(other, Value) else Value(other)
                out = Value(self.data - other.data, (self, other), "-")

                def _backward():
                    self.grad += out.grad
                    other.grad -= out.grad

                out._backward = _backward
                return out
                """,
            ),
            body(
                FILE,
                "Value.__truediv__",
                """
                other = other if isinstance(other, Value) else Value(other)
                out = Value(self.data / other.data, (self, other), "/")

                def _backward():
                    self.grad += out.grad / other.data
                    other.grad -= out.grad * self.data / other.data**2

                out._backward = _backward
                return out
                """,
            ),
            body(
                FILE,
                "Value.__pow__",
                '''
                """A power of a number, and of a Value too."""
                if not isinstance(other, Value):
                    out = Value(self.data**other, (self,), f"**{other}")

                    def _backward():
                        self.grad += other * self.data ** (other - 1) * out.grad

                else:
                    out = Value(self.data**other.data, (self, other), "**")

                    def _backward():
                        self.grad += other.data * self.data ** (other.data - 1) * out.grad
                        other.grad += math.log(self.data) * out.data * out.grad

                out._backward = _backward
                return out
                ''',
            ),
            body(
                FILE,
                "Value.__neg__",
                """
                out = Value(-self.data, (self,), "neg")

                def _backward():
                    self.grad -= out.grad

                out._backward = _backward
                return out
                """,
            ),
            Edit(FILE, "Value.exp", "math.exp(self.data)", "math.e**self.data"),
            Edit(FILE, "Value.exp", "out.data * out.grad", "math.e**self.data * out.grad"),
            Edit(
                FILE,
                "Value.tanh",
                "math.tanh(self.data)",
                "math.sinh(self.data) / math.cosh(self.data)",
            ),
            Edit(
                FILE,
                "Value.tanh",
                "(1 - out.data**2) * out.grad",
                "out.grad / math.cosh(self.data) ** 2",
            ),
            Edit(FILE, "Value.relu", "0.0", "0"),
            Edit(
                FILE, "Value.relu", "(out.data > 0) * out.grad", "out.grad if self.data > 0 else 0"
            ),
            body(FILE, "Value.__radd__", "return Value(other).__add__(self)"),
            body(FILE, "Value.__rsub__", "return Value(other).__sub__(self)"),
            body(FILE, "Value.__rmul__", "return Value(other).__mul__(self)"),
            body(FILE, "Value.__rtruediv__", "return Value(other).__truediv__(self)"),
        ),
    ),
    Variation(
        name="base_class",
        unusual="Value is a subclass: the graph lives in one base class, the operators in another.",
        edits=(
            *(remove(FILE, f"Value.{name}") for name in ("backward", *DERIVED)),
            insert(
                FILE,
                '''
                class Node:
                    """A place in the graph."""

                    def __init__(self, operands, op):
                        self._prev = set(operands)
                        self._op = op
                        self._backward = self._do_nothing

                    def _do_nothing(self):
                        return None

                    def backward(self):
                        from topological_sort import topological_sort

                        self.grad = 1.0
                        for node in reversed(topological_sort(self)):
                            node._backward()


                class Operators:
                    """What follows from +, * and **."""

                    def __radd__(self, other):
                        return self + other

                    def __rmul__(self, other):
                        return self * other

                    def __neg__(self):
                        return self * -1

                    def __sub__(self, other):
                        return self + (-other)

                    def __rsub__(self, other):
                        return (-self) + other

                    def __truediv__(self, other):
                        return self * other**-1

                    def __rtruediv__(self, other):
                        return self**-1 * other
                ''',
                before="class Value:",
            ),
            Edit(
                FILE,
                "",
                "class Value:\n",
                'class Value(Operators, Node):\n    """A number in the graph."""\n\n',
            ),
            body(
                FILE,
                "Value.__init__",
                """
                super().__init__(_children, _op)
                self.data = data
                self.grad = 0.0
                self.label = label
                """,
            ),
            Edit(FILE, "Value.__repr__", "Value(data=", "{type(self).__name__}(data="),
            Edit(FILE, "Value.relu", "(out.data > 0) * out.grad", "out.grad * (self.data > 0)"),
        ),
    ),
)
