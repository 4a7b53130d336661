"""No closures: each value asks its results for their gradients, by recursion, and sums them."""

import math


class Value:
    def __init__(self, data, _children=(), _op="", label="", slopes=()):
        self.data = data
        self.grad = 0.0
        self._prev = tuple(_children)
        self._op = _op
        self.label = label
        self._slopes = slopes

    def __repr__(self):
        return "Value(data=" + str(self.data) + ")"

    def _backward(self):
        """Nothing: backward() does it all."""

    def backward(self):
        from topological_sort import topological_sort

        nodes = topological_sort(self)
        results = {id(node): [] for node in nodes}
        for node in nodes:
            for operand, slope in zip(node._prev, node._slopes):
                results[id(operand)].append((node, slope))

        known = {id(self): 1.0}

        def gradient(node):
            if id(node) not in known:
                total = 0.0
                for result, slope in results[id(node)]:
                    total += slope * gradient(result)
                known[id(node)] = total
            return known[id(node)]

        for node in nodes:
            node.grad += gradient(node)

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, (self, other), "+", slopes=(1.0, 1.0))

    def __sub__(self, other):
        other = as_value(other)
        return Value(self.data - other.data, (self, other), "-", slopes=(1.0, -1.0))

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, (self, other), "*", slopes=(other.data, self.data))

    def __truediv__(self, other):
        other = as_value(other)
        quotient = self.data / other.data
        slopes = (1 / other.data, -quotient / other.data)
        return Value(quotient, (self, other), "/", slopes=slopes)

    def __pow__(self, n):
        return Value(self.data**n, (self,), f"**{n}", slopes=(n * self.data ** (n - 1),))

    def __neg__(self):
        return Value(-self.data, (self,), "neg", slopes=(-1.0,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), "exp", slopes=(e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), "tanh", slopes=((1 - t) * (1 + t),))

    def relu(self):
        on = self.data > 0
        return Value(self.data if on else 0.0, (self,), "ReLU", slopes=(float(on),))

    def __radd__(self, other):
        return as_value(other) + self

    def __rsub__(self, other):
        return as_value(other) - self

    def __rmul__(self, other):
        return as_value(other) * self

    def __rtruediv__(self, other):
        return as_value(other) / self


def as_value(thing):
    return thing if isinstance(thing, Value) else Value(thing)
