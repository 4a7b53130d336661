"""Stage 8, Neuron: a weighted sum of the inputs, plus a bias, through tanh."""

from grader.checks.marks import beyond_the_lecture, hints, points
from grader.trace import Many, NodeRef, Trace, number

WEIGHTS = (
    "random.uniform(-1, 1) is a random number between -1 and 1; random.random() is never negative.",
    "self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]",
)

CALL = (
    "Begin with the bias, and add each weight times its input.",
    "sum((wi * xi for wi, xi in zip(self.w, x)), self.b): the bias is sum's second argument.",
    "Then tanh: return total.tanh()",
)

LENGTH = (
    "zip() stops at the shorter list, so nothing fails by itself: compare the lengths first.",
    'if len(x) != len(self.w): raise ValueError("...")',
)


@points(1)
@hints("nin is the number of inputs, and each input has a weight.", *WEIGHTS)
def test_a_weight_for_each_input(agree):
    """A neuron has as many weights as inputs."""
    agree("""
        n = Neuron(3)
        weights = len(n.w)
        of_one = len(Neuron(1).w)
    """)


@points(1)
@hints("Only Values have gradients, and weights need them.", *WEIGHTS)
def test_weights_and_bias_are_values(run):
    """The weights and the bias are Values."""
    trace = run("""
        n = Neuron(3)
        w = n.w
        b = n.b
    """)
    w = trace.names["w"]
    assert isinstance(w, Many), "n.w is not a list"
    assert all(isinstance(item, NodeRef) for item in w.items), "n.w holds something but Values"
    b = trace.names["b"]
    assert isinstance(b, NodeRef), "n.b is not a Value"
    assert number(trace.nodes[b.index].data) is not None, "n.b holds no plain number"


@points(1)
@hints(*WEIGHTS)
def test_weights_are_random(run):
    """The weights are random, between -1 and 1, of both signs."""
    numbers = _numbers(
        run("""
        n = Neuron(100)
        w = [weight.data for weight in n.w]
        """),
        "w",
    )
    assert all(-1 <= weight <= 1 for weight in numbers), (
        f"a weight is {max(numbers, key=abs)}; all should be between -1 and 1"
    )
    kinds = len(set(numbers))
    assert kinds > 1, f"all 100 weights are {numbers[0]}; they should be random"
    assert kinds > 50, f"the 100 weights are only {kinds} different numbers; use random.uniform"
    assert min(numbers) < 0 < max(numbers), (
        f"the 100 weights go from {min(numbers):.3f} to {max(numbers):.3f}; both signs are needed"
    )


@points(0.5)
@hints("Draw new random numbers each time a neuron is made: in __init__.", *WEIGHTS)
def test_two_neurons_differ(run):
    """Two neurons have weights of their own."""
    trace = run("""
        n = Neuron(5)
        m = Neuron(5)
        first = [weight.data for weight in n.w]
        second = [weight.data for weight in m.w]
        biases = [n.b.data, m.b.data]
    """)
    assert _numbers(trace, "first") != _numbers(trace, "second"), (
        "both neurons have the very same weights"
    )
    one, other = _numbers(trace, "biases")
    assert one != other or one == 0, f"both biases are {one}; a bias should be random, or 0"


@points(1.5)
@hints(*CALL)
def test_output(agree):
    """The output is tanh of the weighted sum plus the bias."""
    agree("""
        n = Neuron(2)
        n.w[0].data = -3.0
        n.w[1].data = 1.0
        n.b.data = 6.8813735870195432
        x = [Value(2.0), Value(0.5)]
        o = n(x)
    """)


@points(0.5)
@hints("A weight times a plain number is stage 6's a * 2.", *CALL)
def test_plain_numbers_as_inputs(agree):
    """Inputs may be plain numbers."""
    agree("""
        n = Neuron(3)
        n.w[0].data = 0.5
        n.w[1].data = -1.0
        n.w[2].data = 0.25
        n.b.data = 0.1
        o = n([2.0, 3, -1.0])
        o.backward()
        gradients = [w.grad for w in n.w] + [n.b.grad]
    """)


@points(1.5)
@hints("If the output is right and a gradient is not, look at the operations it uses.", *CALL)
def test_gradients(agree):
    """The gradients of weights, bias and inputs."""
    agree("""
        n = Neuron(2)
        n.w[0].data = -0.75
        n.w[1].data = 0.5
        n.b.data = 0.2
        x = [Value(2.0), Value(-1.5)]
        o = n(x)
        y = o * Value(3.0)
        y.backward()
        gradients = [w.grad for w in n.w] + [n.b.grad]
    """)


@points(0.5)
@hints("Add the bias once, outside the sum over the inputs.", *CALL)
def test_the_bias_counts_once(agree):
    """With all weights 0 the output is tanh(b)."""
    agree("""
        n = Neuron(3)
        for w in n.w:
            w.data = 0.0
        n.b.data = 0.4
        o = n([1.0, 2.0, 3.0])
        o.backward()
        bias_gradient = n.b.grad
    """)


@points(0.5)
@hints(*CALL)
def test_one_input(agree):
    """A neuron of one input."""
    agree("""
        n = Neuron(1)
        n.w[0].data = -2.0
        n.b.data = 0.5
        o = n([0.75])
        o.backward()
        gradients = [n.w[0].grad, n.b.grad]
    """)


@points(1)
@hints("The weights first, then the bias: return self.w + [self.b].")
def test_parameters(agree):
    """parameters() lists the weights, then the bias: the very Values."""
    agree("""
        n = Neuron(3)
        parameters = n.parameters()
        count = len(parameters)
        expected = [*n.w, n.b]
        the_very_values = [p is q for p, q in zip(parameters, expected)]
        del parameters, expected
    """)


@points(0.5)
@hints(
    "Make a new list each time. A list that is kept and extended grows at every call.",
    "return self.w + [self.b] makes a new one; self.w.append(self.b) changes self.w.",
)
def test_parameters_twice(agree):
    """parameters() gives the same list a second time."""
    agree("""
        n = Neuron(3)
        first = len(n.parameters())
        second = len(n.parameters())
        weights = len(n.w)
    """)


@beyond_the_lecture
@points(0.25)
@hints(*LENGTH)
def test_too_many_inputs(refuse):
    """Too many inputs are an error, and not cut off by zip."""
    refuse(
        """
        n = Neuron(2)
        n([1.0, 2.0, 3.0])
        """,
        "ValueError",
    )


@beyond_the_lecture
@points(0.25)
@hints(*LENGTH)
def test_too_few_inputs(refuse):
    """Too few inputs are an error."""
    refuse(
        """
        n = Neuron(3)
        n([1.0, 2.0])
        """,
        "ValueError",
    )


def _numbers(trace: Trace, name: str) -> list[float]:
    many = trace.names[name]
    items = many.items if isinstance(many, Many) else ()
    numbers = [number(item) for item in items]
    plain = [n for n in numbers if n is not None]
    assert plain and len(plain) == len(numbers), "the data are not all plain numbers"
    return plain
