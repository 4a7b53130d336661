"""The dictionary holds tensors of one element, as they come out of torch."""


def torch_neuron():
    import torch

    values = {"x1": 2.0, "x2": 0.0, "w1": -3.0, "w2": 1.0, "b": 6.8813735870195432}
    leaves = {
        name: torch.tensor([number], dtype=torch.double, requires_grad=True)
        for name, number in values.items()
    }
    n = leaves["x1"] * leaves["w1"] + leaves["x2"] * leaves["w2"] + leaves["b"]
    o = n.tanh()
    o.backward()
    return {"o": o, **{name: leaf.grad for name, leaf in leaves.items()}}
