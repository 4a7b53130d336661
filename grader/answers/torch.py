"""The torch interpreter: the same program, with tensors where a learner has Values."""

from __future__ import annotations

from typing import Any

import torch

from grader.answers.torch_value import Value, gradient_of
from grader.curriculum import imports
from grader.python_source import loop_variables
from grader.trace import Datum, Many, Node, NodeRef, NotFinite, Other, Table, Trace


def run(program: str) -> Trace:
    """The trace of a program in torch: data and gradients; there are no parents or ops.

    Loop variables are left out: nobody is asked for a name that was given in passing.
    """
    namespace: dict[str, Any] = {"__builtins__": __builtins__, "Value": Value}
    if imports(program) not in ("", imports("Value")):
        from grader.answers.torch_names import NAMES  # a student edition is without these

        namespace.update(NAMES)
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
        gradients = [gradient_of(value) for value in self.values]
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
