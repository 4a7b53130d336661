"""A Module base class with zero_grad, as in torch; __call__ leads to forward."""

import abc
import random

from value import Value


class Module(abc.ABC):
    def __call__(self, *inputs):
        return self.forward(*inputs)

    @abc.abstractmethod
    def forward(self, x): ...

    def children(self):
        return []

    def parameters(self):
        return [p for child in self.children() for p in child.parameters()]

    def zero_grad(self):
        for p in self.parameters():
            p.grad = 0.0


class Neuron(Module):
    def __init__(self, nin):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(random.uniform(-1, 1))

    def forward(self, x):
        x = as_inputs(x)
        if len(x) != len(self.w):
            raise ValueError(f"Neuron({len(self.w)}) got {len(x)} inputs")
        return sum((w * xi for w, xi in zip(self.w, x)), self.b).tanh()

    def parameters(self):
        return self.w + [self.b]


class Layer(Module):
    def __init__(self, nin, nout):
        self.neurons = [Neuron(nin) for _ in range(nout)]

    def children(self):
        return self.neurons

    def forward(self, x):
        outputs = [neuron(x) for neuron in self.neurons]
        return outputs[0] if len(outputs) == 1 else outputs


class MLP(Module):
    def __init__(self, nin, nouts):
        sizes = [nin] + nouts
        self.layers = [Layer(*pair) for pair in zip(sizes[:-1], sizes[1:])]

    def children(self):
        return self.layers

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


def as_inputs(x):
    return x if isinstance(x, (list, tuple)) else [x]
