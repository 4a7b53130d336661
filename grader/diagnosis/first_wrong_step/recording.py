"""Put in front of a learner's program: it then leaves a record of what it computes, and how.

Runs in the learner's process, as text, and is read from the program's trace by `replay.py`:
standard library alone, and only names that no trace shows, but for the record itself.
"""


def _record() -> tuple[object, object]:
    from collections.abc import Callable

    from value import Value  # type: ignore[import-not-found]  # the learner's

    most_nodes = most_steps = 2_000
    # The record: rows, as replay.py reads them.
    backwards: list[list[object]] = []
    steps: list[list[object]] = []
    results: list[list[object]] = []
    watched: dict[int, Value] = {}
    called_again: list[list[Value]] = []  # one list while a backward() runs, else empty

    class RecordIsFull(BaseException):
        """A walk along every path would not end."""

    def as_float(thing: object) -> float | None:
        if isinstance(thing, bool):
            return None  # to be told as True, where it is told at all
        try:
            # A copy: an array would change while it is remembered.
            return float(thing)  # type: ignore[arg-type]  # or it raises
        except Exception:
            return None

    def grad_of(node: object) -> float | None:
        return as_float(getattr(node, "grad", None))

    def operands_of(node: Value) -> list[object]:
        prev = getattr(node, "_prev", ())
        return list(prev) if isinstance(prev, (tuple, list, set, frozenset)) else []

    def nodes_under(root: Value) -> list[Value]:
        found: dict[int, Value] = {}
        to_visit: list[object] = [root]
        while to_visit and len(found) <= most_nodes:
            node = to_visit.pop()
            if isinstance(node, Value) and id(node) not in found:
                found[id(node)] = node
                to_visit += operands_of(node)
        return list(found.values())

    def watch(node: Value) -> None:
        original = getattr(node, "_backward", None)
        if id(node) not in watched and callable(original):
            node._backward = lambda *args, **kwargs: run_recorded(node, original, args, kwargs)
            watched[id(node)] = node

    def run_recorded(
        node: Value,
        original: Callable[..., object],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> object:
        if not called_again:
            return original(*args, **kwargs)
        if len(steps) >= most_steps:
            raise RecordIsFull
        operands: list[list[object]] = [
            [operand, as_float(getattr(operand, "data", operand)), grad_of(operand), None]
            for operand in operands_of(node)
        ]
        data = as_float(getattr(node, "data", None))
        step = [len(backwards) - 1, node, data, grad_of(node), operands, False]
        steps.append(step)
        count = len(steps)
        result = original(*args, **kwargs)
        for row in operands:
            row[3] = grad_of(row[0])
        step[5] = len(steps) == count  # whether it is one step, and not several in each other
        return result

    def observe(expression: int, operation: Callable[..., object], *operands: object) -> object:
        before = [as_float(getattr(operand, "data", operand)) for operand in operands]
        result = operation(*operands)
        if isinstance(result, Value) and len(results) < most_steps:
            data = as_float(getattr(result, "data", None))
            rows = [list(row) for row in zip(operands, before)]
            results.append([expression, result, data, rows])
        return result

    def nothing(self: Value, *args: object, **kwargs: object) -> object:
        return None

    original_backward = getattr(Value, "backward", nothing)

    def backward(self: Value, *args: object, **kwargs: object) -> object:
        if called_again:
            called_again[-1].append(self)
            return original_backward(self, *args, **kwargs)
        nodes = nodes_under(self)
        if len(nodes) > most_nodes:
            return original_backward(self, *args, **kwargs)
        try:
            for node in nodes:
                watch(node)
        except Exception:  # a Value that lets nothing be put into it
            return original_backward(self, *args, **kwargs)
        rows: list[list[object]] = [
            [node, grad_of(node), None, id(node) in watched] for node in nodes
        ]
        called_on: list[Value] = []
        entry: list[object] = [self, rows, called_on, False]
        backwards.append(entry)
        called_again.append(called_on)
        try:
            result = original_backward(self, *args, **kwargs)
        finally:
            called_again.pop()
        for row in rows:
            row[2] = grad_of(row[0])
        entry[3] = True
        return result

    if original_backward is not nothing:
        Value.backward = backward
    # Of a class named Value, so that the trace describes it; and as the program's first name,
    # so that it does so last, when all of the program's Values have their places.
    record = type("Value", (), {})()
    record._prev = [backwards, steps, results]
    return record, observe


steps_of_backward, _observe = _record()
