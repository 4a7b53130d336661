"""The class grows below itself, as in a notebook: methods are attached one by one."""

import math


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)
        self._op = _op
        self.label = label

    def __repr__(self):
        return f"Value(data={self.data})"


def lift(x):
    return x if isinstance(x, Value) else Value(x)


def add(a, b):
    a, b = lift(a), lift(b)
    out = Value(a.data + b.data, (a, b), "+")

    def _backward():
        a.grad += out.grad
        b.grad += out.grad

    out._backward = _backward
    return out


def mul(a, b):
    a, b = lift(a), lift(b)
    out = Value(a.data * b.data, (a, b), "*")

    def _backward():
        a.grad += b.data * out.grad
        b.grad += a.data * out.grad

    out._backward = _backward
    return out


Value.__add__ = add
Value.__radd__ = lambda self, other: add(other, self)
Value.__mul__ = mul
Value.__rmul__ = lambda self, other: mul(other, self)
Value.__neg__ = lambda self: mul(-1.0, self)
Value.__sub__ = lambda self, other: add(self, -other)
Value.__rsub__ = lambda self, other: add(other, -self)


def unary(name, f, df):
    def operation(self):
        out = Value(f(self.data), (self,), name)

        def _backward():
            self.grad += df(self.data) * out.grad

        out._backward = _backward
        return out

    return operation


Value.exp = unary("exp", math.exp, math.exp)
Value.tanh = unary("tanh", math.tanh, lambda x: 1 - math.tanh(x) ** 2)
Value.relu = unary("ReLU", lambda x: x if x > 0 else 0.0, lambda x: x > 0)
Value.__pow__ = lambda self, n: unary(f"**{n}", lambda x: x**n, lambda x: n * x ** (n - 1))(self)
Value.__truediv__ = lambda self, other: mul(self, lift(other) ** -1)
Value.__rtruediv__ = lambda self, other: mul(other, self**-1)


def backward(self):
    from topological_sort import topological_sort

    self.grad = 1.0
    for node in reversed(topological_sort(self)):
        node._backward()


Value.backward = backward
del backward
