"""A fresh stub where .kata/ lies on another disk than exercises/."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from grader.workspace import reset


@pytest.fixture
def exercises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """exercises/ with a file of the learner's, from which nothing can be renamed to .kata/."""
    folder = tmp_path / "exercises"
    folder.mkdir()
    (folder / "nn.py").write_text("mine\n")
    monkeypatch.setattr(reset, "EXERCISES", folder)
    monkeypatch.setattr(reset, "BACKUP", tmp_path / ".kata" / "backup")

    def refuse(old: Path, new: Path) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(Path, "rename", refuse)
    return folder


def test_the_old_file_is_kept_on_another_disk(exercises: Path) -> None:
    path, kept = reset.reset("nn")

    assert kept is not None
    assert kept.read_text() == "mine\n"
    assert "class Neuron" in path.read_text()


@pytest.mark.parametrize("name", ["nn", "nn.py"])
def test_an_exercise_is_named_with_or_without_its_ending(exercises: Path, name: str) -> None:
    assert reset.reset(name)[0] == exercises / "nn.py"


def test_an_exercise_is_named_by_its_path(exercises: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(exercises.parent)

    assert reset.reset("exercises/nn.py")[0] == exercises / "nn.py"


@pytest.mark.parametrize("name", ["../nn", "../../x", "/nn.py", "elsewhere/nn.py"])
def test_a_path_to_somewhere_else_is_no_exercise(
    exercises: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(exercises)

    with pytest.raises(reset.NoSuchFile, match="no exercise of that name"):
        reset.reset(name)

    assert (exercises / "nn.py").read_text() == "mine\n"
