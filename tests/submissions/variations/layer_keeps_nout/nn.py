"""Layers and neurons keep their sizes (self.nin, self.nout) and count with them."""

import random

from value import Value


class Neuron:
    def __init__(self, nin):
        self.nin = nin
        self.w = [Value(random.uniform(-1, 1)) for _ in range(self.nin)]
        self.b = Value(random.uniform(-1, 1))

    def __call__(self, x):
        x = x if hasattr(x, "__len__") else [x]
        if len(x) != self.nin:
            raise ValueError(f"nin is {self.nin}, the input has {len(x)}")
        total = sum(self.w[i] * x[i] for i in range(self.nin))
        return (total + self.b).tanh()

    def parameters(self):
        return self.w + [self.b]


class Layer:
    def __init__(self, nin, nout):
        self.nin = nin
        self.nout = nout
        self.neurons = [Neuron(self.nin) for _ in range(self.nout)]

    def __call__(self, x):
        if self.nout == 1:
            return self.neurons[0](x)
        return [self.neurons[i](x) for i in range(self.nout)]

    def parameters(self):
        return [p for i in range(self.nout) for p in self.neurons[i].parameters()]


class MLP:
    def __init__(self, nin, nouts):
        self.nin = nin
        self.nouts = nouts
        self.depth = len(nouts)
        sizes = [self.nin] + self.nouts
        self.layers = [Layer(sizes[i], sizes[i + 1]) for i in range(self.depth)]

    def __call__(self, x):
        for i in range(self.depth):
            x = self.layers[i](x)
        return x

    def parameters(self):
        return [p for i in range(self.depth) for p in self.layers[i].parameters()]
