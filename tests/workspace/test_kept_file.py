"""Files in .kata/: what is damaged is set aside with one line, and begun anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.files import CannotWrite
from grader.workspace import kept_file

DAMAGED = [
    b"",
    b"{",
    b"null",
    b"7",
    b"[1]",
    b'{"a": "text"}',
    b'{"a": 1e400}',
    b'{"a": NaN}',
    b'{"a": ' + b"9" * 5000 + b"}",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"a":' * 100_000,
]


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_file_is_set_aside_unchanged_with_one_line(
    tmp_path: Path, content: bytes
) -> None:
    path, said = tmp_path / "hints.json", list[str]()
    path.write_bytes(content)

    assert kept_file.read(path, dict[str, int], said.append) is None

    assert not path.exists()
    assert (tmp_path / "hints.json.damaged").read_bytes() == content
    assert len(said) == 1
    assert "set aside" in said[0] and "\n" not in said[0]


def test_a_file_that_is_not_there_is_nothing_to_speak_of(tmp_path: Path) -> None:
    said: list[str] = []
    assert kept_file.read(tmp_path / "hints.json", dict[str, int], said.append) is None
    assert not said


def test_what_was_set_aside_before_is_kept_too(tmp_path: Path) -> None:
    path = tmp_path / "hints.json"
    for number in range(3):
        path.write_text(f"damage {number}")
        kept_file.read(path, dict[str, int], lambda text: None)

    kept = sorted(path.read_text() for path in tmp_path.iterdir())
    assert kept == ["damage 0", "damage 1", "damage 2"]


def test_a_folder_in_the_place_of_a_file_is_set_aside_before_reading(tmp_path: Path) -> None:
    path, said = tmp_path / "hints.json", list[str]()
    path.mkdir()
    (path / "work").write_text("mine")

    assert kept_file.read(path, dict[str, int], said.append) is None
    assert (tmp_path / "hints.json.damaged" / "work").read_text() == "mine"
    assert len(said) == 1


def test_a_folder_in_the_place_of_a_file_is_set_aside_before_writing(tmp_path: Path) -> None:
    path, said = tmp_path / "failing.py", list[str]()
    path.mkdir()

    kept_file.write(path, "a = 1\n", said.append)

    assert path.read_text() == "a = 1\n"
    assert (tmp_path / "failing.py.damaged").is_dir()
    assert len(said) == 1


def test_removing_leaves_a_folder_that_is_none_of_ours(tmp_path: Path) -> None:
    (tmp_path / "failing.py").mkdir()
    kept_file.remove(tmp_path / "failing.py")
    assert (tmp_path / "failing.py").is_dir()


def test_removing_what_is_not_there_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept_file.remove(tmp_path / "failing.py")
    kept_file.remove(tmp_path / "file" / "failing.py")


def test_what_cannot_be_moved_away_is_said_and_not_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    path, said = tmp_path / "hints.json", list[str]()
    path.write_text("{")
    monkeypatch.setattr(Path, "rename", refuse)

    assert kept_file.read(path, dict[str, int], said.append) is None
    assert len(said) == 1
    assert "move it away" in said[0]


def test_what_cannot_be_removed_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, missing_ok: bool) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)

    with pytest.raises(CannotWrite, match="cannot be removed"):
        kept_file.remove(tmp_path / "failing.py")
