"""The reference beside a learner's file, both without docstrings."""

from __future__ import annotations

import ast

import pytest

from grader.curriculum import FILES
from grader.paths import SOLUTIONS
from grader.submission.submission import Submission, of_sources
from grader.workspace.solution import beside, stages_of, without_docstrings

NN = (SOLUTIONS / "nn.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", FILES)
def test_a_reference_without_docstrings_is_the_same_code(file: str) -> None:
    source = (SOLUTIONS / file).read_text(encoding="utf-8")

    text = without_docstrings(source)

    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(
            node
        ):
            del node.body[0]
    assert ast.dump(ast.parse(text)) == ast.dump(tree)
    assert '"""' not in text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('def f():\n    """One."""\n    return 1\n', "def f():\n    return 1\n"),
        ('def f():\n    """One.\n\n    Two.\n    """\n\n    a = 1\n', "def f():\n    a = 1\n"),
        ('def f():\r\n    """One."""\r\n    a = 1\r\n', "def f():\n    a = 1\n"),
        ('def f():\n    """é"""\n    a = "é"\n', 'def f():\n    a = "é"\n'),
        ('"""Mine."""\n\na = 1\n', "a = 1\n"),
        ('class A:\n    """Nothing else."""\n', 'class A:\n    """Nothing else."""\n'),
        ('def f(): "one"; return 1\n', 'def f(): "one"; return 1\n'),
        ("def f():\n    # why\n    return 1\n", "def f():\n    # why\n    return 1\n"),
        ('def :\n    """One."""\n', 'def :\n    """One."""\n'),
    ],
)
def test_only_docstrings_on_lines_of_their_own_go(source: str, text: str) -> None:
    assert without_docstrings(source) == text


def test_the_diff_shows_all_of_both() -> None:
    yours = NN.replace("math.tanh", "tanh").replace("self.w", "self.weights")

    lines = beside(of_sources("exercises", {"nn.py": yours}), "nn.py")

    assert lines[:2] == ["--- exercises/nn.py", "+++ solutions/nn.py"]
    mine = [line[1:] for line in lines[2:] if line[0] in " -"]
    reference = [line[1:] for line in lines[2:] if line[0] in " +"]
    assert mine == without_docstrings(yours).splitlines()
    assert reference == without_docstrings(NN).splitlines()


def test_the_same_code_with_other_docstrings_has_no_difference() -> None:
    yours = NN.replace("Stage 8:", "My own words:")
    assert len(beside(of_sources("exercises", {"nn.py": yours}), "nn.py")) == 2


def test_a_file_that_is_missing_is_compared_as_an_empty_one() -> None:
    lines = beside(Submission("exercises", {}), "nn.py")
    assert {line[0] for line in lines[2:]} == {"+"}


def test_the_stages_of_a_file_are_all_that_are_built_in_it() -> None:
    assert stages_of("nn.py") == [8, 9, 10]
    assert 5 in stages_of("value.py") and 5 in stages_of("topological_sort.py")
