"""Methods and attributes nobody asked for, prints everywhere, and a main block."""

import math
import sys

print("value.py: importing ...")

HISTORY_LENGTH = 5
history = []


def log(*words):
    print("[value]", *words)
    history.append(words)
    del history[:-HISTORY_LENGTH]


class Value:
    """My Value! (version 3)"""

    count = 0

    def __init__(self, data, _children=(), _op="", label=""):
        Value.count += 1
        self.number = Value.count
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)
        self._op = _op
        self.label = label
        self.is_leaf = not self._prev
        self.created_by = None
        self.cache = {}

    def __repr__(self):
        return f"Value(data={self.data})"

    def __str__(self):
        return f"<<{self.data:.4f}>>"

    def __add__(self, other):
        other = self.make(other)
        out = Value(self.data + other.data, (self, other), "+")
        log("add", self, other, "->", out)

        def _backward():
            log("backward of", out)
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        out.created_by = "__add__"
        return out

    def __mul__(self, other):
        other = self.make(other)
        out = Value(self.data * other.data, (self, other), "*")
        log("mul", self, other, "->", out)

        def _backward():
            log("backward of", out)
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        out.created_by = "__mul__"
        return out

    def __pow__(self, other):
        assert not isinstance(other, Value), "no Value as an exponent"
        out = Value(self.data**other, (self,), f"**{other}")
        log("pow", self, other, "->", out)

        def _backward():
            self.grad += other * (self.data ** (other - 1)) * out.grad

        out._backward = _backward
        return out

    def exp(self):
        out = Value(math.exp(self.data), (self,), "exp")
        log("exp", self, "->", out)

        def _backward():
            self.grad += out.data * out.grad

        out._backward = _backward
        return out

    def tanh(self):
        out = Value(math.tanh(self.data), (self,), "tanh")
        log("tanh", self, "->", out)

        def _backward():
            self.grad += (1 - out.data**2) * out.grad

        out._backward = _backward
        return out

    def relu(self):
        out = Value(self.data if self.data > 0 else 0.0, (self,), "ReLU")
        print("relu", self, file=sys.stderr)

        def _backward():
            self.grad += (out.data > 0) * out.grad

        out._backward = _backward
        return out

    def sigmoid(self):
        return 1 / (1 + (-self).exp())

    def log(self):
        out = Value(math.log(self.data), (self,), "log")

        def _backward():
            self.grad += out.grad / self.data

        out._backward = _backward
        return out

    def backward(self, verbose=True):
        from topological_sort import topological_sort

        nodes = topological_sort(self)
        if verbose:
            print(f"backward through {len(nodes)} values")
        self.grad = 1.0
        for i, node in enumerate(reversed(nodes)):
            node._backward()
            if verbose:
                print(f"  {i}: {node}, gradient {node.grad}")

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
        return other * self**-1

    def zero_grad(self):
        self.grad = 0.0

    def item(self):
        return self.data

    def parents(self):
        return list(self._prev)

    @property
    def depth(self):
        return 1 + max((parent.depth for parent in self._prev), default=-1)

    @staticmethod
    def make(thing):
        return thing if isinstance(thing, Value) else Value(thing)

    @classmethod
    def many(cls, *numbers):
        return [cls(number) for number in numbers]


v = Value(1.0)  # just trying
print("works:", v + v)

if __name__ == "__main__":
    a, b = Value.many(2.0, -3.0)
    c = a * b + 10
    c.backward()
    print(a.grad, b.grad)
    sys.exit("done")
