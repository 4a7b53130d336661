"""Writing a file: whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader import files
from grader.paths import ROOT


def test_a_file_is_written_with_the_folders_above_it(tmp_path: Path) -> None:
    files.write(tmp_path / "a" / "b" / "c.txt", "caf\u00e9\n")

    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == "caf\u00e9\n".encode()


def test_a_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "c.txt"
    path.write_text("old")

    files.write(path, "new")

    assert path.read_text() == "new"
    assert os.listdir(tmp_path) == ["c.txt"]


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "c.txt"
    path.write_text("old")
    path.chmod(0o600)

    files.write(path, "new")

    assert path.stat().st_mode & 0o777 == 0o600


def test_a_new_file_can_be_read_by_others(tmp_path: Path) -> None:
    files.write(tmp_path / "c.txt", "new")

    assert (tmp_path / "c.txt").stat().st_mode & 0o777 == 0o644


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("in the way")

    with pytest.raises(files.CannotWrite, match="cannot be written"):
        files.write(tmp_path / "a" / "c.txt", "new")

    assert (tmp_path / "a").read_text() == "in the way"


def test_a_folder_where_the_file_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "c.txt").mkdir()

    with pytest.raises(files.CannotWrite):
        files.write(tmp_path / "c.txt", "new")

    assert os.listdir(tmp_path) == ["c.txt"]


def test_a_place_that_takes_no_files_is_told() -> None:
    with pytest.raises(files.CannotWrite, match=r"^/proc/self/c\.txt: "):
        files.write(Path("/proc/self/c.txt"), "new")


def test_text_that_no_file_can_hold_leaves_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "c.txt"
    path.write_text("old")

    with pytest.raises(files.CannotWrite):
        files.write(path, "\ud800")

    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["c.txt"]


def test_an_interrupted_write_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "c.txt"
    path.write_text("old")
    monkeypatch.setattr(os, "replace", interrupted)

    with pytest.raises(KeyboardInterrupt):
        files.write(path, "new")

    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["c.txt"]


def test_a_full_disk_leaves_the_old_content(tmp_path: Path) -> None:
    path = tmp_path / "c.txt"
    path.write_text("old")
    program = (
        "import resource, sys; from pathlib import Path; from grader import files\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: files.write(Path(sys.argv[1]), 'x' * 100_000)\n"
        "except files.CannotWrite as error: print(error)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], cwd=ROOT, capture_output=True, text=True
    )

    assert done.stdout == f"{path}: cannot be written (File too large)\n"
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["c.txt"]
