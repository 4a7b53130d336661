"""A helper module of the learner's own, imported by value.py and nn.py."""

import math

UNARY = {
    "exp": (math.exp, lambda x, y: y),
    "tanh": (math.tanh, lambda x, y: 1 - y**2),
    "ReLU": (lambda x: x if x > 0 else 0.0, lambda x, y: 1.0 if x > 0 else 0.0),
}


def unary(op, x):
    """The result of an operation, and its slope there."""
    function, slope = UNARY[op]
    y = function(x)
    return y, slope(x, y)


def is_number(thing):
    return isinstance(thing, (int, float))


def flatten(lists):
    return [item for items in lists for item in items]
