"""Training by way of the model's zero_grad and an optimizer object."""


class Descent:
    def __init__(self, parameters, learning_rate):
        self.parameters = list(parameters)
        self.learning_rate = learning_rate

    def zero_grad(self):
        for p in self.parameters:
            p.grad = 0

    def step(self):
        for p in self.parameters:
            p.data = p.data - self.learning_rate * p.grad


def squared_error(ys, outputs):
    return sum((output - y) ** 2 for output, y in zip(outputs, ys))


def zero_gradients(parameters):
    Descent(parameters, 0.0).zero_grad()


def gradient_step(parameters, learning_rate):
    Descent(parameters, learning_rate).step()


def train(model, xs, ys, steps, learning_rate):
    optimizer = Descent(model.parameters(), learning_rate)
    losses = []
    while len(losses) < steps:
        loss = squared_error(ys, list(map(model, xs)))
        losses.append(loss.data)
        model.zero_grad()
        loss.backward()
        optimizer.step()
    return losses
