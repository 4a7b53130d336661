"""How long a save waits for its answer under `make watch`, in a real terminal: `make bench`.

Times are from the end of the save until the eye could see it, beside those of `make grade` of the
same files. `SAVES=50 make bench` saves as often in each way.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.paths import SOLUTIONS
from tests.workspace import terminal
from tests.workspace.kata import environment, made_kata, solve
from tests.workspace.terminal import Terminal
from tests.workspace.ways_to_save import WAYS

SAVES = int(os.environ.get("SAVES", "5"))  # in each way
SECONDS_TO_THINK = 0.5  # between two saves
MOST_OF_GRADE = 0.6  # of the time that `grade` takes, until the table is there
pytestmark = pytest.mark.timeout(3600)

VALUE = (SOLUTIONS / "value.py").read_text(encoding="utf-8")


@pytest.fixture
def kata(tmp_path: Path) -> Path:
    made_kata(tmp_path)
    solve(tmp_path, "by_hand.py", "topological_sort.py")
    return tmp_path


@pytest.fixture
def watched(kata: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    monkeypatch.setattr(terminal, "SECONDS_TO_READ", 0.002)  # more exact than tests need
    watched = Terminal((sys.executable, "-m", "grader", "watch"), kata, environment())
    watched.until("To write")
    time.sleep(3.0)  # both graders have warmed up
    yield watched
    watched.close()


def test_from_a_save_to_its_answer(kata: Path, watched: Terminal) -> None:
    tables, wholes, causes = [], [], []
    for number in range(SAVES * len(WAYS)):
        factor = 1.5 + number  # which the table then has
        text = VALUE.replace("self.grad += out.grad", f"self.grad = out.grad * {factor}")
        WAYS[number % len(WAYS)](kata / "exercises" / "value.py", text)
        saved = time.monotonic()
        watched.until(lambda text, wrong=f" {factor} ": "yours" in text and wrong in text)
        tables.append(time.monotonic() - saved)
        watched.until(lambda text: "Looking for" in text or "The fault" in text)
        wholes.append(time.monotonic() - saved)
        watched.until("The fault")
        causes.append(time.monotonic() - saved)
        time.sleep(SECONDS_TO_THINK)
    graded = statistics.median(time_of_grade(kata) for _ in range(5))

    for what, times in (("table", tables), ("all stages", wholes), ("cause", causes)):
        print(f"\nsave to {what}: {figures(times)}", end="")
    print(f"\ngrade of the same files: {graded:.2f} s")
    assert statistics.median(tables) < MOST_OF_GRADE * graded


def figures(times: list[float]) -> str:
    ordered = sorted(times)
    late = ordered[int(0.95 * len(ordered))]
    return (
        f"{len(times)} saves, median {statistics.median(times):.2f} s, "
        f"95 of 100 under {late:.2f} s, at most {ordered[-1]:.2f} s"
    )


def time_of_grade(kata: Path) -> float:
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "grader", "grade"],
        cwd=kata,
        env=environment(),
        stdout=subprocess.DEVNULL,
    )
    return time.monotonic() - began
