def torch_neuron():
    """Stage 7: the neuron of stage 3 once more, in torch. Let torch do the work:

        x1 = 2.0;   x2 = 0.0
        w1 = -3.0;  w2 = 1.0;  b = 6.8813735870195432
        o = tanh(x1 * w1 + x2 * w2 + b)

    Make each of the five a tensor of torch.float64 that requires a gradient,
    compute o, and call o.backward(). Return a dictionary with the output under
    "o" and the gradients under "x1", "x2", "w1", "w2" and "b": plain floats
    (.item() gives one) or tensors of one element. Import torch here, inside the
    function.
    """
    import torch

    x1 = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
    x2 = torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
    w1 = torch.tensor(-3.0, dtype=torch.float64, requires_grad=True)
    w2 = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(6.8813735870195432, dtype=torch.float64, requires_grad=True)

    o = torch.tanh(x1 * w1 + x2 * w2 + b)
    o.backward()

    return {
        "o": o.item(),
        "x1": x1.grad.item(),
        "x2": x2.grad.item(),
        "w1": w1.grad.item(),
        "w2": w2.grad.item(),
        "b": b.grad.item(),
    }
