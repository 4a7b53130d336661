"""data, grad and _prev are properties over private attributes, with setters."""

import math


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.__data = data
        self.__grad = 0.0
        self.__operands = [*_children]
        self.__op = _op
        self._backward = lambda: None
        self.label = label

    @property
    def data(self):
        return self.__data

    @data.setter
    def data(self, number):
        if isinstance(number, Value):
            raise TypeError("data is a plain number")
        self.__data = number

    @property
    def grad(self):
        return self.__grad

    @grad.setter
    def grad(self, number):
        if isinstance(number, Value):
            raise TypeError("grad is a plain number")
        self.__grad = number

    @property
    def _prev(self):
        return frozenset(self.__operands)

    @_prev.setter
    def _prev(self, operands):
        self.__operands = [*operands]

    @property
    def _op(self):
        return self.__op

    def __repr__(self):
        return f"Value(data={self.data})"

    def __result(self, data, op, pairs):
        """A new Value made from operands; pairs are (operand, its local derivative)."""
        out = Value(data, [operand for operand, _ in pairs], op)

        def _backward():
            for operand, derivative in pairs:
                operand.grad += derivative() * out.grad

        out._backward = _backward
        return out

    @staticmethod
    def __lifted(thing):
        return thing if isinstance(thing, Value) else Value(thing)

    def __add__(self, other):
        other = self.__lifted(other)
        return self.__result(
            self.data + other.data, "+", [(self, lambda: 1.0), (other, lambda: 1.0)]
        )

    def __mul__(self, other):
        other = self.__lifted(other)
        return self.__result(
            self.data * other.data,
            "*",
            [(self, lambda: other.data), (other, lambda: self.data)],
        )

    def __pow__(self, n):
        return self.__result(self.data**n, f"**{n}", [(self, lambda: n * self.data ** (n - 1))])

    def exp(self):
        e = math.exp(self.data)
        return self.__result(e, "exp", [(self, lambda: e)])

    def tanh(self):
        t = math.tanh(self.data)
        return self.__result(t, "tanh", [(self, lambda: 1 - t**2)])

    def relu(self):
        r = self.data if self.data > 0 else 0.0
        return self.__result(r, "ReLU", [(self, lambda: 1.0 if self.data > 0 else 0.0)])

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
        return (-self) + other

    def __truediv__(self, other):
        return self * other**-1

    def __rtruediv__(self, other):
        return other * self**-1
