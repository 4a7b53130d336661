"""The bias begins at 0, an int; the weights are drawn from a generator of the learner's own."""

from random import Random

from value import Value

rng = Random(1337)


class Neuron:
    def __init__(self, nin):
        self.w = [Value(rng.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(0)

    def __call__(self, x):
        match x:
            case list() | tuple():
                inputs = x
            case number:
                inputs = [number]
        if len(inputs) != len(self.w):
            raise ValueError(f"{len(inputs)} inputs, {len(self.w)} weights")
        weighted = [wi * xi for wi, xi in zip(self.w, inputs)]
        return sum([*weighted, self.b]).tanh()

    def parameters(self):
        return [*self.w, self.b]


class Layer:
    def __init__(self, nin, nout):
        self.neurons = [Neuron(nin) for _ in range(nout)]

    def __call__(self, x):
        outputs = [neuron(x) for neuron in self.neurons]
        match outputs:
            case [only]:
                return only
        return outputs

    def parameters(self):
        return [p for neuron in self.neurons for p in neuron.parameters()]


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
        return [p for layer in self.layers for p in layer.parameters()]
