"""Stubs that changed under a learner: told once, with what is new; their file is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.submission.submission import Submission, of_sources
from grader.workspace import stub_changes
from grader.workspace.stub_changes import StubChange

SOLUTION = '''\
import math


class Neuron:
    """A weighted sum."""

    def __init__(self, nin):
        """Stage 8: a neuron for nin inputs."""
        self.w = [0.0] * nin

    def __call__(self, x):
        """Stage 8: return a Value.

        x is a list.
        """
        return 1
'''
MORE = SOLUTION.replace("x is a list.", "x is a list, or one number.")
LEARNER = SOLUTION.replace("return 1", "return 2")  # who keeps the docstrings as they came


@pytest.fixture(autouse=True)
def solutions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kata of one exercise."""
    folder = tmp_path / "solutions"
    folder.mkdir()
    monkeypatch.setattr(stub_changes, "STUBS_FROM", folder)
    monkeypatch.setattr(stub_changes, "FILE", tmp_path / ".kata" / "stubs.json")
    return folder


def look(solution: str, learner: str = LEARNER) -> list[StubChange]:
    """What is told on a run, with the kata's solution as it is then."""
    (stub_changes.STUBS_FROM / "nn.py").write_text(solution, encoding="utf-8")
    return stub_changes.stub_changes(of_sources("exercises", {"nn.py": learner}))


def test_the_first_run_has_nothing_to_tell() -> None:
    assert look(SOLUTION) == []


def test_a_stub_that_is_as_before_is_not_spoken_of() -> None:
    look(SOLUTION)
    assert look(SOLUTION) == []


def test_a_solution_that_changed_with_the_same_stub_is_not_spoken_of() -> None:
    look(SOLUTION)
    assert look(SOLUTION.replace("return 1", "return 1 + 0")) == []


def test_a_new_docstring_is_told_with_its_new_lines() -> None:
    look(SOLUTION)

    (change,) = look(MORE)

    assert change.words == (
        "exercises/nn.py: its stub has changed since you began: Neuron.__call__ (docstring); "
        "make reset FILE=nn gives the new one and keeps your file"
    )
    assert change.new == ("+ x is a list, or one number.",)


def test_a_change_is_told_once() -> None:
    look(SOLUTION)
    look(MORE)
    assert look(MORE) == []


def test_a_learner_who_has_the_new_docstring_already_is_told_nothing() -> None:
    look(SOLUTION)
    assert look(MORE, MORE) == []


def test_a_learner_who_edited_the_docstring_is_told_nothing() -> None:
    look(SOLUTION)
    assert look(MORE, LEARNER.replace("x is a list.", "x: my notes.")) == []


def test_a_learner_who_removed_the_function_is_told_nothing() -> None:
    look(SOLUTION)
    assert look(MORE, "class Neuron:\n    pass\n") == []


def test_a_learner_of_an_older_stub_is_told_of_a_newer_change() -> None:
    look(SOLUTION)
    look(MORE)
    (change,) = look(MORE.replace("one number", "one Value"))
    assert "Neuron.__call__ (docstring)" in change.words


def test_a_new_signature_is_told() -> None:
    look(SOLUTION)

    (change,) = look(SOLUTION.replace("(self, nin)", "(self, nin, seed=0)"))

    assert "Neuron.__init__ (signature)" in change.words
    assert change.new == ("+ def __init__(self, nin, seed=0)",)


def test_a_signature_of_the_learners_own_is_left_out_of_what_is_new() -> None:
    look(SOLUTION)
    (change,) = look(MORE, LEARNER.replace("(self, x)", "(self, x: list)"))
    assert change.new == ("+ x is a list, or one number.",)


def test_a_function_that_came_new_is_told() -> None:
    look(SOLUTION)

    new = '    def parameters(self):\n        """Stage 8: a list."""\n        return []\n'
    (change,) = look(f"{SOLUTION}\n{new}")

    assert "Neuron.parameters (new)" in change.words
    assert change.new == ("+ def parameters(self)", "+ Stage 8: a list.")


def test_an_import_that_came_new_is_told() -> None:
    look(SOLUTION)
    (change,) = look(f"import random\n{SOLUTION}")
    assert "import random (new)" in change.words


def test_an_import_that_went_is_not_spoken_of() -> None:
    look(SOLUTION)
    assert look(SOLUTION.replace("import math\n", "")) == []


def test_a_function_that_went_is_told() -> None:
    look(SOLUTION)
    (change,) = look(SOLUTION[: SOLUTION.index("    def __call__")])
    assert "Neuron.__call__ (no longer asked for)" in change.words


def test_many_new_lines_are_cut() -> None:
    look(SOLUTION)
    lines = "\n".join(f"        Line {number}." for number in range(20))
    (change,) = look(SOLUTION.replace("        x is a list.", lines))
    assert len(change.new) == stub_changes.LINES + 1
    assert change.new[-1] == "... and 14 lines more"


def test_a_learner_whose_file_does_not_parse_is_told_when_it_does() -> None:
    look(SOLUTION)
    assert look(MORE, "def :\n") == []
    assert len(look(MORE)) == 1


def test_a_learner_without_the_file_is_told_nothing(solutions: Path) -> None:
    look(SOLUTION)
    (solutions / "nn.py").write_text(MORE)
    assert stub_changes.stub_changes(Submission("exercises", {})) == []


def test_a_kata_without_solutions_has_nothing_to_tell(solutions: Path) -> None:
    look(SOLUTION)
    (solutions / "nn.py").unlink()
    assert stub_changes.stub_changes(of_sources("exercises", {"nn.py": LEARNER})) == []


def test_the_usual_run_writes_nothing() -> None:
    look(SOLUTION)
    before = stub_changes.FILE.stat().st_mtime_ns, stub_changes.FILE.stat().st_ino
    look(SOLUTION)
    assert (stub_changes.FILE.stat().st_mtime_ns, stub_changes.FILE.stat().st_ino) == before


def test_a_damaged_record_is_begun_anew() -> None:
    look(SOLUTION)
    stub_changes.FILE.write_text('{"nn.py": {"solution": 3}}')
    assert look(MORE) == []
    assert len(look(SOLUTION, MORE)) == 1
