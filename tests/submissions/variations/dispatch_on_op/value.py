"""One _backward method for every operation: it looks at _op to know what to do."""

import math


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self._prev = tuple(_children)
        self._op = _op
        self.label = label

    def __repr__(self):
        return f"Value(data={self.data})"

    def _backward(self):
        if self._op == "":
            return
        elif self._op == "+":
            left, right = self._prev
            left.grad += self.grad
            right.grad += self.grad
        elif self._op == "*":
            left, right = self._prev
            left.grad += right.data * self.grad
            right.grad += left.data * self.grad
        elif self._op == "tanh":
            (x,) = self._prev
            x.grad += (1 - self.data**2) * self.grad
        elif self._op == "exp":
            (x,) = self._prev
            x.grad += self.data * self.grad
        elif self._op == "ReLU":
            (x,) = self._prev
            x.grad += self.grad if x.data > 0 else 0.0
        elif self._op.startswith("**"):
            (x,) = self._prev
            n = float(self._op[2:])
            x.grad += n * x.data ** (n - 1) * self.grad
        else:
            raise AssertionError(f"no derivative for {self._op}")

    def backward(self):
        from topological_sort import topological_sort

        self.grad = 1.0
        for node in topological_sort(self)[::-1]:
            node._backward()

    @staticmethod
    def wrap(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = self.wrap(other)
        return Value(self.data + other.data, (self, other), "+")

    def __radd__(self, other):
        return self.wrap(other) + self

    def __mul__(self, other):
        other = self.wrap(other)
        return Value(self.data * other.data, (self, other), "*")

    def __rmul__(self, other):
        return self.wrap(other) * self

    def __pow__(self, other):
        return Value(self.data**other, (self,), f"**{other}")

    def __neg__(self):
        return self.wrap(-1) * self

    def __sub__(self, other):
        return self + self.wrap(other) * -1

    def __rsub__(self, other):
        return self.wrap(other) - self

    def __truediv__(self, other):
        return self * self.wrap(other) ** -1

    def __rtruediv__(self, other):
        return self.wrap(other) / self

    def exp(self):
        return Value(math.exp(self.data), (self,), "exp")

    def tanh(self):
        return Value(math.tanh(self.data), (self,), "tanh")

    def relu(self):
        return Value((self.data > 0) * self.data, (self,), "ReLU")
