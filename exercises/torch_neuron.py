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
    raise NotImplementedError("stage 7: torch_neuron")
