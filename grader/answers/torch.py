"""The torch interpreter: the same program, with tensors where a learner has Values."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch

from grader.python_source import loop_variables
from grader.trace import Datum, Many, Node, NodeRef, NotFinite, Other, Table, Trace

_Tensor: Any = torch.Tensor  # its stubs would forbid data and grad as plain numbers


class Value(_Tensor):  # type: ignore[misc]  # as that is Any
    """A float64 tensor of one number; it and every result made from it keep a gradient.

    data and grad read and write plain numbers, as a learner's do.
    """

    @staticmethod
    def __new__(cls, data: Any) -> Value:
        tensor = torch.tensor(float(data), dtype=torch.float64).as_subclass(cls)
        value: Value = tensor.requires_grad_()
        return value

    def __init__(self, data: Any) -> None:
        pass

    @classmethod
    def __torch_function__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = super().__torch_function__(func, types, args, kwargs or {})
        if isinstance(result, torch.Tensor) and result.requires_grad and not result.is_leaf:
            result.retain_grad()
        return result

    @property
    def data(self) -> float:
        return float(self.detach().item())

    @data.setter
    def data(self, number: float) -> None:
        with torch.no_grad():
            self.copy_(torch.tensor(float(number), dtype=torch.float64))

    @property
    def grad(self) -> float:
        gradient = _gradient(self)
        return 0.0 if gradient is None else gradient

    @grad.setter
    def grad(self, number: float) -> None:
        _Tensor.grad.__set__(self, torch.tensor(float(number), dtype=torch.float64))

    def backward(self) -> None:
        torch.autograd.backward(self, retain_graph=True)


def _gradient(value: Value) -> float | None:
    gradient = _Tensor.grad.__get__(value)
    return None if gradient is None else float(gradient.item())


def run(program: str) -> Trace:
    """The trace of a program in torch: data and gradients; there are no parents or ops.

    Loop variables are left out: nobody is asked for a name that was given in passing.
    """
    namespace: dict[str, Any] = {"__builtins__": __builtins__, **NAMES}
    given = set(namespace) | loop_variables(program)
    exec(compile(program, "<torch>", "exec", dont_inherit=True), namespace)
    made = {
        name: thing
        for name, thing in namespace.items()
        if name not in given and not name.startswith("_") and not _is_definition(thing)
    }
    return _Description().trace(made)


def _is_definition(thing: object) -> bool:
    """Whether a name stands for a function, a class or a module, which a trace leaves out."""
    return isinstance(thing, (type, type(torch))) or type(thing).__name__ in (
        "function",
        "builtin_function_or_method",
    )


class _Description:
    """Names as plain data. Every Value of the program counts once, by identity."""

    def __init__(self) -> None:
        self.values: list[Value] = []
        self.indices: dict[int, int] = {}

    def trace(self, made: dict[str, Any]) -> Trace:
        names = {name: self.datum(thing) for name, thing in made.items()}
        gradients = [_gradient(value) for value in self.values]
        if any(gradient is not None for gradient in gradients):
            nodes = [
                Node(_number(value.data), _number(gradient or 0.0))
                for value, gradient in zip(self.values, gradients)
            ]
        else:
            nodes = [Node(_number(value.data)) for value in self.values]
        return Trace(names, tuple(nodes))

    def datum(self, thing: Any) -> Datum:
        if isinstance(thing, Value):
            if id(thing) not in self.indices:
                self.indices[id(thing)] = len(self.values)
                self.values.append(thing)
            return NodeRef(self.indices[id(thing)])
        if isinstance(thing, (list, tuple, set)):
            return Many(type(thing).__name__, tuple(self.datum(item) for item in thing))
        if isinstance(thing, dict):
            return Table({str(key): self.datum(item) for key, item in thing.items()})
        if isinstance(thing, (int, float)) and not isinstance(thing, bool):
            return _number(thing)
        if thing is None or isinstance(thing, (bool, str)):
            return thing
        return Other(f"a {type(thing).__name__}")


def _number(number: float) -> Datum:
    return number if number - number == 0 else NotFinite(repr(number))


# torch's side of the names that the curriculum builds on Value. Parameters are Values
# that a program may set through the same attributes as a learner's.


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
    "Value": Value,
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
