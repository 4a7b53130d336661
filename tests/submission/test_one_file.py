"""A Python file by any name that holds several modules of the kata, or all."""

from __future__ import annotations

import pytest

from grader import grading
from grader.curriculum import WITHOUT_TORCH
from grader.submission.one_file import OneFile, defined, read_one_file
from grader.submission.submission import Submission, UnusableSubmission, of_sources
from tests.report.terminal.shown import shown
from tests.submission.notebooks import SOURCES, graded, wrong

ALL = "\n\n".join(SOURCES.values())
VALUE = SOURCES["value.py"]
TOP = "import numpy as np\nimport matplotlib.pyplot as plt\nimport torch\n\n\n"
SCRIPT = """

xs = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5]]
model = MLP(3, [4, 4, 1])
for k in range(10**9):
    print(train(model, xs, [1.0, -1.0], 20, float(input("rate: "))))
plt.plot(xs)
"""
GUARDED = '\n\nif __name__ == "__main__":\n    print(train(MLP(1, [1]), [], [], 10**9, 1.0))\n'


def read(text: str, name: str = "micrograd.py") -> OneFile:
    return read_one_file(text.encode(), name)


def test_the_solutions_in_one_file_earn_what_they_earn_as_files() -> None:
    report = graded(read(TOP + ALL + SCRIPT))
    as_files = grading.grade(of_sources("files", SOURCES), stages=WITHOUT_TORCH)
    assert wrong(report) == []
    assert (report.earned, report.bonus_earned) == (as_files.earned, as_files.bonus_earned)


def test_value_py_may_hold_the_others_too() -> None:
    some = "\n\n".join(SOURCES[name] for name in ("value.py", "topological_sort.py", "nn.py"))
    one = read(some, "hw/value.py")
    assert defined(one) == 5
    assert {path for path, _ in one.files.values()} == {f"hw/value.py/{name}" for name in SOURCES}
    report = graded(one, (1, 3, 8))
    assert [stage.status for stage in report.stages] == ["passed", "to do", "passed"]


def test_each_line_stands_where_it_stands_in_the_file() -> None:
    lines = (TOP + ALL + SCRIPT).split("\n")
    seen = 0
    for _, source in read(TOP + ALL + SCRIPT).files.values():
        for line, text in enumerate(source.split("\n")):
            assert not text or text == lines[line]
            seen += bool(text)
    assert seen > 200


def test_each_definition_is_in_its_home_and_nowhere_else() -> None:
    files = {module: text for module, (_, text) in read(ALL).files.items()}
    for word, home in (
        ("class Value", "value"),
        ("class MLP", "nn"),
        ("def train", "training"),
        ("def torch_neuron", "torch_neuron"),
        ("import math", "value"),
        ("import random", "nn"),
    ):
        assert [module for module, text in files.items() if word in text] == [home]


def test_a_script_at_the_top_level_is_left_out_and_that_is_said() -> None:
    line = (TOP + ALL).count("\n") + SCRIPT[: SCRIPT.index("model")].count("\n") + 1
    assert read(TOP + ALL + SCRIPT).notes == (
        f"what runs outside of functions was left out, first on line {line}",
    )


@pytest.mark.parametrize("more", ["", GUARDED, "\n\nLIMIT = 3\n", '\n\n"""Notes."""\n'])
def test_nothing_is_said_where_there_is_none(more: str) -> None:
    assert read(ALL + more).notes == ()


def test_a_bug_is_named_with_its_line() -> None:
    bug = ALL.replace("self.grad += other.data", "self.grad = other.data")
    report = graded(read(TOP + bug + SCRIPT), (4, 5), why=True)
    text = shown(report, width=200)
    assert "Your `*` assigns gradients (=)" in text
    line = (TOP + ALL[: ALL.index("def __mul__")]).count("\n") + 1
    assert f"The fault   is in Value.__mul__ (micrograd.py:{line})" in text


def test_a_file_that_python_cannot_read_says_so_with_its_line() -> None:
    broken = ALL.replace("class Layer:", "class Layer(:")
    one = read(broken)
    report = graded(one, (1, 3, 8))
    assert {check.status for stage in report.stages for check in stage.checks} == {"error"}
    raised = report.stages[0].checks[0].outcome.raised
    assert raised
    line = broken[: broken.index("class Layer(:")].count("\n") + 1
    assert (raised.kind, raised.frames[-1].line) == ("SyntaxError", line)
    assert raised.frames[-1].text == "class Layer(:"


def test_a_notebook_that_was_saved_as_python_may_keep_its_magics() -> None:
    one = read("%matplotlib inline\n!pip install torch\n" + ALL)
    assert defined(one) == 13
    assert wrong(graded(one, (1, 8))) == []


def test_names_of_the_kata_that_are_imported_from_elsewhere_count_for_nothing() -> None:
    one = read("from micrograd.engine import Value\n\n\nclass Neuron: ...\n")
    assert one.names == ("Neuron",)


def test_what_an_import_from_the_kata_lacks_is_to_do() -> None:
    one = read(SOURCES["nn.py"])
    report = graded(one, (1, 8))
    assert {check.outcome.function for stage in report.stages for check in stage.checks} == {
        "Value"
    }
    assert {stage.status for stage in report.stages} == {"to do"}


def test_what_is_kept_is_no_more_than_is_needed() -> None:
    text = """\
from math import *
from os import path
import math, random
SEED, SCALE = 3, 2.0
OPS = {}
OPS["+"] = 1
OPS.update(a=1)
unused = {}
unused["x"] = 1
def helper(x):
    return tanh(x) * SCALE
def other(x):
    return path
class Base: ...
class Value(Base):
    def go(self):
        return helper(self), OPS
def go_on(self): ...
Value.go_on = go_on
setattr(Value, "more", lambda self: SEED)
if not hasattr(Value, "most"):
    Value.most = None
random.seed(3)
del other
"""
    assert (
        read(text).files["value"][1]
        == """\
from math import *


SEED, SCALE = 3, 2.0
OPS = {}
OPS["+"] = 1
OPS.update(a=1)


def helper(x):
    return tanh(x) * SCALE


class Base: ...
class Value(Base):
    def go(self):
        return helper(self), OPS
def go_on(self): ...
Value.go_on = go_on
setattr(Value, "more", lambda self: SEED)
if not hasattr(Value, "most"):
    Value.most = None
"""
    )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("x = 1; y = 2\nclass Value: z = y", "y = 2\nclass Value: z = y"),
        ("x = 1; y = 2\nclass Value: z = x, y", "x = 1; y = 2\nclass Value: z = x, y"),
        ("é = 'é'; y = '''\n;'''; z = 1\nclass Value: a = y", "y = '''\n;'''\nclass Value: a = y"),
        ("class Value:\n  a = 1\nclass Value:\n  b = 1", "\n\nclass Value:\n  b = 1"),
        ("def f(x): ...\n@f\nclass Value: ...", "def f(x): ...\n@f\nclass Value: ..."),
        ("class Value: 1\nclass Value:\n a = Value", "class Value: 1\nclass Value:\n a = Value"),
        ("tanh = 1\nclass Value:\n  tanh = tanh", "tanh = 1\nclass Value:\n  tanh = tanh"),
        ("def train(): ...\ntrain, test = [1], [2]", "def train(): ..."),
        ("def train(): ...\ntrain = 80", "def train(): ..."),
        ("def train(): ...\nf = train\ntrain = f", "def train(): ...\nf = train\ntrain = f"),
        ("def train(): sum([])\nsum = 3", "def train(): sum([])"),
        ("max = min\ndef train(): max(1)", "max = min\ndef train(): max(1)"),
        ("def train(): n\nn = 1\nn += 1", "def train(): n\nn = 1\nn += 1"),
        ("def train(n): n\nn = 1", "def train(n): n"),
        ("def train(): [n for n in m]\nn = m = 1", "def train(): [n for n in m]\nn = m = 1"),
        ("def train(): [n for n in m]\nn = 1", "def train(): [n for n in m]"),
        ("with a:\n  n = 1\ndef train(): n", "with a:\n  n = 1\ndef train(): n"),
        ("a = 1\nb = a\na = 2\ndef train(): b", "a = 1\nb = a\n\ndef train(): b"),
        ("a = 1\na = 2\ndef train(): a", "\na = 2\ndef train(): a"),
        ("from value import Value as V\nclass Value: ...", "\nclass Value: ..."),
        ("class Value: ...\nfrom value import Value as V\nprint(V)", "class Value: ..."),
        (
            "class Value: ...\nfrom value import Value as V\ndef train(): V",
            "\nV = Value\ndef train(): V",
        ),
        (
            "class Value: 1\ntry: from value import Value\nexcept E: from exercises.value import *",
            "class Value: 1",
        ),
        (
            "try:\n  from value import Value\nexcept E:\n  class Value: 1",
            "try:\n  from value import Value\nexcept E:\n  class Value: 1",
        ),
        (
            "from nn import (\n  MLP,\n  Layer as L)\ndef train(): MLP, L",
            "from nn import MLP; from nn import Layer as L\n\n\ndef train(): MLP, L",
        ),
    ],
)  # fmt: skip
def test_what_is_kept_of(text: str, kept: str) -> None:
    files = read(text + "\n").files
    assert files["training" if "def train" in kept else "value"][1] == kept + "\n"


def test_a_stub_that_is_overridden_below_is_none() -> None:
    text = """\
class Value:
    def __init__(self, data):
        raise NotImplementedError("stage 1: Value.__init__")
    def __repr__(self):
        raise NotImplementedError("stage 1: Value.__repr__")
    def tanh(self):
        raise NotImplementedError("stage 4: Value.tanh")
    def exp(self):
        raise NotImplementedError("stage 6: Value.exp")
class Value(Value):
    def __init__(self, data):
        self.data = data
Value.__repr__ = lambda self: f"Value(data={self.data})"
setattr(Value, "tanh", None)
"""
    source = read(text).files["value"][1]
    assert source.count("pass") == 3
    assert source.count("NotImplementedError") == 1
    assert source.count("\n") == text.count("\n")
    first, *_ = graded(read(text), (1,)).stages[0].checks
    assert first.status == "passed"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"x = 1\n", "nothing of the kata is defined"),
        (b"x = = 1\n", "nothing of the kata is defined"),
        (b"from value import Value\n", "nothing of the kata is defined"),
        (b"# caf\xe9\nclass Value: ...\n", "not in UTF-8"),
        (b"# coding: nonsense\nclass Value: ...\n", "not in UTF-8"),
        ("class Value: ...".encode("utf-16"), "not in UTF-8"),
        (b"class Value: ...\0", "it is not a text file"),
        (b"x" * ((1 << 20) + 1), "larger than 1 MB"),
        (b"x = 1\n" * 6_000, "more than 5000 statements"),
        (b"x = " + b"(" * 10_000, "nothing of the kata is defined"),
    ],
)
def test_what_is_no_file_of_the_kata_is_one_line(content: bytes, said: str) -> None:
    with pytest.raises(UnusableSubmission) as raised:
        read_one_file(content, "hw.py")
    assert str(raised.value).startswith("hw.py: ")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + VALUE,
        VALUE.replace("\n", "\r\n"),
        VALUE.replace("\n", "\r"),
        "# coding: latin-1\n" + VALUE,
    ],
)
def test_other_ways_to_save_it_change_nothing(text: str) -> None:
    assert wrong(graded(read(text), (1,))) == []


def deep(pieces: int) -> str:
    return "x = " + " + ".join(["1"] * pieces) + "\n"


@pytest.mark.parametrize(
    "odd",
    [
        deep(3_000),
        f"if {deep(3_000)[4:-1]}:\n    pass\n",
        "x = " + "-" * 5_000 + "1\n",
        "x = " + "(" * 90 + ")" * 90 + "\n",
        "return 1\n",
        "async def f():\n    async for x in y: await x\n",
        "match x:\n    case [a, b]: pass\n",
        "x: int\ny: int = 3\n",
        "global x\n",
        "nonlocal_ = lambda: (yield)\n",
        "def f():\n    nonlocal x\n",
        "x = '\\d'\n",
        "try: a\nexcept E as e: b\n",
    ],
)
def test_odd_statements_beside_it_cost_nothing(odd: str) -> None:
    try:
        one = read(odd + "def train(): return x, f\n" + VALUE)
    except UnusableSubmission as unusable:
        pytest.fail(str(unusable))
    assert "Value" in one.names


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text",
    [
        "".join(f"def f{i}(): return f{i + 1}()\n" for i in range(4_900)) + "def train(): f0()\n",
        "".join(f"x{i} = f(x{i - 1})\n" for i in range(4_900)) + "def train(): x4899\n",
        "def train(): x\n" + "x = f(x); " * 4_900 + "\n",
        "class Value: ...\n" + "Value.x = g(Value)\n" * 4_900,
        "class Value: ...\n" + "class Value(Value):\n  def stage(self): ...\n" * 2_400,
        "from m import *\n" * 2_400
        + "".join(f"def f{i}(): return f{i + 1}()\n" for i in range(2_400))
        + "def train(): f0()\n",
        "def train(): x\nfor y in z:\n" + "  x = f(y)\n" * 20_000,
        " " * 500_000 + "\n = =\nclass Value: ...\n",
        "x = " + "a." * 200_000 + "b =\nclass Value: ...\n",
    ],
)
def test_a_file_that_is_made_to_take_long_does_not(text: str) -> None:
    assert defined(read(text)) == 1


def test_two_files_are_two_submissions() -> None:
    other = read(VALUE.replace("self.data + other.data", "self.data"))
    files = [read(VALUE).files, other.files, read(VALUE).files]
    found: list[float] = []
    submissions = [Submission("learner", one) for one in files]
    grading.grade_all(submissions, lambda report: found.append(report.earned), stages=(1,))
    assert found[0] == found[2] == 10.0 > found[1]
