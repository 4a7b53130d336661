import random

from value import Value


class Neuron:
    """A weighted sum of the inputs, plus a bias, through tanh."""

    def __init__(self, nin):
        """Stage 8: a neuron for nin inputs. Keep a list of nin weights as self.w
        and the bias as self.b, all of them Values; the weights are random numbers
        between -1 and 1, the bias is random too, or 0.

            n = Neuron(2)
            len(n.w)                         # 2
        """
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(random.uniform(-1, 1))

    def __call__(self, x):
        """Stage 8: return tanh(w[0]*x[0] + w[1]*x[1] + ... + b), a Value. x is a
        list of numbers or Values.

            Neuron(2)([1.0, -2.0])           # a Value between -1 and 1

        zip() stops at the shorter of two lists without a word, so check first: an
        input of another length is an error.

            Neuron(2)([1.0, 2.0, 3.0])       # ValueError

        Stage 9: a single number or Value counts as a list of one.

            Neuron(1)(2.0)                   # the same as Neuron(1)([2.0])
        """
        if isinstance(x, (int, float, Value)):
            x = [x]
        if len(x) != len(self.w):
            raise ValueError(f"expected {len(self.w)} inputs, got {len(x)}")
        weighted_sum = sum((wi * xi for wi, xi in zip(self.w, x)), self.b)
        return weighted_sum.tanh()

    def parameters(self):
        """Stage 8: return a list of all parameters: the weights, then the bias.

        For example:

            len(Neuron(2).parameters())      # 3
        """
        return self.w + [self.b]


class Layer:
    """Neurons side by side, which all see the same inputs."""

    def __init__(self, nin, nout):
        """Stage 9: a layer of nout neurons with nin inputs each, kept as a list
        in self.neurons. nout is an int: a number of neurons, which has no length.

            len(Layer(3, 2).neurons)         # 2
        """
        self.neurons = [Neuron(nin) for _ in range(nout)]

    def __call__(self, x):
        """Stage 9: return the list of the neurons' outputs; but where there is
        only one neuron, return its output itself, a bare Value, as the lecture
        does.

            Layer(3, 2)([1.0, 2.0, 3.0])     # [Value(data=...), Value(data=...)]
            Layer(3, 1)([1.0, 2.0, 3.0])     # Value(data=...)

        So the next layer may be handed a bare Value. One rule settles it: x is a
        list; a single number or Value counts as a list of one.

            Layer(1, 2)(Layer(3, 1)([1.0, 2.0, 3.0]))   # two Values
            Layer(1, 2)(2.0)                 # the same as Layer(1, 2)([2.0])
            Layer(3, 2)(5)                   # ValueError: one input, not three
        """
        outputs = [neuron(x) for neuron in self.neurons]
        return outputs[0] if len(outputs) == 1 else outputs

    def parameters(self):
        """Stage 9: return one flat list of the parameters of all its neurons.

        For example:

            len(Layer(3, 2).parameters())    # 8
        """
        return [p for neuron in self.neurons for p in neuron.parameters()]


class MLP:
    """A multi-layer perceptron: layers, each of which feeds the next."""

    def __init__(self, nin, nouts):
        """Stage 10: nin inputs, then one layer for each number in the list nouts,
        kept as a list in self.layers. Each layer takes as many inputs as the one
        before it has neurons.

            MLP(3, [4, 4, 1])                # 3 -> 4 -> 4 -> 1

        Extra credit: MLP(3, 4), with a bare int, is MLP(3, [4]).
        """
        sizes = [nin] + nouts
        self.layers = [Layer(size, next_size) for size, next_size in zip(sizes, sizes[1:])]

    def __call__(self, x):
        """Stage 10: pass x through the layers, one after the other, and return
        what the last one returns.

            MLP(3, [4, 4, 1])([2.0, 3.0, -1.0])   # a Value

        A layer of one neuron may stand in the middle:

            MLP(2, [16, 1, 1])([1.0, 2.0])   # a Value
        """
        for layer in self.layers:
            x = layer(x)
        return x

    def parameters(self):
        """Stage 10: return one flat list of the parameters of all its layers.

        For example:

            len(MLP(3, [4, 4, 1]).parameters())   # 41
        """
        return [p for layer in self.layers for p in layer.parameters()]
