"""Stage 2, Memory: a Value remembers its operands and the operation that made it."""

from grader.checks.marks import hints, points
from grader.checks.outcome import to_do

REMEMBER = (
    "In __add__ and __mul__ you know the operands, self and other; hand them to the new Value.",
    'Value(self.data + other.data, (self, other), "+"); in __init__: self._prev = set(_children).',
)


@points(1)
@hints("A leaf comes from no operation: _children is empty then, and _prev too.", *REMEMBER)
def test_a_leaf_has_no_operands(alike):
    """A Value that you typed in has no operands."""
    alike(
        """
        a = Value(2.0)
        nothing = len(a._prev)
        """,
        "_prev",
    )


@points(1)
@hints("The op of a leaf is the empty string, which _op is unless somebody gives another.")
def test_a_leaf_has_no_op(alike):
    """A Value that you typed in has the op ""."""
    alike(
        """
        a = Value(2.0)
        op = a._op
        """,
        "_op",
    )


@points(1)
@hints(*REMEMBER)
def test_operands_of_a_sum(alike):
    """A sum remembers both operands."""
    alike(
        """
        a = Value(2.0)
        b = Value(-3.0)
        c = a + b
        operands = c._prev
        """,
        "_prev",
    )


@points(1)
@hints(*REMEMBER)
def test_operands_of_a_product(alike):
    """A product remembers both operands."""
    alike(
        """
        a = Value(2.0)
        b = Value(-3.0)
        c = a * b
        operands = c._prev
        """,
        "_prev",
    )


@points(1)
@hints('__add__ knows that it is "+": pass it on as _op.', "self._op = _op")
def test_ops(alike):
    """A sum has the op "+", a product the op "*"."""
    alike(
        """
        a = Value(2.0)
        b = Value(-3.0)
        c = a + b
        d = a * b
        """,
        "_op",
    )


@points(1)
@hints(
    "Keep the operands themselves, not copies of them and not their numbers.",
    "_prev holds self and other: the very objects.",
)
def test_the_very_operands(run, bench):
    """The operands are the very Values, not copies."""
    trace = run("""
        a = Value(2.0)
        b = Value(2.0)
        c = a * b
        found = sorted(name for name, v in [("a", a), ("b", b)] if any(p is v for p in c._prev))
        found = " and ".join(found)
    """)
    bench.assert_begun({"c": "*"})
    found = trace.names["found"]
    assert found == "a and b", (
        f"of a and b, {found or 'neither'} was found in c._prev; both themselves should be there"
    )


@points(1)
@hints("a + a has one operand, used twice. A set holds it once, a list twice: both will do.")
def test_a_value_with_itself(alike):
    """a + a remembers a."""
    alike("""
        a = Value(3.0)
        b = a + a
        c = a * a
    """)


@points(1)
@hints("Each result remembers only its own operands; the rest hangs on theirs.", *REMEMBER)
def test_three_deep(alike):
    """An expression remembers all that led to it."""
    alike("""
        a = Value(2.0)
        b = Value(-3.0)
        c = Value(10.0)
        f = Value(-2.0)
        e = a * b
        d = e + c
        L = d * f
    """)


@points(1)
@hints("A result without a name is a Value all the same, and is remembered.", *REMEMBER)
def test_unnamed_steps(alike):
    """Steps without a name are remembered too."""
    alike("""
        a = Value(2.0)
        b = Value(-3.0)
        c = Value(10.0)
        d = (a * b + c) * (a + b)
    """)


@points(1)
@hints("draw_dot walks from the result along _prev, and writes _op into the ovals.", *REMEMBER)
def test_the_graph_can_be_drawn(run, bench):
    """draw_dot can draw the expression."""
    trace = run("""
        a = Value(2.0)
        b = Value(-3.0)
        c = Value(10.0)
        e = a * b
        d = e + c
        picture = draw_dot(d).source
    """)
    if not trace.has("parents") and not trace.has("op"):
        raise to_do("self._prev and self._op")
    bench.assert_begun({"d": "+"})
    bench.assert_begun({"e": "*"})
    picture = str(trace.names["picture"])
    numbers = ("2.0000", "-3.0000", "10.0000", "-6.0000", "4.0000")
    missing = [number for number in numbers if f"data {number}" not in picture]
    assert not missing, f"the picture lacks the Value of {' and '.join(missing)}"
