"""The comparison of traces: what counts as equal, and in which words a difference is told."""

from __future__ import annotations

import math

import pytest
from msgspec import UNSET

from grader.trace import (
    Datum,
    Difference,
    Many,
    Node,
    NodeRef,
    NotFinite,
    Other,
    Table,
    Trace,
    close,
    differences,
    is_whole,
    number,
    operands,
    shown,
    structural_differences,
)

NAN, INF = NotFinite("nan"), NotFinite("inf")


def differ(yours: Datum, expected: Datum) -> list[tuple[str, str, object, object]]:
    """The rows for two programs that each left one name, x."""
    rows = differences(Trace({"x": yours}), Trace({"x": expected}), "torch")
    return [(row.name, row.quantity, row.yours, row.expected) for row in rows]


def one_value(data: Datum, **attributes: Datum) -> Trace:
    return Trace({"a": NodeRef(0)}, (Node(data, **attributes),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("yours", "expected"),
    [
        (1.0, 1.0),
        (1, 1.0),
        (1.0 + 0.9e-6, 1.0),
        (1e9 + 900, 1e9),
        (0.9e-9, 0.0),
        (-0.0, 0.0),
        (INF, INF),
        ("text", "text"),
        (None, None),
        (True, True),
        (Many("tuple", (1.0, 2.0)), Many("list", (1.0, 2.0))),
        (Many("list", ()), Many("list", ())),
        (Table({"a": 1.0, "own": 7.0}), Table({"a": 1.0})),
        (Other("a Neuron"), Other("a Neuron")),
        (7.0, Other("a Neuron")),
    ],
)
def test_these_agree(yours: Datum, expected: Datum) -> None:
    assert differ(yours, expected) == []


@pytest.mark.parametrize(
    ("yours", "expected"),
    [
        (1.0 + 1.1e-6, 1.0),
        (1.1e-9, 0.0),
        (-1.0, 1.0),
        (NAN, 1.0),
        (NAN, NAN),
        (1.0, NAN),
        (INF, 1e308),
        (INF, NotFinite("-inf")),
        pytest.param(10**400, 1e308, id="an int beyond every float"),
        (True, 1.0),
        (1, True),
        (False, 0.0),
        (None, 0.0),
        ("1.0", 1.0),
        (Other("a float"), 1.0),
        (Many("list", (1.0,)), 1.0),
        ("a", "b"),
        (None, "None"),
    ],
)
def test_these_disagree(yours: Datum, expected: Datum) -> None:
    assert len(differ(yours, expected)) == 1


def test_tolerances_can_be_chosen() -> None:
    traces = Trace({"x": 1.0005}), Trace({"x": 1.0})

    assert differences(*traces, "torch", relative=1e-3) == []
    assert differences(*traces, "torch", absolute=1e-3) == []
    assert differences(*traces, "torch", relative=1e-4)


def test_nan_is_close_to_nothing() -> None:
    assert not close(math.nan, math.nan)
    assert not close(math.nan, math.inf)


def test_a_missing_name_is_told() -> None:
    rows = differences(Trace(), Trace({"x": 1.0}), "torch")

    assert [(row.name, row.yours) for row in rows] == [("x", "missing")]


def test_a_name_of_the_learners_own_does_not_count() -> None:
    assert differences(Trace({"x": 1.0, "own": 7.0}), Trace({"x": 1.0}), "torch") == []


def test_the_source_of_the_answer_is_told() -> None:
    rows = differences(Trace({"x": 1.0}), Trace({"x": 2.0}), "reference")

    assert rows[0].source == "reference"


def test_lists_differ_place_by_place() -> None:
    yours, expected = Many("list", (1.0, 5.0, 3.0)), Many("list", (1.0, 2.0, 4.0))

    assert differ(yours, expected) == [
        ("x[1]", "value", 5.0, 2.0),
        ("x[2]", "value", 3.0, 4.0),
    ]


def test_lists_of_lists_differ_place_by_place() -> None:
    yours = Many("list", (Many("list", (1.0,)),))
    expected = Many("list", (Many("list", (2.0,)),))

    assert differ(yours, expected) == [("x[0][0]", "value", 1.0, 2.0)]


def test_lists_of_another_length_differ_in_length_alone() -> None:
    assert differ(Many("list", (1.0,)), Many("list", (5.0, 6.0))) == [("x", "length", 1, 2)]


@pytest.mark.parametrize(
    ("yours", "words"),
    [
        (2.0, "a float"),
        (2, "an int"),
        (True, "a bool"),
        (None, "None"),
        ("x", "a string"),
        (Many("list", (1.0, 2.0)), "a list of 2"),
        (Table({}), "a dictionary"),
        (Other("a map"), "a map"),
    ],
)
def test_what_should_be_a_value_is_told_by_its_kind(yours: Datum, words: str) -> None:
    rows = differences(Trace({"a": yours}), one_value(1.0), "torch")

    assert [(row.quantity, row.yours, row.expected) for row in rows] == [("type", words, "a Value")]


def test_what_should_be_a_list_is_told_by_its_kind() -> None:
    assert differ(Other("a generator"), Many("list", (1.0,))) == [
        ("x", "type", "a generator", "a list of 1")
    ]


def test_what_should_be_a_dictionary_is_told_by_its_kind() -> None:
    assert differ(1.0, Table({"a": 1.0})) == [("x", "type", "a float", "a dictionary")]


def test_dictionaries_differ_key_by_key() -> None:
    assert differ(Table({"a": 1.0}), Table({"a": 2.0, "b": 3.0})) == [
        ('x["a"]', "value", 1.0, 2.0),
        ('x["b"]', "value", "missing", 3.0),
    ]


def test_values_differ_in_data_and_in_grad() -> None:
    rows = differences(one_value(1.0, grad=2.0), one_value(3.0, grad=4.0), "torch")

    assert [(row.name, row.quantity, row.yours, row.expected) for row in rows] == [
        ("a", "data", 1.0, 3.0),
        ("a", "grad", 2.0, 4.0),
    ]


def test_a_grad_counts_only_where_one_is_expected() -> None:
    assert differences(one_value(1.0, grad=7.0), one_value(1.0), "torch") == []


def test_a_missing_grad_is_told() -> None:
    rows = differences(one_value(1.0), one_value(1.0, grad=2.0), "torch")

    assert rows[0].yours == "missing"


def test_a_grad_of_none_is_no_number() -> None:
    assert differences(one_value(1.0, grad=None), one_value(1.0, grad=0.0), "torch")


def test_a_value_inside_a_number_is_told() -> None:
    yours = Trace({"a": NodeRef(0)}, (Node(NodeRef(1)), Node(2.0)))

    rows = differences(yours, one_value(2.0), "torch")

    assert rows[0].yours == "Value(data=2.0)"


@pytest.mark.parametrize(
    ("datum", "expected"),
    [
        (2, 2.0),
        (2.5, 2.5),
        pytest.param(10**400, math.inf, id="an int beyond every float"),
        pytest.param(-(10**400), -math.inf, id="an int below every float"),
        (INF, math.inf),
        (True, None),
        (None, None),
        ("2", None),
        (UNSET, None),
        (Other("a thing"), None),
    ],
)
def test_a_number_is_a_plain_one(datum: object, expected: float | None) -> None:
    assert number(datum) == expected


# The structure: operands, and the operation.


def sum_of(parents: Datum, op: Datum = "+", **names: NodeRef) -> Trace:
    """A trace of c, made of the Values 1 and 2, which are named a and b unless told."""
    named = {"a": NodeRef(1), "b": NodeRef(2), "c": NodeRef(0), **names}
    nodes = (Node(3.0, op=op, parents=parents), *(Node(d, op="", parents=LEAF) for d in (1.0, 2.0)))
    return Trace(dict(named), nodes)


LEAF = Many("tuple", ())
BOTH = Many("tuple", (NodeRef(1), NodeRef(2)))
TWICE = Many("tuple", (NodeRef(1), NodeRef(1)))


@pytest.mark.parametrize("kind", ["set", "list", "tuple"])
def test_operands_may_be_kept_in_any_collection_and_order(kind: str) -> None:
    yours = sum_of(Many(kind, (NodeRef(2), NodeRef(1))))

    assert structural_differences(yours, sum_of(BOTH), "reference") == []


def test_an_operand_used_twice_may_be_remembered_once() -> None:
    once = sum_of(Many("set", (NodeRef(1),)))

    assert structural_differences(once, sum_of(TWICE), "reference") == []


@pytest.mark.parametrize(
    ("parents", "words"),
    [
        (Many("list", (NodeRef(1),)), "{a}"),
        (Many("list", (NodeRef(1), NodeRef(2), NodeRef(0))), "{a, b, c}"),
        (LEAF, "{}"),
        (Many("list", (1.0, 2.0)), "{1.0, 2.0}"),
        (None, "None"),
        (Other("a zip"), "a zip"),
    ],
)
def test_wrong_operands_are_told_by_their_names(parents: Datum, words: str) -> None:
    rows = structural_differences(sum_of(parents), sum_of(BOTH), "reference")

    assert [(row.name, row.quantity, row.yours, row.expected) for row in rows] == [
        ("c", "_prev", words, "{a, b}")
    ]


def test_an_equal_value_that_is_another_one_is_no_operand() -> None:
    trace = sum_of(Many("list", (NodeRef(3), NodeRef(2))))
    yours = Trace(trace.names, (*trace.nodes, Node(1.0, op="", parents=LEAF)))

    rows = structural_differences(yours, sum_of(BOTH), "reference")

    assert [row.quantity for row in rows] == ["_prev"]


def test_a_wrong_op_is_told() -> None:
    rows = structural_differences(sum_of(BOTH, op="-"), sum_of(BOTH), "reference")

    assert [(row.quantity, row.yours, row.expected) for row in rows] == [("_op", "-", "+")]


def test_a_missing_memory_is_told() -> None:
    yours = Trace({"a": NodeRef(0)}, (Node(1.0),))
    expected = Trace({"a": NodeRef(0)}, (Node(1.0, op="", parents=LEAF),))

    rows = structural_differences(yours, expected, "reference")

    assert [(row.quantity, row.yours) for row in rows] == [("_op", "missing"), ("_prev", "missing")]


def test_a_missing_value_is_told() -> None:
    rows = structural_differences(Trace(), one_value(1.0), "reference")

    assert [(row.name, row.quantity, row.yours) for row in rows] == [("a", "type", "nothing")]


def test_operands_without_a_name_are_told_by_their_making() -> None:
    trace = Trace(
        {"a": NodeRef(2), "b": NodeRef(3), "d": NodeRef(0)},
        (
            Node(7.0, op="*", parents=Many("tuple", (NodeRef(1), NodeRef(2)))),
            Node(3.0, op="+", parents=Many("tuple", (NodeRef(2), NodeRef(3)))),
            Node(1.0, op="", parents=LEAF),
            Node(2.0, op="", parents=LEAF),
        ),
    )

    assert operands(trace, trace.nodes[0]) == "{+{a, b}, a}"


def test_cyclic_operands_have_an_end() -> None:
    cycle = Many("list", (NodeRef(0),))
    trace = Trace({"b": NodeRef(1)}, (Node(1.0, op="+", parents=cycle), Node(2.0, parents=cycle)))

    assert "..." in operands(trace, trace.nodes[1])


def test_a_thicket_of_operands_is_cut() -> None:
    everyone = Many("list", tuple(NodeRef(i) for i in range(500)))
    trace = Trace({}, tuple(Node(1.0, op=str(i), parents=everyone) for i in range(500)))

    assert len(operands(trace, trace.nodes[0])) < 10**6


def test_lists_of_values_that_hold_lists_are_shown_short() -> None:
    long = Many("list", (1.0,) * 1000)
    trace = Trace({"x": Many("list", (NodeRef(0),) * 1000)}, (Node(long),))

    assert shown(trace.names["x"], trace) == ["Value(data=a list of 1000)"] * 1000


# What a reply may point at.


@pytest.mark.parametrize(
    "datum",
    [
        NodeRef(1),
        NodeRef(-1),
        Many("list", (1.0, NodeRef(1))),
        Table({"k": Many("list", (NodeRef(9),))}),
    ],
)
def test_a_trace_that_points_outside_itself_is_not_whole(datum: Datum) -> None:
    assert is_whole(one_value(1.0))
    assert not is_whole(Trace({"x": datum}, (Node(1.0),)))
    assert not is_whole(Trace({}, (Node(1.0, parents=datum),)))


@pytest.mark.parametrize(
    ("quantity", "expression"),
    [("grad", "a.grad"), ("_prev", "a._prev"), ("value", "a"), ("order", "a"), ("length", "a")],
)
def test_a_difference_is_written_as_a_program_would(quantity: str, expression: str) -> None:
    assert Difference("a", quantity, 1, 2, "torch").expression == expression
