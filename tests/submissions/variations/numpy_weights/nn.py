"""The weights come from NumPy, so that each Value holds a NumPy scalar."""

import numpy as np
from value import Value

rng = np.random.default_rng(42)


class Neuron:
    def __init__(self, nin):
        self.w = [Value(w) for w in rng.uniform(-1.0, 1.0, size=nin)]
        self.b = Value(np.float64(0.0))

    def __call__(self, x):
        inputs = list(x) if isinstance(x, (list, tuple, np.ndarray)) else [x]
        if len(inputs) != len(self.w):
            raise ValueError(f"shape mismatch: ({len(self.w)},) and ({len(inputs)},)")
        return (sum(w * xi for w, xi in zip(self.w, inputs)) + self.b).tanh()

    def parameters(self):
        return self.w + [self.b]


class Layer:
    def __init__(self, nin, nout):
        self.neurons = [Neuron(nin) for _ in np.arange(nout)]

    def __call__(self, x):
        outputs = [neuron(x) for neuron in self.neurons]
        return outputs[0] if len(outputs) == 1 else outputs

    def parameters(self):
        return [p for neuron in self.neurons for p in neuron.parameters()]


class MLP:
    def __init__(self, nin, nouts):
        sizes = np.concatenate([[nin], np.atleast_1d(nouts)])
        self.layers = [Layer(int(m), int(n)) for m, n in zip(sizes[:-1], sizes[1:])]

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]
