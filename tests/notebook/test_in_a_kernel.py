"""grade() in a real kernel: the kata from stubs to solutions, with mistakes, and once restarted."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.paths import ROOT
from grader.workspace import kata_notebook
from tests.notebook.kernels import RunningKernel
from tests.notebook.solved import solved_cells, solved_notebook

pytestmark = pytest.mark.slow("starts a kernel, and grades in processes of their own")

# Stage 7 stays a stub: torch would be imported each time.
STUBS = [name for name in solved_cells() if name != "stage-7-stubs"]
AS_HANDED_OUT = {cell.name: cell.text for cell in kata_notebook.cells()}
STUB_7 = {"stage-7-stubs": AS_HANDED_OUT["stage-7-stubs"]}
WRONG = solved_cells()["stage-1-stubs"].replace(
    "self.grad += other.data * out.grad", "self.grad = other.data * out.grad"
)
WITH_BUG = {"stage-1-stubs": WRONG, **STUB_7}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exercises") / "kata.ipynb"


@pytest.fixture(scope="module")
def kernel(path: Path) -> Iterator[RunningKernel]:
    kata_notebook.write(path)
    kernel = RunningKernel(path)
    yield kernel
    kernel.close()


def lines(text: str) -> list[str]:
    """A page down to what is said last, which is not the same of a file and of a kernel."""
    report = re.split(r"\n    (?:Graded|Note|Picture|Next) ", text)[0]
    return [line.rstrip() for line in report.strip("\n").split("\n")]


def by_command(path: Path) -> list[str]:
    """The page on the saved notebook."""
    command = [sys.executable, "-I", "-m", "grader", "grade", str(path), "--trust"]
    environment = {**os.environ, "COLUMNS": "100"}
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    return lines(done.stdout)


def test_before_anything_is_run_it_says_what_to_run(kernel: RunningKernel) -> None:
    assert kernel.run("grade(1)", "stage-1-grade").error == "NameError"
    assert kernel.run(AS_HANDED_OUT["imports"], "imports").error == ""

    shown = kernel.run("grade(1)", "stage-1-grade")

    assert shown.text.startswith("grader: Value is not there yet: ")
    assert "Run All Above" in shown.text
    assert shown.text.endswith("then grade(1) again\n")
    assert (
        kernel.run("grade(12)", "all-grade").text == "grader: grade(12): there are stages 1 to 11\n"
    )


def test_the_solutions_cell_by_cell_are_right(kernel: RunningKernel, path: Path) -> None:
    for name in STUBS:
        assert kernel.run(solved_cells()[name], name).error == ""
    kernel.run(STUB_7["stage-7-stubs"], "stage-7-stubs")

    shown = kernel.run("grade(5)", "stage-5-grade")
    assert "✔ Stage 5, Topological sort, is right." in shown.text
    assert "Graded      cells 2, 4, 9, 12, 15, 18, " in shown.text  # none was saved yet
    path.write_bytes(solved_notebook(STUB_7))
    assert lines(kernel.run("grade()", "all-grade").text) == by_command(path)


def test_a_mistake_is_shown_in_its_cell_and_mended(kernel: RunningKernel, path: Path) -> None:
    kernel.run(WRONG, "stage-1-stubs")
    shown = kernel.run("grade(5)", "stage-5-grade")

    line = WRONG.split("\n").index("    def __mul__(self, other):") + 1
    assert f"The fault   is in Value.__mul__ (cell 4, line {line})" in shown.text
    assert f"is in Value.__mul__ (cell 4, line {line})" in shown.html
    assert "from value import" not in shown.text  # the program is pasted into a cell
    assert "cell 4 has made Value anew after cells 12 and 18: run those again" in shown.text
    path.write_bytes(solved_notebook(WITH_BUG))
    assert lines(shown.text) == by_command(path)

    kernel.run(solved_cells()["stage-1-stubs"], "stage-1-stubs")
    kernel.run(solved_cells()["stage-4-stubs"], "stage-4-stubs")
    path.write_bytes(solved_notebook(STUB_7))
    again = kernel.run("grade(5)", "stage-5-grade").text
    assert "is right" in again and "anew after cell 18: run that again" in again


def test_a_restarted_kernel_has_what_was_run_since(kernel: RunningKernel) -> None:
    kernel.restart()
    kernel.run(AS_HANDED_OUT["imports"], "imports")
    kernel.run(solved_cells()["stage-4-stubs"], "stage-4-stubs")

    said = kernel.run("grade(5)", "stage-5-grade").text
    assert said.startswith("grader: Value is not there yet: cells 4, 9 and 15 were not run since")

    for name in ("stage-1-stubs", "stage-3-stubs", "stage-4-stubs", "stage-5-stubs"):
        kernel.run(solved_cells()[name])  # as a front end that does not name its cells
    shown = kernel.run("grade(5)", "stage-5-grade").text
    assert "✔ Stage 5, Topological sort, is right." in shown
    assert "cells 18, 24, 27, 30 and 33 were not run since" in " ".join(shown.split())


def test_an_import_inside_of_a_function_means_what_the_cells_define(
    kernel: RunningKernel, path: Path
) -> None:
    path.with_name("nn.py").write_text("A = 1")
    kernel.run(AS_HANDED_OUT["imports"], "imports")
    kernel.run(solved_cells()["stage-1-stubs"], "stage-1-stubs")

    shown = kernel.run("def f():\n    from value import Value as V\n    return V is Value\nf()")
    assert shown.text == "True"
    assert kernel.run("from nn import A\nA").text == "1"  # what no cell defines is the file's
    assert kernel.run("from training import train").error == "ImportError"
