"""Helper functions in a module of their own (engine_helpers.py)."""

from engine_helpers import is_number, unary


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = tuple(_children)
        self._op = _op
        self.label = label

    def __repr__(self):
        return f"Value(data={self.data})"

    def __add__(self, other):
        other = Value(other) if is_number(other) else other
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = Value(other) if is_number(other) else other
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, n):
        return self._unary(self.data**n, n * self.data ** (n - 1), f"**{n}")

    def _unary(self, data, slope, op):
        out = Value(data, (self,), op)

        def _backward():
            self.grad += slope * out.grad

        out._backward = _backward
        return out

    def exp(self):
        return self._unary(*unary("exp", self.data), "exp")

    def tanh(self):
        return self._unary(*unary("tanh", self.data), "tanh")

    def relu(self):
        return self._unary(*unary("ReLU", self.data), "ReLU")

    def backward(self):
        from topological_sort import topological_sort

        self.grad = 1.0
        for node in reversed(topological_sort(self)):
            node._backward()

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * other**-1

    def __rtruediv__(self, other):
        return other * self**-1
