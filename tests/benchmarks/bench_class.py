"""What a class costs: beside a pytest of its own for each, its growth, its memory, and Dask's part.

Ratios of one run each; `SIZE=2000 make bench` measures the growth up to that many.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.classroom.executor import processors
from grader.paths import EXERCISES, ROOT
from tests.classroom import submissions
from tests.classroom.running import COMMAND, below, run

SIZE = int(os.environ.get("SIZE", "200"))
ALONE = 6  # submissions with a pytest process each, which is slow
LOOP = "while True: pass\n"
CRASH = "import ctypes\nctypes.string_at(0)\n"
pytestmark = pytest.mark.timeout(7200)


def but_torch(mark: object) -> dict[str, str]:
    """Right in all stages but 7."""
    stub = (EXERCISES / "torch_neuron.py").read_text(encoding="utf-8")
    return {**submissions.right(mark), "torch_neuron.py": stub}


def mixed(number: int) -> dict[str, str]:
    """Of a hundred, 20 wrong in one of three ways, 2 with an endless loop, 5 that crash."""
    sources = but_torch(number)
    place = number % 100
    if place % 5 == 0:
        file, old, new = submissions.WRONG[place // 5 % len(submissions.WRONG)]
        sources[file] = sources[file].replace(old, new)
    elif place in (1, 51):
        sources["value.py"] = sources["value.py"].replace("    def tanh(self):", LOOPING)
    elif place in (2, 22, 42, 62, 82):
        sources["nn.py"] = CRASH + sources["nn.py"]
    return sources


LOOPING = "    def tanh(self):\n        while True: pass\n\n    def old_tanh(self):"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Callable[[str, int, Callable[[int], dict[str, str]]], Path]]:
    def make(name: str, count: int, sources: Callable[[int], dict[str, str]]) -> Path:
        for number in range(count):
            submissions.write(tmp_path / name / f"learner {number:05}", sources(number))
        return tmp_path / name

    return make


def seconds(folder: Path, *more: str) -> float:
    began = time.perf_counter()
    code, said, complained = run("class", folder, "--seed", "3", *more)
    assert (code, complained) == (1, ""), said
    return time.perf_counter() - began


def of_pytest(folder: Path) -> float:
    """Seconds that one submission takes with a pytest process of its own."""
    began = time.perf_counter()
    for submission in sorted(folder.iterdir())[:ALONE]:
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "grader/checks", "--submission", submission],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
    return (time.perf_counter() - began) / ALONE


def test_a_class_beside_a_pytest_for_each(
    made: Callable[[str, int, Callable[[int], dict[str, str]]], Path],
) -> None:
    right, some = made("right", SIZE, but_torch), made("mixed", SIZE, mixed)
    alone = of_pytest(right)
    rates = {folder.name: SIZE / seconds(folder) for folder in (right, some)}

    print(f"\na pytest for each: {1 / alone:.2f} a second")
    for name, rate in rates.items():
        print(f"{name}: {rate:.1f} a second on {processors()} processors, {rate * alone:.0f} times")
    assert rates["right"] * alone > 4 * processors()
    assert rates["mixed"] * alone > 2.5 * processors()


def test_growth_is_linear_and_memory_is_flat(
    made: Callable[[str, int, Callable[[int], dict[str, str]]], Path],
) -> None:
    spent, memory = {}, {}
    for size in (SIZE // 10, SIZE):
        folder = made(f"of {size}", size, but_torch)
        began = time.perf_counter()
        process = subprocess.Popen(
            [*COMMAND, "class", str(folder), "--seed", "3"], stdout=subprocess.DEVNULL
        )
        most = 0
        while process.poll() is None:
            most = max(most, *map(resident, [process.pid, *below(process.pid)]))
            time.sleep(0.2)
        spent[size], memory[size] = time.perf_counter() - began, most
        print(f"\n{size}: {size / spent[size]:.1f} a second, at most {most >> 20} MB a process")
    least, most = sorted(spent)
    # The first of each worker costs more than all others; so the larger class is the faster one.
    assert spent[most] / most < 1.15 * spent[least] / least
    assert memory[most] < 1.25 * memory[least]


def resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def test_a_cluster_of_two_workers_is_as_quick_as_two_workers_here(
    made: Callable[[str, int, Callable[[int], dict[str, str]]], Path], tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed")
    folder = made("class", max(SIZE // 2, 20), but_torch)
    here = seconds(folder, "--workers", "2", "--out", str(tmp_path / "here"))
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        where = ("--dask", cluster.scheduler_address, "--out", str(tmp_path / "there"))
        there = seconds(folder, *where)

    print(f"\nhere {here:.1f} s, on a cluster {there:.1f} s: {there / here:.2f}")
    assert there < 1.2 * here
