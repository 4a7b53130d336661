"""The search for the smallest program that goes wrong, and the command that makes it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from grader import grading
from grader.answers.random_programs import EVERYTHING, VOCABULARIES, Vocabulary
from grader.answers.solutions import solution_sources
from grader.diagnosis import counterexample, searchable
from grader.diagnosis.recognition.catalogue import LECTURE, apply
from grader.diagnosis.searchable import NEVER_SEARCHED
from grader.paths import LECTURE as LECTURE_FOLDER
from grader.paths import ROOT, SOLUTIONS
from grader.python_source import stub
from grader.report.model import CheckResult
from grader.submission.folder import read_folder
from grader.submission.submission import Submission, of_sources
from grader.upkeep import proof

pytestmark = pytest.mark.slow("searches thousands of programs")

SEED = 1
SECONDS = 60.0  # never needed


def find(
    sources: Mapping[str, str], vocabulary: Vocabulary = EVERYTHING, most: int | None = None
) -> counterexample.Search:
    learner = of_sources("a learner", dict(sources))
    return counterexample.search(learner, vocabulary, seconds=SECONDS, seed=SEED, most=most)


def edited(old: str, new: str) -> dict[str, str]:
    sources = solution_sources()
    assert old in sources["value.py"]
    return {**sources, "value.py": sources["value.py"].replace(old, new)}


def found(old: str, new: str, vocabulary: Vocabulary = EVERYTHING) -> CheckResult:
    result = find(edited(old, new), vocabulary).found
    assert result is not None and result.counterexample
    assert result.program.endswith(result.counterexample)
    return result


# The search


@pytest.mark.parametrize(
    "vocabulary", [VOCABULARIES[5], VOCABULARIES[6], EVERYTHING], ids=lambda p: p.name
)
def test_a_sum_that_assigns_shrinks_to_three_lines(vocabulary: Vocabulary) -> None:
    result = found(
        "self.grad += out.grad\n            other.grad += out.grad",
        "self.grad = out.grad\n            other.grad = out.grad",
        vocabulary,
    )
    assert result.counterexample == "a = Value(3.0)\nv0 = a + a\nv0.backward()\n"
    assert result.status == "failed"
    (row,) = result.outcome.differences
    assert (row.name, row.quantity, row.yours, row.expected) == ("a", "grad", 1.0, 2.0)


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("(1 - t**2) * out.grad", "(1 - self.data**2) * out.grad", 3),
        ("(out.data > 0) * out.grad", "out.grad", 3),
        ("self.grad += out.data * out.grad", "self.grad += out.data", 4),
        ("return (-self) + other", "return self - other", 3),
        ("in reversed(topological_sort(self)):", "in sorted(topological_sort(self), key=id):", 5),
    ],
)
def test_other_bugs_shrink_to_few_lines(old: str, new: str, lines: int) -> None:
    result = found(old, new)
    assert result.counterexample
    assert result.counterexample.count("\n") <= lines


def test_what_only_a_large_number_shows_needs_no_sum_of_sums() -> None:
    result = found("self.data if self.data > 0", "min(self.data, 6.0) if self.data > 0")
    assert re.fullmatch(
        r"a = Value\(.+\)\nv0 = a\.relu\(\)\nv0\.backward\(\)\n", result.counterexample or ""
    )


def test_an_exception_is_found_with_the_line_it_comes_from() -> None:
    result = found("math.exp(self.data)", "math.exponential(self.data)")
    assert result.counterexample == "a = Value(3.0)\nv0 = a.exp()\nv0.backward()\n"
    assert result.status == "error" and result.outcome.file == "exercises/value.py"


def test_a_program_that_never_ends_is_found_and_the_search_too_comes_to_an_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counterexample, "TIME_FACTOR", 0.1)
    monkeypatch.setattr(counterexample, "SECONDS_TO_SHRINK", 2.0)
    result = found("t = math.tanh(self.data)", "t = 0.0\n        while True: pass")
    assert result.status == "timeout"
    assert "tanh" in (result.counterexample or "")


def test_a_walk_along_every_path_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counterexample, "TIME_FACTOR", 0.1)
    monkeypatch.setattr(counterexample, "SECONDS_TO_SHRINK", 2.0)
    sources = solution_sources()
    sources["value.py"] = sources["value.py"].replace("tuple(_children)", "set(_children)")
    sources["topological_sort.py"] += (
        "\ndef topological_sort(root):\n"
        "    order = []\n"
        "    for operand in root._prev:\n"
        "        order += [v for v in topological_sort(operand) if v not in order]\n"
        "    return [*order, root]\n"
    )
    result = find(sources, VOCABULARIES[5]).found
    assert result is not None and result.status == "timeout"
    assert "for i in range(" in (result.counterexample or "")


def test_nothing_is_found_in_the_solutions() -> None:
    done = counterexample.search(
        read_folder(SOLUTIONS), EVERYTHING, seconds=SECONDS, seed=SEED, most=200
    )
    assert done.found is None
    assert done.tried == 200


def test_nothing_is_found_in_the_lectures_code_that_it_does_not_lack() -> None:
    done = find(apply(LECTURE, solution_sources()), VOCABULARIES[6], most=200)
    assert (done.found, done.tried) == (None, 200)


def test_the_same_seed_finds_the_same_in_as_many_tries() -> None:
    first, second = (find(edited("(1 - t**2)", "(1 - t)")) for _ in range(2))

    assert first.tried == second.tried
    assert first.found and second.found
    assert first.found.counterexample == second.found.counterexample
    assert first.found.outcome == second.found.outcome


def test_the_time_is_kept() -> None:
    done = counterexample.search(read_folder(SOLUTIONS), EVERYTHING, seconds=0.0)
    assert done == counterexample.Search(0, None)


# What is drawn for whom


def vocabulary(submission: Submission) -> Vocabulary | None:
    report = grading.grade(submission, stages=list(VOCABULARIES))
    return searchable.vocabulary(report)


def test_whoever_has_done_stage_6_is_asked_everything() -> None:
    assert vocabulary(proof.solutions()) == EVERYTHING


def test_the_lectures_code_is_asked_what_the_lecture_has() -> None:
    assert vocabulary(read_folder(LECTURE_FOLDER)) == VOCABULARIES[6]


def test_one_who_is_at_stage_5_is_asked_what_stage_4_has() -> None:
    sources = solution_sources()
    sources["topological_sort.py"] = "def topological_sort(root):\n    return [root]\n"
    sources["value.py"] = sources["value.py"].replace(
        "from topological_sort import topological_sort", "topological_sort = walk"
    )
    sources["value.py"] += """

def walk(root):
    order = [root]
    for node in order:
        order.extend(node._prev)
    return order[::-1]
"""
    assert vocabulary(of_sources("a learner", sources)) == VOCABULARIES[4]


def test_nothing_is_drawn_for_one_who_has_not_begun() -> None:
    assert vocabulary(proof.stubs()) is None


# What is not drawn


@pytest.mark.parametrize(
    ("vocabulary", "first", "last"),
    [
        (VOCABULARIES[1], "a.tanh()", ["gradients", *NEVER_SEARCHED]),
        (VOCABULARIES[4], "a + 2", ["values used twice", *NEVER_SEARCHED]),
        (VOCABULARIES[5], "a + 2", ["a.relu()", *NEVER_SEARCHED]),
        (VOCABULARIES[6], "2 - a", ["a.relu()", *NEVER_SEARCHED]),
        (EVERYTHING, "neurons", [*NEVER_SEARCHED]),
    ],
)
def test_it_is_said_what_is_not_searched(
    vocabulary: Vocabulary, first: str, last: list[str]
) -> None:
    words = searchable.not_searched(vocabulary)

    assert words[0] == first
    assert words[-len(last) :] == last
    assert len(set(words)) == len(words)


# The command


def call(
    *arguments: str | Path, path: str = "", folder: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "grader", "fuzz", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([path, str(ROOT)]), "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A submission with a bug that the checks miss: its relu ends at 6."""
    sources = edited("self.data if self.data > 0", "min(self.data, 6.0) if self.data > 0")
    for file, text in sources.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    return tmp_path


def test_it_says_how_many_were_tried_and_exits_with_0() -> None:
    done = call(SOLUTIONS, "--seconds", "1", "--seed", "1")
    assert done.returncode == 0, done.stderr
    assert "Random expressions of everything, for 1 s" in done.stdout
    assert "Not searched: neurons, training, extra credit." in done.stdout
    assert "tried, and all agree with" in done.stdout


def test_whether_there_is_anything_to_search_needs_no_hypothesis(tmp_path: Path) -> None:
    (tmp_path / "hypothesis.py").write_text("raise ModuleNotFoundError(name='hypothesis')\n")
    for file, text in solution_sources().items():
        (tmp_path / file).write_text(stub(text), encoding="utf-8")

    assert call(SOLUTIONS, "--only-ask", path=str(tmp_path)).returncode == 0
    nothing = call(tmp_path, path=str(tmp_path))
    assert nothing.returncode == 2
    assert nothing.stderr.startswith("grader: stage 1 is not right yet")


def test_what_is_found_can_be_pasted_and_is_shown_beside_torchs_and_exits_with_1(
    folder: Path,
) -> None:
    done = call(folder, "--seconds", "60", "--seed", "1")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "from value import Value\n" in done.stdout
    assert ".relu()" in done.stdout and ".backward()" in done.stdout
    assert re.search(r"yours +torch\s+v0\.data +6\.0 +\d+", done.stdout)
    assert list(folder.glob(".hypothesis")) == []


def test_without_hypothesis_it_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "hypothesis.py").write_text(
        "raise ModuleNotFoundError('No module named hypothesis', name='hypothesis')\n"
    )
    done = call(SOLUTIONS, path=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr == (
        "grader: hypothesis is not installed here; python -m pip install hypothesis gets it\n"
    )


def test_it_refuses_where_there_is_nothing_to_search(tmp_path: Path) -> None:
    for file, text in solution_sources().items():
        (tmp_path / file).write_text(stub(text), encoding="utf-8")
    done = call(tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("grader: stage 1 is not right yet")


def test_it_leaves_nothing_behind(tmp_path: Path) -> None:
    done = call(SOLUTIONS, "--seconds", "1", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []
