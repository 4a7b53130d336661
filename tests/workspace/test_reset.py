"""A fresh stub in the place of an exercise: nothing of the learner's is ever lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import files
from grader.curriculum import FILES
from grader.paths import SOLUTIONS
from grader.python_source import stub
from grader.workspace import reset


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own, with exercises/ as handed out and no .kata/ yet."""
    monkeypatch.setattr(reset, "EXERCISES", tmp_path / "exercises")
    monkeypatch.setattr(reset, "BACKUP", tmp_path / ".kata" / "backup")
    reset.EXERCISES.mkdir()
    for name in FILES:
        (reset.EXERCISES / name).write_text(fresh(name))
    return tmp_path


def fresh(name: str) -> str:
    return stub((SOLUTIONS / name).read_text(encoding="utf-8"))


def test_reset_puts_a_fresh_stub(home: Path) -> None:
    (reset.EXERCISES / "nn.py").write_text("mine")

    path, _ = reset.reset("nn")

    assert path == reset.EXERCISES / "nn.py"
    assert path.read_text() == fresh("nn.py")


def test_reset_keeps_the_old_file(home: Path) -> None:
    (reset.EXERCISES / "nn.py").write_text("mine")

    _, kept = reset.reset("nn")

    assert kept
    assert kept.parent == home / ".kata" / "backup"
    assert kept.read_text() == "mine"


def test_resets_within_a_second_keep_every_old_file(home: Path) -> None:
    for i in range(4):
        (reset.EXERCISES / "nn.py").write_text(f"mine {i}")
        reset.reset("nn")

    kept = sorted(path.read_text() for path in reset.BACKUP.iterdir())
    assert kept == ["mine 0", "mine 1", "mine 2", "mine 3"]


@pytest.mark.parametrize("name", ["nn", "nn.py", "exercises/nn.py", "./exercises/nn"])
def test_reset_takes_the_name_in_any_form(name: str) -> None:
    assert reset.reset(name)[0] == reset.EXERCISES / "nn.py"


@pytest.mark.parametrize("name", ["nm", "", ".", "/", "nn.txt", "../solutions", "nn.py.py", "NN"])
def test_reset_of_an_unknown_name_lists_the_known(name: str) -> None:
    with pytest.raises(reset.NoSuchFile, match="there are value, by_hand"):
        reset.reset(name)


def test_reset_of_a_missing_file_keeps_nothing() -> None:
    (reset.EXERCISES / "nn.py").unlink()

    path, kept = reset.reset("nn")

    assert kept is None
    assert path.read_text() == fresh("nn.py")


def test_reset_makes_a_missing_folder() -> None:
    for name in FILES:
        (reset.EXERCISES / name).unlink()
    reset.EXERCISES.rmdir()

    assert reset.reset("nn")[0].read_text() == fresh("nn.py")


def test_reset_keeps_a_folder_that_is_in_the_way() -> None:
    (reset.EXERCISES / "nn.py").unlink()
    (reset.EXERCISES / "nn.py").mkdir()
    (reset.EXERCISES / "nn.py" / "work").write_text("mine")

    path, kept = reset.reset("nn")

    assert path.is_file()
    assert kept
    assert (kept / "work").read_text() == "mine"


def test_reset_replaces_a_link_to_nowhere() -> None:
    (reset.EXERCISES / "nn.py").unlink()
    (reset.EXERCISES / "nn.py").symlink_to("gone.py")

    assert reset.reset("nn")[0].read_text() == fresh("nn.py")


def test_reset_changes_nothing_where_the_old_file_cannot_be_kept(home: Path) -> None:
    (home / ".kata").write_text("in the way")
    (reset.EXERCISES / "nn.py").write_text("mine")

    with pytest.raises(files.CannotWrite, match="nothing was changed"):
        reset.reset("nn")

    assert (reset.EXERCISES / "nn.py").read_text() == "mine"


def test_reset_puts_the_old_file_back_where_the_new_one_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(path: Path, content: str) -> None:
        raise files.CannotWrite(f"{path}: cannot be written (No space left on device)")

    (reset.EXERCISES / "nn.py").write_text("mine")
    monkeypatch.setattr(files, "write", full)

    with pytest.raises(files.CannotWrite):
        reset.reset("nn")

    assert (reset.EXERCISES / "nn.py").read_text() == "mine"


def test_missing_exercises_are_restored_and_others_left() -> None:
    (reset.EXERCISES / "value.py").unlink()
    (reset.EXERCISES / "nn.py").write_text("mine")

    restored = reset.restore_missing()

    assert restored == [reset.EXERCISES / "value.py"]
    assert (reset.EXERCISES / "value.py").read_text() == fresh("value.py")
    assert (reset.EXERCISES / "nn.py").read_text() == "mine"
