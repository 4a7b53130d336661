"""Notebooks of every shape: the solutions in one earn what they earn as files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from grader import grading
from grader.curriculum import WITH_TORCH, WITHOUT_TORCH
from grader.diagnosis.recognition.catalogue import ALL, Misconception, apply
from grader.paths import ROOT
from grader.python_source import stub
from grader.report.model import Report
from grader.submission.folder import read_folder
from grader.submission.notebook import read_notebook
from grader.submission.one_file import OneFile, defined
from grader.submission.submission import Submission, UnusableSubmission, of_sources
from tests.submission.notebooks import (
    SOURCES,
    earned,
    graded,
    indented,
    methods,
    notebook,
    wrong,
)
from tests.variations import variations

LECTURE = ROOT / "tests" / "submissions" / "lecture"
FILES = tuple(SOURCES.values())
VALUE, *OTHERS = FILES
EVERY = int(os.environ.get("EVERY", "3"))  # of how many variations one is graded

PACKAGES = """\
import numpy as np
import matplotlib.pyplot as plt
import torch
import torch.nn as nn
from graphviz import Digraph
import not_a_package_of_anyone
%matplotlib inline
!pip install graphviz
"""
PLOT = "xs = np.arange(-5, 5, 0.25)\nplt.plot(xs, np.tanh(xs)); plt.grid();"
LOOP = """\
n = MLP(3, [4, 4, 1])
xs = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5]]
ys = [1.0, -1.0]
for k in range(10**9):
    ypred = [n(x) for x in xs]
    loss = squared_error(ys, ypred)
    zero_gradients(n.parameters())
    loss.backward()
    for p in n.parameters():
        p.data += -0.1 * p.grad
    print(k, loss.data)
"""


def growing(*, by_assignment: bool) -> list[str]:
    """Value, method by method, with something tried after each."""
    above, found = methods()
    cells = [above]
    for i, (name, text) in enumerate(found):
        if i and by_assignment:
            cells.append(f"{text}\n\nValue.{name} = {name}")
        else:
            cells.append(f"class Value{'(Value)' if i else ''}:\n{indented(text)}")
        cells.append("print(Value(2.0))\nValue(3.0).data")
    return cells


def by_a_loop() -> list[str]:
    above, (init, *found) = methods()
    functions = [text for _, text in found]
    names = ", ".join(f'"{name}": {name}' for name, _ in found)
    loop = f"for name, function in {{{names}}}.items():\n    setattr(Value, name, function)"
    return [above, f"class Value:\n{indented(init[1])}", *functions, loop]


def by_a_decorator() -> list[str]:
    above, (init, *found) = methods()
    add = """\
def add_to(kind):
    def put(function):
        setattr(kind, function.__name__, function)
        return function
    return put
"""
    functions = [f"@add_to(Value)\n{text}" for _, text in found]
    return [above, add, f"class Value:\n{indented(init[1])}", *functions]


def imported(star: bool, package: str = "") -> list[str]:
    """The files as cells, whose imports are written in another way."""
    way = "import *" if star else "import Value as V"
    return [
        text.replace("from value import Value", f"from {package}value {way}").replace(
            "[Value(random" if not star else "\0", "[V(random"
        )
        for text in FILES
    ]


def of_format_3(*cells: str) -> bytes:
    made = [
        {
            "cell_type": "code",
            "collapsed": False,
            "input": text.splitlines(keepends=True),
            "language": "python",
            "metadata": {},
            "outputs": [{"output_type": "pyout", "prompt_number": 1, "text": "3", "metadata": {}}],
            "prompt_number": 1,
        }
        for text in cells
    ]
    sheet = {"cells": [{"cell_type": "markdown", "metadata": {}, "source": "hello"}, *made]}
    metadata = {"name": "hw"}
    return json.dumps(
        {"metadata": metadata, "nbformat": 3, "nbformat_minor": 0, "worksheets": [sheet]}
    ).encode()


def bare(*cells: str) -> bytes:
    """No metadata, lists of lines, nothing but what is needed."""
    made = [{"cell_type": "code", "source": text.splitlines(keepends=True)} for text in cells]
    return json.dumps({"cells": made, "nbformat": 4, "nbformat_minor": 2}).encode()


SHAPES: dict[str, bytes] = {
    "a cell for each file": notebook(*FILES),
    "all in one cell": notebook("\n\n".join(FILES)),
    "Value grows by class Value(Value)": notebook(*growing(by_assignment=False), *OTHERS),
    "Value grows by assignment": notebook(*growing(by_assignment=True), *OTHERS),
    "Value grows by a loop": notebook(*by_a_loop(), *OTHERS),
    "Value grows by a decorator": notebook(stub(VALUE), *by_a_decorator(), *OTHERS),
    "stubs grow by a decorator": notebook(
        stub(VALUE).replace(
            'raise NotImplementedError("stage 1: Value.__init__")', "self.data = 0"
        ),
        "class Value(Value):\n" + indented(methods()[1][0][1]),
        *by_a_decorator()[1:2],
        *by_a_decorator()[3:],
        *OTHERS,
    ),
    "packages and plots": notebook(PACKAGES, VALUE, PLOT, *OTHERS, PLOT),
    "a training loop at the top": notebook(*FILES, LOOP, "ypred"),
    "input at the top": notebook("who = input('name? ')", *FILES, "lr = float(input())"),
    "a broken cell": notebook(VALUE, "def f(:\n  x", *OTHERS),
    "cells from below to above": notebook(*FILES[::-1]),
    "cells that were run in another order": notebook(
        *[text for _, text in methods()[1][1:2]],
        *growing(by_assignment=True)[::-1],
        *OTHERS,
        runs=[1, *range(100, 100 - len(growing(by_assignment=True)), -1)],
    ),
    "stubs above": notebook(*map(stub, FILES), *FILES),
    "older definitions above": notebook("class Value:\n    def relu(self): 1 / 0", *FILES),
    "import *": notebook(*imported(star=True)),
    "import * from exercises": notebook(*imported(star=True, package="exercises.")),
    "Value under another name": notebook(*imported(star=False)),
    "timed": notebook(*[f"%%time\n\n{text}" for text in FILES]),
    "captured, with magics inside": notebook(
        f"%%capture out\n%load_ext autoreload\n%autoreload 2\n{VALUE}\nValue.tanh?\n??Value",
        *OTHERS,
    ),
    "files that cells write": notebook(*[f"%%writefile {f}\n{t}" for f, t in SOURCES.items()]),
    "one file that a cell writes": notebook(f"%%file exercises/value.py\n{VALUE}", *OTHERS),
    "builtins shadowed below": notebook(*FILES, "sum = 0.0\nlen = 3 + 4\nzip = [1]\nrange = {}"),
    "a future": notebook(VALUE, "from __future__ import annotations\n" + OTHERS[0], *OTHERS[1:]),
    "numpy or not": notebook(
        "try:\n    import numpy as np\nexcept ImportError:\n    np = None",
        VALUE.replace("math.tanh(self.data)", "float(np.tanh(self.data))"),
        *OTHERS,
    ),
    "helpers and constants": notebook(
        "LOW, HIGH = -1, 1\nseen = []",
        "def number():\n    seen.append(1)\n    return random.uniform(LOW, HIGH)",
        *[text.replace("random.uniform(-1, 1)", "number()") for text in FILES],
        "seen.append(0)",
    ),
    "indented by mistake": notebook(*map(indented, FILES)),
    "windows": notebook(*[text.replace("\n", "\r\n") for text in FILES]),
    "format 3": of_format_3(*FILES),
    "without metadata": bare(*FILES),
}


FEW = ("all in one cell", "Value grows by assignment", "packages and plots")


def reports_of(*shapes: str) -> dict[str, Report]:
    found: list[Report] = []
    submissions = [
        Submission(shape, read_notebook(SHAPES[shape], "hw.ipynb").files) for shape in shapes
    ]
    grading.grade_all(submissions, found.append, stages=WITHOUT_TORCH)
    return dict(zip(shapes, found))


def test_the_solutions_in_a_notebook_earn_everything() -> None:
    for report in reports_of(*FEW).values():
        assert wrong(report) == []
        assert report.earned == report.points == 10.0 * len(WITHOUT_TORCH)
        assert report.bonus_earned > 0


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return reports_of(*SHAPES)


@pytest.mark.slow("grades them all")
@pytest.mark.parametrize("shape", SHAPES)
def test_they_do_so_in_every_shape(shape: str, reports: dict[str, Report]) -> None:
    assert wrong(reports[shape]) == []
    assert reports[shape].earned == reports[shape].points == 10.0 * len(WITHOUT_TORCH)


@pytest.mark.parametrize("shape", SHAPES)
def test_all_the_names_of_the_kata_are_found(shape: str) -> None:
    one = read_notebook(SHAPES[shape], "a/hw.ipynb")
    assert defined(one) == 13
    assert [path for path, _ in one.files.values()] == [f"a/hw.ipynb/{name}" for name in SOURCES]


@pytest.mark.slow("imports torch")
def test_torch_at_the_top_counts_where_it_is_needed() -> None:
    torch_neuron = SOURCES["torch_neuron.py"].replace("    import torch\n\n", "")
    cells = [text if "torch" not in text else torch_neuron for text in FILES]
    one = read_notebook(notebook(PACKAGES, *cells), "hw.ipynb")
    assert one.files["torch_neuron"][1].count("import torch\n") == 1
    assert earned(one, [1, *WITH_TORCH]) == {1: 10.0, 7: 10.0}


def test_what_it_lacks_is_still_to_do() -> None:
    report = graded(read_notebook(notebook(VALUE), "hw.ipynb"))
    assert {
        stage.number: stage.status for stage in report.stages if stage.number in (3, 8, 11)
    } == {
        3: "to do",
        8: "to do",
        11: "to do",
    }
    assert report.stages[0].earned == 10.0
    missing = report.stages[2].checks[0].outcome
    assert (missing.reason, missing.function) == ("undefined", "numerical_gradient")
    assert missing.facts == {"module": "by_hand"}


# What the lecture's notebook looks like.


def in_the_lecture() -> list[str]:
    """The lecture's code as its notebook has it: tried in between, and grown by redefinition."""
    value, nn = ((LECTURE / name).read_text() for name in ("value.py", "nn.py"))
    sort = indented((LECTURE / "topological_sort.py").read_text())
    sort = sort[sort.index("topo = []") : sort.index("return topo")].replace("root", "self")
    imports = (
        "from topological_sort import topological_sort\n\n        topo = topological_sort(self)"
    )
    value = value.replace(imports, sort)
    first = value[: value.index("    def __radd__")].replace("self.grad = 0.0", "self.grad = 0")
    return [
        "import math\n" + PACKAGES,
        "def f(x):\n  return 3*x**2 - 4*x + 5",
        "f(3.0)",
        "h = 0.0001\na = 2.0\nb = -3.0\nd1 = a*b\na += h\nprint((a*b - d1)/h)",
        first + "\n\na = Value(2.0, label='a')\nL = a*a; L.label = 'L'\nL",
        "def trace(root):\n  nodes, edges = set(), set()\n  return nodes, edges\n\n"
        "def draw_dot(root):\n  dot = Digraph(format='svg')\n  nodes, edges = trace(root)\n"
        "  return dot",
        "draw_dot(L)",
        "def lol():\n  h = 0.001\n  L1 = Value(2.0)\n  print((L.data - L1.data)/h)\n\nlol()",
        PLOT,
        "L.grad = 1.0\na.grad = 4.0 # by hand\na._backward = lambda: None\nL._backward()",
        "topo = []\nvisited = set()\ndef build_topo(v):\n  topo.append(v)\nbuild_topo(L)\ntopo",
        value.replace("import math\n", "", 1),
        "x1 = torch.Tensor([2.0]).double(); x1.requires_grad = True\nprint(x1.data.item())",
        nn.replace("from value import Value\n", ""),
        "x = [2.0, 3.0, -1.0]\nn = MLP(3, [4, 4, 1])\nn(x)",
        LOOP.replace("squared_error(ys, ypred)", "sum((y - p)**2 for y, p in zip(ys, ypred))"),
        "ypred",
    ]


def test_the_lectures_notebook_earns_what_its_files_earn() -> None:
    one = read_notebook(notebook(*in_the_lecture()), "lecture.ipynb")
    assert one.notes == ()
    assert one.names == ("Layer", "MLP", "Neuron", "Value")

    here, there = graded(one), grading.grade(read_folder(LECTURE), stages=WITHOUT_TORCH)
    for stage, expected in zip(here.stages, there.stages):
        for check, same in zip(stage.checks, expected.checks):
            if stage.number in (3, 11):
                assert check.status == "to do"
            elif "topological_sort(" in check.program:
                assert (check.status, check.outcome.function) == ("to do", "topological_sort")
            else:
                assert (check.name, check.status) == (same.name, same.status)
    assert here.earned > 60


# Diagnosis goes on working.

BUG = (
    ("self.grad += other.data", "self.grad = other.data"),
    ("other.grad += self.data", "other.grad = self.data"),
)


def with_bug(text: str) -> str:
    for before, after in BUG:
        text = text.replace(before, after)
    return text


def diagnosed(report: Report) -> list[tuple[object, ...]]:
    """What is said of each check, without the lines, which are other ones in a notebook."""
    return [
        (
            check.name,
            check.status,
            check.diagnosis,
            [one.function for one in check.blame],
            check.first_wrong_step and check.first_wrong_step.text,
        )
        for stage in report.stages
        for check in stage.checks
    ]


@pytest.mark.parametrize(
    "cells",
    [
        [PACKAGES, *FILES, LOOP],
        [*growing(by_assignment=False), *OTHERS],
        ["class Value: ...", *map(stub, FILES), *FILES],
    ],
    ids=["a cell for each file", "class Value(Value)", "stubs above"],
)
def test_a_bug_is_blamed_and_named_as_in_files(cells: list[str]) -> None:
    here = graded(read_notebook(notebook(*map(with_bug, cells)), "hw.ipynb"), (4, 5), why=True)
    files = {name: with_bug(text) for name, text in SOURCES.items()}
    there = grading.grade(of_sources("files", files), stages=(4, 5), with_diagnosis=True)

    assert diagnosed(here) == diagnosed(there)
    assert any(check.diagnosis for check in here.stages[1].checks)
    blame = next(check.blame for check in here.stages[1].checks if check.blame)
    assert [(one.function, one.file) for one in blame] == [("Value.__mul__", "hw.ipynb/value.py")]
    text = [f"# cell {i + 2}\n{with_bug(cell)}" for i, cell in enumerate(cells)]
    lines = "\n".join(text).split("\n")
    assert lines[blame[0].line - 1] == "    def __mul__(self, other):"


# In a notebook what one cell imports is there for all.
TOLD_ALIKE = [bug for bug in ALL if bug.name != "math-not-imported"]


@pytest.mark.slow("diagnoses each twice")
@pytest.mark.parametrize("bug", TOLD_ALIKE[5::20], ids=lambda bug: bug.name)
def test_misconceptions_are_told_as_in_files(bug: Misconception) -> None:
    files = apply(bug.edits, SOURCES)
    here = graded(read_notebook(notebook(*files.values()), "hw.ipynb"), why=True)
    there = grading.grade(of_sources("files", files), stages=WITHOUT_TORCH, with_diagnosis=True)
    assert diagnosed(here) == diagnosed(there)


@pytest.mark.slow("grades a sample of them")
def test_right_code_in_any_style_is_right_in_a_notebook() -> None:
    found: list[Report] = []
    sources = {name: {**SOURCES, **files} for name, files in variations().items()}
    submissions = [
        Submission(name, read_notebook(notebook(*files.values()), "hw.ipynb").files)
        for name, files in sources.items()
        if files.keys() == SOURCES.keys()  # no module of their own
    ]
    assert len(submissions) > 40
    grading.grade_all(submissions[::EVERY], found.append, stages=WITHOUT_TORCH)
    assert {report.submission: wrong(report) for report in found if wrong(report)} == {}


def test_a_stub_that_is_left_is_to_do() -> None:
    one = read_notebook(notebook(*map(stub, FILES)), "hw.ipynb")
    assert {stage.status for stage in graded(one, (1, 4, 8)).stages} == {"to do"}


# What is said.


def notes(*cells: str) -> tuple[str, ...]:
    return read_notebook(notebook(*cells), "hw.ipynb").notes


def test_the_cells_that_are_left_out_are_named_with_the_reason() -> None:
    text = ["x = 1\ny = = 2", "%%javascript\nalert(1)", VALUE, "%%bash\nls", "\x00", "return 1", ""]
    with pytest.raises((SyntaxError, ValueError)) as raised:  # which of both, Python's version says
        compile("\0", "", "exec")
    is_older = isinstance(raised.value, ValueError) and not isinstance(raised.value, SyntaxError)
    null = "it has characters that are no text" if is_older else str(raised.value)
    assert notes(*text) == (
        "cell 2 was left out: it is not Python (line 2: invalid syntax)",
        "cell 3 was left out: it is not Python (%%javascript)",
        "cell 5 was left out: it is not Python (%%bash)",
        f"cell 6 was left out: it is not Python ({null})",
        "cell 7, line 1 was left out: 'return' outside function",
    )


def test_an_assignment_that_asks_is_left_out_where_it_is_needed() -> None:
    rate = "def ask():\n    return input()\nrate = float(ask())\nother = input()"
    step = "def gradient_step(parameters, learning_rate):\n    return rate"
    assert notes(rate, step) == (
        "cell 2, line 3 was left out: it asks with input(), though rate is needed",
    )
    assert notes(rate, VALUE) == ()


def test_a_training_loop_is_left_out_where_it_is_needed() -> None:
    step = "def gradient_step(parameters, learning_rate):\n    return loss"
    (note,) = notes(*FILES[:-1], LOOP, step)
    assert note.startswith("cell 7, line 4 was left out: it is a loop that trains")
    assert note.endswith("though loss is needed")


def test_a_loop_that_builds_what_is_needed_is_kept() -> None:
    table = "table = []\nfor i in range(3):\n    table.append(i)"
    one = read_notebook(notebook(table, "def train(): return table"), "hw.ipynb")
    assert one.notes == ()
    assert "for i in range(3)" in one.files["training"][1]


def test_cells_are_taken_as_they_were_run_only_where_their_own_order_fails() -> None:
    twice = "class Value(Value):\n    def more(self): ..."
    cells = [twice, "class Value: ...", "print(1)"]
    assert read_notebook(notebook(*cells, runs=[8, 3, 9]), "hw.ipynb").notes == (
        "the cells were taken in the order in which they were run: "
        "cell 2, line 1 needs Value, which only a later cell gives",
    )
    assert read_notebook(notebook(*cells), "hw.ipynb").notes == ()
    cells = ["class Value: ...", twice]
    one = read_notebook(notebook(*cells, runs=[8, 3]), "hw.ipynb")
    assert one.notes == ()
    text = one.files["value"][1]
    assert text.index("class Value: ...") < text.index("class Value(Value)")


def test_a_file_that_a_cell_writes_is_taken_where_nothing_else_defines_it() -> None:
    written = f"%%writefile value.py\n{VALUE}"
    assert notes(written) == ("cell 2 was taken for value.py, which it writes",)
    assert notes(written, VALUE) == ("cell 2 was left out: value.py is defined in other cells too",)
    assert notes("%%writefile helpers.py\nx = 1", VALUE) == (
        "cell 2 was left out: it is not Python (%%writefile)",
    )
    more = "%%writefile -a value.py\ndef more(): ..."
    one = read_notebook(notebook("%%writefile value.py\nclass Value: a", written, more), "hw.ipynb")
    assert [note.partition(" was")[0] for note in one.notes] == ["cell 3", "cell 4"]


def test_many_notes_are_cut_short() -> None:
    found = notes(VALUE, *["x = = 1"] * 100)
    assert len(found) == 12
    assert found[-1] == "and 89 more were left out"


def test_of_definitions_that_nothing_needs_none_is_kept() -> None:
    one = read_notebook(notebook("class Value: ...", VALUE, "def mine(): ...", LOOP), "hw.ipynb")
    text = one.files["value"][1]
    assert text.count("class Value") == 1
    assert "mine" not in text


def test_the_lines_are_those_of_the_cells_under_their_headings() -> None:
    one = read_notebook(notebook("import math\n", "x = 1\n\nclass Value: ..."), "hw.ipynb")
    assert one.files["value"][1] == "\n\n\n# cell 3\n\n\nclass Value: ...\n"


# What cannot be graded.


def unusable(content: bytes) -> str:
    with pytest.raises(UnusableSubmission) as raised:
        read_notebook(content, "hw.ipynb")
    assert "\n" not in str(raised.value)
    assert str(raised.value).startswith("hw.ipynb: ")
    return str(raised.value)


def of_language(**metadata: object) -> bytes:
    cell = {"cell_type": "code", "source": VALUE, "metadata": {}, "outputs": []}
    return json.dumps(
        {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}
    ).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"PK\x03\x04\0\0", "it is not a text file"),
        ("{}".encode("utf-16"), "not in UTF-8"),
        (b'{"cells": [], "name": "caf\xe9"}', "not in UTF-8"),
        (b"class Value:\n    pass\n", "not a notebook as Jupyter saves it"),
        (b"[]", "not a notebook"),
        (b"3", "not a notebook"),
        (b"{}", "not a notebook"),
        (b'{"cells": 3, "nbformat": 4}', "not a notebook"),
        (b'{"cells": [3], "nbformat": 4, "nbformat_minor": 5}', "not a notebook"),
        (b'{"cells": [], "nbformat": 17, "nbformat_minor": 5}', "not a notebook"),
        (b'{"cells": [], "nbformat": "4", "nbformat_minor": 5}', "not a notebook"),
        (b"[" * 100_000, "not a notebook"),
        (b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "not a notebook"),
        (b"1" * 100_000, "not a notebook"),
        (notebook(), "no code cell has any text"),
        (notebook("", "  \n"), "no code cell has any text"),
        (notebook("x = 1", "print(x)"), "nothing of the kata is defined"),
        (notebook("from micrograd import Value"), "nothing of the kata is defined"),
        (notebook("class Value("), "nothing of the kata is defined"),
        (notebook("x = 1\n" * 300_000), "more than 1 MB of code"),
        (bare(*[""] * 3_000, "x"), "more than 2000 code cells"),
        (notebook("x = 1\n" * 6_000), "more than 5000 statements"),
        (b" " * ((20 << 20) + 1), "larger than 20 MB"),
        (of_language(language_info={"name": "R"}), "a notebook in r; the kata is in Python"),
        (of_language(kernelspec={"language": "julia\x1b[0m"}), "a notebook in julia0m; the kata"),
    ],
)
def test_what_is_no_notebook_of_the_kata_is_one_line(content: bytes, said: str) -> None:
    assert said in unusable(content)


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"language_info": {"name": "python", "version": "3.8.1"}},
        {"language_info": {"name": "ipython"}},
        {"kernelspec": {"name": "conda-env-x"}},
        {"language_info": 3, "kernelspec": {"language": None}},
    ],
)
def test_any_python_will_do(metadata: dict[str, object]) -> None:
    assert defined(read_notebook(of_language(**metadata), "hw.ipynb")) == 1


def test_pictures_do_not_count_as_code() -> None:
    content = json.loads(notebook(*FILES))
    content["cells"][1]["outputs"] = [{"data": {"image/png": "x" * (5 << 20)}}, {"odd": 1}, 3]
    assert defined(read_notebook(json.dumps(content).encode(), "hw.ipynb")) == 13


def test_half_characters_cost_their_cell() -> None:
    content = notebook(VALUE, "x = 'HALF'").replace(b"HALF", rb"\ud800")
    one = read_notebook(content, "hw.ipynb")
    assert one.notes == (
        "cell 3 was left out: it is not Python (it has characters that are no text)",
    )


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    odd = 'x = "\\d"\nif x is "a": pass\n'
    read_notebook(bare(odd + VALUE, "x = 1"), "hw.ipynb")
    read_notebook(of_format_3(odd + VALUE), "hw.ipynb")
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_nothing_of_it_runs(tmp_path: Path) -> None:
    there = tmp_path / "there"
    read_notebook(notebook(f"open({str(there)!r}, 'w')\n{VALUE}"), "hw.ipynb")
    assert not there.exists()


def test_one_file_of_the_reader_is_plain_data() -> None:
    one = read_notebook(notebook(*FILES), "hw.ipynb")
    assert isinstance(one, OneFile)
    assert all(isinstance(text, str) for pair in one.files.values() for text in pair)
