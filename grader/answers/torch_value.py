"""torch's Value: a tensor of one number where a learner has a Value."""

from __future__ import annotations

from typing import Any

import torch

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
        gradient = gradient_of(self)
        return 0.0 if gradient is None else gradient

    @grad.setter
    def grad(self, number: float) -> None:
        _Tensor.grad.__set__(self, torch.tensor(float(number), dtype=torch.float64))

    def backward(self) -> None:
        torch.autograd.backward(self, retain_graph=True)


def gradient_of(value: Value) -> float | None:
    gradient = _Tensor.grad.__get__(value)
    return None if gradient is None else float(gradient.item())
