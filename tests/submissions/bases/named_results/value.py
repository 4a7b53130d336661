"""A Value whose operations name their results: total, product, power, result."""

import math


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self._prev = tuple(_children)
        self._op = _op
        self._backward = lambda: None
        self.label = label

    def __repr__(self):
        return f"Value(data={self.data})"

    def __add__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        total = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += total.grad
            other.grad += total.grad

        total._backward = _backward
        return total

    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        product = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += product.grad * other.data
            other.grad += product.grad * self.data

        product._backward = _backward
        return product

    def __pow__(self, n):
        power = Value(self.data**n, (self,), f"**{n}")

        def _backward():
            self.grad += power.grad * n * self.data ** (n - 1)

        power._backward = _backward
        return power

    def exp(self):
        result = Value(math.exp(self.data), (self,), "exp")

        def _backward():
            self.grad += result.grad * result.data

        result._backward = _backward
        return result

    def tanh(self):
        result = Value(math.tanh(self.data), (self,), "tanh")

        def _backward():
            self.grad += result.grad * (1 - result.data * result.data)

        result._backward = _backward
        return result

    def relu(self):
        result = Value(max(0.0, self.data), (self,), "ReLU")

        def _backward():
            if self.data > 0:
                self.grad += result.grad

        result._backward = _backward
        return result

    def backward(self):
        from topological_sort import topological_sort

        self.grad = 1.0
        for value in reversed(topological_sort(self)):
            value._backward()

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -other

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return Value(other) - self

    def __rtruediv__(self, other):
        return Value(other) / self
