"""Attributes nobody asked for, prints everywhere, and a main block."""

import random

from value import Value

print("nn.py: importing ...")


class Neuron:
    def __init__(self, nin, nonlinear=True):
        self.nin = nin
        self.nonlinear = nonlinear
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(random.uniform(-1, 1))
        self.last_input = None
        self.last_output = None

    def __repr__(self):
        return f"{'Tanh' if self.nonlinear else 'Linear'}Neuron({self.nin})"

    def __len__(self):
        return self.nin

    def __call__(self, x):
        if isinstance(x, (int, float, Value)):
            print("only one input:", x)
            x = [x]
        if len(x) != self.nin:
            print("WRONG LENGTH")
            raise ValueError(f"{self!r} cannot take {len(x)} inputs")
        self.last_input = x
        total = sum([wi * xi for wi, xi in zip(self.w, x)]) + self.b
        self.last_output = total.tanh() if self.nonlinear else total
        print(self, "->", self.last_output)
        return self.last_output

    def parameters(self):
        return self.w + [self.b]


class Layer:
    def __init__(self, nin, nout, **options):
        self.neurons = [Neuron(nin, **options) for _ in range(nout)]

    def __repr__(self):
        return f"Layer of {self.neurons}"

    def __len__(self):
        return len(self.neurons)

    def __getitem__(self, i):
        return self.neurons[i]

    def __call__(self, x):
        out = [n(x) for n in self.neurons]
        print("layer output:", out)
        return out[0] if len(out) == 1 else out

    def parameters(self):
        return [p for n in self.neurons for p in n.parameters()]


class MLP:
    def __init__(self, nin, nouts):
        self.sizes = [nin] + nouts
        self.layers = [Layer(m, n) for m, n in zip(self.sizes, nouts)]
        print("made", self, "with", len(self.parameters()), "parameters")

    def __repr__(self):
        return "MLP " + " -> ".join(map(str, self.sizes))

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]

    def summary(self):
        for layer in self.layers:
            print(layer)


print("trying it:", MLP(2, [2, 1])([1.0, -1.0]))

if __name__ == "__main__":
    MLP(3, [4, 4, 1]).summary()
