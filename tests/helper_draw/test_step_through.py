"""step_through: what it reads of a learner's objects, what it hands over, and what it refuses."""

from __future__ import annotations

import copy
import json
import math
import re

import pytest

from helper_draw import Box, Graph, step_through
from helper_draw.page import page
from helper_draw.stepping import Failing, Stepping, Wrong
from helper_draw.stepping.rules import Rule, rule_of


def data_of(text):
    """What a page's script is given."""
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    return json.loads(block[1])


def rule(op, operands, made, *, unordered=False):
    """The rule of a box with those operands' numbers, at the places 1, 2, and so on."""
    numbers = dict(enumerate(operands, 1))
    box = Box(made, op=op, parents=tuple(numbers), unordered=unordered)
    return rule_of(box, numbers.get, made)


# What it reads


def everything_of(root):
    found = [root]
    for node in found:
        found += [each for each in node._prev if all(each is not other for other in found)]
    return [(id(node), copy.copy(vars(node))) for node in found]


def test_the_graph_is_the_same_before_and_after(neuron):
    before = everything_of(neuron)
    stepping = step_through(neuron)
    assert stepping.page and stepping._repr_html_() and str(stepping)
    assert everything_of(neuron) == before


def test_the_order_is_that_of_the_lectures_topological_sort(lecture):
    handed = data_of(step_through(lecture).page)
    names = [value[0] for value in handed["values"]]
    assert [names[at] for at in handed["passes"][0]] == ["a", "b", "e", "c", "d", "f", "L"]


def test_what_has_no_label_is_called_what_it_was_made_of_or_by_a_number(value):
    a, b = value(2.0, label="a"), value(3.0)
    names = [each[0] for each in data_of(step_through(a * a + b).page)["values"]]
    assert names == ["a", "(a * a)", "v1", "v2"]


def test_a_name_that_a_learner_gave_is_not_given_twice(value):
    both = value(1.0, label="v1") * value(2.0)
    assert [each[0] for each in data_of(step_through(both).page)["values"]] == ["v1", "v2", "v3"]


@pytest.mark.parametrize("container", [tuple, list, set, frozenset])
def test_one_operand_used_twice_counts_twice_in_any_container(value, container):
    a = value(3.0, label="a")
    b = value(6.0, (a, a), "+", "b", container)
    assert data_of(step_through(b).page)["values"][1][5] == [0, 0]


@pytest.mark.parametrize(
    ("op", "operands", "made", "found"),
    [
        ("+", (2.0, 3.0), 5.0, Rule("+", (1, 2))),
        ("+", (1.0, 2.0, 3.0), 6.0, Rule("+", (1, 2, 3))),
        ("*", (2.0, 3.0), 6.0, Rule("*", (1, 2))),
        ("-", (2.0, 3.0), -1.0, Rule("-", (1, 2))),
        ("-", (2.0,), -2.0, Rule("neg", (1,))),
        ("/", (3.0, 2.0), 1.5, Rule("/", (1, 2))),
        ("**2", (3.0,), 9.0, Rule("**", (1,), 2.0)),
        ("**-1", (4.0,), 0.25, Rule("**", (1,), -1.0)),
        ("**(0.5)", (9.0,), 3.0, Rule("**", (1,), 0.5)),
        ("^2", (3.0,), 9.0, Rule("**", (1,), 2.0)),
        ("**", (2.0, 3.0), 8.0, Rule("**", (1, 2))),
        ("tanh", (0.5,), math.tanh(0.5), Rule("tanh", (1,))),
        ("exp", (0.5,), math.exp(0.5), Rule("exp", (1,))),
        ("ReLU", (-1.0,), 0.0, Rule("relu", (1,))),
        ("log", (2.0,), math.log(2.0), Rule("log", (1,))),
    ],
)
def test_an_op_is_known_where_it_makes_that_number(op, operands, made, found):
    assert rule(op, operands, made) == found
    assert rule(op, operands, made + 1.0) is None


@pytest.mark.parametrize(
    ("op", "operands", "made"),
    [
        ("softplus", (1.0,), 1.3),
        ("**x", (1.0,), 1.0),
        ("**0.5", (-1.0,), 1.0),
        ("/", (1.0, 0.0), math.inf),
        ("exp", (1e9,), math.inf),
        ("log", (-1.0,), math.nan),
        ("", (1.0, 2.0), 3.0),
        ("+", (), 3.0),
    ],
)
def test_what_cannot_be_computed_is_not_known(op, operands, made):
    assert rule(op, operands, made) is None


def test_a_set_forgets_the_order_and_the_number_tells_it():
    assert rule("-", (2.0, 5.0), 3.0, unordered=True) == Rule("-", (2, 1))
    assert rule("/", (2.0, 5.0), 0.4, unordered=True) == Rule("/", (1, 2))


def test_where_either_order_makes_that_number_nothing_is_said():
    assert rule("-", (2.0, 2.0), 0.0, unordered=True) is None
    assert rule("/", (2.0, -2.0), -1.0, unordered=True) is None


def test_of_a_failing_check_the_expected_numbers_are_believed():
    """A tanh that made another number is a tanh all the same, and its number is in red."""
    graph = Graph([Box(9.0, 0.0, "o", "tanh", (1,)), Box(0.5, 0.0, "x")])
    expected = {0: (math.tanh(0.5), 1.0), 1: (0.5, 0.8)}
    failing = Failing("title", "program", "torch", expected, Wrong("text", "value", 0))
    value = data_of(Stepping(graph, [0], failing).page)["values"][1]
    assert (value[3], value[6], value[7]) == ("tanh", math.tanh(0.5), 9.0)


# Whatever a learner's objects do


class Raises:
    data = 1.0

    def __getattr__(self, name):
        raise RuntimeError(name)


class Loops:
    """A repr, an order, a hash and an equality that never end."""

    def __init__(self, data, prev=(), op=""):
        self.data, self.grad, self._prev, self._op = data, 0.0, prev, op

    def __repr__(self):
        while True:
            pass

    __eq__ = __hash__ = __lt__ = __bool__ = __len__ = __str__ = __repr__


def test_attributes_that_raise_and_reprs_that_loop_are_never_asked():
    assert step_through(Raises()).page
    leaf = Loops(2.0)
    assert step_through(Loops(4.0, (leaf, leaf), "*")).page


@pytest.mark.parametrize("data", [None, "text", True, [1.0], math.nan, math.inf, 10**400, b"1"])
def test_any_data_is_shown_and_none_is_computed_with(value, data):
    root = value(data, (value(1.0), value(2.0)), "+")
    assert data_of(step_through(root).page)["values"][-1][3] in ("?", "")


def test_a_circle_is_one_line(value):
    a = value(1.0)
    a._prev = (value(2.0, (a,), "+"),)
    with pytest.raises(ValueError, match=r"^step_through: .* in a circle; see draw_dot$"):
        step_through(a)


def test_no_value_is_one_line():
    with pytest.raises(TypeError, match=r"^step_through: got None, .*; pass the Value "):
        step_through(None)


def test_what_is_too_large_is_one_line():
    chain = Graph(Box(1.0, parents=(at - 1,) if at else ()) for at in range(5_001))
    with pytest.raises(ValueError, match=r"^step_through: 5,001 values are too many .*draw_dot$"):
        Stepping(chain, [5_000])


def test_a_chain_that_is_too_deep_for_recursion_is_none_for_the_page(value):
    total = value(1.0)
    for _ in range(1500):
        total = total + value(1.0)
    assert len(data_of(step_through(total).page)["values"]) == 3001


def test_results_that_share_more_than_leaves_have_no_page():
    graph = Graph([Box(1.0), Box(1.0, op="tanh", parents=(0,)), Box(1.0, op="exp", parents=(1,))])
    with pytest.raises(ValueError, match="share more than leaves"):
        Stepping(graph, [1, 2])


# What it is written as


def test_it_is_saved_as_a_whole_page(tmp_path, neuron):
    step_through(neuron).save(tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text("utf-8")
    assert text.startswith("<!doctype html>") and text.endswith("</html>\n")
    assert "default-src 'none'" in text and "http" not in text.replace("http-equiv", "").replace(
        "http://www.w3.org/2000/svg", ""
    )


def test_another_ending_is_refused(tmp_path, neuron):
    with pytest.raises(ValueError, match=r"must end in \.html$"):
        step_through(neuron).save(tmp_path / "page.svg")


def test_a_console_shows_the_tree_and_how_to_get_the_page(neuron):
    assert repr(step_through(neuron)).endswith("The page that steps through it: .save('page.html')")


def test_a_notebook_that_strips_frames_is_left_with_a_picture(neuron):
    html = step_through(neuron)._repr_html_()
    assert html.count("<iframe") == 1 and 'sandbox="allow-scripts"' in html
    assert re.search(
        r'<img alt="Step through an expression"[^>]* src="data:image/svg\+xml;base64,', html
    )


def test_another_theme_is_refused(neuron):
    with pytest.raises(ValueError, match=r"^theme is 'blue'; use "):
        step_through(neuron, theme="blue")


def test_where_there_are_no_files_it_says_so_in_a_line(neuron, monkeypatch):
    """As in a learner's process under grading."""
    from helper_draw import parts

    monkeypatch.setattr(parts, "__file__", "/nowhere/parts.py")
    parts.part.cache_clear()
    with pytest.raises(RuntimeError, match=r"^step_through: the page cannot be made here"):
        _ = step_through(neuron).page


# The frame of a page


def test_nothing_in_its_data_ends_the_block():
    text = page("title", "<p>", script="1", data={"a": "</script><!--\ud800"})
    assert data_of(text) == {"a": "</script><!--\ud800"}
    text.encode("utf-8")


@pytest.mark.parametrize("script", ["</script>", "<!--", "\r"])
def test_a_script_that_would_end_itself_is_refused(script):
    with pytest.raises(ValueError, match="its text would end it"):
        page("title", "", script=script)


def test_its_title_is_a_text():
    assert "<title>&lt;b&gt;↵</title>" in page("<b>\n", "")
