"""Stage 8, Neuron: a weighted sum of the inputs, plus a bias, through tanh."""

from grader.checks.draw import Draw
from grader.checks.fixtures import Agree, Refuse, RunProgram
from grader.checks.marks import beyond_the_lecture, hints, points
from grader.checks.not_passed import assert_that
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
def test_a_weight_for_each_input(agree: Agree, draw: Draw) -> None:
    """A neuron has as many weights as inputs."""
    agree(f"""
        n = Neuron({draw.size(3)})
        weights = len(n.w)
        of_one = len(Neuron(1).w)
    """)


@points(1)
@hints("Only Values have gradients, and weights need them.", *WEIGHTS)
def test_weights_and_bias_are_values(run: RunProgram, draw: Draw) -> None:
    """The weights and the bias are Values."""
    trace = run(f"""
        n = Neuron({draw.size(3)})
        w = n.w
        b = n.b
    """)
    w, bias = trace.of("w"), trace.node("b")
    items = w.items if isinstance(w, Many) else ()
    assert_that(bool(items), "weights_are_a_list")
    assert_that(all(isinstance(item, NodeRef) for item in items), "weights_are_values")
    assert_that(bias is not None, "bias_is_a_value")
    assert_that(bias is not None and number(bias.data) is not None, "bias_is_a_number")


@points(1)
@hints(*WEIGHTS)
def test_weights_are_random(run: RunProgram) -> None:
    """The weights are random, between -1 and 1, of both signs."""
    numbers = _numbers(
        run("""
        n = Neuron(100)
        w = [weight.data for weight in n.w]
        """),
        "w",
    )
    kinds, least, largest = len(set(numbers)), min(numbers), max(numbers)
    assert_that(-1 <= least <= largest <= 1, "weights_within_one", weight=max(numbers, key=abs))
    assert_that(kinds > 1, "weights_are_random", weight=numbers[0])
    assert_that(kinds > 50, "weights_are_many_numbers", kinds=kinds)
    assert_that(least < 0 < largest, "weights_have_both_signs", least=least, largest=largest)


@points(0.5)
@hints("Draw new random numbers each time a neuron is made: in __init__.", *WEIGHTS)
def test_two_neurons_differ(run: RunProgram, draw: Draw) -> None:
    """Two neurons have weights of their own."""
    nin = draw.size(5)
    trace = run(f"""
        n = Neuron({nin})
        m = Neuron({nin})
        first = [weight.data for weight in n.w]
        second = [weight.data for weight in m.w]
        biases = [n.b.data, m.b.data]
    """)
    assert_that(_numbers(trace, "first") != _numbers(trace, "second"), "neurons_differ")
    one, other = _numbers(trace, "biases")
    assert_that(one != other or one == 0, "biases_differ", bias=one)


@points(1.5)
@hints(*CALL)
def test_output(agree: Agree) -> None:
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
def test_plain_numbers_as_inputs(agree: Agree) -> None:
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
def test_gradients(agree: Agree) -> None:
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
def test_the_bias_counts_once(agree: Agree, draw: Draw) -> None:
    """With all weights 0 the output is tanh(b)."""
    nin = draw.size(3)
    agree(f"""
        n = Neuron({nin})
        for w in n.w:
            w.data = 0.0
        n.b.data = 0.4
        o = n({draw.as_many([1.0, 2.0, 3.0], nin)})
        o.backward()
        bias_gradient = n.b.grad
    """)


@points(0.5)
@hints(*CALL)
def test_one_input(agree: Agree) -> None:
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
def test_parameters(agree: Agree, draw: Draw) -> None:
    """parameters() lists the weights, then the bias: the very Values."""
    agree(f"""
        n = Neuron({draw.size(3)})
        count = len(n.parameters())
        the_very_values = [p is q for p, q in zip(n.parameters(), [*n.w, n.b])]
    """)


@points(0.5)
@hints(
    "Make a new list each time. A list that is kept and extended grows at every call.",
    "return self.w + [self.b] makes a new one; self.w.append(self.b) changes self.w.",
)
def test_parameters_twice(agree: Agree, draw: Draw) -> None:
    """parameters() gives the same list a second time."""
    agree(f"""
        n = Neuron({draw.size(3)})
        first = len(n.parameters())
        second = len(n.parameters())
        weights = len(n.w)
    """)


@beyond_the_lecture
@points(0.25)
@hints(*LENGTH)
def test_too_many_inputs(refuse: Refuse, draw: Draw) -> None:
    """Too many inputs are an error, and not cut off by zip."""
    nin = draw.size(2)
    refuse(
        f"""
        n = Neuron({nin})
        n({draw.as_many([1.0, 2.0], nin)})
        n({draw.as_many([1.0, 2.0, 3.0], nin + 1)})
        """,
        "ValueError",
    )


@beyond_the_lecture
@points(0.25)
@hints(*LENGTH)
def test_too_few_inputs(refuse: Refuse, draw: Draw) -> None:
    """Too few inputs are an error."""
    nin = draw.size(3)
    refuse(
        f"""
        n = Neuron({nin})
        n({draw.as_many([1.0, 2.0, 3.0], nin)})
        n({draw.as_many([1.0, 2.0], nin - 1)})
        """,
        "ValueError",
    )


def _numbers(trace: Trace, name: str) -> list[float]:
    many = trace.of(name)
    items = many.items if isinstance(many, Many) else ()
    numbers = [number(item) for item in items]
    plain = [n for n in numbers if n is not None]
    assert_that(bool(plain) and len(plain) == len(numbers), "numbers_are_plain")
    return plain
