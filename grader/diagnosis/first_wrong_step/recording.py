"""Put in front of a learner's program: backward() then leaves a record of every step it takes.

Runs in the learner's process, as text, and is read from the program's trace by `replay.py`:
standard library alone, and only names that no trace shows, but for the record itself.
"""

# mypy: ignore-errors


def _record_backward(most_nodes=2_000, most_steps=2_000):
    from value import Value

    backwards, steps = [], []  # rows, as replay.py reads them
    watched, running = {}, []

    class Enough(BaseException):
        """The record is full: a walk along every path would not end."""

    def number(thing):
        try:
            return float(thing)  # a copy: an array would change while it is remembered
        except Exception:
            return None

    def grad(node):
        return number(getattr(node, "grad", None))

    def operands(node):
        prev = getattr(node, "_prev", ())
        return list(prev) if isinstance(prev, (tuple, list, set, frozenset)) else []

    def graph(root):
        found, to_visit = {}, [root]
        while to_visit and len(found) <= most_nodes:
            node = to_visit.pop()
            if isinstance(node, Value) and id(node) not in found:
                found[id(node)] = node
                to_visit += operands(node)
        return list(found.values())

    def watch(node):
        own = getattr(node, "_backward", None)
        if id(node) not in watched and callable(own):
            node._backward = lambda *args, **kwargs: recorded(node, own, args, kwargs)
            watched[id(node)] = node

    def recorded(node, own, args, kwargs):
        if not running:
            return own(*args, **kwargs)
        if len(steps) >= most_steps:
            raise Enough
        before = [
            [operand, number(getattr(operand, "data", operand)), grad(operand), None]
            for operand in operands(node)
        ]
        data = number(getattr(node, "data", None))
        step = [len(backwards) - 1, node, data, grad(node), before, False]
        steps.append(step)
        count = len(steps)
        result = own(*args, **kwargs)
        for row in before:
            row[3] = grad(row[0])
        step[5] = len(steps) == count  # whether it is one step, and not several in each other
        return result

    original = Value.backward

    def backward(self, *args, **kwargs):
        if running:
            backwards[-1][2].append(self)
            return original(self, *args, **kwargs)
        nodes = graph(self)
        if len(nodes) > most_nodes:
            return original(self, *args, **kwargs)
        try:
            for node in nodes:
                watch(node)
        except Exception:  # a Value that lets nothing be put into it
            return original(self, *args, **kwargs)
        rows = [[node, grad(node), None, id(node) in watched] for node in nodes]
        entry = [self, rows, [], False]
        backwards.append(entry)
        running.append(self)
        try:
            result = original(self, *args, **kwargs)
        finally:
            running.pop()
        for row in rows:
            row[2] = grad(row[0])
        entry[3] = True
        return result

    Value.backward = backward
    # Of a class named Value, so that the trace describes it; and as the program's first name,
    # so that it does so last, when all of the program's Values have their places.
    record = type("Value", (), {})()
    record._prev = [backwards, steps]
    return record


steps_of_backward = _record_backward()
