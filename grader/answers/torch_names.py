"""torch's side of the names that the curriculum builds on Value.

Parameters are Values that a program may set through the same attributes as a learner's.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch

from grader.answers.torch_value import Value


class Neuron:
    def __init__(self, nin: int) -> None:
        self.w = [Value(0.1) for _ in range(nin)]
        self.b = Value(0.0)

    def __call__(self, x: Any) -> Any:
        weights, inputs = torch.stack(list(self.w)), _stack(x)
        if len(weights) != len(inputs):
            raise ValueError(f"expected {len(weights)} inputs, got {len(inputs)}")
        return (torch.dot(weights, inputs) + self.b).tanh()

    def parameters(self) -> list[Value]:
        return [*self.w, self.b]


class Layer:
    def __init__(self, nin: int, nout: int) -> None:
        self.neurons = [Neuron(nin) for _ in range(nout)]

    def __call__(self, x: Any) -> Any:
        outputs = [neuron(x) for neuron in self.neurons]
        return outputs[0] if len(outputs) == 1 else outputs

    def parameters(self) -> list[Value]:
        return [p for neuron in self.neurons for p in neuron.parameters()]


class MLP:
    def __init__(self, nin: int, nouts: int | Sequence[int]) -> None:
        sizes = [nin, *([nouts] if isinstance(nouts, int) else nouts)]
        self.layers = [Layer(a, b) for a, b in itertools.pairwise(sizes)]

    def __call__(self, x: Any) -> Any:
        for layer in self.layers:
            x = layer(x)
        return x

    def parameters(self) -> list[Value]:
        return [p for layer in self.layers for p in layer.parameters()]


def _stack(x: Any) -> Any:
    items = x if isinstance(x, (list, tuple)) else [x]
    as_tensors = [
        item if isinstance(item, Value) else torch.tensor(float(item), dtype=torch.float64)
        for item in items
    ]
    return torch.stack(as_tensors)


def squared_error(ys: Iterable[float], outputs: Sequence[Value]) -> Any:
    targets = torch.tensor(list(ys), dtype=torch.float64)
    return torch.nn.functional.mse_loss(torch.stack(list(outputs)), targets, reduction="sum")


def zero_gradients(parameters: Iterable[Value]) -> None:
    for parameter in parameters:
        parameter.grad = 0.0


def gradient_step(parameters: Iterable[Value], learning_rate: float) -> None:
    for parameter in parameters:
        parameter.data -= learning_rate * parameter.grad


def train(
    model: MLP, xs: Any, ys: Sequence[float], steps: int, learning_rate: float
) -> list[float]:
    losses = []
    for _ in range(steps):
        loss = squared_error(ys, [model(x) for x in xs])
        losses.append(loss.data)
        zero_gradients(model.parameters())
        loss.backward()
        gradient_step(model.parameters(), learning_rate)
    return losses


def numerical_gradient(
    f: Callable[..., Any], inputs: Sequence[float], h: float = 1e-6
) -> list[float]:
    values = [Value(number) for number in inputs]
    f(*values).backward()
    return [value.grad for value in values]


def expression_gradients() -> dict[str, float]:
    a, b, c, f = Value(2.0), Value(-3.0), Value(10.0), Value(-2.0)
    e = a * b
    d = e + c
    L = d * f
    L.backward()
    named = {"L": L, "d": d, "f": f, "c": c, "e": e, "a": a, "b": b}
    return {name: value.grad for name, value in named.items()}


def neuron_gradients() -> dict[str, float]:
    return {name: value.grad for name, value in _lecture_neuron().items()}


def torch_neuron() -> dict[str, float]:
    values = _lecture_neuron()
    gradients = {name: values[name].grad for name in ("x1", "x2", "w1", "w2", "b")}
    return {"o": values["o"].data, **gradients}


def _lecture_neuron() -> dict[str, Any]:
    x1, x2, w1, w2 = Value(2.0), Value(0.0), Value(-3.0), Value(1.0)
    b = Value(6.8813735870195432)
    x1w1, x2w2 = x1 * w1, x2 * w2
    x1w1x2w2 = x1w1 + x2w2
    n = x1w1x2w2 + b
    o = n.tanh()
    o.backward()
    return {
        "o": o,
        "n": n,
        "b": b,
        "x1w1x2w2": x1w1x2w2,
        "x1w1": x1w1,
        "x2w2": x2w2,
        "x1": x1,
        "w1": w1,
        "x2": x2,
        "w2": w2,
    }


NAMES: dict[str, Any] = {
    "Neuron": Neuron,
    "Layer": Layer,
    "MLP": MLP,
    "squared_error": squared_error,
    "zero_gradients": zero_gradients,
    "gradient_step": gradient_step,
    "train": train,
    "numerical_gradient": numerical_gradient,
    "expression_gradients": expression_gradients,
    "neuron_gradients": neuron_gradients,
    "torch_neuron": torch_neuron,
}
