"""The lecture's neuron in torch: float32 tensors, made double afterwards."""


def torch_neuron():
    import torch

    x1 = torch.Tensor([2.0]).double()
    x1.requires_grad = True
    x2 = torch.Tensor([0.0]).double()
    x2.requires_grad = True
    w1 = torch.Tensor([-3.0]).double()
    w1.requires_grad = True
    w2 = torch.Tensor([1.0]).double()
    w2.requires_grad = True
    b = torch.Tensor([6.8813735870195432]).double()
    b.requires_grad = True

    n = x1 * w1 + x2 * w2 + b
    o = torch.tanh(n)
    o.backward()

    return {
        "o": o.data.item(),
        "x1": x1.grad.item(),
        "x2": x2.grad.item(),
        "w1": w1.grad.item(),
        "w2": w2.grad.item(),
        "b": b.grad.item(),
    }
