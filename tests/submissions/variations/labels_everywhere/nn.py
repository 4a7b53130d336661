"""Every weight and bias has a label that says where it is."""

import random

from value import Value


class Neuron:
    def __init__(self, nin, label="neuron"):
        self.label = label
        self.w = [Value(random.uniform(-1, 1), label=f"{label}.w{i}") for i in range(nin)]
        self.b = Value(random.uniform(-1, 1), label=f"{label}.b")

    def __call__(self, x):
        x = x if isinstance(x, (list, tuple)) else [x]
        if len(x) != len(self.w):
            raise ValueError(f"{self.label} takes {len(self.w)} inputs and was given {len(x)}")
        act = self.b
        for i, (wi, xi) in enumerate(zip(self.w, x)):
            act = act + wi * xi
            act.label = f"{self.label}, up to input {i}"
        out = act.tanh()
        out.label = f"{self.label}.out"
        return out

    def parameters(self):
        return self.w + [self.b]


class Layer:
    def __init__(self, nin, nout, label="layer"):
        self.label = label
        self.neurons = [Neuron(nin, f"{label}.{i}") for i in range(nout)]

    def __call__(self, x):
        outputs = [neuron(x) for neuron in self.neurons]
        return outputs[0] if len(outputs) == 1 else outputs

    def parameters(self):
        return [p for neuron in self.neurons for p in neuron.parameters()]


class MLP:
    def __init__(self, nin, nouts):
        sizes = [nin] + nouts
        self.layers = [Layer(sizes[i], sizes[i + 1], label=f"layer{i}") for i in range(len(nouts))]

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]
