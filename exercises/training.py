def squared_error(ys, outputs):
    """Stage 11: the loss: the sum of the squared differences between each output
    of the model (a Value) and the number in ys that it should have been.

        squared_error([1.0, -1.0], [Value(0.5), Value(0.5)])   # Value(data=2.5)
    """
    raise NotImplementedError("stage 11: squared_error")


def zero_gradients(parameters):
    """Stage 11: set the grad of every parameter to 0.0. backward() only ever adds,
    so without this the gradients of all earlier steps would still be there.
    """
    raise NotImplementedError("stage 11: zero_gradients")


def gradient_step(parameters, learning_rate):
    """Stage 11: move the data of every parameter by learning_rate times its grad,
    in the direction that makes the loss smaller.

        p = Value(3.0)
        p.grad = 2.0
        gradient_step([p], 0.1)              # p.data is now 2.8
    """
    raise NotImplementedError("stage 11: gradient_step")


def train(model, xs, ys, steps, learning_rate):
    """Stage 11: train the model, and return the list of its losses, as floats.

        model = MLP(3, [4, 4, 1])
        losses = train(model, xs, ys, steps=20, learning_rate=0.05)

    In each step: the model's output for each x in xs, the loss (record it before
    the step), the gradients of all parameters (from zero), then the gradient step.
    """
    raise NotImplementedError("stage 11: train")
