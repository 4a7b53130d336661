"""Stage 2, Memory: a Value remembers its operands and the operation that made it."""

from grader.checks.draw import Draw
from grader.checks.fixtures import Named, RunProgram, SameMemory
from grader.checks.marks import hints, points
from grader.checks.not_passed import NotPassed, assert_that
from grader.checks.to_write import assert_begun, assert_memory_begun
from grader.trace import Trace

REMEMBER = (
    "In __add__ and __mul__ you know the operands, self and other; hand them to the new Value.",
    'Value(self.data + other.data, (self, other), "+"); in __init__: self._prev = set(_children).',
)

NO_LABEL = "unexpected keyword argument 'label'"


@points(1)
@hints("A leaf comes from no operation: _children is empty then, and _prev too.", *REMEMBER)
def test_a_leaf_has_no_operands(same_memory: SameMemory) -> None:
    """A Value that you typed in has no operands."""
    _assert_remembers(
        same_memory(
            """
            a = Value(2.0)
            b = Value(-3.0)
            c = a + b
            nothing = len(a._prev)
            """,
            "_prev",
            of=("a", "nothing"),
        )
    )


@points(1)
@hints("The op of a leaf is the empty string, which _op is unless somebody gives another.")
def test_a_leaf_has_no_op(same_memory: SameMemory) -> None:
    """A Value that you typed in has the op ""."""
    _assert_remembers(
        same_memory(
            """
            a = Value(2.0)
            b = Value(-3.0)
            c = a + b
            op = a._op
            """,
            "_op",
            of=("a", "op"),
        )
    )


@points(1)
@hints(*REMEMBER)
def test_operands_of_a_sum(same_memory: SameMemory) -> None:
    """A sum remembers both operands."""
    same_memory(
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
def test_operands_of_a_product(same_memory: SameMemory) -> None:
    """A product remembers both operands."""
    same_memory(
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
def test_ops(same_memory: SameMemory) -> None:
    """A sum has the op "+", a product the op "*"."""
    same_memory(
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
def test_the_very_operands(run: RunProgram, named: Named) -> None:
    """The operands are the very Values, not copies."""
    trace = run("""
        a = Value(2.0)
        b = Value(2.0)
        c = a * b
        found = sorted(name for name, v in [("a", a), ("b", b)] if any(p is v for p in c._prev))
        found = " and ".join(found)
    """)
    assert_begun(trace, {"c": "*"})
    found, both = trace.of("found"), sorted(map(named, "ab"))
    assert_that(
        found == " and ".join(both),
        "operands_themselves",
        found=str(found or "neither"),
        operands=" and ".join(both),
        result=named("c"),
    )


@points(1)
@hints("a + a has one operand, used twice. A set holds it once, a list twice: both will do.")
def test_a_value_with_itself(same_memory: SameMemory) -> None:
    """a + a remembers a."""
    same_memory("""
        a = Value(3.0)
        b = a + a
        c = a * a
    """)


@points(1)
@hints("Each result remembers only its own operands; the rest hangs on theirs.", *REMEMBER)
def test_three_deep(same_memory: SameMemory) -> None:
    """An expression remembers all that led to it."""
    same_memory("""
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
def test_unnamed_steps(same_memory: SameMemory) -> None:
    """Steps without a name are remembered too."""
    same_memory("""
        a = Value(2.0)
        b = Value(-3.0)
        c = Value(10.0)
        d = (a * b + c) * (a + b)
    """)


@points(1)
@hints("draw_dot walks from the result along _prev, and writes _op into the ovals.", *REMEMBER)
def test_the_graph_can_be_drawn(run: RunProgram, draw: Draw) -> None:
    """draw_dot can draw the expression."""
    a, b, c = draw.number(2.0), draw.number(-3.0), draw.number(10.0)
    trace = run(f"""
        a = Value({a})
        b = Value({b})
        c = Value({c})
        e = a * b
        d = e + c
        picture = draw_dot(d).source
    """)
    assert_memory_begun(trace)
    assert_begun(trace, {"d": "+"})
    assert_begun(trace, {"e": "*"})
    picture = str(trace.of("picture"))
    numbers = [f"{number:.4f}" for number in (a, b, c, a * b, a * b + c)]
    missing = [number for number in numbers if f"data {number}" not in picture]
    assert_that(not missing, "picture_is_whole", missing=" and ".join(missing))
    _assert_label_is_kept(run, a)


def _assert_label_is_kept(run: RunProgram, number: float) -> None:
    """A label is in the picture, where __init__ takes one: not everybody's does."""
    try:
        trace = run(f"""
            a = Value({number}, label="weight")
            picture = draw_dot(a).source
        """)
    except NotPassed as problem:
        raised = problem.outcome.raised
        if raised and NO_LABEL in raised.message:
            return
        raise
    assert_that("weight" in str(trace.of("picture")), "picture_has_label")


def _assert_remembers(trace: Trace) -> None:
    """Raise NotPassed where c, a sum, remembers nothing: then it is no merit of a leaf's."""
    assert_begun(trace, {"c": "+"})
