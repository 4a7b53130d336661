"""The lecture's gradients by hand: bumps by a small h, and numbers read off the pictures."""


def numerical_gradient(f, inputs, h=1e-6):
    before = f(*inputs)
    slopes = []
    for i in range(len(inputs)):
        nudged = list(inputs)
        nudged[i] += h
        after = f(*nudged)
        slopes.append((after - before) / h)
    return slopes


def expression_gradients():
    grads = {"L": 1.0}
    # L = d * f
    grads["d"] = -2.0
    grads["f"] = 4.0
    # d = c + e: a plus hands the gradient on
    grads["c"] = -2.0
    grads["e"] = -2.0
    # e = a * b
    grads["a"] = -2.0 * -3.0
    grads["b"] = -2.0 * 2.0
    return grads


def neuron_gradients():
    x1, x2 = 2.0, 0.0
    w1, w2 = -3.0, 1.0
    grads = {"o": 1.0}
    # do/dn = 1 - o**2, with o = 0.7071
    grads["n"] = 0.5
    # pluses hand it on
    grads["x1w1x2w2"] = 0.5
    grads["b"] = 0.5
    grads["x1w1"] = 0.5
    grads["x2w2"] = 0.5
    # each factor of a product gets the other's data
    grads["x2"] = w2 * grads["x2w2"]
    grads["w2"] = x2 * grads["x2w2"]
    grads["x1"] = w1 * grads["x1w1"]  # -1.5
    grads["w1"] = x1 * grads["x1w1"]  # 1.0
    return grads
