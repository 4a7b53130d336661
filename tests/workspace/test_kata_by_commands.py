"""What is kept in .kata/, as a learner meets it at the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.curriculum import FILES
from tests.workspace.kata import made_kata, solve

pytestmark = pytest.mark.slow("starts the grader for every step")

PAST_ALL_TIME = '{"4": {"time": 1e308, "files": {}}}'


@pytest.fixture
def kata(tmp_path: Path) -> Path:
    return made_kata(tmp_path)


def call(kata: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`python -m grader` with these arguments, in that kata."""
    left_out = ("PYTEST_", "COLUMNS", "DISPLAY", "WAYLAND_DISPLAY")  # nothing opens a browser
    environment = {n: v for n, v in os.environ.items() if not n.startswith(left_out)}
    return subprocess.run(
        [sys.executable, "-m", "grader", *arguments],
        cwd=kata,
        env={**environment, "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


# Verdicts that stand


@pytest.fixture
def with_verdict(kata: Path) -> Path:
    """A kata with a kept verdict for stage 7, of 9 points: so it shows where it is used."""
    solve(kata)
    assert call(kata, "grade", "--stage", "7").returncode == 0
    file = kata / ".kata" / "verdicts.json"
    kept = json.loads(file.read_text())
    kept["7"]["stage"]["earned"] = 9.0
    file.write_text(json.dumps(kept))
    return kata


def test_a_verdict_that_stands_is_used_where_exercises_are_graded(with_verdict: Path) -> None:
    done = call(with_verdict, "grade")
    assert (done.returncode, done.stderr) == (0, "")
    assert "109/110" in done.stdout


def test_a_verdict_that_stands_is_used_for_its_stage_alone_too(with_verdict: Path) -> None:
    done = call(with_verdict, "grade", "--stage", "7")
    assert (done.returncode, done.stderr) == (0, "")
    assert " 9/10" in done.stdout


@pytest.mark.parametrize(
    "arguments", [("--no-cache",), ("exercises",), ("--seed", "7")], ids=["anew", "path", "seed"]
)
def test_a_verdict_that_stands_is_not_used_otherwise(
    with_verdict: Path, arguments: tuple[str, ...]
) -> None:
    done = call(with_verdict, "grade", "--stage", "7", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert "10/10" in done.stdout


def test_a_verdict_that_stands_is_not_used_in_another_format(with_verdict: Path) -> None:
    done = call(with_verdict, "grade", "--stage", "7", "--format", "json")
    assert json.loads(done.stdout)["earned"] == 10


# Damage is set aside, with one line


@pytest.mark.parametrize(
    ("file", "content", "stage"),
    [
        ("passed/index.json", PAST_ALL_TIME, "1"),
        ("stubs.json", '{"nn.py": []}', "1"),
        ("verdicts.json", "{", "7"),
    ],
)
def test_a_damaged_file_never_stops_grading_and_is_told_once(
    kata: Path, file: str, content: str, stage: str
) -> None:
    solve(kata, "value.py")
    path = kata / ".kata" / file
    path.parent.mkdir(parents=True)
    path.write_text(content)

    first, second = (call(kata, "grade", "--stage", stage) for _ in range(2))

    assert (first.returncode, first.stderr) == (0 if stage == "1" else 1, "")
    assert [f".kata/{file} is damaged" in line for line in first.stdout.splitlines()].count(
        True
    ) == 1
    assert "is damaged" not in second.stdout
    assert path.with_name(f"{path.name}.damaged").read_text() == content


@pytest.mark.parametrize("is_right", [False, True], ids=["wrong", "right"])
def test_folders_in_the_place_of_files_never_stop_grading(kata: Path, is_right: bool) -> None:
    solve(kata, "value.py")
    if not is_right:
        (kata / "exercises" / "value.py").write_text("class Value:\n    pass\n")
    for name in ("passed/index.json", "passed/0.py", "stubs.json", "failing.py", "stage-1.svg"):
        (kata / ".kata" / name / "inside").mkdir(parents=True)

    first, second = (call(kata, "grade", "--stage", "1") for _ in range(2))

    assert (first.returncode, first.stderr) == (0 if is_right else 1, "")
    for name in ("passed/index.json", "stubs.json", *(() if is_right else ("failing.py",))):
        assert f"set aside as .kata/{name}.damaged" in first.stdout
    assert "set aside" not in second.stdout


def test_a_folder_in_the_place_of_the_verdicts_never_stops_grading(kata: Path) -> None:
    solve(kata, "torch_neuron.py")
    (kata / ".kata" / "verdicts.json" / "inside").mkdir(parents=True)

    done = call(kata, "grade", "--stage", "7")

    assert (done.returncode, done.stderr) == (0, "")
    assert "set aside as .kata/verdicts.json.damaged" in done.stdout
    assert (kata / ".kata" / "verdicts.json").is_file()


def test_damaged_hints_never_stop_a_hint(kata: Path) -> None:
    (kata / ".kata" / "hints.json" / "inside").mkdir(parents=True)

    first, second = call(kata, "hint"), call(kata, "hint")

    assert (first.returncode, first.stderr) == (1, "")
    assert "set aside as .kata/hints.json.damaged" in first.stdout
    assert "Hint 1 of" in first.stdout
    assert "Hint 2 of" in second.stdout


# Stubs that changed


@pytest.mark.parametrize("solved", [(), ("value.py",), FILES], ids=["to do", "some", "right"])
def test_a_stub_that_changed_is_told_once_and_the_file_left_alone(
    kata: Path, solved: tuple[str, ...]
) -> None:
    for file in solved:
        solve(kata, file)
    call(kata, "grade", "--stage", "1")
    solution, exercise = kata / "solutions" / "value.py", kata / "exercises" / "value.py"
    text = solution.read_text()
    assert text.count("keep the number as self.data.") == 1
    solution.write_text(text.replace("keep the number as self.data.", "keep it as self.data."))
    before = exercise.read_bytes()

    first, second = (call(kata, "grade", "--stage", "1") for _ in range(2))

    assert "its stub has changed since you began: Value.__init__ (docstring)" in first.stdout
    assert "+ Stage 1: keep it as self.data." in first.stdout
    assert "its stub has changed" not in second.stdout
    assert exercise.read_bytes() == before


# The solution


def test_the_solution_of_a_file_that_is_right_is_shown_beside_it(kata: Path) -> None:
    solve(kata)
    nn = kata / "exercises" / "nn.py"
    nn.write_text(nn.read_text() + "\n\nMINE = 1\n")

    done = call(kata, "solution", "nn")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("--- exercises/nn.py\n+++ solutions/nn.py\n")
    assert '"""' not in done.stdout
    assert "\n-MINE = 1\n" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_file_just_like_the_solution_is_told_so(kata: Path) -> None:
    solve(kata)
    done = call(kata, "solution", "nn")
    assert (done.returncode, done.stderr) == (0, "")
    assert "exercises/nn.py is the reference" in done.stdout


def test_the_solution_of_a_file_that_is_not_right_yet_waits(kata: Path) -> None:
    solve(kata, "value.py")
    done = call(kata, "solution", "nn")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "stages 8, 9, 10" in done.stderr
    assert "make solution FILE=nn ANYWAY=1" in done.stderr


def test_the_solution_is_shown_anyway_where_asked(kata: Path) -> None:
    done = call(kata, "solution", "nn", "--anyway")
    assert (done.returncode, done.stderr) == (0, "")
    assert '\n-        raise NotImplementedError("stage 8: Neuron.__init__")\n' in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nm",), "no exercise of that name"),
        (("extra_credit",), "no exercise of that name"),
        ((), "required: FILE"),
    ],
)
def test_a_solution_of_no_exercise_is_a_call_at_fault(
    kata: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = call(kata, "solution", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


def test_when_all_is_right_the_next_step_is_the_solution(kata: Path) -> None:
    solve(kata)
    assert "make solution FILE=" in call(kata, "grade").stdout.splitlines()[-1]


# The training


def test_a_training_is_drawn_once_when_it_turns_right_and_later_when_asked(kata: Path) -> None:
    page = kata / ".kata" / "training.html"
    solve(kata)

    first = call(kata, "grade", "--stage", "11")
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.lstrip().startswith("It learns: training your own MLP for a picture")
    assert "    Training    .kata/training.html (" in first.stdout
    assert "Yours lies on torch's line" in page.read_text("utf-8")

    page.unlink()
    again = call(kata, "grade", "--stage", "11")
    assert "raining.html" not in again.stdout and "It learns" not in again.stdout
    assert not page.exists()

    drawn = call(kata, "draw", "--stage", "11")
    assert (drawn.returncode, drawn.stderr) == (0, "")
    assert ".kata/training.html" in drawn.stdout
    assert page.exists()


def test_of_a_training_that_is_still_to_write_nothing_is_drawn(kata: Path) -> None:
    done = call(kata, "draw", "--stage", "11")
    assert done.returncode == 1
    assert not (kata / ".kata" / "training.html").exists()


# Pages that move


def test_where_nothing_is_wrong_the_lectures_neuron_is_drawn(kata: Path) -> None:
    done = call(kata, "draw", "--stage", "5")

    assert (done.returncode, done.stderr) == (1, "")
    assert "Nothing is wrong so far, and stage 5 is to do. Here is the lecture" in done.stdout
    assert ".kata/lecture.html: open it in a browser" in done.stdout
    assert "Step through <code>o</code>" in (kata / ".kata" / "lecture.html").read_text("utf-8")
