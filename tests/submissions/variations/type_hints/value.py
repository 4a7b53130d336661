"""Type hints everywhere, and NotImplemented for operands of another kind."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Union

Number = Union[int, float]


class Value:
    data: Number
    grad: float

    def __init__(
        self,
        data: Number,
        _children: Iterable[Value] = (),
        _op: str = "",
        label: str = "",
    ) -> None:
        self.data = data
        self.grad = 0.0
        self._prev: tuple[Value, ...] = tuple(_children)
        self._op: str = _op
        self._backward: Callable[[], None] = lambda: None
        self.label: str = label

    def __repr__(self) -> str:
        return f"Value(data={self.data})"

    def __add__(self, other: Value | Number) -> Value:
        operand = _operand(other)
        if operand is None:
            return NotImplemented
        out = Value(self.data + operand.data, (self, operand), "+")

        def _backward() -> None:
            self.grad += out.grad
            operand.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other: Value | Number) -> Value:
        operand = _operand(other)
        if operand is None:
            return NotImplemented
        out = Value(self.data * operand.data, (self, operand), "*")

        def _backward() -> None:
            self.grad += operand.data * out.grad
            operand.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, other: Number) -> Value:
        if not isinstance(other, (int, float)):
            return NotImplemented
        out = Value(self.data**other, (self,), f"**{other}")

        def _backward() -> None:
            self.grad += other * self.data ** (other - 1) * out.grad

        out._backward = _backward
        return out

    def __truediv__(self, other: Value | Number) -> Value:
        operand = _operand(other)
        return NotImplemented if operand is None else self * operand**-1

    def __sub__(self, other: Value | Number) -> Value:
        operand = _operand(other)
        return NotImplemented if operand is None else self + operand * -1

    def __neg__(self) -> Value:
        return self * -1

    def __radd__(self, other: Number) -> Value:
        return self + other

    def __rmul__(self, other: Number) -> Value:
        return self * other

    def __rsub__(self, other: Number) -> Value:
        return Value(other) - self

    def __rtruediv__(self, other: Number) -> Value:
        return Value(other) / self

    def exp(self) -> Value:
        return self._unary(math.exp(self.data), "exp", lambda out: out.data)

    def tanh(self) -> Value:
        return self._unary(math.tanh(self.data), "tanh", lambda out: 1 - out.data**2)

    def relu(self) -> Value:
        return self._unary(max(self.data, 0.0), "ReLU", lambda out: float(out.data > 0))

    def _unary(self, data: float, op: str, slope: Callable[[Value], float]) -> Value:
        out = Value(data, (self,), op)

        def _backward() -> None:
            self.grad += slope(out) * out.grad

        out._backward = _backward
        return out

    def backward(self) -> None:
        from topological_sort import topological_sort

        order: list[Value] = topological_sort(self)
        self.grad = 1.0
        for node in reversed(order):
            node._backward()


def _operand(thing: object) -> Value | None:
    if isinstance(thing, Value):
        return thing
    return Value(thing) if isinstance(thing, (int, float)) else None
