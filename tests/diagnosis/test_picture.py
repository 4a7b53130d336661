"""The picture of a failing program: what it shows, what it marks, and when there is none."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import msgspec
import pytest

from grader.answers.solutions import solution_sources
from grader.curriculum import imports
from grader.diagnosis.first_wrong_step.find import explain_steps
from grader.diagnosis.first_wrong_step.moving import moving_of
from grader.diagnosis.first_wrong_step.picture import MOST_NODES, draw
from grader.diagnosis.recognition.catalogue import ALL, apply
from grader.report.moving import Moving, MovingGiven, MovingStep, MovingValue
from grader.report.wrong_step import FirstWrongStep
from grader.sandbox.process import LearnerProcess
from grader.submission.submission import of_sources
from grader.trace import Many, Node, NodeRef, NotFinite, Other, Trace

RED = "#c62828"
SVG = "{http://www.w3.org/2000/svg}"


def of(*parents: int, kind: str = "tuple") -> Many:
    return Many(kind, tuple(NodeRef(parent) for parent in parents))


def square(grad: float = 1.0, name: str = "a") -> Trace:
    """b = a + a, with that gradient of a."""
    nodes = Node(3.0, grad, "", of()), Node(6.0, 1.0, "+", of(0, 0))
    return Trace({name: NodeRef(0), "b": NodeRef(1)}, nodes)


def step(*nodes: int, kind: str = "overwritten", **numbers: float) -> FirstWrongStep:
    numbers = {"yours": 1.0, "expected": 2.0, **numbers}
    return FirstWrongStep(kind, "text", "b", "a", nodes=nodes, **numbers)  # type: ignore[arg-type]


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def red_boxes(svg: str) -> list[str]:
    """The names in the boxes with a red outline."""
    found = []
    for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):
        box = group.find(f"{SVG}rect")
        is_box = group.find(f"{SVG}title") is not None
        if is_box and box is not None and box.get("stroke") == RED:
            found.append(group.findall(f"{SVG}text")[0].text or "")
    return found


def red_operations(svg: str) -> list[str]:
    """What stands in the ovals at fault."""
    found = []
    for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):
        children = list(group)
        for oval, text in pairwise(children):
            if oval.tag == f"{SVG}ellipse" and oval.get("class") == "fault" and len(children) > 2:
                found.append(text.text or "")
    return found


PROGRAM = "b = a + a\nb.backward()\n"


def drawn(
    trace: Trace, expected: Trace, first: FirstWrongStep | None = None, program: str = PROGRAM
) -> str:
    svg = draw(trace, expected, first, program)
    assert svg is not None
    return svg


def test_boxes_show_name_data_and_grad() -> None:
    shown = texts(drawn(square(), square(), step(1, 0)))

    assert {"a", "data 3.0000", "grad 1.0000", "b", "data 6.0000", "✗ +"} <= set(shown)
    assert not any(text.startswith("torch") for text in shown)


def test_what_is_expected_is_noted_where_it_differs() -> None:
    shown = texts(drawn(square(1.0), square(2.0)))

    assert [text for text in shown if text.startswith("torch")] == ["torch: grad 2.0000"]


def test_a_small_difference_is_written_out() -> None:
    assert "torch: grad 1.00003" in texts(drawn(square(1.00001), square(1.00003)))


def test_data_that_differs_is_noted_too() -> None:
    wrong = Trace(square().names, (Node(3.0, 1.0, "", of()), Node(9.0, 1.0, "+", of(0))))

    assert "torch: data 6.0000" in texts(drawn(wrong, square()))


def test_the_operation_and_the_arrow_at_fault_are_red_and_no_box_is() -> None:
    svg = drawn(square(1.0), square(2.0), step(1, 0))

    assert red_operations(svg) == ["✗ +"]
    assert (
        svg.count('stroke="#c62828" stroke-width="3"') == 4
    )  # both uses, one in two parts; legend
    assert red_boxes(svg) == []
    assert {"✗ left the grad at 1.0", "✓ should be 2.0"} <= set(texts(svg))


@pytest.mark.parametrize("kind", ["not zero", "not seeded", "seeded again"])
def test_a_grad_that_was_wrong_before_any_operation_is_marked_in_its_box(kind: str) -> None:
    svg = drawn(square(), square(), step(1, kind=kind))

    assert (red_boxes(svg), red_operations(svg)) == (["b"], [])
    assert "grad was 1.0, should be 2.0" in texts(svg)


def test_a_wrong_value_is_marked_between_operation_and_result() -> None:
    svg = drawn(square(), square(), step(1, kind="wrong value", yours=9.0, expected=6.0))

    assert {"✗ +", "✗ gave 9.0", "✓ should be 6.0"} <= set(texts(svg))
    assert red_boxes(svg) == []


def test_an_operation_that_has_no_name_is_marked_in_its_box() -> None:
    nodes = Node(3.0, 1.0, "", of()), Node(9.0, 1.0, "", of(0, 0))
    trace = Trace({"a": NodeRef(0), "b": NodeRef(1)}, nodes)

    assert red_boxes(drawn(trace, square(), step(1, kind="wrong value"))) == ["b"]


def chain(grads: tuple[float, ...], op: str = "*") -> Trace:
    """L = (a * b) * b: the step between has no name."""
    nodes = (
        Node(2.0, grads[0], "", of()),
        Node(3.0, grads[1], "", of()),
        Node(6.0, grads[2], op, of(0, 1)),
        Node(18.0, 1.0, "*", of(2, 1)),
    )
    return Trace({"a": NodeRef(0), "b": NodeRef(1), "L": NodeRef(3)}, nodes)


def test_a_step_without_a_name_has_torchs_value_too() -> None:
    wrong, right = chain((9.0, 12.0, 5.0)), chain((9.0, 12.0, 3.0))

    shown = texts(drawn(wrong, right, step(3, 2), "L = a * b * b\nL.backward()\n"))

    assert [text for text in shown if text.startswith("torch")] == ["torch: grad 3.0000"]


@pytest.mark.parametrize("op", ["?", "+"])
def test_it_has_none_where_what_has_a_name_comes_out_otherwise(op: str) -> None:
    wrong, right = chain((9.0, 12.0, 5.0), op), chain((9.0, 12.0, 3.0))

    shown = texts(drawn(wrong, right, step(3, 2), "L = a * b * b\nL.backward()\n"))

    assert not [text for text in shown if text.startswith("torch")]


def test_it_says_in_words_what_is_wrong_and_what_the_signs_mean() -> None:
    shown = texts(drawn(square(1.0), square(2.0), step(1, 0)))

    assert "text" in shown  # of the step
    assert {"the operation at fault", "the way on which it goes wrong"} <= set(shown)
    assert "the value at fault" not in shown


def test_without_a_step_what_differs_is_red() -> None:
    assert red_boxes(drawn(square(1.0), square(2.0))) == ["a"]


def test_a_value_that_ran_too_early_says_with_which_grad() -> None:
    early = step(0, 1, kind="wrong order", yours=1.0, expected=28.0)

    assert "passed on when 1.0" in texts(drawn(square(28.0), square(28.0), early))


def test_a_step_outside_the_trace_marks_nothing() -> None:
    assert red_boxes(drawn(square(), square(), step(7, 9, kind="wrong order"))) == []


def test_names_are_escaped() -> None:
    name = '<b onload="x">&'
    svg = drawn(square(1.0, name), square(2.0, name))

    assert name in texts(svg)


def test_any_data_can_be_drawn() -> None:
    strange = [NotFinite("nan"), Other("a <tensor>"), "text\x00", None, True, NodeRef(0), 10**400]
    nodes = tuple(Node(data, data, "+", of(0)) for data in strange)  # type: ignore[arg-type]

    ElementTree.fromstring(drawn(Trace({"a": NodeRef(0)}, nodes), square()))


def test_a_cycle_can_be_drawn() -> None:
    nodes = (
        Node(1.0, 0.0, "+", of(1)),
        Node(
            1.0,
            0.0,
            "+",
            of(0),
        ),
    )

    ElementTree.fromstring(drawn(Trace({}, nodes), Trace(), step(0)))


@pytest.mark.parametrize(
    "trace",
    [
        Trace(),
        Trace({"a": NodeRef(0)}, (Node(1.0),)),
        Trace({"a": NodeRef(0)}, (Node(1.0, 0.0, "", of()),)),
        square(),
        Trace({}, tuple(Node(1.0, 0.0, "+", of(0)) for _ in range(MOST_NODES + 1))),
    ],
    ids=["nothing", "no memory", "a leaf", "nothing is wrong", "a huge graph"],
)
def test_where_there_is_no_graph_or_nothing_to_mark_there_is_no_picture(trace: Trace) -> None:
    assert draw(trace, trace, None, PROGRAM) is None


def test_a_failing_backward_is_explained() -> None:
    """From a learner's process to the first wrong step and the picture."""
    program = "a = Value(3.0)\nb = a + a\nb.backward()\n"
    full = imports(program) + program
    misconception = next(m for m in ALL if m.name == "sum-assigns-gradient")
    sources = apply(misconception.edits, solution_sources())
    with LearnerProcess(of_sources("solution", solution_sources()).files) as process:
        expected = process.run(full)
    with LearnerProcess(of_sources("learner", sources).files) as process:
        explained = explain_steps(process, full, process.run(full), expected)

    found, svg = explained.step, explained.picture
    assert found is not None
    assert found.kind == "overwritten"
    assert found.nodes == (1, 0)
    assert svg is not None and red_operations(svg) == ["✗ +"]
    assert "✓ 1.0 × 1.0 + 1.0 × 1.0 = 2.0" in texts(svg)
    assert len(svg.encode()) < 40_000
    assert "torch: grad 2.0000" in texts(svg)
    moving = explained.moving
    assert moving is not None
    assert (moving.roots, moving.kind, moving.node, moving.operand) == ((1,), "gave", 1, 0)
    assert moving.values[0] == MovingValue(3.0, 1.0, "a", "", (), False, 3.0, 2.0)
    assert moving.ran[0] == MovingStep(
        1, 1.0, (MovingGiven(0, 0.0, 1.0),) * 2
    )  # a row for each use


def test_the_data_of_a_page_can_be_sent_whatever_an_op_is_called() -> None:
    nodes = Node("\ud800" * 99, 1.0, "", of()), Node(6.0, 1.0, "\ud800" * 99, of(0, 0))
    trace = Trace({"b": NodeRef(1)}, nodes)
    expected = Trace({"b": NodeRef(1)}, (Node(3.0, 2.0), Node(6.0, 1.0)))
    found = moving_of(trace, expected, None, None, "b.backward()")
    assert found is None or msgspec.msgpack.encode(found)
    whole = square()
    found = moving_of(whole, square(2.0), step(1, 0), None, PROGRAM)
    assert found and msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=Moving) == found


@pytest.mark.parametrize(
    "trace",
    [
        Trace({}, ()),
        Trace({"a": NodeRef(0), "b": NodeRef(1)}, (Node(3.0, 1.0), Node(6.0, 1.0))),
        Trace({"a": NodeRef(0), "b": NodeRef(1)}, (Node(3.0, 1.0), Node(6.0, 1.0, "?", of(0, 0)))),
    ],
    ids=["nothing", "no memory", "an op that is not known"],
)
def test_where_the_rules_do_not_come_to_what_is_expected_there_is_no_page(trace: Trace) -> None:
    assert moving_of(trace, square(2.0), None, None, PROGRAM) is None
