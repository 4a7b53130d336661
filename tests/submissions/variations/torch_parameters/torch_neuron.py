"""torch.nn.Parameters, a dot product of stacked tensors, and a loop over the leaves."""


def torch_neuron():
    import torch
    from torch import nn

    def parameter(number):
        return nn.Parameter(torch.tensor(number, dtype=torch.float64))

    x1, x2 = parameter(2.0), parameter(0.0)
    w1, w2 = parameter(-3.0), parameter(1.0)
    b = parameter(6.8813735870195432)

    n = torch.dot(torch.stack([x1, x2]), torch.stack([w1, w2])) + b
    o = nn.functional.tanh(n)
    o.backward()

    answers = {"o": o.item()}
    for name, leaf in [("x1", x1), ("x2", x2), ("w1", w1), ("w2", w2), ("b", b)]:
        answers[name] = float(leaf.grad)
    return answers
