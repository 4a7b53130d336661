"""Stage 11, Training: loss, zeroed gradients, a step downhill, and again."""

from grader.checks.draw import Draw
from grader.checks.fixtures import Agree
from grader.checks.marks import awaits, hints, points
from grader.checks.pieces import values

STEP = (
    "The gradient points uphill: go the other way.",
    "p.data -= learning_rate * p.grad, or p.data += -learning_rate * p.grad",
)

TRAIN = (
    "In each step: outputs, loss, zero the gradients, loss.backward(), gradient step.",
    "Record the loss before the parameters change: losses.append(loss.data).",
    "Gradients left from the step before add up: zero them before every backward().",
)

XS = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
YS = [1.0, -1.0, -1.0, 1.0]


@points(1)
@hints(
    "For each pair of an output and its y: the difference, squared. Then their sum.",
    "sum((output - y) ** 2 for y, output in zip(ys, outputs))",
)
def test_loss(agree: Agree, draw: Draw) -> None:
    """The loss is the sum of the squared differences."""
    count = draw.size(3)
    agree(f"""
        outputs = {values(draw.as_many([0.5, -0.5, 2.0], count))}
        loss = squared_error({draw.as_many([1.0, -1.0, 0.0], count)}, outputs)
    """)


@points(1)
@hints("Stay with Values all the way: the loss is one, and can be sent backward.")
def test_gradients_of_the_loss(agree: Agree, draw: Draw) -> None:
    """The loss can be sent backward, to every output."""
    count = draw.size(3)
    agree(f"""
        outputs = {values(draw.as_many([0.5, -0.5, 2.0], count))}
        loss = squared_error({draw.as_many([1.0, -1.0, 0.0], count)}, outputs)
        loss.backward()
    """)


@points(0.5)
@hints("Nothing special: the differences are all 0.")
def test_loss_of_a_perfect_model(agree: Agree, draw: Draw) -> None:
    """Where every output is right, the loss is 0."""
    ys = draw.as_many([1.0, -1.0], draw.size(2))
    agree(f"""
        outputs = {values(ys)}
        loss = squared_error({ys}, outputs)
        of_another = squared_error({ys}, {values([0.5] * len(ys))})
    """)


@points(1)
@hints("for p in parameters: p.grad = 0.0")
def test_zero_gradients(agree: Agree) -> None:
    """zero_gradients sets every gradient to 0."""
    agree("""
        a = Value(2.0)
        b = Value(-3.0)
        c = a * b
        c.backward()
        zero_gradients([a, b])
    """)


@points(1)
@hints(*STEP)
def test_gradient_step(agree: Agree) -> None:
    """A gradient step moves against the gradient."""
    agree("""
        p = Value(3.0)
        p.grad = 2.0
        gradient_step([p], 0.1)
    """)


@points(0.5)
@hints("Each parameter by its own gradient.", *STEP)
def test_gradient_step_of_several(agree: Agree) -> None:
    """Every parameter moves by its own gradient, and the gradients stay."""
    agree("""
        p = Value(3.0)
        q = Value(-1.0)
        r = Value(0.5)
        p.grad, q.grad, r.grad = 2.0, -4.0, 0.0
        gradient_step([p, q, r], 0.25)
    """)


def _training(draw: Draw, steps: int, losses: str, *more: str) -> str:
    """The lecture's four examples, or fewer, and a model of fixed weights, trained.

    losses is what becomes of train's, with "train" in the place of its call.
    """
    nin, nouts = draw.size(3), [draw.size(4), draw.size(4), 1]
    examples = draw.size(len(XS), most=len(XS))  # else the check might take too long
    steps = draw.size(steps, most=max(steps, 5))
    call = f"train(model, xs, ys, steps={steps}, learning_rate=0.05)"
    lines = (
        f"xs = {[draw.as_many(x, nin) for x in XS[:examples]]}",
        f"ys = {YS[:examples]}",
        f"model = MLP({nin}, {nouts})",
        "for layer in model.layers:",
        "    for i, neuron in enumerate(layer.neurons):",
        "        neuron.b.data = (5 * i % 7 - 3) / 10",
        "        for j, w in enumerate(neuron.w):",
        "            w.data = ((7 * i + 3 * j) % 11 - 5) / 10",
        losses.replace("train", call),
    )
    return "\n".join([*lines, *more])


@awaits("train")
@points(0.5)
@hints(*TRAIN)
def test_as_many_losses_as_steps(agree: Agree, draw: Draw) -> None:
    """train returns one loss for each step."""
    agree(_training(draw, 3, "count = len(train)"))


@awaits("train")
@points(0.5)
@hints(*TRAIN)
def test_the_first_loss(agree: Agree, draw: Draw) -> None:
    """The first loss is the one before any step."""
    agree(_training(draw, 1, "first = train[0]"))


@awaits("train")
@points(2)
@hints(*TRAIN)
def test_the_loss_curve(agree: Agree, draw: Draw) -> None:
    """The whole loss curve, step by step."""
    agree(_training(draw, 10, "losses = train"))


@awaits("train")
@points(0.5)
@hints("Does every step move all parameters, and only once?", *TRAIN)
def test_the_trained_parameters(agree: Agree, draw: Draw) -> None:
    """The parameters after five steps."""
    agree(
        _training(
            draw,
            5,
            "train",
            "trained = []",
            "for layer in model.layers:",
            "    for neuron in layer.neurons:",
            "        trained += [p.data for p in [*neuron.w, neuron.b]]",
        )
    )


@awaits("train")
@points(1)
@hints("Zero the gradients at the beginning of every step, the first one too.", *TRAIN)
def test_old_gradients_do_not_count(agree: Agree) -> None:
    """Gradients from before the training do not count."""
    agree("""
        model = MLP(2, [1])
        neuron = model.layers[0].neurons[0]
        neuron.w[0].data, neuron.w[1].data, neuron.b.data = 0.5, -0.25, 0.1
        (model([1.0, 2.0]) * 10).backward()
        losses = train(model, [[1.0, 2.0], [-1.0, 0.5]], [1.0, -1.0], 3, 0.1)
        trained = [neuron.w[0].data, neuron.w[1].data, neuron.b.data]
    """)


@awaits("train")
@points(0.5)
@hints("With range(0) the loop does not run at all, and the list stays empty.")
def test_no_steps(agree: Agree) -> None:
    """No steps, no losses, and the model as it was."""
    agree("""
        model = MLP(1, [1])
        neuron = model.layers[0].neurons[0]
        neuron.w[0].data, neuron.b.data = 0.5, 0.1
        losses = train(model, [[1.0]], [1.0], steps=0, learning_rate=0.1)
        weight = neuron.w[0].data
        count = len(train(model, [[1.0]], [1.0], steps=2, learning_rate=0.1))
    """)
