"""Ready-made autograd: seen where it is used, however it is asked for, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.classroom.integrity.ready_made import MOST_LINES, ready_made
from grader.paths import EXERCISES, LECTURE, SOLUTIONS
from grader.submission.bundle import Bundle
from grader.submission.folder import read_folder
from grader.submission.reading import submission_of
from tests.submission.notebooks import notebook
from tests.variations import variations


def seen(source: str, module: str = "value") -> list[str]:
    return ready_made({module: (f"{module}.py", source)})


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("import torch\nx = torch.tensor(1)", "uses torch: value.py, line 1: import torch"),
        ("import torch.nn as nn\nnn", "uses torch: value.py, line 1: import torch.nn as nn"),
        ("def f():\n  from jax import grad\n  return grad", "uses jax: value.py, line 2"),
        ("from torch import *", "uses torch: value.py, line 1"),
        ("from micrograd.engine import Value as V\nclass Value(V): pass", "uses micrograd"),
        ("from solutions.value import Value\nValue", "uses solutions"),
        ("x = __import__('torch')", "names torch in a text: value.py, line 1"),
        ("import importlib as i\nx = i.import_module('to' + 'rch.autograd')", "names torch"),
        ("import sys\nx = sys.modules['tor' f'ch']", "names torch"),
        ("x = getattr(__builtins__, '__import__')('jax')", "names jax"),
        ("exec('import torch as t\\nt')", "uses torch: value.py, line 1"),
        ("eval(\"__import__('torch')\")", "names torch"),
        ("__import__(name)", "imports what only shows as it runs: value.py, line 1"),
        ("exec(input())", "runs a made text: value.py, line 1"),
    ],
)
def test_what_is_seen(source: str, line: str) -> None:
    (found,) = seen(source)

    assert found.startswith(line)


@pytest.mark.parametrize(
    "source",
    [
        "import torch\n",  # and nothing of it is used
        "import numpy as np\nx = np.tanh(1)",
        "from .torch import x\nx",
        '"""As torch does it."""\nx = 1',
        "# import torch\nprint('as in torch.tensor')",
        "torch = 3\ntorch + 1",
        "import torch as",
        "from value import Value\nValue",
        "import math\nmath.exp",
    ],
)
def test_what_is_not(source: str) -> None:
    assert seen(source) == []


def test_stage_7_has_torch() -> None:
    assert seen("import torch\ntorch.tensor(1)", "torch_neuron") == []


@pytest.mark.parametrize("folder", [SOLUTIONS, LECTURE, EXERCISES], ids=lambda f: f.name)
def test_nothing_is_seen_in_honest_work(folder: object) -> None:
    assert ready_made(dict(read_folder(folder).files)) == []  # type: ignore[arg-type]


def test_nothing_is_seen_in_any_style() -> None:
    for name, files in variations().items():
        found = {file.removesuffix(".py"): (file, text) for file, text in files.items()}
        assert ready_made(found) == [], name


def test_torch_at_the_top_of_a_notebook_is_there_for_stage_7() -> None:
    cells = [
        "import torch",
        (LECTURE / "value.py").read_text(),
        (LECTURE / "torch_neuron.py").read_text(),
    ]
    submission = submission_of(Bundle("", {"hw.ipynb": notebook(*cells)}), is_export=True)

    assert {"value", "torch_neuron"} <= set(submission.files)
    assert ready_made(dict(submission.files)) == []


def test_a_few_lines_are_enough() -> None:
    found = seen("".join(f"x{at} = __import__('torch')\n" for at in range(100)))

    assert len(found) == MOST_LINES + 1
    assert found[-1] == "and 95 more such lines"


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    seen(text)


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "'a' + " * 50_000 + "'b'",
        "(" * 10_000,
        "x = " + "-" * 100_000 + "1",
        "\0",
        "\ud800",
    ],
    ids=["sum", "brackets", "signs", "zero", "surrogate"],
)
def test_what_is_made_to_break_it_does_not(source: str) -> None:
    assert seen(source) == []
