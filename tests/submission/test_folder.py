"""Where sources come from: every kind of file that is not what it should be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.curriculum import FILES
from grader.sandbox.process import LearnerProcess
from grader.submission import folder as folder_module
from grader.submission.folder import read_folder
from grader.submission.sources import LARGEST_FILE, MOST_FILES
from grader.submission.submission import Problem, ProblemKind, UnusableSubmission


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with all files of the kata, each `a = 1`."""
    for name in FILES:
        (tmp_path / name).write_text("a = 1\n")
    return tmp_path


def problem(folder: Path, module: str = "value") -> Problem:
    """What is said of a file that is not among the sources."""
    found = read_folder(folder)
    assert module not in found.files
    return found.problems[module]


def test_a_folder_of_the_kata_has_no_problems(folder: Path) -> None:
    found = read_folder(folder)

    assert not found.problems
    assert set(found.files) == {name.removesuffix(".py") for name in FILES}


def test_paths_are_shown_from_where_the_learner_stands(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)

    found = read_folder(folder)

    assert found.name == folder.name
    assert found.files["value"][0] == f"{folder.name}/value.py"


def test_modules_of_the_learners_own_come_along(folder: Path) -> None:
    (folder / "engine.py").write_text("b = 2\n")

    assert read_folder(folder).files["engine"][1] == "b = 2\n"


@pytest.mark.parametrize("name", ["two words.py", "1st.py", "a.b.py", os.fsdecode(b"\xff.py")])
def test_what_cannot_be_imported_is_left_out(folder: Path, name: str) -> None:
    (folder / name).write_text("b = 2\n")

    assert len(read_folder(folder).files) == len(FILES)


def test_no_more_files_are_taken_than_a_submission_needs(folder: Path) -> None:
    for i in range(2 * MOST_FILES):
        (folder / f"own_{i}.py").write_text("")

    found = read_folder(folder)

    assert len(found.files) + len(found.problems) == MOST_FILES
    assert "value" in found.files


def test_a_folder_that_is_missing_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(UnusableSubmission, match="no such file or folder"):
        read_folder(tmp_path / "gone")


def test_where_the_exercises_are_missing_the_remedy_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "EXERCISES", tmp_path / "exercises")

    with pytest.raises(UnusableSubmission, match="no such folder; `make reset` makes a new one"):
        read_folder(tmp_path / "exercises")
    with pytest.raises(UnusableSubmission, match=r"gone: no such file or folder$"):
        read_folder(tmp_path / "gone")


def test_a_file_is_no_folder(folder: Path) -> None:
    with pytest.raises(UnusableSubmission, match="not a folder"):
        read_folder(folder / "value.py")


def test_a_folder_without_a_file_of_the_kata_is_unusable(tmp_path: Path) -> None:
    (tmp_path / "other.py").write_text("a = 1\n")

    with pytest.raises(UnusableSubmission, match=r"expected one of value\.py"):
        read_folder(tmp_path)


def test_a_link_to_itself_is_unusable(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)

    with pytest.raises(UnusableSubmission):
        read_folder(loop)


def test_a_folder_whose_name_is_no_text_can_be_read(tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"\xff")
    try:
        odd.mkdir()
    except OSError:
        pytest.skip("this file system holds names of text only")
    (odd / "value.py").write_text("a = 1\n")

    found = read_folder(odd)

    assert found.name.endswith("\\udcff")
    with LearnerProcess(found.files) as process:
        assert process.run("from value import a", 20).names == {"a": 1}


def test_a_missing_file_is_still_to_do(folder: Path) -> None:
    (folder / "value.py").unlink()

    assert problem(folder).is_missing
    assert problem(folder).is_mended_by_reset


@pytest.mark.parametrize("content", ["", "\n \n\t\n"])
def test_an_empty_file_is_still_to_do(folder: Path, content: str) -> None:
    (folder / "value.py").write_text(content)

    assert problem(folder).is_missing
    assert problem(folder).kind == "empty"


def test_a_link_to_nowhere_is_a_missing_file(folder: Path) -> None:
    (folder / "value.py").unlink()
    (folder / "value.py").symlink_to(folder / "gone.py")

    assert problem(folder).kind == "missing"


def test_a_link_to_itself_is_a_missing_file(folder: Path) -> None:
    (folder / "value.py").unlink()
    (folder / "value.py").symlink_to(folder / "value.py")

    assert problem(folder).kind == "missing"


def test_a_folder_named_like_a_file_is_no_file(folder: Path) -> None:
    (folder / "value.py").unlink()
    (folder / "value.py").mkdir()

    assert problem(folder).kind == "not_a_file"
    assert not problem(folder).is_missing


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    (folder / "value.py").unlink()
    os.mkfifo(folder / "value.py")

    assert problem(folder).kind == "not_a_file"


@pytest.mark.parametrize(
    "content",
    [
        "# caf\u00e9\n".encode("latin-1"),
        "# -*- coding: ascii -*-\n# caf\u00e9\n".encode(),
        b"# -*- coding: klingon -*-\na = 1\n",
        b"# -*- coding: rot13 -*-\na = 1\n",
        b"# -*- coding: punycode -*-\na = 1 - 2\n",
        b"# -*- coding: unicode_escape -*-\na = '\\ud800'\n",
        b"\xffa\n",
    ],
    ids=["latin-1", "ascii", "unknown", "no text", "punycode", "half characters", "odd"],
)
def test_a_wrong_encoding_is_told_with_the_remedy(folder: Path, content: bytes) -> None:
    (folder / "value.py").write_bytes(content)

    assert problem(folder).kind == "encoding"


@pytest.mark.parametrize("content", [b"a = 1\0\n", "a = 1\n".encode("utf-16-le")])
def test_zero_bytes_are_told(folder: Path, content: bytes) -> None:
    (folder / "value.py").write_bytes(content)

    assert problem(folder).kind == "zero_bytes"


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffname = 'caf\u00e9'\n".encode(),
        "# -*- coding: latin-1 -*-\nname = 'caf\u00e9'\n".encode("latin-1"),
        "name = 'caf\u00e9'\r\n".encode(),
    ],
    ids=["byte order mark", "declared", "windows lines"],
)
def test_an_encoding_that_python_reads_is_read(folder: Path, content: bytes) -> None:
    (folder / "value.py").write_bytes(content)

    with LearnerProcess(read_folder(folder).files) as process:
        assert process.run("from value import name", 20).names == {"name": "caf\u00e9"}


def test_a_file_too_large_is_not_read(folder: Path) -> None:
    with (folder / "value.py").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)

    assert problem(folder) == Problem(f"{folder}/value.py", "too_large", {"megabytes": 1})


@pytest.mark.parametrize(
    ("kind", "is_missing", "is_mended"),
    [
        ("missing", True, True),
        ("empty", True, True),
        ("not_a_file", False, True),
        ("zero_bytes", False, True),
        ("too_large", False, False),
        ("unreadable", False, False),
        ("encoding", False, False),
    ],
)
def test_what_is_missing_is_to_do_and_a_reset_mends_what_holds_no_work(
    kind: ProblemKind, is_missing: bool, is_mended: bool
) -> None:
    problem = Problem("value.py", kind)

    assert (problem.is_missing, problem.is_mended_by_reset) == (is_missing, is_mended)


def test_every_file_that_fails_is_named_with_its_path(folder: Path) -> None:
    (folder / "value.py").unlink()
    (folder / "nn.py").write_bytes(b"\0")
    (folder / "training.py").write_bytes(b"\xe9")
    (folder / "by_hand.py").write_text("")

    found = read_folder(folder).problems

    assert {module: (p.path, p.kind) for module, p in found.items()} == {
        "value": (f"{folder}/value.py", "missing"),
        "by_hand": (f"{folder}/by_hand.py", "empty"),
        "nn": (f"{folder}/nn.py", "zero_bytes"),
        "training": (f"{folder}/training.py", "encoding"),
    }
