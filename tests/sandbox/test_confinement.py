"""What confines learner code leaves it what honest code needs, and what it kept back is told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox import launcher as launcher_module
from grader.sandbox.bubblewrap import Bubblewrap, why_not
from grader.sandbox.launcher import PLAIN, WORKER, Launcher
from grader.sandbox.process import LearnerProcess
from grader.trace import Limit
from tests.sandbox.harm import without_layers
from tests.sandbox.honest import HONEST, IMPORTS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")

SECONDS = 20.0


@pytest.fixture(scope="module", params=[PLAIN, Bubblewrap()], ids=["plain", "bubblewrap"])
def launcher(request: pytest.FixtureRequest) -> Launcher:
    launcher: Launcher = request.param
    if launcher is not PLAIN and why_not():
        pytest.skip(why_not())
    return launcher


@pytest.fixture(scope="module")
def process(launcher: Launcher) -> Iterator[LearnerProcess]:
    with LearnerProcess({}, launcher=launcher) as process:
        yield process


@pytest.mark.parametrize("name", HONEST)
def test_what_honest_code_does_it_may(process: LearnerProcess, name: str) -> None:
    trace = process.run(IMPORTS + HONEST[name], SECONDS)

    assert trace.raised is None
    assert trace.number("x") == 1


def test_numpy_computes(launcher: Launcher) -> None:
    pytest.importorskip("numpy")
    program = "import numpy\nx = float(numpy.ones((200, 200)).dot(numpy.ones(200)).sum())"

    with LearnerProcess({}, launcher=launcher) as process:
        assert process.run(program, SECONDS).number("x") == 40_000


@pytest.mark.slow("imports torch in a process of its own")
def test_torch_computes_and_is_confined(launcher: Launcher, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    program = "import torch\na = torch.ones(9, 9, requires_grad=True)\n(a @ a).sum().backward()"

    with LearnerProcess({}, with_torch=True, launcher=launcher) as process:
        trace = process.run(f"{program}\nx = a.grad.sum().item()", SECONDS)
        raised = process.run(f"open('{tmp_path / 'secret'}')", SECONDS).raised

    assert trace.number("x") == 2 * 9**3
    assert raised
    assert raised.limit == "files"


@pytest.mark.parametrize(
    ("line", "limit"),
    [
        ("open('notes.txt')", "files"),
        ("open('{there}')", "files"),
        ("open('{there}/nothing')", "files"),
        ("open('{there}', 'w')", "files"),
        ("open(os.path.dirname(os.__file__) + '/../../../../nothing')", "files"),
        ("open(os.path.dirname(os.__file__) + '/nothing')", None),
        ("open('/dev/null/nothing')", None),
        ("raise FileNotFoundError", None),
        ("raise FileNotFoundError(2, 'no', 7)", None),
    ],
)
def test_a_file_out_of_reach_is_told_be_it_there_or_not(
    process: LearnerProcess, tmp_path: Path, line: str, limit: Limit | None
) -> None:
    """As the kernel tells it, which hides what is there from what is in bubblewrap."""
    there = tmp_path / "there"
    there.write_text("")

    raised = process.run(f"import os\n{line.format(there=there)}", SECONDS).raised

    assert raised
    assert raised.limit == limit


def test_where_no_layer_holds_a_file_that_is_not_there_is_no_attempt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launcher_module, "WORKER", without_layers(WORKER, tmp_path))
    with LearnerProcess({}) as process:
        raised = process.run("open('notes.txt')", SECONDS).raised

    assert raised
    assert raised.limit is None
