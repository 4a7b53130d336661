import math


def numerical_gradient(f, inputs, h=1e-6):
    """Stage 3: estimate the gradient of a function with respect to each input.

        def f(a, b):
            return a * b

        numerical_gradient(f, [2.0, -3.0])   # about [-3.0, 2.0]

    f takes as many plain numbers as there are inputs. Bump one input at a time by
    the small step h, and see how much the output changes per step. Return a list
    of floats, one for each input, and leave inputs as it was.
    """
    raise NotImplementedError("stage 3: numerical_gradient")


def expression_gradients():
    """Stage 3: the lecture's first expression, worked out on paper:

        a = 2.0;  b = -3.0;  c = 10.0;  f = -2.0
        e = a * b                            # -6.0
        d = e + c                            #  4.0
        L = d * f                            # -8.0

    Return a dictionary with the derivative of L with respect to each of them,
    under the keys "L", "d", "f", "c", "e", "a" and "b". Begin at the end (how
    does L change when L changes?) and use the chain rule, one step at a time.
    """
    raise NotImplementedError("stage 3: expression_gradients")


def neuron_gradients():
    """Stage 3: the lecture's neuron with two inputs, worked out on paper:

        x1 = 2.0;   x2 = 0.0
        w1 = -3.0;  w2 = 1.0;  b = 6.8813735870195432
        x1w1 = x1 * w1
        x2w2 = x2 * w2
        x1w1x2w2 = x1w1 + x2w2
        n = x1w1x2w2 + b
        o = tanh(n)                          # 0.7071

    Return a dictionary with the derivative of o with respect to each of them,
    under the keys "o", "n", "b", "x1w1x2w2", "x1w1", "x2w2", "x1", "w1", "x2"
    and "w2". The derivative of tanh(n) is 1 - tanh(n)**2.
    """
    raise NotImplementedError("stage 3: neuron_gradients")
