"""What the tests of drawing share: a learner's Value, and a reader of the pictures."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest

STEPS = 16  # points sampled on a piece of a path
SVG = "{http://www.w3.org/2000/svg}"


class Value:
    """As in the lecture, but that it keeps its operands in a container of choice."""

    def __init__(self, data, _children=(), _op="", label="", container=tuple):
        self.data = data
        self.grad = 0.0
        self._prev = container(_children)
        self._op = _op
        self.label = label

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), "+")

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), "*")

    def tanh(self):
        return Value(math.tanh(self.data), (self,), "tanh")


class Picture:
    """What can be seen in an SVG.

    boxes, ovals  (left, top, right, bottom) of each
    lines         for each arrow the points it passes, closely spaced
    heads         for each arrow head its tip
    texts         all that is written
    cells         for each box what is written in it
    """

    def __init__(self, svg):
        self.root = ElementTree.fromstring(svg)
        boxed = [
            group for group in self.root.iter(f"{SVG}g") if group.find(f"{SVG}title") is not None
        ]
        self.boxes = [_rectangle(group.find(f"{SVG}rect")) for group in boxed]
        self.cells = [[text.text for text in group.iter(f"{SVG}text")] for group in boxed]
        self.ovals = [_round(oval) for oval in self.root.iter(f"{SVG}ellipse")]
        self.texts = [text.text for text in self.root.iter(f"{SVG}text")]
        paths = list(self.root.find(f"{SVG}g").findall(f"{SVG}path"))
        self.lines = [_points(path.get("d")) for path in paths if path.get("fill") == "none"]
        self.heads = [_points(path.get("d"))[0] for path in paths if path.get("fill") != "none"]

    @property
    def shapes(self):
        return self.boxes + self.ovals

    @property
    def size(self):
        return float(self.root.get("width")), float(self.root.get("height"))


def _rectangle(rect):
    left, top = float(rect.get("x")), float(rect.get("y"))
    return left, top, left + float(rect.get("width")), top + float(rect.get("height"))


def _round(oval):
    x, y, rx, ry = (float(oval.get(name)) for name in ("cx", "cy", "rx", "ry"))
    return x - rx, y - ry, x + rx, y + ry


def _points(path):
    """Points along a path of straight lines and cubic curves."""
    points = []
    for command, rest in re.findall(r"([MLCZ])([^MLCZ]*)", path):
        numbers = [float(number) for number in rest.split()]
        pairs = list(zip(numbers[::2], numbers[1::2]))
        if command in "ML":
            pairs = pairs if command == "M" else _between(points[-1], pairs[0])
        elif command == "C":
            pairs = _curve(points[-1], *pairs)
        points += pairs
    return points


def _between(start, end):
    return [
        tuple(a + (b - a) * step / STEPS for a, b in zip(start, end))
        for step in range(1, STEPS + 1)
    ]


def _curve(*controls):
    points = []
    for step in range(1, STEPS + 1):
        t = step / STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        points.append(tuple(sum(w * c[axis] for w, c in zip(weights, controls)) for axis in (0, 1)))
    return points


@pytest.fixture(scope="session")
def value():
    """A class of Values such as a learner's."""
    return Value


@pytest.fixture(scope="session")
def look():
    """Reads an SVG: `look(svg).boxes`, `.ovals`, `.lines`, `.heads`, `.texts`."""
    return Picture


@pytest.fixture
def lecture():
    """L = (a*b + c) * f."""
    a, b, c, f = (
        Value(data, label=name)
        for data, name in ((2.0, "a"), (-3.0, "b"), (10.0, "c"), (-2.0, "f"))
    )
    e = a * b
    e.label = "e"
    d = e + c
    d.label = "d"
    loss = d * f
    loss.label = "L"
    return loss


@pytest.fixture
def neuron():
    """The lecture's neuron of two inputs: o = tanh(x1*w1 + x2*w2 + b)."""
    x1, x2, w1, w2 = (
        Value(data, label=name)
        for data, name in ((2.0, "x1"), (0.0, "x2"), (-3.0, "w1"), (1.0, "w2"))
    )
    b = Value(6.8813735870195432, label="b")
    n = x1 * w1 + x2 * w2 + b
    o = n.tanh()
    n.label, o.label = "n", "o"
    return o
