"""Everything in plain loops: parameters gathered with append and extend, indices in range."""

import random

from value import Value


class Neuron:
    def __init__(self, nin):
        self.w = []
        for _ in range(nin):
            self.w.append(Value(random.uniform(-1, 1)))
        self.b = Value(random.uniform(-1, 1))

    def __call__(self, x):
        if type(x) is not list and type(x) is not tuple:
            x = [x]
        if len(x) != len(self.w):
            raise ValueError("wrong number of inputs: " + str(len(x)))
        n = self.b
        for i in range(len(x)):
            n = n + self.w[i] * x[i]
        o = n.tanh()
        return o

    def parameters(self):
        params = []
        for w in self.w:
            params.append(w)
        params.append(self.b)
        return params


class Layer:
    def __init__(self, nin, nout):
        self.neurons = []
        for _ in range(nout):
            self.neurons.append(Neuron(nin))

    def __call__(self, x):
        outs = []
        for n in self.neurons:
            outs.append(n(x))
        if len(outs) == 1:
            return outs[0]
        else:
            return outs

    def parameters(self):
        params = []
        for neuron in self.neurons:
            params.extend(neuron.parameters())
        return params


class MLP:
    def __init__(self, nin, nouts):
        self.layers = []
        previous = nin
        for nout in nouts:
            self.layers.append(Layer(previous, nout))
            previous = nout

    def __call__(self, x):
        out = x
        for i in range(len(self.layers)):
            out = self.layers[i](out)
        return out

    def parameters(self):
        params = []
        for layer in self.layers:
            for p in layer.parameters():
                params += [p]
        return params
