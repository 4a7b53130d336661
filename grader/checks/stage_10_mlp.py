"""Stage 10, MLP: layers, each of which feeds the next."""

from grader.checks.draw import Draw
from grader.checks.fixtures import Agree
from grader.checks.marks import beyond_the_lecture, bonus, hints, points
from grader.checks.pieces import values

SIZES = (
    "The sizes in a row are [nin] + nouts: for MLP(3, [4, 4, 1]) that is 3, 4, 4, 1.",
    "Each layer goes from one size to the next: Layer(sizes[i], sizes[i + 1]).",
)

CALL = (
    "What one layer returns is what the next one is given.",
    "for layer in self.layers: x = layer(x), and return x at the end.",
)

PARAMETERS = (
    "One flat list over all layers.",
    "[p for layer in self.layers for p in layer.parameters()]",
)


@points(1)
@hints(*SIZES)
def test_sizes(agree: Agree, draw: Draw) -> None:
    """Each layer takes as many inputs as the one before it has neurons."""
    agree(f"""
        model = MLP({draw.size(3)}, [{draw.size(4)}, {draw.size(5)}, 1])
        neurons = [len(layer.neurons) for layer in model.layers]
        inputs = [len(layer.neurons[0].w) for layer in model.layers]
    """)


@points(1)
@hints("4 * (3 + 1) + 4 * (4 + 1) + 1 * (4 + 1) is 41.", *PARAMETERS)
def test_41_parameters(agree: Agree, draw: Draw) -> None:
    """The number of parameters: MLP(3, [4, 4, 1]) has 41."""
    agree(f"""
        model = MLP({draw.size(3)}, [{draw.size(4)}, {draw.size(4)}, 1])
        count = len(model.parameters())
    """)


@points(1.5)
@hints(*CALL)
def test_output(agree: Agree, draw: Draw) -> None:
    """The output of an MLP like the lecture's."""
    nin, nouts = draw.size(3), [draw.size(4), draw.size(4), 1]
    agree(f"""
        model = MLP({nin}, {nouts})
        for layer in model.layers:
            for i, neuron in enumerate(layer.neurons):
                neuron.b.data = (5 * i % 7 - 3) / 10
                for j, w in enumerate(neuron.w):
                    w.data = ((7 * i + 3 * j) % 11 - 5) / 10
        output = model({draw.as_many([2.0, 3.0, -1.0], nin)})
    """)


@points(2)
@hints("Is the output right? Then look at the operations of stages 4 to 6.", *CALL)
def test_gradients(agree: Agree, draw: Draw) -> None:
    """The gradients of all parameters, the lecture's 41."""
    nin, nouts = draw.size(3), [draw.size(4), draw.size(4), 1]
    agree(f"""
        model = MLP({nin}, {nouts})
        for layer in model.layers:
            for i, neuron in enumerate(layer.neurons):
                neuron.b.data = (5 * i % 7 - 3) / 10
                for j, w in enumerate(neuron.w):
                    w.data = ((7 * i + 3 * j) % 11 - 5) / 10
        output = model({draw.as_many([2.0, 3.0, -1.0], nin)})
        output.backward()
        gradients = []
        for layer in model.layers:
            for neuron in layer.neurons:
                gradients += [p.grad for p in [*neuron.w, neuron.b]]
    """)


@points(1)
@hints("The last layer decides what comes out: two neurons, a list of two.", *CALL)
def test_two_outputs(agree: Agree, draw: Draw) -> None:
    """An MLP with two outputs returns a list of two."""
    nin, nouts = draw.size(2), [draw.size(3), 2]
    agree(f"""
        model = MLP({nin}, {nouts})
        for layer in model.layers:
            for i, neuron in enumerate(layer.neurons):
                neuron.b.data = (5 * i % 7 - 3) / 10
                for j, w in enumerate(neuron.w):
                    w.data = ((7 * i + 3 * j) % 11 - 5) / 10
        outputs = model({draw.as_many([0.5, -1.5], nin)})
    """)


@points(0.5)
@hints(
    "nouts = [1] is a list of one layer.",
    "Two MLPs of the same sizes share nothing, and leave the list of sizes as it was.",
    *SIZES,
)
def test_one_layer(agree: Agree) -> None:
    """An MLP of one layer is that layer, and a second MLP has one of its own."""
    agree("""
        sizes = [1]
        first = MLP(2, sizes)
        model = MLP(2, sizes)
        neuron = model.layers[0].neurons[0]
        neuron.w[0].data, neuron.w[1].data, neuron.b.data = 0.5, -0.25, 0.1
        output = model([1.0, 2.0])
        count = len(model.layers)
    """)


@points(1)
@hints("Gradients flow through every layer back to the inputs.", *CALL)
def test_gradients_of_the_inputs(agree: Agree, draw: Draw) -> None:
    """The gradients reach the inputs."""
    nin, nouts = draw.size(2), [draw.size(3), 1]
    agree(f"""
        model = MLP({nin}, {nouts})
        for layer in model.layers:
            for i, neuron in enumerate(layer.neurons):
                neuron.b.data = (5 * i % 7 - 3) / 10
                for j, w in enumerate(neuron.w):
                    w.data = ((7 * i + 3 * j) % 11 - 5) / 10
        x = {values(draw.as_many([0.5, -1.5], nin))}
        output = model(x)
        output.backward()
    """)


@points(1)
@hints(*PARAMETERS)
def test_parameters(agree: Agree, draw: Draw) -> None:
    """parameters() lists every parameter of every layer, in one flat list."""
    agree(f"""
        model = MLP({draw.size(2)}, [{draw.size(3)}, {draw.size(2)}])
        count = len(model.parameters())
        missing = []
        for layer in model.layers:
            for neuron in layer.neurons:
                for p in [*neuron.w, neuron.b]:
                    if not any(p is q for q in model.parameters()):
                        missing.append(p)
    """)


@points(0.5)
@hints("Make a new list each time.", *PARAMETERS)
def test_parameters_twice(agree: Agree, draw: Draw) -> None:
    """parameters() gives the same list a second time."""
    agree(f"""
        model = MLP({draw.size(2)}, [{draw.size(3)}, 1])
        first = len(model.parameters())
        second = len(model.parameters())
    """)


@beyond_the_lecture
@points(0.5)
@hints(
    "The layer of one neuron returns a bare Value, and the next layer must take it.",
    "See the rule in stage 9: a single Value counts as a list of one.",
)
def test_a_hidden_layer_of_one_neuron(agree: Agree, draw: Draw) -> None:
    """MLP(2, [16, 1, 1]): a hidden layer of one neuron works."""
    nin, nouts = draw.size(2), [draw.size(16), 1, 1]
    agree(f"""
        model = MLP({nin}, {nouts})
        for layer in model.layers:
            for i, neuron in enumerate(layer.neurons):
                neuron.b.data = (5 * i % 7 - 3) / 10
                for j, w in enumerate(neuron.w):
                    w.data = ((7 * i + 3 * j) % 11 - 5) / 10
        output = model({draw.as_many([1.0, -0.5], nin)})
        output.backward()
        gradients = [p.grad for p in [*neuron.w, neuron.b]]
    """)


@bonus
@points(1)
@hints("if isinstance(nouts, int): nouts = [nouts]")
def test_a_bare_int(agree: Agree, draw: Draw) -> None:
    """Extra credit: MLP(3, 4) is MLP(3, [4])."""
    agree(f"""
        model = MLP({draw.size(3)}, {draw.size(4)})
        neurons = [len(layer.neurons) for layer in model.layers]
    """)
