"""An exception class of the learner's own for inputs of the wrong length: a ValueError."""

import random

from value import Value


class WrongNumberOfInputs(ValueError):
    def __init__(self, wanted, given):
        super().__init__(f"this neuron has {wanted} weights and was given {given} inputs")
        self.wanted = wanted
        self.given = given


class Neuron:
    def __init__(self, nin):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(0)

    def __call__(self, x):
        try:
            inputs = list(x)
        except TypeError:
            inputs = [x]
        if len(inputs) != len(self.w):
            raise WrongNumberOfInputs(len(self.w), len(inputs))
        return sum((wi * xi for wi, xi in zip(self.w, inputs)), self.b).tanh()

    def parameters(self):
        return self.w + [self.b]


class Layer:
    def __init__(self, nin, nout):
        self.neurons = [Neuron(nin) for _ in range(nout)]

    def __call__(self, x):
        outs = [n(x) for n in self.neurons]
        return outs[0] if len(outs) == 1 else outs

    def parameters(self):
        return [p for n in self.neurons for p in n.parameters()]


class MLP:
    def __init__(self, nin, nouts):
        sz = [nin] + nouts
        self.layers = [Layer(sz[i], sz[i + 1]) for i in range(len(nouts))]

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]
