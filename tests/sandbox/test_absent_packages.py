"""A package that is not here costs nothing, until something is done with it."""

from __future__ import annotations

import pytest

from grader.sandbox.process import LearnerProcess
from grader.trace import Raised, Trace

CLASS = "class Value:\n    pass\n"


def run(source: str, program: str = "from value import Value\n") -> Trace:
    with LearnerProcess({"value": ("value.py", source)}) as process:
        return process.run(program, 20.0)


def raised(source: str, program: str = "from value import Value\n") -> Raised:
    found = run(source, program).raised
    assert found
    return found


@pytest.mark.parametrize(
    "line",
    [
        "import graphviz",
        "from graphviz import Digraph, Source as S",
        "import matplotlib.pyplot as plt",
        "import os.path, pandas",
        "from torch import nn",
        "import torch.nn.functional as F",
        "from zoo import *",
        "def f():\n    import graphviz\nf()",
        "import numpyy as np\ndef f(x: np.ndarray | None, y: 'np.x' = 1, *z: np.a[np.b]): pass",
        "from graphviz import Digraph\nsame = Digraph is Digraph\nshown = [Digraph]",
    ],
)
def test_an_import_of_it_is_put_off(line: str) -> None:
    assert run(f"{line}\n{CLASS}").raised is None


@pytest.mark.parametrize(
    "use",
    [
        "Digraph()",
        "Digraph.node",
        "for node in Digraph: pass",
        "isinstance(1, (str, Digraph))",
        "1 + Digraph",
        "bool(Digraph)",
        "class Mine(Digraph): pass",
    ],
)
def test_a_use_of_it_says_where_it_was_imported(use: str) -> None:
    program = "from value import Digraph\nx = 1\n"
    program += use.replace("Digraph.node", "Digraph.node('a')") + "\n"

    found = raised(f"from graphviz import Digraph\n{CLASS}", program)

    assert found.kind == "ModuleNotFoundError"
    assert found.message == "No module named 'graphviz' (value.py, line 1, imports it)"
    assert found.frames[-1].line == 3


@pytest.mark.parametrize(
    "guard",
    [
        "try:\n    import graphviz\nexcept ImportError:\n    graphviz = None",
        "try:\n    import graphviz\nexcept (KeyError, ModuleNotFoundError):\n    graphviz = None",
        "try:\n    import graphviz\nexcept:\n    graphviz = None",
        "try:\n    if 1:\n        import graphviz\nexcept Exception as e:\n    graphviz = None",
        "graphviz = None\nfrom contextlib import suppress\n"
        "with suppress(ImportError):\n    import graphviz",
    ],
)
def test_an_import_with_an_answer_to_its_failure_fails(guard: str) -> None:
    trace = run(f"{guard}\nfound = graphviz is not None\n", "from value import found\n")
    assert (trace.raised, trace.names) == (None, {"found": False})


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("import nn", "No module named 'nn'"),
        ("from vaule import Value", "No module named 'vaule'"),
        ("from exercises.value import Value", "No module named 'exercises'"),
        ("import json.nothing", "No module named 'json.nothing'"),
        ("from .value import Value", "attempted relative import with no known parent package"),
        ("try:\n    import graphviz\nexcept KeyError:\n    pass", ""),
    ],
)
def test_what_is_the_katas_or_pythons_is_never_put_off(line: str, message: str) -> None:
    found = run(f"{line}\n{CLASS}").raised
    assert (found.message if found else "") == message


def test_one_file_that_puts_it_off_takes_nothing_from_another_that_asks() -> None:
    files = {
        "value": ("value.py", f"import graphviz\n{CLASS}"),
        "nn": ("nn.py", "try:\n    import graphviz\nexcept ImportError:\n    graphviz = None\n"),
    }
    with LearnerProcess(files) as process:
        trace = process.run("import value\nfrom nn import graphviz\nfound = graphviz\n", 20.0)
    assert (trace.raised, trace.names) == (None, {"graphviz": None, "found": None})
