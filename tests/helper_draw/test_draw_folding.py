"""Folding and fitting: networks as one sees them, nothing lost, and no picture too wide."""

from __future__ import annotations

import math
import random
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helper_draw import Box, Drawing, Graph, draw_dot
from helper_draw.fitting import FEWER, MOST_VALUES, WIDTH
from helper_draw.folding import foldings

ROOT = Path(__file__).parents[2]
XS = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
YS = [1.0, -1.0, -1.0, 1.0]


class Number:
    """A learner's Value, with operands in a container of choice, that wraps plain numbers."""

    def __init__(self, data, _children=(), _op="", container=tuple):
        self.data, self.grad, self.container = data, 0.0, container
        self._prev, self._op, self.label = container(_children), _op, ""

    def _made(self, data, children, op):
        return type(self)(data, children, op, self.container)

    def _wrapped(self, other):
        return other if isinstance(other, Number) else self._made(other, (), "")

    def __add__(self, other):
        other = self._wrapped(other)
        return self._made(self.data + other.data, (self, other), "+")

    def __mul__(self, other):
        other = self._wrapped(other)
        return self._made(self.data * other.data, (self, other), "*")

    def __pow__(self, power):
        return self._made(self.data**power, (self,), f"**{power}")

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def tanh(self):
        return self._made(math.tanh(self.data), (self,), "tanh")

    def exp(self):
        return self._made(math.exp(self.data), (self,), "exp")

    def relu(self):
        return self._made(max(self.data, 0.0), (self,), "ReLU")


def dot(ws, xs):
    total = ws[0] * xs[0]
    for w, x in list(zip(ws, xs))[1:]:
        total = w * x + total
    return total


def in_pairs(terms):
    """Added up two by two."""
    while len(terms) > 1:
        terms = [a + b for a, b in zip(terms[::2], terms[1::2])] + terms[len(terms) & ~1 :]
    return terms[0]


def tanh_written_out(n):
    e = (2 * n).exp()
    return (e - 1) * (e + 1) ** -1


def sigmoid_written_out(n):
    return ((-n).exp() + 1) ** -1


SUMS = {
    "sum, then bias": lambda w, x, b: sum(wi * xi for wi, xi in zip(w, x)) + b,
    "from the bias": lambda w, x, b: sum((wi * xi for wi, xi in zip(w, x)), b),
    "inputs first": lambda w, x, b: sum((xi * wi for wi, xi in zip(w, x)), b),
    "dot product": lambda w, x, b: b + dot(w, x),
    "in pairs": lambda w, x, b: in_pairs([*(wi * xi for wi, xi in zip(w, x)), b]),
}
ACTIVATIONS = {
    "tanh": lambda n: n.tanh(),
    "ReLU": lambda n: n.relu(),
    "linear": lambda n: n,
    "tanh written out": tanh_written_out,
    "sigmoid written out": sigmoid_written_out,
}


class Network:
    """MLP(3, [4, 4, 1]) in a style of its own."""

    def __init__(self, added_up, activation, container=tuple, sizes=(3, 4, 4, 1)):
        draw = random.Random(1).uniform

        def weights(count):
            return [Number(draw(-1, 1), container=container) for _ in range(count)]

        self.layers = [[(weights(a), weights(1)[0]) for _ in range(b)] for a, b in pairwise(sizes)]
        self.added_up, self.activation = added_up, activation

    def __call__(self, x):
        for layer in self.layers:
            x = [self.activation(self.added_up(w, x, b)) for w, b in layer]
        return x[0]


def first_folding(drawing):
    return next(foldings(drawing.graph, MOST_VALUES))


def assert_nothing_is_lost(graph, folding):
    members = {at for group in folding.groups for at in group.members}
    shown = [at for at in folding.shown if at is not None]
    assert len(shown) == len(set(shown))
    assert members.isdisjoint(shown)
    assert members | set(shown) == set(range(len(graph.boxes)))
    for group in folding.groups:
        assert group.box in {*members, *shown, -1}


@pytest.mark.parametrize("container", [tuple, set])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("added_up", SUMS)
def test_a_neuron_in_any_style_is_one_box(added_up, activation, container):
    network = Network(SUMS[added_up], ACTIVATIONS[activation], container)
    drawing = draw_dot(network([2.0, 3.0, -1.0]))
    folding = first_folding(drawing)
    bands = [box.band for box in folding.graph.boxes]
    kind = activation.split()[0]
    assert bands.count(f"{kind} neuron") == 9
    assert len(bands) == 12  # and each input once
    assert bands.count("input, ×4") == 3
    assert {box.data for box in folding.graph.boxes if box.band == "input, ×4"} == {2.0, 3.0, -1.0}
    assert_nothing_is_lost(drawing.graph, folding)


@pytest.mark.parametrize("activation", ["tanh", "linear"])
def test_examples_are_drawn_once_with_how_many_there_are(activation):
    network = Network(SUMS["from the bias"], ACTIVATIONS[activation])
    loss = sum((network(x) - y) ** 2 for x, y in zip(XS, YS))
    drawing = draw_dot(loss)
    folding = first_folding(drawing)
    assert len(folding.graph.boxes) <= 17
    assert [use.mark for use in folding.graph.uses.values()] == ["×4"]
    assert sum("neuron" in box.band for box in folding.graph.boxes) == 9
    assert_nothing_is_lost(drawing.graph, folding)
    assert ">×4</text>" in drawing.svg


def test_inputs_that_are_values_are_shared_and_stay():
    x = [Number(2.0), Number(3.0), Number(-1.0)]
    folding = first_folding(draw_dot(Network(SUMS["from the bias"], ACTIVATIONS["tanh"])(x)))
    assert [box.band for box in folding.graph.boxes].count("") == 3
    assert len(folding.graph.boxes) == 12


def test_what_is_no_neuron_is_drawn_as_it_is():
    a, b = Number(2.0).exp(), Number(3.0).exp()
    x = a
    for _ in range(40):
        x = (x * b).tanh()
    folding = next(foldings(draw_dot(x).graph, 1000))
    assert folding.groups == ()


def test_a_wide_layer_is_one_box():
    network = Network(SUMS["from the bias"], ACTIVATIONS["tanh"], sizes=(2, 16, 16, 1))
    drawing = draw_dot(network([1.0, 2.0]))
    folding = first_folding(drawing)
    bands = [box.band for box in folding.graph.boxes]
    assert bands.count("layer of 16 tanh neurons") == 2
    assert len(bands) == 5
    assert_nothing_is_lost(drawing.graph, folding)


def test_up_to_sixty_values_nothing_is_folded(value, look):
    x = value(1.0)
    for _ in range(29):
        x = x * value(2.0) if len(str(x.data)) < 9 else x + value(1.0)
    assert len(look(draw_dot(x, "svg", "LR", fold=False).svg).boxes) == 59


def test_without_folding_every_value_is_drawn(look):
    root = Network(SUMS["from the bias"], ACTIVATIONS["tanh"])([2.0, 3.0, -1.0])
    drawing = draw_dot(root, fold=False)
    picture = look(drawing.svg)
    assert len(picture.boxes) == len(drawing.graph.boxes) > MOST_VALUES
    assert picture.size[0] > 5 * WIDTH  # which is why


def wide(count):
    return Graph([Box(1.0, op="+", parents=tuple(range(1, count)))] + [Box(1.0)] * (count - 1))


def long(count):
    return Graph([Box(1.0, op="exp", parents=(at + 1,)) for at in range(count - 1)] + [Box(1.0)])


def hostile():
    text = "<script>" * 9
    return Graph(
        [Box(text, text, text, text, (at + 1,), note=text) for at in range(19)] + [Box(text)]
    )


@pytest.mark.parametrize("rankdir", ["", "LR", "TB"])
@pytest.mark.parametrize(
    "graph",
    [wide(300), long(300), hostile(), Graph([]), Graph([Box(1.0, parents=(0,))])],
    ids=["wide", "long", "hostile", "empty", "loop"],
)
def test_no_picture_is_wider_than_a_page_and_what_is_folded_is_said(look, graph, rankdir):
    drawing = Drawing(graph, rankdir)
    picture = look(drawing.svg)
    assert picture.size[0] <= WIDTH
    boxes = len(picture.boxes)
    assert boxes <= MOST_VALUES
    assert len(drawing.svg.encode()) < 60_000
    if boxes < len(graph.boxes):
        assert "fold=False" in drawing.svg


@pytest.mark.slow("lays out networks")
@pytest.mark.parametrize("layers", [(3, 4, 4, 1), (2, 16, 16, 1), (3, *[4] * 12, 1), (40, 1)])
def test_a_network_of_any_size_fits(look, layers):
    network = Network(SUMS["from the bias"], ACTIVATIONS["tanh"], sizes=layers)
    drawing = draw_dot(network([random.Random(at).uniform(-1, 1) for at in range(layers[0])]))
    assert look(drawing.svg).size[0] <= WIDTH
    assert len(drawing.svg.encode()) < 40_000


@pytest.mark.parametrize("style", ["solutions", "tests/submissions/lecture"])
def test_networks_as_learners_write_them(monkeypatch, style):
    monkeypatch.syspath_prepend(str(ROOT / style))
    for name in ("value", "nn", "training", "topological_sort"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    from nn import MLP

    random.seed(3)
    model = MLP(3, [4, 4, 1])
    loss = sum((model(x) - y) ** 2 for x, y in zip(XS, YS))
    loss.backward()
    drawing = draw_dot(loss)
    folding = first_folding(drawing)
    for name in ("value", "nn", "training", "topological_sort"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    assert sum(box.band == "tanh neuron" for box in folding.graph.boxes) == 9
    assert len(folding.graph.boxes) <= 17
    assert_nothing_is_lost(drawing.graph, folding)


@st.composite
def random_graphs(draw):
    """Leaves, sums, products and activations at random, much of it like neurons."""
    count = draw(st.integers(1, 90))
    source = random.Random(draw(st.integers(0, 10**6)))
    boxes = []
    for at in range(count):
        op = source.choice(["", "", "+", "+", "*", "*", "tanh", "exp", "**-1"]) if at else ""
        size = {"": 0, "+": 2, "*": 2}.get(op, 1)
        near = max(0, at - source.choice([3, 10, 90]))
        parents = tuple(source.randrange(near, at) for _ in range(size))
        boxes.append(Box(source.choice([0.0, 1.0, 2.0]), op=op, parents=parents))
    if draw(st.booleans()):
        at = source.randrange(count)
        boxes[at] = boxes[at]._replace(highlighted=True)
    return Graph(boxes)


@settings(max_examples=60, deadline=None)
@given(random_graphs())
def test_whatever_is_folded_no_value_is_lost(graph):
    for folding in foldings(graph, 12, FEWER):
        assert_nothing_is_lost(graph, folding)
        marked = {at for at, box in enumerate(graph.boxes) if box.highlighted}
        assert marked <= {at for at in folding.shown if at is not None}


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 5), st.integers(1, 4), st.integers(1, 4), st.sampled_from([tuple, set]))
def test_no_value_of_a_network_is_lost(inputs, neurons, examples, container):
    network = Network(SUMS["in pairs"], ACTIVATIONS["tanh"], container, (inputs, neurons, 1))
    loss = sum(network([0.5 * at + each for at in range(inputs)]) for each in range(examples))
    graph = draw_dot(loss + Number(1.0)).graph
    for folding in foldings(graph, MOST_VALUES, FEWER):
        assert_nothing_is_lost(graph, folding)


def test_operands_keep_the_order_in_which_they_were_written(value, look):
    a, b = value(2.0, label="a"), value(3.0, label="b")
    for one, other in ((a, b), (b, a)):
        picture = look(draw_dot(one * other + a).svg)
        tops = {cells[0]: box[1] for cells, box in zip(picture.cells, picture.boxes)}
        drawn = sorted((a, b), key=lambda each: tops[each.label])
        assert drawn == [one, other] or {"1", "2"} <= set(picture.texts)
