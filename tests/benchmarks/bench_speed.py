"""How fast grading is, as ratios of what was measured in the same run: `make bench`."""

from __future__ import annotations

import os
import shutil
import statistics
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.curriculum import TORCH_FILES, imports
from grader.paths import ROOT, SOLUTIONS
from grader.python_source import stub
from grader.sandbox.process import LearnerProcess
from grader.submission.folder import read_folder

RUNS = 3
ROUND_TRIPS = 400
MOST_ECHOES = 40  # that a program may take as long as; an echo takes 0.012 to 0.016 ms
MOST_OF_MAKE = 0.25  # of the time without make, which is 0.4 s at least
KEPT_OUT = ("torch", "hypothesis", "nbformat", "graphviz", "numpy")

EXPRESSIONS = """
import pytest
import torch


def leaf(number):
    return torch.tensor(number, dtype=torch.float64, requires_grad=True)


@pytest.mark.parametrize("number", range(1, 21))
def test_expression(number):
    a, b = leaf(number / 7), leaf(-2.0)
    c = a * b + a**2
    y = (c * b + a).tanh() * 3.0 + c
    y.backward()

    data_a, data_b = number / 7, -2.0
    data_c = data_a * data_b + data_a**2
    t = torch.tanh(torch.tensor(data_c * data_b + data_a, dtype=torch.float64)).item()
    assert abs(y.item() - (3 * t + data_c)) < 1e-9
    by_c = 3 * (1 - t**2) * data_b + 1
    assert abs(a.grad.item() - (by_c * (data_b + 2 * data_a) + 3 * (1 - t**2))) < 1e-9
"""

PROGRAM = """\
a = Value(2.0)
b = Value(-3.0)
c = a * b
d = c + a
d.backward()
"""

ECHO = """
import os, struct
while True:
    size = struct.unpack(">I", os.read(0, 4))[0]
    os.write(1, os.read(0, size))
"""


def seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def best_of(runs: int, *commands: Callable[[], object]) -> list[float]:
    """The shortest time of each command, the commands taking turns."""
    times = [[seconds(command) for command in commands] for _ in range(runs)]
    return [min(column) for column in zip(*times)]


def show(title: str, rows: list[tuple[str, str]]) -> None:
    print(f"\n  {title}")
    for name, figure in rows:
        print(f"    {name:<58}{figure:>10}")


def call(*command: str, cwd: Path = ROOT, codes: tuple[int, ...] = (0,)) -> str:
    """Run a command to its end; returns what it says on standard error."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)
    assert done.returncode in codes, done.stdout + done.stderr
    return done.stderr


@pytest.fixture
def submitted(tmp_path: Path) -> Path:
    """The solutions, with the stage of torch still to do."""
    folder = tmp_path / "submitted"
    shutil.copytree(SOLUTIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in TORCH_FILES:
        path = folder / file
        path.write_text(stub(path.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


def test_grading_takes_a_quarter_as_long_as_twenty_expressions_in_torch(
    submitted: Path, tmp_path: Path
) -> None:
    pytest.importorskip("torch")
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "test_expressions.py").write_text(EXPRESSIONS, encoding="utf-8")

    grading, torch = best_of(
        RUNS,
        lambda: call(sys.executable, "-m", "grader", "grade", str(submitted), codes=(1,)),
        lambda: call(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=plain),
    )

    show(
        "Grading the solutions, stage 7 still a stub",
        [
            ("python -m grader grade", f"{grading:.2f} s"),
            ("plain pytest, torch, twenty expressions", f"{torch:.2f} s"),
            ("ratio (at most 0.25, aim 0.20)", f"{grading / torch:.2f}"),
        ],
    )
    assert grading <= torch / 4


def test_grading_imports_nothing_heavy(submitted: Path) -> None:
    program = (
        "import sys\nfrom grader.commands.main import main\n"
        f"code = main(['grade', {str(submitted)!r}])\n"
        "sys.stderr.write(' '.join(sys.modules))\nsys.exit(code)\n"
    )
    imported = set(call(sys.executable, "-c", program, codes=(1,)).split())

    show("Modules imported", [("by python -m grader grade", str(len(imported)))])
    assert {"pytest", "pytest_timeout", "msgspec", "grader.checks.stage_07_torch"} <= imported
    assert {name.split(".")[0] for name in imported} & set(KEPT_OUT) == set()


def test_a_round_trip_to_the_learners_process() -> None:
    """Against a bare echo of as many bytes, as what pipes and the scheduler take of it."""
    program = (imports(PROGRAM) + PROGRAM).encode()
    message = struct.pack(">I", len(program)) + program
    echo = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", ECHO],
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert echo.stdin and echo.stdout
    to_echo, from_echo = echo.stdin.fileno(), echo.stdout.fileno()

    def bare() -> None:
        os.write(to_echo, message)
        assert os.read(from_echo, len(program)) == program

    with LearnerProcess(read_folder(SOLUTIONS).files) as process:

        def trip() -> None:
            assert process.run(program.decode()).raised is None

        try:
            for _ in range(20):
                bare()
                trip()
            times = [(seconds(trip), seconds(bare)) for _ in range(ROUND_TRIPS)]
        finally:
            echo.kill()
            echo.communicate()
    learners, echoed = (statistics.median(column) for column in zip(*times))

    show(
        "One program, there and back (median)",
        [
            ("to the learner's process", f"{learners * 1e3:.3f} ms"),
            ("bare echo over a pipe", f"{echoed * 1e3:.3f} ms"),
            ("ratio", f"{learners / echoed:.1f}"),
        ],
    )
    assert learners < MOST_ECHOES * echoed


def test_make_adds_little() -> None:
    python = ROOT / ".venv" / "bin" / "python"
    make = shutil.which("make")
    if make is None or not python.exists():
        pytest.skip("there is no make, or no .venv yet: make grade sets it up")
    if subprocess.run([make, "-q", ".venv/.light"], cwd=ROOT, capture_output=True).returncode:
        pytest.skip(".venv is not up to date: make grade brings it there")

    by_make, direct = best_of(
        RUNS,
        lambda: call(make, "-s", "grade"),
        lambda: call(str(python), "-m", "grader", "grade", codes=(0, 1)),
    )

    show(
        "What make adds, with nothing to install",
        [
            ("make -s grade", f"{by_make:.3f} s"),
            ("python -m grader grade", f"{direct:.3f} s"),
            ("make adds (under 0.1 s)", f"{by_make - direct:.3f} s"),
        ],
    )
    assert by_make < direct * (1 + MOST_OF_MAKE)
