"""The parameter lists are made once, in __init__, and handed out again at each call."""

import random

from value import Value


class Neuron:
    def __init__(self, nin):
        self._parameters = [Value(random.uniform(-1, 1)) for _ in range(nin + 1)]
        self.w = self._parameters[:-1]
        self.b = self._parameters[-1]

    def __call__(self, x):
        if isinstance(x, Value) or isinstance(x, int) or isinstance(x, float):
            return self([x])
        if len(x) != len(self.w):
            raise ValueError(f"got {len(x)} inputs for {len(self.w)} weights")
        return sum([w * xi for w, xi in zip(self.w, x)], start=self.b).tanh()

    def parameters(self):
        return self._parameters


class Layer:
    def __init__(self, nin, nout):
        self.neurons = [Neuron(nin) for _ in range(nout)]
        self._parameters = [p for neuron in self.neurons for p in neuron.parameters()]

    def __call__(self, x):
        first, *others = [neuron(x) for neuron in self.neurons]
        return [first, *others] if others else first

    def parameters(self):
        return self._parameters


class MLP:
    def __init__(self, nin, nouts):
        self.layers = []
        for nout in [nouts] if isinstance(nouts, int) else nouts:
            self.layers.append(Layer(nin, nout))
            nin = nout
        self._parameters = [p for layer in self.layers for p in layer.parameters()]

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def parameters(self):
        return self._parameters
