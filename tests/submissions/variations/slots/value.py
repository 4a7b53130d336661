"""A Value with __slots__ and without a __dict__; a leaf's _backward is None."""

import math


class Value:
    __slots__ = ("data", "grad", "label", "_prev", "_op", "_backward")

    def __init__(self, data, _children=(), _op="", label=""):
        self.data, self.grad = data, 0.0
        self._prev, self._op, self._backward = _children, _op, None
        self.label = label

    def __repr__(self):
        return "Value(data={})".format(self.data)

    def __add__(self, other):
        if isinstance(other, (int, float)):
            other = Value(other)
        out = Value(self.data + other.data, (self, other), "+")

        def pass_on():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = pass_on
        return out

    def __mul__(self, other):
        if isinstance(other, (int, float)):
            other = Value(other)
        out = Value(self.data * other.data, (self, other), "*")

        def pass_on():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = pass_on
        return out

    def _function(self, data, op, slope):
        out = Value(data, (self,), op)

        def pass_on():
            self.grad += slope * out.grad

        out._backward = pass_on
        return out

    def __pow__(self, n):
        return self._function(self.data**n, f"**{n}", n * self.data ** (n - 1))

    def __neg__(self):
        return self._function(-self.data, "neg", -1.0)

    def exp(self):
        return self._function(math.exp(self.data), "exp", math.exp(self.data))

    def tanh(self):
        t = math.tanh(self.data)
        return self._function(t, "tanh", 1.0 - t**2)

    def relu(self):
        positive = 1.0 if self.data > 0.0 else 0.0
        return self._function(positive * self.data, "ReLU", positive)

    def backward(self):
        from topological_sort import topological_sort

        self.grad = 1.0
        for node in reversed(topological_sort(self)):
            if node._backward is not None:
                node._backward()

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    def __truediv__(self, other):
        return self * other**-1

    def __rtruediv__(self, other):
        return self**-1 * other
