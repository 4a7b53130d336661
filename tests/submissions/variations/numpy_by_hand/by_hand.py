"""NumPy inside: arrays of inputs, and NumPy scalars in the dictionaries."""

import numpy as np


def numerical_gradient(f, inputs, h=1e-6):
    point = np.array(inputs, dtype=float)
    steps = h * np.eye(len(point))
    return list((np.array([f(*(point + step)) for step in steps]) - f(*point)) / h)


def expression_gradients():
    a, b, c, f = np.array([2.0, -3.0, 10.0, -2.0])
    products = f * np.array([b, a])
    return {
        "L": np.float64(1.0),
        "d": f,
        "f": a * b + c,
        "c": f,
        "e": f,
        "a": products[0],
        "b": products[1],
    }


def neuron_gradients():
    x = np.array([2.0, 0.0])
    w = np.array([-3.0, 1.0])
    b = 6.8813735870195432
    slope = 1 - np.tanh(x @ w + b) ** 2
    gradients = {name: slope for name in ("n", "b", "x1w1x2w2", "x1w1", "x2w2")}
    gradients.update(zip(("x1", "x2"), slope * w))
    gradients.update(zip(("w1", "w2"), slope * x))
    gradients["o"] = np.float64(1)
    return gradients
