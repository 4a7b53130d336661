"""Each result keeps a tape of (operand, local derivative) pairs, made in the forward pass."""

import math


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self.label = label
        self._op = _op
        self._prev = list(_children)
        self._local = []

    def __repr__(self):
        return "Value(data=%s)" % self.data

    @classmethod
    def _record(cls, data, op, *local):
        result = cls(data, [operand for operand, _ in local], op)
        result._local.extend(local)
        return result

    def _backward(self):
        for operand, derivative in self._local:
            operand.grad += derivative * self.grad

    def backward(self):
        from topological_sort import topological_sort

        order = topological_sort(self)
        self.grad = 1.0
        while order:
            order.pop()._backward()

    def __add__(self, other):
        if not isinstance(other, Value):
            return Value._record(self.data + other, "+", (self, 1.0), (Value(other), 1.0))
        return Value._record(self.data + other.data, "+", (self, 1.0), (other, 1.0))

    __radd__ = __add__

    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return Value._record(self.data * other.data, "*", (self, other.data), (other, self.data))

    __rmul__ = __mul__

    def __pow__(self, exponent):
        slope = exponent * self.data ** (exponent - 1)
        return Value._record(self.data**exponent, "**%s" % exponent, (self, slope))

    def __neg__(self):
        return Value._record(-self.data, "-", (self, -1.0))

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * other**-1

    def __rtruediv__(self, other):
        return self**-1 * other

    def exp(self):
        e = math.exp(self.data)
        return Value._record(e, "exp", (self, e))

    def tanh(self):
        t = math.tanh(self.data)
        return Value._record(t, "tanh", (self, 1 - t * t))

    def relu(self):
        if self.data > 0:
            return Value._record(self.data, "ReLU", (self, 1.0))
        return Value._record(0, "ReLU", (self, 0))
