"""A notebook beside the exercises: it counts where the .py files are as they were handed out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.paths import EXERCISES, ROOT
from grader.sandbox import admission
from grader.submission import folder as folder_of_files
from grader.submission import reading
from grader.submission.begun import has_begun_notebook
from grader.submission.submission import Submission
from grader.workspace import kata_notebook
from tests.notebook.solved import solved_notebook
from tests.submission.notebooks import SOURCES, notebook

HANDED_OUT = kata_notebook.text().encode()
BROKEN = notebook(*(cell.text for cell in kata_notebook.cells() if cell.is_code), "def f(:")
IMPORTS = """\
import sys, pathlib
from grader import paths
paths.EXERCISES = pathlib.Path(sys.argv[1])
paths.ROOT = paths.EXERCISES.parent
from grader.sandbox.admission import admitted
from grader.workspace import kept_verdicts
found = admitted(paths.EXERCISES, print, print)
print(found.files["value"][0], *sys.modules)
"""


@pytest.fixture
def exercises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """exercises/ as handed out, in a repository of its own."""
    folder = tmp_path / "exercises"
    folder.mkdir()
    for file in SOURCES:
        shutil.copy(EXERCISES / file, folder)
    for module in (admission, reading):
        monkeypatch.setattr(module, "EXERCISES", folder)
    for module in (folder_of_files, reading):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)
    return folder


def found_in(folder: Path) -> Submission:
    return admission.admitted(folder, pytest.fail, pytest.fail)


def test_one_that_is_begun_counts(exercises: Path) -> None:
    (exercises / "kata.ipynb").write_bytes(solved_notebook())
    found = found_in(exercises)

    assert found.files["value"][0] == "exercises/kata.ipynb/value.py"
    assert not found.is_others
    assert found.notes == (
        "exercises/kata.ipynb counts: the .py files are as they were handed out",
    )
    assert list(found.cells) == ["exercises/kata.ipynb"]


def test_beside_files_that_are_begun_too_it_does_not_and_that_is_said(exercises: Path) -> None:
    (exercises / "kata.ipynb").write_bytes(solved_notebook())
    (exercises / "nn.py").write_text(SOURCES["nn.py"])
    found = found_in(exercises)

    assert found.files["value"][0] == "exercises/value.py"
    assert found.notes == ("the .py files in exercises/ count, and exercises/kata.ipynb does not",)


def test_one_that_is_as_handed_out_is_not_even_spoken_of(exercises: Path) -> None:
    plain = found_in(exercises)
    (exercises / "kata.ipynb").write_bytes(HANDED_OUT)

    assert found_in(exercises) == plain
    assert not has_begun_notebook([exercises / "kata.ipynb"])


def test_one_that_is_begun_but_no_python_counts_and_says_so(exercises: Path) -> None:
    (exercises / "kata.ipynb").write_bytes(BROKEN)
    found = found_in(exercises)

    assert found.files["value"][0] == "exercises/kata.ipynb/value.py"
    assert any("was left out: it is not Python" in note for note in found.notes)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"cells": [3]}', b"[" * 100_000])
def test_one_that_cannot_be_read_changes_nothing_but_is_named(
    exercises: Path, content: bytes
) -> None:
    (exercises / "kata.ipynb").write_bytes(content)
    found = found_in(exercises)

    assert found.files["value"][0] == "exercises/value.py"
    assert [note.split(":")[0] for note in found.notes] == ["exercises/kata.ipynb"]


def test_where_no_other_file_is_it_is_enough(exercises: Path) -> None:
    for file in SOURCES:
        (exercises / file).unlink()
    (exercises / "kata.ipynb").write_bytes(solved_notebook())

    assert found_in(exercises).files["nn"][0] == "exercises/kata.ipynb/nn.py"


def test_modules_of_ones_own_beside_it_are_there(exercises: Path) -> None:
    (exercises / "kata.ipynb").write_bytes(solved_notebook())
    (exercises / "helper.py").write_text("ONE = 1\n")

    assert found_in(exercises).files["helper"] == ("exercises/helper.py", "ONE = 1\n")


@pytest.mark.parametrize("with_notebook", [False, True])
def test_reading_the_exercises_imports_no_reader_of_notebooks(
    exercises: Path, with_notebook: bool
) -> None:
    if with_notebook:
        (exercises / "kata.ipynb").write_bytes(HANDED_OUT)
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS, str(exercises)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    value, *imported = done.stdout.split()
    assert value.endswith("value.py")
    heavy = {"nbformat", "jsonschema", "IPython", "ipykernel", "jupyter_core"}
    assert {name.split(".")[0] for name in imported} & heavy == set()
    if not with_notebook:
        ours = {name for name in imported if name.startswith("grader.submission.")}
        assert ours == {
            f"grader.submission.{name}" for name in ("folder", "names", "sources", "submission")
        }
    assert not [name for name in imported if name.startswith("grader.notebook")]
