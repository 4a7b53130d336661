"""What torch's own exceptions mean for the neuron of stage 7."""

from __future__ import annotations

import ast
import re

from grader.curriculum import TORCH_FILES
from grader.report import failed_line
from grader.trace import Raised

A_TENSOR = "torch.tensor(2.0, dtype=torch.float64, requires_grad=True)"


def _whole_numbers(raised: Raised, match: re.Match[str]) -> str:
    return (
        "A tensor of whole numbers has no gradient: write torch.tensor(2.0, ...) with the "
        "point, or dtype=torch.float64."
    )


def _second_backward(raised: Raised, match: re.Match[str]) -> str:
    return "backward() was called twice on one result, which torch allows only once. Call it once."


def _no_gradient_asked_for(raised: Raised, match: re.Match[str]) -> str:
    return (
        "What backward() was called on was made from no tensor that requires a gradient: the "
        "five need requires_grad=True, and all is computed with them, outside of "
        "torch.no_grad(), without .item() or .detach() on the way."
    )


def _capital_tensor(raised: Raised, match: re.Match[str]) -> str:
    return f"torch.Tensor takes no such argument; torch.tensor, with a small t, does: {A_TENSOR}."


def _no_tensor(raised: Raised, match: re.Match[str]) -> str:
    return (
        f"torch.{match.group(1)} takes a tensor, and was given a plain number: {A_TENSOR} is one."
    )


def _not_a_scalar(raised: Raised, match: re.Match[str]) -> str:
    return "What backward() is called on must be one number, and this tensor holds several."


def _number_for_a_tensor(raised: Raised, match: re.Match[str]) -> str:
    if failed_line.file_of(raised) not in TORCH_FILES:
        return ""
    name = match.group(2)
    if name == "backward":
        return (
            "That is a plain number, which math.tanh() and .item() return, and no tensor. "
            "torch.tanh(n) is one, and can be sent backward."
        )
    return f"That is a plain number, and no tensor; {A_TENSOR} is one."


def _no_gradient_yet(raised: Raised, match: re.Match[str]) -> str:
    if failed_line.file_of(raised) not in TORCH_FILES:
        return ""
    grads = [
        ast.unparse(node.value)
        for node in failed_line.nodes_of_the_line(raised)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "grad"
    ]
    what = grads[0] if len(set(grads)) == 1 else "One of the .grad"
    return (
        f"{what} is None. o.backward() fills it, and only in tensors that were made with "
        "requires_grad=True themselves: what is computed from one, as .double() does, gets none. "
        "Nor does any where .item() or math.tanh made a plain number on the way to o."
    )


MEANINGS = (
    ("RuntimeError", r"^Only Tensors of floating point", _whole_numbers),
    ("RuntimeError", r"^Trying to backward through the graph a second time", _second_backward),
    ("RuntimeError", r"does not require grad and does not have a grad_fn", _no_gradient_asked_for),
    ("RuntimeError", r"^grad can be implicitly created only for scalar", _not_a_scalar),
    ("TypeError", r"^new\(\) received an invalid combination of arguments", _capital_tensor),
    ("TypeError", r"^(\w+)\(\): argument .* must be Tensor, not (?:float|int)", _no_tensor),
    ("AttributeError", r"^'(float|int)' object has no attribute '(\w+)'", _number_for_a_tensor),
    ("AttributeError", r"^'NoneType' object has no attribute '(\w+)'", _no_gradient_yet),
)
