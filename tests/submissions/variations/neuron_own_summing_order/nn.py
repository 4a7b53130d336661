"""The weighted sum in an order of its own: last input first, inputs times weights, bias last."""

import random
from functools import reduce

from value import Value


class Neuron:
    def __init__(self, nin):
        self.b = Value(random.uniform(-1, 1))
        self.w = []
        for _ in range(nin):
            self.w.insert(0, Value(2 * random.random() - 1))

    def __call__(self, x):
        if not isinstance(x, (list, tuple)):
            x = (x,)
        if len(self.w) - len(x) != 0:
            raise ValueError("as many inputs as weights, please")
        total = Value(0.0)
        for i in reversed(range(len(x))):
            total = x[i] * self.w[i] + total
        return (total + self.b).tanh()

    def parameters(self):
        return self.w + [self.b]


class Layer:
    def __init__(self, nin, nout):
        self.neurons = [Neuron(nin) for _ in range(nout)]

    def __call__(self, x):
        if len(self.neurons) == 1:
            return self.neurons[0](x)
        return list(map(lambda neuron: neuron(x), self.neurons))

    def parameters(self):
        return sum((neuron.parameters() for neuron in self.neurons), [])


class MLP:
    def __init__(self, nin, nouts):
        self.layers = [Layer(m, n) for m, n in zip([nin, *nouts], nouts)]

    def __call__(self, x):
        return reduce(lambda signal, layer: layer(signal), self.layers, x)

    def parameters(self):
        return sum((layer.parameters() for layer in self.layers), [])
