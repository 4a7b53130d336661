"""Helper functions in a module of their own (engine_helpers.py)."""

import random

import engine_helpers as helpers
import value


class Neuron:
    def __init__(self, nin):
        self.w = [value.Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = value.Value(0.0)

    def __call__(self, x):
        if helpers.is_number(x) or isinstance(x, value.Value):
            x = [x]
        if len(x) != len(self.w):
            raise ValueError("the number of inputs is not the number of weights")
        return sum((wi * xi for wi, xi in zip(self.w, x)), self.b).tanh()

    def parameters(self):
        return helpers.flatten([self.w, [self.b]])


class Layer:
    def __init__(self, nin, nout):
        self.neurons = [Neuron(nin) for _ in range(nout)]

    def __call__(self, x):
        outputs = [neuron(x) for neuron in self.neurons]
        return outputs if len(outputs) > 1 else outputs[0]

    def parameters(self):
        return helpers.flatten(neuron.parameters() for neuron in self.neurons)


class MLP:
    def __init__(self, nin, nouts):
        self.layers = []
        for nout in nouts:
            self.layers.append(Layer(nin, nout))
            nin = nout

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def parameters(self):
        return helpers.flatten(layer.parameters() for layer in self.layers)
