"""The lecture's training loop, as functions."""


def squared_error(ys, outputs):
    return sum((yout - ygt) ** 2 for ygt, yout in zip(ys, outputs))


def zero_gradients(parameters):
    for p in parameters:
        p.grad = 0.0


def gradient_step(parameters, learning_rate):
    for p in parameters:
        p.data += -learning_rate * p.grad


def train(model, xs, ys, steps, learning_rate):
    losses = []
    for k in range(steps):
        # forward pass
        ypred = [model(x) for x in xs]
        loss = squared_error(ys, ypred)

        # backward pass
        zero_gradients(model.parameters())
        loss.backward()

        # update
        gradient_step(model.parameters(), learning_rate)

        print(k, loss.data)
        losses.append(loss.data)
    return losses
