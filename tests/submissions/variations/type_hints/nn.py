"""Type hints everywhere."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Union

from value import Value

Number = Union[Value, int, float]


class Neuron:
    w: list[Value]
    b: Value

    def __init__(self, nin: int) -> None:
        self.w = [Value(random.uniform(-1.0, 1.0)) for _ in range(nin)]
        self.b = Value(random.uniform(-1.0, 1.0))

    def __call__(self, x: Number | Sequence[Number]) -> Value:
        inputs: list[Number] = as_list(x)
        if len(inputs) != len(self.w):
            raise ValueError(f"{len(self.w)} weights, but {len(inputs)} inputs")
        total: Value = self.b
        for weight, xi in zip(self.w, inputs):
            total = total + weight * xi
        return total.tanh()

    def parameters(self) -> list[Value]:
        return [*self.w, self.b]


class Layer:
    neurons: list[Neuron]

    def __init__(self, nin: int, nout: int) -> None:
        self.neurons = [Neuron(nin) for _ in range(nout)]

    def __call__(self, x: Number | Sequence[Number]) -> Value | list[Value]:
        outputs: list[Value] = [neuron(x) for neuron in self.neurons]
        if len(outputs) == 1:
            return outputs[0]
        return outputs

    def parameters(self) -> list[Value]:
        return [p for neuron in self.neurons for p in neuron.parameters()]


class MLP:
    layers: list[Layer]

    def __init__(self, nin: int, nouts: Sequence[int]) -> None:
        sizes: list[int] = [nin, *nouts]
        self.layers = [Layer(m, n) for m, n in zip(sizes, sizes[1:])]

    def __call__(self, x: Number | Sequence[Number]) -> Value | list[Value]:
        signal: Number | Sequence[Number] = x
        for layer in self.layers:
            signal = layer(signal)
        return signal

    def parameters(self) -> list[Value]:
        return [p for layer in self.layers for p in layer.parameters()]


def as_list(x: Number | Sequence[Number]) -> list[Number]:
    return [x] if isinstance(x, (Value, int, float)) else list(x)
