"""exercises/ is what the solutions derive, and each stub says what is to be written."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from grader.curriculum import FILES, STAGES, TORCH_FILES
from grader.paths import EXERCISES, SOLUTIONS
from grader.python_source import loop_variables, stub, stub_names
from grader.sandbox.process import LearnerProcess
from grader.submission.folder import read_folder
from grader.upkeep.write_stubs import derived


def solution(name: str) -> str:
    return (SOLUTIONS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_an_exercise_is_what_its_solution_derives(name: str) -> None:
    assert (EXERCISES / name).read_text(encoding="utf-8") == stub(solution(name))


@pytest.mark.parametrize(
    ("folder", "others"),
    [(EXERCISES, set()), (SOLUTIONS, {"extra_credit.py"})],
    ids=["exercises", "solutions"],
)
def test_there_is_no_other_file(folder: Path, others: set[str]) -> None:
    found = {path.name for path in folder.iterdir() if path.name != "__pycache__"}

    assert found == set(FILES) | others


def test_every_file_is_derived() -> None:
    assert derived() == {name: stub(solution(name)) for name in FILES}


def test_every_stub_has_a_name_of_its_own() -> None:
    names = [name for file in FILES for name in stub_names(solution(file))]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", FILES)
def test_the_process_finds_the_stubs_that_were_made(name: str) -> None:
    found = read_folder(EXERCISES)
    module = name.removesuffix(".py")

    with LearnerProcess({module: found.files[module]}) as process:
        places = process.stubs()

    assert list(places) == stub_names(solution(name))
    lines = found.files[module][1].splitlines()
    for stub_name, place in places.items():
        assert f"def {stub_name.split('.')[-1]}(" in lines[place.line - 1]


def test_no_solution_holds_a_stub() -> None:
    with LearnerProcess(read_folder(SOLUTIONS).files) as process:
        assert process.stubs() == {}


@pytest.mark.parametrize("name", FILES)
def test_a_stub_keeps_signature_and_docstring(name: str) -> None:
    before, after = (functions(source) for source in (solution(name), stub(solution(name))))

    assert before.keys() == after.keys()
    for function in stub_names(solution(name)):
        assert ast.unparse(before[function].args) == ast.unparse(after[function].args)
        assert ast.get_docstring(before[function]) == ast.get_docstring(after[function])


@pytest.mark.parametrize("name", FILES)
def test_a_stub_raises_its_own_name_and_stage(name: str) -> None:
    for function, node in functions(stub(solution(name))).items():
        if function not in stub_names(solution(name)):
            continue
        stage = re.match(r"Stage (\d+):", ast.get_docstring(node) or "")
        assert stage
        assert 1 <= int(stage[1]) <= len(STAGES)
        assert len(node.body) == 2
        assert ast.unparse(node.body[1]) == (
            f"raise NotImplementedError('stage {stage[1]}: {function}')"
        )


@pytest.mark.parametrize("name", [name for name in FILES if name not in TORCH_FILES])
def test_an_exercise_can_be_imported(name: str) -> None:
    with LearnerProcess(read_folder(EXERCISES).files) as process:
        assert process.run(f"import {name.removesuffix('.py')}", 20).raised is None


@pytest.mark.slow("imports torch")
def test_the_torch_exercise_can_be_imported() -> None:
    pytest.importorskip("torch")
    with LearnerProcess(read_folder(EXERCISES).files, with_torch=True) as process:
        assert process.run("import torch_neuron", 20).raised is None


def test_a_function_without_a_stage_is_left_as_it_is() -> None:
    source = 'def given():\n    """Stage left."""\n    return 1\n'

    assert stub(source) == source


def test_a_class_after_a_stub_is_left_as_it_is() -> None:
    source = (
        '"""File."""\n\n\ndef f(x):\n    """Stage 3: g."""\n    return x\n\n\nclass A:\n    b = 1\n'
    )

    assert stub(source) == source.replace("return x", 'raise NotImplementedError("stage 3: f")')


def functions(source: str) -> dict[str, ast.FunctionDef]:
    """{name: function} of a source, methods as Class.method."""
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = node
        elif isinstance(node, ast.ClassDef):
            inner = (n for n in node.body if isinstance(n, ast.FunctionDef))
            found.update({f"{node.name}.{n.name}": n for n in inner})
    return found


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("for i in range(3):\n    b = i", {"i"}),
        ("for i, (p, *rest) in x:\n    for q in p:\n        q.data = 1", {"i", "p", "rest", "q"}),
        ("i = 0\nfor i in range(3): pass", set()),
        ("for i in range(3):\n    i = 0", set()),
        ("for i in range(3): pass\nelse:\n    for j in x: pass", {"i", "j"}),
        ("def f():\n    for i in x: pass", set()),
        ("y = [i for i in x]", set()),
        ("for i in", set()),
    ],
)
def test_loop_variables(source: str, names: set[str]) -> None:
    assert loop_variables(source) == names
