"""Stage 4, Backward: gradients flow from a result to everything it was made from."""

from grader.checks.fixtures import Agree, AgreeAll, Named, RunProgram
from grader.checks.marks import awaits, bonus, hints, points
from grader.checks.ops import assert_has_an_op

CHAIN = (
    "Each result knows its own grad; an operand's is (local derivative) * (the result's grad).",
    "In __add__: def _backward(): self.grad += 1.0 * out.grad, and the same for other; "
    "then out._backward = _backward.",
    "In __mul__ the local derivative for self is other.data, and for other it is self.data.",
)


@points(0.5)
@hints("In __init__: self.grad = 0.0.")
def test_grad_starts_at_zero(agree: Agree) -> None:
    """Every Value starts with the gradient 0.0."""
    agree("""
        a = Value(2.0)
        b = a + Value(1.0)
        start = a.grad
        start_of_result = b.grad
    """)


@points(0.5)
@hints("backward() starts with self.grad = 1.0: a result changes just as much as itself.")
def test_the_result_itself(agree: Agree) -> None:
    """The gradient of a result by itself is 1."""
    agree("""
        a = Value(2.0)
        a.backward()
    """)


@points(0.75)
@hints(*CHAIN)
def test_sum(agree: Agree) -> None:
    """A sum passes its gradient on to both operands."""
    agree("""
        a = Value(2.0)
        b = Value(-3.0)
        c = a + b
        c.backward()
    """)


@points(0.75)
@hints(*CHAIN)
def test_product(agree: Agree) -> None:
    """A product passes each operand the other's number times its gradient."""
    agree("""
        a = Value(2.0)
        b = Value(-3.0)
        c = a * b
        c.backward()
    """)


@points(0.5)
@hints(
    "math.tanh(self.data) is the number; the new Value has the one operand self.",
    'It has an op as well: Value(t, (self,), "tanh").',
)
def test_tanh(agree: Agree, run: RunProgram, named: Named) -> None:
    """tanh gives the hyperbolic tangent."""
    agree("""
        a = Value(0.8813735870195432)
        b = Value(-2.0)
        c = a.tanh()
        d = b.tanh()
        e = Value(0.0).tanh()
    """)
    assert_has_an_op(run, named, "a.tanh()", "tanh")


@points(1)
@hints(
    "With t = tanh(x) the derivative is 1 - t**2: t is the output, x the input.",
    "self.grad += (1 - t**2) * out.grad",
)
def test_gradient_of_tanh(agree: Agree) -> None:
    """The derivative of tanh is 1 - t**2, t being its result."""
    agree("""
        a = Value(-0.5)
        b = a.tanh()
        b.backward()
    """)


@points(1)
@hints("A product's gradient is not 1 here: multiply by it, out.grad.", *CHAIN)
def test_chain_rule(agree: Agree) -> None:
    """Gradients multiply along the way: L = (a*b + c) * f."""
    agree("""
        a = Value(2.0)
        b = Value(-3.0)
        c = Value(10.0)
        f = Value(-2.0)
        e = a * b
        d = e + c
        L = d * f
        L.backward()
    """)


@points(1)
@hints("After its own _backward, each Value's operands get their turn, down to the leaves.", *CHAIN)
def test_the_lectures_neuron(agree: Agree) -> None:
    """The lecture's neuron, node by node."""
    agree("""
        x1 = Value(2.0)
        x2 = Value(0.0)
        w1 = Value(-3.0)
        w2 = Value(1.0)
        b = Value(6.8813735870195432)
        x1w1 = x1 * w1
        x2w2 = x2 * w2
        x1w1x2w2 = x1w1 + x2w2
        n = x1w1x2w2 + b
        o = n.tanh()
        o.backward()
    """)


@points(1)
@hints("tanh passes on (1 - t**2) times its own gradient, which is not 1 here.")
def test_through_tanh(agree: Agree) -> None:
    """The gradient that arrives at a tanh counts too."""
    agree("""
        a = Value(0.3)
        b = Value(-0.7)
        c = Value(-2.5)
        t = (a * b).tanh()
        u = (t * c).tanh()
        y = u + Value(1.0)
        y.backward()
    """)


@points(1)
@hints(
    "backward() begins at the Value it is called on, and goes to its operands only.",
    "self.grad = 1.0 in backward(), not in __init__.",
)
def test_from_the_middle(agree: Agree) -> None:
    """backward() on a step in the middle leaves what comes after it alone, and beside it."""
    agree("""
        a = Value(2.0)
        b = Value(-3.0)
        c = Value(10.0)
        d = a * b
        e = d * c
        f = a + b
        d.backward()
    """)


@points(1)
@hints("The result must be the same Value that its _backward belongs to: out.", *CHAIN)
def test_a_longer_expression(agree: Agree) -> None:
    """Ten values, each used once."""
    agree("""
        a = Value(1.5)
        b = Value(-0.5)
        c = Value(0.25)
        d = Value(-4.0)
        e = Value(3.0)
        p = a * b
        q = c + d
        r = (p * q).tanh()
        s = e * r
        s.backward()
    """)


@awaits("Value.tanh", "Value.backward")
@points(1)
@hints(
    "Two hundred programs were run; the shortest of those that fail is the one shown.",
    "Follow it backward on paper from its last line, where the gradient is 1, and find the "
    "first line whose operands get another gradient than yours.",
    "Does it go wrong at a 0, at a negative number, or where a result is used by a tanh?",
)
def test_random_expressions(agree_all: AgreeAll) -> None:
    """200 random expressions in which every value is used once."""
    agree_all(4)


@bonus
@points(1)
@hints("math.tanh does not overflow; math.exp(2000) does.")
def test_tanh_of_large_numbers(agree: Agree) -> None:
    """Extra credit: tanh of 1000 is 1, not an OverflowError."""
    agree("""
        a = Value(1000.0).tanh()
        b = Value(-1000.0).tanh()
    """)
