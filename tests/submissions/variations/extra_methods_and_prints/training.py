"""More arguments and helpers than asked for, a progress line for every step."""

from nn import MLP


def squared_error(ys, outputs, verbose=False):
    terms = [(output - y) ** 2 for y, output in zip(ys, outputs)]
    if verbose:
        print("terms", terms)
    return sum(terms)


def mean_squared_error(ys, outputs):
    return squared_error(ys, outputs) / len(ys)


def zero_gradients(parameters):
    for p in parameters:
        p.grad = 0.0


def gradient_step(parameters, learning_rate, clip=None):
    for p in parameters:
        grad = p.grad if clip is None else max(-clip, min(clip, p.grad))
        p.data -= learning_rate * grad


def accuracy(ys, outputs):
    return sum((o.data > 0) == (y > 0) for y, o in zip(ys, outputs)) / len(ys)


def train(model, xs, ys, steps, learning_rate, callback=print):
    losses = []
    for step in range(steps):
        outputs = [model(x) for x in xs]
        loss = squared_error(ys, outputs)
        losses.append(loss.data)
        callback(f"step {step:3}: loss {loss.data:.6f}, {accuracy(ys, outputs):.0%} right")
        zero_gradients(model.parameters())
        loss.backward()
        gradient_step(model.parameters(), learning_rate)
    return losses


if __name__ == "__main__":
    train(MLP(1, [2, 1]), [[0.0], [1.0]], [-1.0, 1.0], steps=3, learning_rate=0.1)
