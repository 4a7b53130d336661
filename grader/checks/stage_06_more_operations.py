"""Stage 6, More operations: plain numbers, minus, powers, division, exp, relu."""

from grader.checks.draw import Draw
from grader.checks.fixtures import Agree, AgreeAll, Named, RunProgram
from grader.checks.marks import awaits, beyond_the_lecture, hints, points
from grader.checks.ops import assert_has_an_op

WRAP = (
    "A plain number has no .data. Turn it into a Value before you use it.",
    "other = other if isinstance(other, Value) else Value(other)",
)

RIGHT = (
    "For 2 + a Python first asks the number 2, which cannot; then it calls a.__radd__(2).",
    "A sum or product is the same either way: return self + other.",
)


@awaits("Value.__radd__")
@points(0.5)
@hints(*WRAP)
def test_value_plus_number(agree: Agree) -> None:
    """a + 2: a number on the right of a sum."""
    agree("""
        a = Value(-3.0)
        b = a + 2
        b.backward()
    """)
    agree("""
        a = Value(-3.0)
        b = a + 2
        c = (a * b + 0.5) * b
        c.backward()
    """)


@points(0.5)
@hints(*RIGHT)
def test_number_plus_value(agree: Agree) -> None:
    """2 + a: a number on the left of a sum."""
    agree("""
        a = Value(-3.0)
        b = 2 + a
        b.backward()
    """)
    agree("""
        a = Value(-3.0)
        b = 2 + a
        c = (1.5 + a * b) * a
        c.backward()
    """)


@awaits("Value.__rmul__")
@points(0.5)
@hints(*WRAP)
def test_value_times_number(agree: Agree) -> None:
    """a * 2: a number on the right of a product."""
    agree("""
        a = Value(-3.0)
        b = a * 2
        b.backward()
    """)
    agree("""
        a = Value(-3.0)
        b = a * 2
        c = (a + b) * -0.5 * b
        c.backward()
    """)


@points(0.5)
@hints(*RIGHT)
def test_number_times_value(agree: Agree) -> None:
    """2 * a: a number on the left of a product."""
    agree("""
        a = Value(-3.0)
        b = 2 * a
        b.backward()
    """)
    agree("""
        a = Value(-3.0)
        b = 2 * a
        c = -1.5 * (a * b) + a
        c.backward()
    """)


@points(0.5)
@hints("sum() starts with 0, so its first step is 0 + a: __radd__ again.", *RIGHT)
def test_sum_of_a_list(agree: Agree) -> None:
    """sum([...]) of Values."""
    agree("""
        a = Value(1.0)
        b = Value(-2.5)
        total = sum([a, b])
        total.backward()
    """)
    agree("""
        a = Value(1.0)
        b = Value(-2.5)
        total = sum([a, b, a * b])
        y = total * a
        y.backward()
    """)


@points(0.5)
@hints("-a calls a.__neg__(). You can already multiply by a number.", "return self * -1")
def test_negative(agree: Agree) -> None:
    """-a: the negative."""
    agree("""
        a = Value(3.0)
        b = -a
        b.backward()
    """)
    agree("""
        a = Value(3.0)
        b = -a
        c = -(a * b) * a
        c.backward()
    """)


@points(0.5)
@hints("a - b is a + (-b), and both of these you have.", "return self + (-other)")
def test_difference(agree: Agree) -> None:
    """a - b: the difference of two Values."""
    agree("""
        a = Value(2.0)
        b = Value(-5.0)
        c = a - b
        c.backward()
    """)
    agree("""
        a = Value(2.0)
        b = Value(-5.0)
        c = a - b
        d = (b - a) * c - a
        d.backward()
    """)


@points(0.5)
@hints("If + takes a number on its right, so does -.", *WRAP)
def test_value_minus_number(agree: Agree) -> None:
    """a - 2: a number on the right of a difference."""
    agree("""
        a = Value(-3.0)
        b = a - 2
        b.backward()
    """)
    agree("""
        a = Value(-3.0)
        b = a - 2
        c = (a * b - 0.5) * b
        c.backward()
    """)


@beyond_the_lecture
@points(0.5)
@hints(
    "2 - a calls a.__rsub__(2): self is a, other is 2. Mind the order.", "return (-self) + other"
)
def test_number_minus_value(agree: Agree) -> None:
    """2 - a: a number on the left of a difference."""
    agree("""
        a = Value(-3.0)
        b = 2 - a
        b.backward()
    """)
    agree("""
        a = Value(-3.0)
        b = 2 - a
        c = (0.5 - a * b) * a
        c.backward()
    """)


@points(0.5)
@hints(
    "The derivative of x**n is n * x**(n - 1).",
    "self.grad += other * self.data**(other - 1) * out.grad",
)
def test_power(agree: Agree, run: RunProgram, named: Named) -> None:
    """a ** 2 and a ** 3."""
    agree("""
        a = Value(3.0)
        b = a**2
        b.backward()
    """)
    agree("""
        a = Value(-1.5)
        b = a**3
        c = (a * b) ** 2 * a
        c.backward()
    """)
    assert_has_an_op(run, named, "a**3", "**3")


@points(0.5)
@hints("The rule n * x**(n - 1) holds for negative n as it is.")
def test_negative_power(agree: Agree) -> None:
    """a ** -1 and a ** -2."""
    agree("""
        a = Value(-2.0)
        b = a**-1
        b.backward()
    """)
    agree("""
        a = Value(-2.0)
        b = a**-1
        c = (a + b) ** -2 * b
        c.backward()
    """)


@points(0.25)
@hints("The rule n * x**(n - 1) holds for fractions too.")
def test_fractional_power(agree: Agree) -> None:
    """a ** 0.5 and a ** 1.5."""
    agree("""
        a = Value(4.0)
        b = a**0.5
        b.backward()
    """)
    agree("""
        a = Value(4.0)
        b = a**0.5
        c = (a * b) ** 1.5 + a
        c.backward()
    """)


@points(0.5)
@hints("a / b is a * b**-1, and both of these you have.", "return self * other**-1")
def test_quotient(agree: Agree) -> None:
    """a / b: the quotient of two Values."""
    agree("""
        a = Value(3.0)
        b = Value(-2.0)
        c = a / b
        c.backward()
    """)
    agree("""
        a = Value(3.0)
        b = Value(-2.0)
        c = a / b
        d = (b / a) * c / a + b
        d.backward()
    """)


@points(0.5)
@hints("2**-1 is 0.5 already; or wrap the number first.", *WRAP)
def test_value_over_number(agree: Agree) -> None:
    """a / 2: a number on the right of a quotient."""
    agree("""
        a = Value(-3.0)
        b = a / 2
        b.backward()
    """)
    agree("""
        a = Value(-3.0)
        b = a / 2
        c = (a * b) / -4.0 * a
        c.backward()
    """)


@beyond_the_lecture
@points(0.5)
@hints(
    "2 / a calls a.__rtruediv__(2): self is a, other is 2. Mind the order.",
    "return other * self**-1",
)
def test_number_over_value(agree: Agree) -> None:
    """2 / a: a number on the left of a quotient."""
    agree("""
        a = Value(-4.0)
        b = 2 / a
        b.backward()
    """)
    agree("""
        a = Value(-4.0)
        b = 2 / a
        c = (1.5 / (a * b)) * a
        c.backward()
    """)


@points(0.5)
@hints("The derivative of e**x is e**x: the result itself.", "self.grad += out.data * out.grad")
def test_exp(agree: Agree, run: RunProgram, named: Named) -> None:
    """exp: e to the power of a Value."""
    agree("""
        a = Value(-0.5)
        b = a.exp()
        b.backward()
    """)
    agree("""
        a = Value(-0.5)
        b = a.exp()
        c = (a * b).exp() * -3.0 + a
        c.backward()
    """)
    assert_has_an_op(run, named, "a.exp()", "exp")


@points(0.5)
@hints("All steps of it are operations you have tested one by one above: which one is red?")
def test_tanh_written_out(agree: Agree, draw: Draw) -> None:
    """tanh written out with exp, minus and division."""
    agree(f"""
        x = Value({draw.number(0.8813735870195432)})
        e = (2 * x).exp()
        t = (e - 1) / (e + 1)
        same = x.tanh()
        t.backward()
    """)


@beyond_the_lecture
@points(0.5)
@hints(
    "relu(x) is x where x is positive, otherwise 0.",
    "Its slope is 1 or 0, by the sign of the number, not of the gradient.",
    "self.grad += (out.data > 0) * out.grad",
)
def test_relu(agree: Agree, run: RunProgram, named: Named) -> None:
    """relu: the number where it is positive, otherwise 0."""
    agree("""
        a = Value(2.0)
        b = a.relu()
        b.backward()
    """)
    agree("""
        a = Value(0.5)
        b = Value(-0.5)
        c = a.relu()
        d = b.relu()
        e = c * 3.0 + d * b
        e.backward()
    """)
    agree("""
        a = Value(2.0)
        b = Value(-3.0)
        c = a.relu()
        d = b.relu()
        e = (a * b).relu() + (a - b).relu() * b
        f = c * d * a + e + c * b
        f.backward()
    """)
    assert_has_an_op(run, named, "a.relu()", "ReLU")


@beyond_the_lecture
@points(0.25)
@hints("It uses every operation at once. First make the others of this stage right.")
def test_all_together(agree: Agree) -> None:
    """All operations together, in a well-known expression."""
    agree("""
        a = Value(-4.0)
        b = Value(2.0)
        c = a + b
        d = a * b + b**3
        c += c + 1
        c += 1 + c + (-a)
        d += d * 2 + (b + a).relu()
        d += 3 * d + (b - a).relu()
        e = c - d
        f = e**2
        g = f / 2.0
        g += 10.0 / f
        g.backward()
    """)


@awaits(
    "Value.__radd__",
    "Value.__rmul__",
    "Value.__neg__",
    "Value.__sub__",
    "Value.__pow__",
    "Value.__truediv__",
    "Value.exp",
)
@points(1)
@hints(
    "Two hundred programs were run; the shortest of those that fail is the one shown.",
    "Which of its operations has a check of its own that is red? Begin with that one.",
    "If none is, the numbers count: a 0, a negative base, an int where you had a float.",
)
def test_random_expressions(agree_all: AgreeAll) -> None:
    """200 random expressions of all operations but `2 - a`, `2 / a` and relu."""
    agree_all(6)
