"""Value as a dataclass, compared by identity (eq=False)."""

import math
from collections.abc import Callable
from dataclasses import InitVar, dataclass, field
from typing import Any


def nothing():
    pass


@dataclass(eq=False)
class Value:
    data: float
    _children: InitVar[Any] = ()
    _op: str = field(default="", repr=False)
    label: str = field(default="", repr=False)
    _prev: tuple = field(init=False, repr=False)
    grad: float = field(default=0.0, init=False, repr=False)
    _backward: Callable = field(default_factory=lambda: nothing, init=False, repr=False)

    def __post_init__(self, _children):
        self._prev = tuple(_children)

    def _result(self, data, op, *others):
        return Value(data, (self, *others), op)

    def __add__(self, other):
        other = value_of(other)
        out = self._result(self.data + other.data, "+", other)

        def send():
            for operand in (self, other):
                operand.grad += out.grad

        out._backward = send
        return out

    def __mul__(self, other):
        other = value_of(other)
        out = self._result(self.data * other.data, "*", other)

        def send():
            for operand, factor in ((self, other), (other, self)):
                operand.grad += factor.data * out.grad

        out._backward = send
        return out

    def __pow__(self, n):
        out = self._result(self.data**n, f"**{n}")

        def send():
            self.grad += n * self.data ** (n - 1) * out.grad

        out._backward = send
        return out

    def exp(self):
        out = self._result(math.exp(self.data), "exp")

        def send():
            self.grad += out.data * out.grad

        out._backward = send
        return out

    def tanh(self):
        out = self._result(math.tanh(self.data), "tanh")

        def send():
            self.grad += (1 - out.data**2) * out.grad

        out._backward = send
        return out

    def relu(self):
        out = self._result(self.data if self.data > 0 else 0.0, "ReLU")

        def send():
            self.grad += out.grad if out.data > 0 else 0.0

        out._backward = send
        return out

    def backward(self):
        from topological_sort import topological_sort

        self.grad = 1.0
        for node in reversed(topological_sort(self)):
            node._backward()

    def __radd__(self, other):
        return value_of(other) + self

    def __rmul__(self, other):
        return value_of(other) * self

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -value_of(other)

    def __rsub__(self, other):
        return value_of(other) - self

    def __truediv__(self, other):
        return self * value_of(other) ** -1

    def __rtruediv__(self, other):
        return value_of(other) / self


def value_of(thing):
    return thing if isinstance(thing, Value) else Value(thing)
