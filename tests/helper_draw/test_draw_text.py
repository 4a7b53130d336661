"""The tree of text that a terminal shows."""

from __future__ import annotations

from helper_draw import Box, Drawing, Graph, draw_dot


def test_operands_stand_beneath_their_result(lecture):
    assert (
        str(draw_dot(lecture))
        == """\
L | data -8.0000 | grad 0.0000  ← *
├─ d | data 4.0000 | grad 0.0000  ← +
│  ├─ e | data -6.0000 | grad 0.0000  ← *
│  │  ├─ a | data 2.0000 | grad 0.0000
│  │  └─ b | data -3.0000 | grad 0.0000
│  └─ c | data 10.0000 | grad 0.0000
└─ f | data -2.0000 | grad 0.0000"""
    )


def test_a_shared_value_is_shown_once_then_referred_to():
    boxes = [
        Box(4.0, op="*", parents=(1, 1)),
        Box(2.0, op="+", parents=(2, 2)),
        Box(1.0, label="a"),
    ]
    assert (
        Drawing(Graph(boxes)).text
        == """\
data 4.0000  ← *
├─ #1 data 2.0000  ← +
│  ├─ #2 a | data 1.0000
│  └─ #2 a, shown above
└─ #1 shown above"""
    )


def test_forty_doublings_take_no_path_twice():
    boxes = [Box(1.0, op="+", parents=(at + 1, at + 1)) for at in range(40)] + [Box(1.0)]
    assert len(Drawing(Graph(boxes)).text.splitlines()) == 81


def test_a_set_that_hides_the_second_use_is_marked(value):
    a = value(1.0, label="a")
    assert "└─ ×2 a" in str(draw_dot(value(2.0, {a}, "+", container=set)))


def test_several_results_have_a_tree_each():
    boxes = [Box(1.0, parents=(2,)), Box(2.0, parents=(2,)), Box(3.0, label="a")]
    assert (
        Drawing(Graph(boxes)).text
        == """\
data 1.0000
└─ #1 a | data 3.0000
data 2.0000
└─ #1 a, shown above"""
    )


def test_a_cycle_comes_to_an_end():
    boxes = [Box(1.0, label="a", parents=(1,)), Box(2.0, label="b", parents=(0,))]
    assert (
        Drawing(Graph(boxes)).text
        == """\
#1 a | data 1.0000
└─ b | data 2.0000
   └─ #1 a, shown above"""
    )


def test_a_deep_expression_is_cut_and_says_so():
    boxes = [Box(1.0, parents=(at + 1,)) for at in range(500)] + [Box(2.0)]
    lines = Drawing(Graph(boxes)).text.splitlines()
    assert len(lines) < 110
    assert lines[-1].endswith("└─ …")
