"""The exercises as a notebook: from the one source, the same each time, and never over another."""

from __future__ import annotations

import re
import subprocess
import sys
import warnings
from pathlib import Path

import nbformat
import pytest

from grader import files, grading
from grader.curriculum import FILES, STAGES, WITHOUT_TORCH, first_stage
from grader.paths import EXERCISES, ROOT, SOLUTIONS
from grader.python_source import functions, is_stub, stub_names
from grader.submission.notebook import read_notebook
from grader.submission.submission import Submission
from grader.workspace import kata_notebook
from tests.notebook.solved import solved_cells, solved_notebook
from tests.submission.notebooks import wrong


def code() -> dict[str, str]:
    """{id: text} of its code cells."""
    return {cell.name: cell.text for cell in kata_notebook.cells() if cell.is_code}


def test_it_is_the_same_each_time() -> None:
    assert kata_notebook.text() == kata_notebook.text()


def test_its_cells_have_ids_of_their_own_that_nbformat_takes() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # nbformat changes a second one with a mere warning
        found = nbformat.reads(kata_notebook.text(), as_version=4)
        nbformat.validate(found)

    ids = [cell.id for cell in found.cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9-]{1,64}", name) for name in ids)
    assert {"imports", "stage-4", "stage-4-stubs", "stage-4-grade"} <= set(ids)


def test_every_stage_has_its_story_and_a_cell_that_grades_it() -> None:
    texts = {cell.name: cell.text for cell in kata_notebook.cells()}

    for stage in STAGES:
        assert f"## Stage {stage.number}: {stage.title}" in texts[f"stage-{stage.number}"]
        assert stage.story in texts[f"stage-{stage.number}"]
        assert texts[f"stage-{stage.number}-grade"] == f"grade({stage.number})"
        assert all(f"`{part.function}`" in texts[f"stage-{stage.number}"] for part in stage.parts)


def test_every_stub_of_the_exercises_is_there_once_in_the_first_stage_that_asks_for_it() -> None:
    asked = [name for file in FILES for name in stub_names((SOLUTIONS / file).read_text("utf-8"))]
    found = {name: place for place, text in code().items() for name in functions(text)}

    assert found == {name: f"stage-{first_stage(name)}-stubs" for name in asked}
    assert all(
        is_stub(f) for text in code().values() for fs in functions(text).values() for f in fs
    )


def test_its_stubs_say_what_those_in_files_say() -> None:
    in_files = {
        line.strip() for file in FILES for line in (EXERCISES / file).read_text().split("\n")
    }
    in_cells = {line.strip() for text in code().values() for line in text.split("\n")}

    left_out = {line for line in in_files - in_cells if not line.startswith("from value import")}
    assert left_out == set()


def test_a_stub_that_is_made_of_a_stub_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = kata_notebook.text()
    monkeypatch.setattr(kata_notebook, "STUBS_FROM", EXERCISES)  # as a student edition has them

    assert kata_notebook.text() == whole


def test_as_it_is_handed_out_it_is_all_to_do() -> None:
    one = read_notebook(kata_notebook.text().encode(), "kata.ipynb")
    report = grading.grade(Submission("hw", one.files, cells={"kata.ipynb": one.cells}), stages=[1])

    (stage,) = report.stages
    assert (stage.status, stage.file, one.is_unreadable) == ("to do", "kata.ipynb", False)
    assert [part.function for part in stage.to_write] == [p.function for p in STAGES[0].parts]
    assert str(stage.to_write[0].cell) == "cell 4, line 4"  # texts are counted, as Jupyter does


def test_the_solutions_in_its_cells_earn_everything() -> None:
    one = read_notebook(solved_notebook(), "kata.ipynb")
    report = grading.grade(Submission("hw", one.files), stages=WITHOUT_TORCH)

    assert (wrong(report), report.earned) == ([], 10.0 * len(WITHOUT_TORCH))
    assert one.notes == ()


def test_a_method_of_a_later_stage_is_there_for_values_of_before() -> None:
    """What decides for `Value.tanh = tanh`: with it nothing that was made goes stale."""
    cells, namespace = solved_cells(), dict[str, object]()
    exec(code()["imports"].split("\n\n")[0], namespace)
    exec(cells["stage-1-stubs"], namespace)
    exec("old = Value(2.0)", namespace)
    for _ in range(2):  # a cell that is run twice changes nothing
        exec(cells["stage-6-stubs"], namespace)

    exec("new = Value(3.0) * old", namespace)
    assert eval("isinstance(old, Value) and isinstance(new, Value)", namespace)
    assert eval("new.data, new._prev[1] is old, old.relu().data", namespace) == (6.0, True, 2.0)


def test_a_class_of_its_own_name_would_leave_them_behind() -> None:
    cells, namespace = solved_cells(), dict[str, object]()
    exec(code()["imports"].split("\n\n")[0], namespace)
    exec(cells["stage-1-stubs"], namespace)
    exec("old = Value(2.0)", namespace)
    exec("class Value(Value):\n    def relu(self): return self", namespace)

    assert not eval("isinstance(old, Value) or hasattr(old, 'relu')", namespace)
    with pytest.raises(TypeError):  # old is taken for a number, and wrapped once more
        exec("new = Value(3.0) * old", namespace)


def test_it_is_never_written_over_another(tmp_path: Path) -> None:
    path = tmp_path / "kata.ipynb"
    path.write_text("mine")
    (tmp_path / "kata-2.ipynb").write_text("mine too")

    with pytest.raises(files.CannotWrite, match=r"stays as it is; .*OUT=.*kata-3\.ipynb"):
        kata_notebook.write(path)
    assert path.read_text() == "mine"


def called(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-m", "grader", "notebook", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def test_the_command_writes_it_and_says_so_the_second_time(tmp_path: Path) -> None:
    path = tmp_path / "mine.ipynb"

    first, second = called("--out", str(path)), called("--out", str(path))

    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == f"{path} is fresh\n"
    assert (second.returncode, second.stdout) == (2, "")
    assert f"{tmp_path / 'mine-2.ipynb'}" in second.stderr
    assert path.read_text("utf-8") == kata_notebook.text()
    assert called("--out", str(tmp_path / "mine.py")).returncode == 2
