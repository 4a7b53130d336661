"""Numbers as they stand on paper: ints and rounded decimals, without any arithmetic."""


def numerical_gradient(f, inputs, h=1e-6):
    *inputs, slopes = *inputs, []
    for i, x in enumerate(inputs):
        slopes += [(f(*inputs[:i], x + h, *inputs[i + 1 :]) - f(*inputs)) / h]
    return slopes


def expression_gradients():
    return dict(L=1, d=-2, f=4, c=-2, e=-2, a=6, b=-4)


def neuron_gradients():
    return dict(
        o=1,
        n=0.5,
        b=0.5,
        x1w1x2w2=0.5,
        x1w1=0.4999,
        x2w2=0.5001,
        x1=-1.5,
        w1=1,
        x2=0.5,
        w2=0,
    )
