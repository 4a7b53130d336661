"""Stage 9, Layer: neurons side by side, and what becomes of just one."""

from grader.checks.draw import Draw
from grader.checks.fixtures import Agree, Refuse
from grader.checks.marks import beyond_the_lecture, hints, points
from grader.checks.pieces import values

OUTPUTS = (
    "nout is an int, so it has no length: count with range(nout).",
    "outputs = [neuron(x) for neuron in self.neurons]: this is a list, and has a length.",
    "return outputs[0] if len(outputs) == 1 else outputs",
)

LIST_OF_ONE = (
    "Where x is a single number or a Value, len(x) and zip fail: it is no list yet.",
    "In the neuron: if isinstance(x, (int, float, Value)): x = [x]",
)

PARAMETERS = (
    "One flat list: the parameters of the first neuron, then of the second, ...",
    "[p for neuron in self.neurons for p in neuron.parameters()]",
)


@points(1)
@hints("A list of nout neurons, each of nin inputs.", "[Neuron(nin) for _ in range(nout)]")
def test_neurons(agree: Agree, draw: Draw) -> None:
    """A layer has nout neurons of nin inputs each."""
    agree(f"""
        layer = Layer({draw.size(3)}, {draw.size(2)})
        neurons = len(layer.neurons)
        inputs = [len(neuron.w) for neuron in layer.neurons]
    """)


@points(1.5)
@hints(*OUTPUTS)
def test_a_list_of_outputs_or_a_bare_value(agree: Agree, draw: Draw) -> None:
    """Two neurons give a list of two outputs, one neuron gives a bare Value."""
    nin = draw.size(3)
    agree(f"""
        two = Layer({nin}, 2)
        one = Layer({nin}, 1)
        for neuron in two.neurons + one.neurons:
            for p in [*neuron.w, neuron.b]:
                p.data = 0.25
        x = {draw.as_many([1.0, 2.0, -1.0], nin)}
        outputs = two(x)
        output = one(x)
    """)


@points(1.5)
@hints("Every neuron sees the same x.", *OUTPUTS)
def test_outputs(agree: Agree, draw: Draw) -> None:
    """Each output is its own neuron's."""
    nin, nout = draw.size(2), draw.size(3)
    agree(f"""
        layer = Layer({nin}, {nout})
        for i, neuron in enumerate(layer.neurons):
            neuron.b.data = (5 * i % 7 - 3) / 10
            for j, w in enumerate(neuron.w):
                w.data = ((7 * i + 3 * j) % 11 - 5) / 10
        outputs = layer({draw.as_many([1.0, -2.0], nin)})
    """)


@points(1.5)
@hints("The inputs are used by every neuron: their gradients add up.", *OUTPUTS)
def test_gradients(agree: Agree, draw: Draw) -> None:
    """The gradients of all parameters, and of the inputs."""
    nin = draw.size(2)
    agree(f"""
        layer = Layer({nin}, 3)
        for i, neuron in enumerate(layer.neurons):
            neuron.b.data = (5 * i % 7 - 3) / 10
            for j, w in enumerate(neuron.w):
                w.data = ((7 * i + 3 * j) % 11 - 5) / 10
        x = {values(draw.as_many([1.0, -2.0], nin))}
        a, b, c = layer(x)
        y = a * b + c
        y.backward()
        gradients = [[p.grad for p in [*neuron.w, neuron.b]] for neuron in layer.neurons]
    """)


@points(1)
@hints("[Neuron(nin)] * nout is one neuron, nout times. Make a new one for each place.")
def test_neurons_of_their_own(agree: Agree, draw: Draw) -> None:
    """The neurons are different ones."""
    agree(f"""
        layer = Layer({draw.size(2)}, 2)
        layer.neurons[0].b.data = 0.5
        layer.neurons[1].b.data = -0.5
        biases = [neuron.b.data for neuron in layer.neurons]
        different = layer.neurons[0] is not layer.neurons[1]
    """)


@points(1)
@hints(*PARAMETERS)
def test_parameters(agree: Agree, draw: Draw) -> None:
    """parameters() lists every parameter of every neuron, in one flat list."""
    agree(f"""
        layer = Layer({draw.size(3)}, {draw.size(2)})
        count = len(layer.parameters())
        missing = []
        for neuron in layer.neurons:
            for p in [*neuron.w, neuron.b]:
                if not any(p is q for q in layer.parameters()):
                    missing.append(p)
    """)


@points(0.5)
@hints("Make a new list each time.", *PARAMETERS)
def test_parameters_twice(agree: Agree, draw: Draw) -> None:
    """parameters() gives the same list a second time."""
    agree(f"""
        layer = Layer({draw.size(3)}, {draw.size(2)})
        first = len(layer.parameters())
        second = len(layer.parameters())
    """)


@points(0.5)
@hints(*OUTPUTS)
def test_the_bare_value(agree: Agree) -> None:
    """The bare Value of one neuron can be computed with, and sent backward."""
    agree("""
        layer = Layer(2, 1)
        neuron = layer.neurons[0]
        neuron.w[0].data, neuron.w[1].data, neuron.b.data = 0.5, -0.25, 0.1
        y = layer([2.0, 3.0]) * 2
        y.backward()
        gradients = [p.grad for p in [*neuron.w, neuron.b]]
    """)


@beyond_the_lecture
@points(0.75)
@hints("The second layer is handed a bare Value, not a list.", *LIST_OF_ONE)
def test_one_neuron_feeds_the_next_layer(agree: Agree, draw: Draw) -> None:
    """A layer of one neuron can feed the next layer."""
    nin = draw.size(3)
    agree(f"""
        first = Layer({nin}, 1)
        second = Layer(1, 2)
        for neuron in first.neurons + second.neurons:
            for p in [*neuron.w, neuron.b]:
                p.data = 0.5
        outputs = second(first({draw.as_many([1.0, -2.0, 0.5], nin)}))
        y = outputs[0] * outputs[1]
        y.backward()
        gradients = [p.grad for p in [*first.neurons[0].w, first.neurons[0].b]]
    """)


@beyond_the_lecture
@points(0.5)
@hints("A single number counts as a list of one.", *LIST_OF_ONE)
def test_a_single_number(agree: Agree, draw: Draw) -> None:
    """A single number counts as a list of one."""
    agree(f"""
        layer = Layer(1, {draw.size(2)})
        for neuron in layer.neurons:
            neuron.w[0].data, neuron.b.data = 0.5, -0.25
        bare = layer(2.0)
        listed = layer([2.0])
        of_an_int = layer(2)
    """)


@beyond_the_lecture
@points(0.25)
@hints("5 counts as [5], a list of one, where the layer has three inputs.", *LIST_OF_ONE)
def test_a_single_number_for_three_inputs(refuse: Refuse, draw: Draw) -> None:
    """A single number is one input, and not enough for a layer of three."""
    nin = draw.size(3)
    refuse(
        f"""
        layer = Layer({nin}, {draw.size(2)})
        layer({draw.as_many([1.0, 2.0, -1.0], nin)})
        layer({draw.size(5)})
        """,
        "ValueError",
    )
