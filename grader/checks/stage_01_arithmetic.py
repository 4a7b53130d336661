"""Stage 1, Arithmetic: a Value wraps a number; Values add and multiply."""

from grader.checks.draw import Draw
from grader.checks.fixtures import Agree, Named, RunProgram
from grader.checks.marks import hints, points
from grader.checks.not_passed import assert_that
from grader.trace import Datum, Many


@points(1)
@hints(
    "Value(2.0) calls __init__ with the new Value as self, and 2.0 as data.",
    "What you assign to self stays with the Value: self.data = data.",
)
def test_a_value_keeps_its_number(agree: Agree) -> None:
    """A Value keeps the number it was made from."""
    agree("""
        a = Value(2.0)
        number = a.data
    """)


@points(1)
@hints(
    "Python calls __repr__ to get the text to show. It must return a string.",
    'An f-string will do: f"Value(data={self.data})".',
)
def test_repr_shows_the_number(run: RunProgram, draw: Draw, named: Named) -> None:
    """The text of a Value shows its number."""
    numbers = {"a": draw.number(2.0), "b": draw.number(-3.0)}
    trace = run(f"""
        a = Value({numbers["a"]})
        b = Value({numbers["b"]})
        texts = [repr(a), repr(b)]
    """)
    texts = trace.of("texts")
    for (name, number), text in zip(
        numbers.items(), texts.items if isinstance(texts, Many) else ()
    ):
        _assert_starts(named(f"repr({name})"), text, f"Value(data={number}")


@points(1)
@hints(
    "a + b calls a.__add__(b): self is a, other is b. Both are Values.",
    "The numbers are self.data and other.data; return a Value of their sum.",
)
def test_sum(agree: Agree) -> None:
    """a + b is a Value that holds the sum."""
    agree("""
        a = Value(2.0)
        b = Value(-3.0)
        c = a + b
    """)


@points(1)
@hints("a * b calls a.__mul__(b).", "return Value(self.data * other.data)")
def test_product(agree: Agree) -> None:
    """a * b is a Value that holds the product."""
    agree("""
        a = Value(2.0)
        b = Value(-3.0)
        c = a * b
    """)


@points(1)
@hints("Make a new Value for the result, and leave self.data and other.data alone.")
def test_operands_do_not_change(agree: Agree) -> None:
    """An operation changes neither operand."""
    agree("""
        a = Value(2.0)
        b = Value(-3.0)
        c = a + b
        d = a * b
        e = a + b
    """)


@points(1)
@hints("return Value(...), not self: the result is a Value of its own.")
def test_results_are_new_values(agree: Agree) -> None:
    """Every operation makes a new Value."""
    agree("""
        a = Value(2.0)
        b = Value(0.0)
        c = a + b
        d = a + b
        e = a * Value(1.0)
        all_new = c is not a and c is not b and c is not d and e is not a
    """)


@points(1)
@hints("If the two operations are right, so is this: what does each of them return?")
def test_operations_combine(agree: Agree) -> None:
    """Results can be used in further operations."""
    agree("""
        a = Value(2.0)
        b = Value(-3.0)
        c = Value(10.0)
        d = a * b + c
        e = d * (a + c)
    """)


@points(1)
@hints("a + a calls a.__add__(a): self and other are the same Value then.")
def test_a_value_with_itself(agree: Agree) -> None:
    """A Value can be added to itself, and multiplied by itself."""
    agree("""
        a = Value(-1.5)
        b = a + a
        c = a * a
    """)


@points(1)
@hints("Keep the number as it is: 3 stays 3, and 0.0 is a number like any other.")
def test_any_number(agree: Agree) -> None:
    """Zeros, ints and small fractions are numbers too."""
    agree("""
        a = Value(0.0) + Value(0.0)
        b = Value(3) * Value(-2)
        c = Value(1e-3) * Value(0.5)
        d = Value(0.0) * Value(7.0)
    """)


@points(1)
@hints("__repr__ reads self.data at the moment it is called.")
def test_repr_of_a_result(run: RunProgram, draw: Draw, named: Named) -> None:
    """The text of a result shows the result's number."""
    a, b, c = draw.number(2.0), draw.number(-3.0), draw.number(10.0)
    text = run(f"""
        a = Value({a})
        b = Value({b})
        c = Value({c})
        text = repr(a * b + c)
    """).of("text")
    _assert_starts(named("repr(a * b + c)"), text, f"Value(data={a * b + c}")


def _assert_starts(what: str, text: Datum, expected: str) -> None:
    holds = isinstance(text, str) and "".join(text.split()).startswith(expected)  # no white space
    assert_that(holds, "text_starts", what=what, yours=repr(text), expected=expected)
