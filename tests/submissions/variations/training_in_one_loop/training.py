"""The loss summed in a loop, squares as products, gradients zeroed first thing in a step."""


def squared_error(ys, outputs):
    loss = 0.0
    for i in range(len(ys)):
        difference = ys[i] - outputs[i]
        loss = loss + difference * difference
    return loss


def zero_gradients(parameters):
    i = 0
    while i < len(parameters):
        parameters[i].grad = 0
        i += 1


def gradient_step(parameters, learning_rate):
    for p in parameters:
        p.data += -learning_rate * p.grad


def train(model, xs, ys, steps, learning_rate):
    parameters = model.parameters()
    losses = [0.0] * steps
    for k in range(steps):
        zero_gradients(parameters)
        loss = squared_error(ys, [model(x) for x in xs])
        loss.backward()
        losses[k] = float(loss.data)
        gradient_step(parameters, learning_rate)
    return losses
