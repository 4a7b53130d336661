"""Stage 5, Topological sort: backward is right for values that are used more than once."""

from grader.checks.draw import Draw
from grader.checks.fixtures import Agree, AgreeAll, Named, Refuse, RunProgram
from grader.checks.marks import beyond_the_lecture, bonus, hints, points
from grader.checks.not_passed import assert_that, unwritten
from grader.report.outcome import Claim, Fact
from grader.trace import Datum, Difference, Many, NodeRef, Trace, operands, shown

AWAITED_BY_ALL = ("topological_sort",)

SORT = (
    "Visit the operands of a Value first, and put the Value into the list after them.",
    "Remember in a set what was visited, so that nothing is in the list twice; "
    "the append belongs inside that test.",
    "visit(v): if v is not in visited, add it there, visit every p in v._prev, then append v.",
)

WALK = (
    "A Value may pass its gradient on only when all of its results have passed theirs to it.",
    "In a topological order all operands come before their results: walk it in reverse.",
    "for node in reversed(topological_sort(self)): node._backward()",
)

ADD_UP = (
    "A Value that is used twice receives a gradient from each use. Do they add up?",
    "In every _backward: += instead of =.",
)


@points(0.25)
@hints(*SORT)
def test_order_of_a_leaf(run: RunProgram, named: Named) -> None:
    """The order of a leaf is the leaf itself."""
    _assert_order(
        run("""
        a = Value(2.0)
        order = topological_sort(a)
        """),
        "a",
        named,
    )


@points(0.25)
@hints(*SORT)
def test_order_of_an_expression(run: RunProgram, named: Named) -> None:
    """Operands come before their results, and the root comes last."""
    _assert_order(
        run("""
        a = Value(2.0)
        b = Value(-3.0)
        c = Value(10.0)
        f = Value(-2.0)
        e = a * b
        d = e + c
        L = d * f
        order = topological_sort(L)
        """),
        "L",
        named,
    )


@points(0.25)
@hints(*SORT)
def test_order_lists_each_value_once(run: RunProgram, named: Named) -> None:
    """A Value that is used twice is in the order once."""
    _assert_order(
        run("""
        a = Value(3.0)
        b = a + a
        c = b * b
        order = topological_sort(c)
        """),
        "c",
        named,
    )


@points(1)
@hints("b is an operand of c, and of something that c is made from: it must wait for both.", *SORT)
def test_order_at_two_depths(run: RunProgram, named: Named) -> None:
    """A step used at two depths comes before both of its results."""
    _assert_order(
        run("""
        a = Value(2.0)
        k = Value(3.0)
        b = a * k
        d = b * k
        e = d * k
        c = b + e
        order = topological_sort(c)
        """),
        "c",
        named,
    )


@points(1)
@hints("The same graph with the operands the other way round.", *SORT)
def test_order_at_two_depths_the_other_way_round(run: RunProgram, named: Named) -> None:
    """The same order, with the operands of the last sum the other way round."""
    _assert_order(
        run("""
        a = Value(2.0)
        k = Value(3.0)
        b = a * k
        d = b * k
        e = d * k
        c = e + b
        order = topological_sort(c)
        """),
        "c",
        named,
    )


@points(0.25)
@hints(*ADD_UP)
def test_a_value_added_to_itself(agree: Agree) -> None:
    """Gradients add up: a value used twice receives one from each use."""
    agree("""
        a = Value(3.0)
        b = a + a
        b.backward()
    """)


@points(0.25)
@hints(*ADD_UP)
def test_a_value_times_itself(agree: Agree) -> None:
    """a * a uses a twice, too."""
    agree("""
        a = Value(-3.0)
        b = a * a
        b.backward()
    """)


@points(0.25)
@hints(*ADD_UP)
def test_the_lectures_diamond(agree: Agree) -> None:
    """The lecture's example: two leaves, both used in a product and in a sum."""
    agree("""
        a = Value(-2.0)
        b = Value(3.0)
        d = a * b
        e = a + b
        f = d * e
        f.backward()
    """)


@points(1)
@hints(*WALK)
def test_a_computed_diamond(agree: Agree) -> None:
    """A step used by two others waits for both."""
    agree("""
        a = Value(0.5)
        k = Value(-2.0)
        b = a * k
        c = b.tanh()
        d = b * k
        e = c * d
        e.backward()
    """)


@points(1)
@hints(*WALK)
def test_two_depths(agree: Agree) -> None:
    """A step used at two depths passes its gradient on once, when it is complete."""
    agree("""
        a = Value(2.0)
        k = Value(3.0)
        b = a * k
        c = b + ((b * k) * k) * k
        c.backward()
    """)


@points(1)
@hints(*WALK)
def test_two_depths_the_other_way_round(agree: Agree) -> None:
    """The same gradients, with the operands of the last sum the other way round."""
    agree("""
        a = Value(2.0)
        k = Value(3.0)
        b = a * k
        c = ((b * k) * k) * k + b
        c.backward()
    """)


@points(0.5)
@hints(
    "Setting all grads to 0 inside backward() would lose what the first result sent.",
    "backward() only ever adds to the leaves; zeroing is another function's work (stage 11).",
)
def test_two_results_over_one_leaf(agree: Agree) -> None:
    """Two results over one leaf, both sent backward, add up."""
    agree("""
        a = Value(2.0)
        b = a * Value(3.0)
        c = a * Value(-5.0)
        b.backward()
        c.backward()
        total = a.grad
    """)


@points(0.25)
@hints("300 steps are not too deep for a recursion that visits each Value once.", *SORT)
def test_a_chain_of_300(agree: Agree, draw: Draw) -> None:
    """A chain of 300 operations."""
    agree(f"""
        a = Value({draw.number(1.0)})
        b = a
        for i in range(300):
            b = b + a
        b.backward()
    """)


@points(0.25)
@hints(
    "A walk along every path visits a 2**40 times. Each Value needs only one visit.",
    "Keep a set of what was visited, and return at once where a Value is in it.",
)
def test_forty_doublings(agree: Agree, draw: Draw) -> None:
    """Forty doublings: a has 2**40 paths to the result, and must be visited once."""
    agree(f"""
        a = Value({draw.number(1.0)})
        half = Value(0.5)
        b = a
        for i in range(40):
            b = b * half + b * half
        b.backward()
    """)


@beyond_the_lecture
@points(0.5)
@hints(
    "Besides the Values that are done, keep a set of those whose operands are being visited.",
    'Meeting one of these again means a cycle: raise ValueError("the graph has a cycle").',
)
def test_a_cycle_is_refused(refuse: Refuse) -> None:
    """A graph with a cycle has no topological order: ValueError."""
    refuse(
        """
        a = Value(2.0)
        b = a + a
        c = b * a
        topological_sort(c)
        b._prev = (c,)
        topological_sort(c)
        """,
        "ValueError",
        mentions="cycl",
    )


@points(2)
@hints(
    "Two hundred programs were run; the shortest of those that fail is the one shown.",
    "Count the uses of each of its values: as many contributions must arrive in its grad, all "
    "before it passes its own gradient on.",
    "Print topological_sort of its last value: do all operands come before their results?",
)
def test_random_expressions(agree_all: AgreeAll) -> None:
    """200 random expressions in which leaves and steps are used again."""
    agree_all(5)


@bonus
@points(1)
@hints("Recursion ends at about 1,000 calls. A list of what is still to visit has no such end.")
def test_a_chain_of_2000(agree: Agree) -> None:
    """Extra credit: a chain of 2,000 operations."""
    agree("""
        def chain(value, step):
            for i in range(2_000):
                value = value + step
            return value

        a = Value(1.0)
        step = Value(0.001)
        chain(a, step).backward()
    """)


@bonus
@points(1)
@hints("Set the grads of the graph aside, zero them, run backward, and add them back.")
def test_a_second_backward(agree: Agree) -> None:
    """Extra credit: a second backward() adds to the leaves exactly once more."""
    agree("""
        def twice(L):
            L.backward()
            L.backward()

        a = Value(2.0)
        b = Value(-3.0)
        twice((a * b + a) * b)
    """)


def _assert_order(trace: Trace, root: str, named: Named) -> None:
    """Any valid order will do: each Value once, operands before results, nothing left out."""
    if not trace.has("parents"):
        raise unwritten("attribute", attribute="_prev")
    order = trace.of("order")
    assert_that(isinstance(order, Many), "order_is_a_list", yours=str(shown(order, trace)))
    items = order.items if isinstance(order, Many) else ()
    strange = [shown(item, trace) for item in items if not isinstance(item, NodeRef)]
    assert_that(not strange, "order_holds_values", yours=str(next(iter(strange), "")))
    indices = [item.index for item in items if isinstance(item, NodeRef)]
    wanted = trace.of(root)
    is_value = isinstance(wanted, NodeRef)
    assert_that(is_value, "root_is_a_value", root=named(root), yours=str(shown(wanted, trace)))
    problem = _problem(trace, indices, wanted)
    if problem:
        claim, facts = problem
        words = {index: _words(trace, index) for index in range(len(trace.nodes))}
        yours = [words[index] for index in indices]
        valid = [words[index] for index in _valid(trace, trace.of(root))]
        row = Difference(named("order"), "order", yours, valid, "reference")
        assert_that(False, claim, (row,), **facts)


def _problem(trace: Trace, order: list[int], wanted: Datum) -> tuple[Claim, dict[str, Fact]] | None:
    """The first thing that is wrong with an order of nodes; None where it is valid."""
    for position, index in enumerate(order):
        node = _words(trace, index)
        if index in order[:position]:
            return "order_lists_once", {"node": node}
        for parent in _parents(trace, index):
            if parent not in order[:position]:
                is_later = parent in order
                claim: Claim = "order_has_operands_first" if is_later else "order_has_all_operands"
                return claim, {"node": node, "operand": _words(trace, parent)}
    if isinstance(wanted, NodeRef) and (not order or order[-1] != wanted.index):
        return "order_ends_with_root", {"node": _words(trace, wanted.index)}
    return None


def _parents(trace: Trace, index: int) -> list[int]:
    parents = trace.nodes[index].parents
    items = parents.items if isinstance(parents, Many) else ()
    return [item.index for item in items if isinstance(item, NodeRef)]


def _valid(trace: Trace, root: object) -> list[int]:
    order: list[int] = []
    to_visit = [root.index] if isinstance(root, NodeRef) else []
    while to_visit:
        index = to_visit[-1]
        waiting = [parent for parent in _parents(trace, index) if parent not in order]
        if waiting and len(to_visit) < len(trace.nodes):
            to_visit.append(waiting[0])
        else:
            to_visit.pop()
            if index not in order:
                order.append(index)
    return order


def _words(trace: Trace, index: int) -> str:
    name = trace.first_names().get(index)
    if name:
        return name
    node = trace.nodes[index]
    return f"{shown(node.op, trace)}{operands(trace, node)}"
