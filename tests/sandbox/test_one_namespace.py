"""Parts of one file, such as hw.ipynb/value.py: one namespace, whichever is imported first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.sandbox.process import LearnerProcess
from grader.submission.submission import Submission, file_of
from grader.trace import Many, Raised, Trace, number

VALUE = """\
import math
class Value:
    def __init__(self, data):
        self.data = data
        self.grad = 0.0
    def twice(self):
        return double(self)
"""
NN = """\






LIMIT = 3.0
def double(value):
    return Value(min(2 * value.data, LIMIT))
"""


def process(folder: str = "hw.ipynb", **sources: str) -> LearnerProcess:
    return LearnerProcess({m: (f"{folder}/{m}.py", text) for m, text in sources.items()})


def run(program: str, folder: str = "hw.ipynb", **sources: str) -> Trace:
    with process(folder, **{"value": VALUE, "nn": NN, "training": "", **sources}) as learner:
        return learner.run(program)


def raised(trace: Trace) -> Raised:
    assert trace.raised
    return trace.raised


@pytest.mark.parametrize("folder", ["hw.ipynb", "a/b/micrograd.py", "HW.IPYNB", "my hw (1).py"])
@pytest.mark.parametrize("first", ["value", "nn", "training"])
def test_each_part_knows_the_names_of_the_others(folder: str, first: str) -> None:
    trace = run(f"import {first}\nfrom value import Value\na = Value(1.0).twice()\n", folder)
    assert trace.raised is None
    assert trace.node("a").data == 2.0  # type: ignore[union-attr]


@pytest.mark.parametrize("folder", ["hw.ipynb/.", "x.py/./exercises", "exercises", "hw.ipynbs"])
def test_files_in_a_folder_are_modules_of_their_own(folder: str) -> None:
    trace = run("from value import Value\na = Value(1.0).twice()\n", folder)
    assert raised(trace).message == "name 'double' is not defined"


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("hw.ipynb/value.py", "hw.ipynb"),
        ("a/hw.py/value.py", "a/hw.py"),
        ("A/HW.Py/value.py", "A/HW.Py"),
        ("foo.py/./value.py", ""),
        ("exercises/value.py", ""),
        ("value.py", ""),
    ],
)
def test_a_part_is_told_by_its_path(path: str, file: str) -> None:
    assert file_of(path) == file


def test_the_modules_beside_one_are_those_of_its_file() -> None:
    files = {
        "value": ("hw.ipynb/value.py", ""),
        "nn": ("hw.ipynb/nn.py", ""),
        "other": ("hw2.ipynb/other.py", ""),
        "own": ("own.py", ""),
    }
    submission = Submission("learner", files)
    assert submission.beside("nn") == {"value", "nn"}
    assert submission.beside("own") == submission.beside("absent") == set()


def test_the_parts_are_one_module_under_all_their_names() -> None:
    trace = run("import value, nn, training\nsame = value is nn is training\n")
    assert trace.names["same"] is True


def test_statements_run_in_the_order_of_their_lines() -> None:
    trace = run(
        "from value import seen\n",
        value="seen = [1]\n\n\n\nseen.append(4)\n",
        nn="\n\nseen.append(3)\n",
        training="\nseen.append(2)\n",
    )
    seen = trace.names["seen"]
    assert isinstance(seen, Many)
    assert [number(item) for item in seen.items] == [1, 2, 3, 4]


def test_they_run_once_for_a_program_and_anew_for_the_next() -> None:
    with process(value="seen = [1]\n", nn="\nseen.append(2)\n") as learner:
        for _ in range(3):
            trace = learner.run("import nn, value\nn = len(value.seen)\nvalue.seen.append(3)\n")
            assert trace.names["n"] == 2


def test_only_the_part_that_raises_cannot_be_imported() -> None:
    nn = NN + "1 / 0\nLATER = 1.0\n"
    trace = run("from value import Value, LATER\na = Value(1.0).twice()\nimport nn", nn=nn)
    error = raised(trace)
    assert trace.node("a").data == 2.0  # type: ignore[union-attr]
    assert (error.kind, error.frames[-1].file, error.frames[-1].line) == (
        "ZeroDivisionError",
        "hw.ipynb/nn.py",
        10,
    )
    assert error.frames[-1].text == "1 / 0"


def test_it_raises_the_same_each_time_and_for_each_who_imports_it() -> None:
    program = """
from value import Value
texts = []
for _ in range(3):
    try:
        import nn
    except ZeroDivisionError as error:
        trace = error.__traceback__
        depth = 0
        while trace:
            depth, trace = depth + 1, trace.tb_next
        texts.append(depth)
same = len(set(texts)) == 1 and len(texts) == 3
"""
    trace = run(program, nn="1 / 0\n")
    assert trace.raised is None
    assert trace.names["same"] is True


@pytest.mark.parametrize("line", ["def f(:\n", "return 1\n", "x = '\\ud800'\n\0"])
def test_only_the_part_that_python_cannot_read_cannot_be_imported(line: str) -> None:
    trace = run("from value import Value\na = Value(1.0)\nimport nn", nn=line)
    assert trace.node("a").data == 1.0  # type: ignore[union-attr]
    assert raised(trace).kind in ("SyntaxError", "ValueError")


def test_exit_costs_its_part_alone() -> None:
    trace = run("from value import Value\na = Value(1.0)\nimport training", training="exit()\n")
    assert trace.node("a").data == 1.0  # type: ignore[union-attr]
    assert raised(trace).kind == "SystemExit"


def test_an_exception_has_the_paths_and_lines_of_the_parts() -> None:
    value = VALUE.replace("return double(self)", "return double()")
    frames = raised(run("from value import Value\nValue(1.0).twice()", value=value)).frames
    assert [(frame.file, frame.line) for frame in frames] == [
        ("<program>", 2),
        ("hw.ipynb/value.py", 7),
    ]


def test_what_is_absent_is_put_off_in_each_part() -> None:
    trace = run("import nn\nnn.plt.plot()", nn="import matplotlib.pyplot as plt\n")
    assert "(hw.ipynb/nn.py, line 1, imports it)" in raised(trace).message


def test_a_future_of_one_part_is_that_of_its_statements() -> None:
    future = "from __future__ import annotations\n"
    nn = future + "def f(x: not_defined): ...\n"
    assert run("import nn, value", nn=nn).raised is None
    error = raised(run("import nn", value=future + VALUE, nn="def f(x: not_defined): ...\n"))
    assert error.kind == "NameError"


def test_the_text_of_all_parts_is_what_a_traceback_shows() -> None:
    program = """
import traceback, nn
try:
    nn.double(None)
except AttributeError:
    text = traceback.format_exc()
"""
    text = run(program).names["text"]
    assert isinstance(text, str)
    assert "return Value(min(2 * value.data, LIMIT))" in text


GROWING = """\
class Value:
    def __init__(self, name):
        self.name = name
    def __repr__(self):
        return self.name
class Value(Value):
    def later(self): ...
Value.more = lambda self: None
"""
WALK = """
from value import Value
kept = [Value(str(i)) for i in range(20)]
order = [value.name for value in set(kept)]
"""


@pytest.mark.parametrize(
    "value", [GROWING, GROWING.replace("class Value(Value)", "class Value(V)")]
)
def test_sets_of_a_value_that_grows_are_walked_in_a_known_order(value: str) -> None:
    value = value.replace("class Value(V)", "V = Value\nclass Value(V)")
    with process(value=value, nn="") as learner:
        forward, reverse = (learner.run(WALK, set_order=o) for o in ("forward", "reverse"))
    there, back = forward.names["order"], reverse.names["order"]
    assert isinstance(there, Many)
    assert isinstance(back, Many)
    assert [*there.items] == [str(i) for i in range(20)] == [*reversed(back.items)]


@pytest.fixture(scope="module")
def broken() -> Iterator[LearnerProcess]:
    with process(value=VALUE, nn=NN) as learner:
        yield learner


def test_a_name_that_is_nowhere_in_the_file_cannot_be_imported(broken: LearnerProcess) -> None:
    message = raised(broken.run("from nn import MLP\n")).message
    assert message.startswith("cannot import name 'MLP' from 'value'")
