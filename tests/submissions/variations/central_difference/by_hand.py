"""Central differences, (f(x + h) - f(x - h)) / 2h, for everything in the file."""

import math


def numerical_gradient(f, inputs, h=1e-6):
    def slope(i):
        up = [x + h if j == i else x for j, x in enumerate(inputs)]
        down = [x - h if j == i else x for j, x in enumerate(inputs)]
        return (f(*up) - f(*down)) / (2 * h)

    return [slope(i) for i in range(len(inputs))]


def expression_gradients():
    a, b, c, e, d, f = 2.0, -3.0, 10.0, -6.0, 4.0, -2.0
    of_a, of_b, of_c = numerical_gradient(lambda a, b, c: (a * b + c) * f, [a, b, c])
    (of_e,) = numerical_gradient(lambda e: (e + c) * f, [e])
    of_d, of_f = numerical_gradient(lambda d, f: d * f, [d, f])
    return {"a": of_a, "b": of_b, "c": of_c, "e": of_e, "d": of_d, "f": of_f, "L": 1}


def neuron_gradients():
    x1, x2, w1, w2, b = 2.0, 0.0, -3.0, 1.0, 6.8813735870195432

    def neuron(x1, x2, w1, w2, b):
        return math.tanh(x1 * w1 + x2 * w2 + b)

    def after_products(x1w1, x2w2):
        return math.tanh(x1w1 + x2w2 + b)

    names = ["x1", "x2", "w1", "w2", "b"]
    gradients = dict(zip(names, numerical_gradient(neuron, [x1, x2, w1, w2, b])))
    products = numerical_gradient(after_products, [x1 * w1, x2 * w2])
    gradients["x1w1"], gradients["x2w2"] = products
    total = x1 * w1 + x2 * w2
    [gradients["x1w1x2w2"]] = numerical_gradient(lambda total: math.tanh(total + b), [total])
    [gradients["n"]] = numerical_gradient(math.tanh, [total + b])
    return gradients | {"o": 1.0}
