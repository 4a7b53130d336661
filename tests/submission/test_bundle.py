"""A path of any shape becomes a bundle: what is walked, what is read, and what is not."""

from __future__ import annotations

import os
import shutil
import time
import tracemalloc
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.curriculum import FILES
from grader.paths import ROOT
from grader.submission import listing, walk
from grader.submission.opening import bundle_of
from grader.submission.reading import read_path
from grader.submission.submission import Problem, Submission, UnusableSubmission


def lay(folder: Path, *names: str) -> Path:
    """A folder with files of these paths."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("a = 1\n")
    return folder


def paths_in(folder: Path) -> set[str]:
    return set(bundle_of(folder).files)


def refused(path: Path) -> str:
    """The one line with which a path is refused."""
    with pytest.raises(UnusableSubmission) as caught:
        bundle_of(path)
    assert str(caught.value).isprintable()
    return str(caught.value)


# Folders


def test_a_folder_of_the_kata_is_read(tmp_path: Path) -> None:
    lay(tmp_path, *FILES, "engine.py")

    found = bundle_of(tmp_path)

    assert found.name == str(tmp_path)
    assert found.files == dict.fromkeys([*FILES, "engine.py"], b"a = 1\n")
    assert found.notes == ()


def test_of_a_clone_nothing_is_read_but_the_exercises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ignored = shutil.ignore_patterns("__pycache__")
    for room in ("grader", "solutions", "exercises", "helper_draw"):
        shutil.copytree(ROOT / room, tmp_path / "kata" / room, ignore=ignored)
    lay(tmp_path, "kata/tests/submissions/lecture/value.py", "kata/.venv/lib/value.py")
    read: list[Path] = []
    monkeypatch.setattr(walk, "open_regular", lambda file: read.append(file) or file.open("rb"))

    found = paths_in(tmp_path)

    assert found == {f"kata/exercises/{file}" for file in FILES}
    assert {path.parent.name for path in read} == {"exercises"}
    assert len(read) == len(FILES)


@pytest.mark.parametrize(
    "litter",
    [
        ".value.py",
        "~value.py",
        "value.pyc",
        "value.py~",
        ".git/value.py",
        ".ipynb_checkpoints/hw-checkpoint.ipynb",
        "__pycache__/value.py",
        "__MACOSX/value.py",
        "node_modules/value.py",
        "lib/site-packages/value.py",
        ".DS_Store",
        "data.csv",
    ],
)
def test_litter_is_not_read(tmp_path: Path, litter: str) -> None:
    lay(tmp_path, "nn.py", litter)

    assert paths_in(tmp_path) == {"nn.py"}


def test_a_virtual_environment_is_not_walked(tmp_path: Path) -> None:
    lay(tmp_path, "deep/nn.py", "mine/pyvenv.cfg", "mine/value.py", "mine/lib/value.py")

    assert paths_in(tmp_path) == {"deep/nn.py"}


def test_names_with_accents_apart_are_one_name(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "José")
    lay(tmp_path, f"{apart}/value.py")

    assert paths_in(tmp_path) == {"José/value.py"}


def test_a_folder_within_folders_is_looked_into_so_far_and_no_deeper(tmp_path: Path) -> None:
    lay(tmp_path, "/".join(["a"] * listing.DEEPEST) + "/value.py")
    assert len(paths_in(tmp_path)) == 1

    shutil.rmtree(tmp_path / "a")
    lay(tmp_path, "/".join(["a"] * (listing.DEEPEST + 1)) + "/value.py")
    assert "folders more than 12 deep are left out" in refused(tmp_path)


def test_ten_thousand_files_are_walked_in_time_and_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(100):
        (tmp_path / f"{i}").mkdir()
        for j in range(100):
            os.close(os.open(tmp_path / f"{i}" / f"{j}.py", os.O_CREAT))
    lay(tmp_path, "value.py")
    read: list[Path] = []
    monkeypatch.setattr(walk, "open_regular", lambda file: read.append(file) or file.open("rb"))

    began = time.process_time()
    found = paths_in(tmp_path)

    assert time.process_time() - began < 5
    assert found == {"value.py"}
    assert read == [tmp_path / "value.py"]


def test_more_files_than_are_looked_at_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_ENTRIES", 10)
    lay(tmp_path, "value.py", *(f"later/{i}.py" for i in range(20)))

    found = bundle_of(tmp_path)

    assert "value.py" in found.files
    assert found.notes == ("there are more files than are looked at: hand in exercises/ alone",)


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    for name in ("value.py", "hw.ipynb"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(1 << 30)

    tracemalloc.start()
    found = bundle_of(tmp_path).files
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert found == {
        "value.py": Problem("value.py", "too_large", {"megabytes": 1}),
        "hw.ipynb": Problem("hw.ipynb", "too_large", {"megabytes": 20}),
    }
    assert peak < 3 * listing.LARGEST_NOTEBOOK


# Links, pipes, folders, rights


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    lay(tmp_path, "outside/value.py", "outside/more/nn.py", "inside/training.py")
    (tmp_path / "inside" / "value.py").symlink_to(tmp_path / "outside" / "value.py")
    (tmp_path / "inside" / "more").symlink_to(tmp_path / "outside" / "more")

    found = bundle_of(tmp_path / "inside").files

    assert found == {"training.py": b"a = 1\n", "value.py": Problem("value.py", "leads_out")}


def test_a_link_within_the_folder_is_followed_to_a_file_and_not_to_a_folder(
    tmp_path: Path,
) -> None:
    lay(tmp_path, "work/mine.py")
    (tmp_path / "value.py").symlink_to("work/mine.py")
    (tmp_path / "work" / "again").symlink_to(tmp_path)

    assert paths_in(tmp_path) == {"value.py"}


@pytest.mark.parametrize("target", ["gone.py", "value.py"])
def test_a_link_to_nowhere_or_to_itself_is_missing(tmp_path: Path, target: str) -> None:
    lay(tmp_path, "nn.py")
    (tmp_path / "value.py").symlink_to(target)

    assert paths_in(tmp_path) == {"nn.py"}


def test_what_is_no_file_is_told_by_a_name_of_the_katas(tmp_path: Path) -> None:
    lay(tmp_path, "training.py")
    os.mkfifo(tmp_path / "value.py")
    os.mkfifo(tmp_path / "engine.py")
    (tmp_path / "nn.py").mkdir()
    (tmp_path / "hw.ipynb").mkdir()

    found = bundle_of(tmp_path).files

    assert found == {
        "training.py": b"a = 1\n",
        "value.py": Problem("value.py", "not_a_file"),
        "nn.py": Problem("nn.py", "not_a_file"),
    }


def test_a_file_that_becomes_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "value.py")

    with pytest.raises(OSError, match="it is no file"):
        walk.open_regular(tmp_path / "value.py")


@pytest.mark.ordinary_user
def test_what_we_may_not_read_is_told(tmp_path: Path) -> None:
    lay(tmp_path, "value.py", "nn.py", "closed/training.py")
    (tmp_path / "value.py").chmod(0)
    (tmp_path / "closed").chmod(0)
    try:
        found = bundle_of(tmp_path)
    finally:
        (tmp_path / "closed").chmod(0o700)

    assert found.files == {
        "value.py": Problem("value.py", "unreadable", {"why": "Permission denied"}),
        "nn.py": b"a = 1\n",
    }
    assert found.notes == ("closed/ cannot be read, and is left out",)


@pytest.mark.ordinary_user
@pytest.mark.parametrize("name", ["", "hw.py"])
def test_a_path_that_we_may_not_read_is_refused(tmp_path: Path, name: str) -> None:
    path = lay(tmp_path / "closed", "hw.py") / name
    path.chmod(0)
    try:
        line = refused(path)
    finally:
        path.chmod(0o700)

    assert "cannot be read (Permission denied); give yourself the permission" in line


# Single files, and what is none


@pytest.mark.parametrize("name", ["value.py", "hw.py", "Value (1).PY", "hw.ipynb"])
def test_a_single_file_is_read(tmp_path: Path, name: str) -> None:
    path = lay(tmp_path, name, "nn.py") / name

    found = bundle_of(path)

    assert (found.name, found.files) == (str(path), {name: b"a = 1\n"})


def test_an_archive_is_read_like_the_folder_in_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "hw.zip", "w") as made:
        for name in (*FILES, "__MACOSX/._value.py", "notes.txt"):
            made.writestr(f"Hand-in/{name}", "a = 1\n")

    assert paths_in(tmp_path / "hw.zip") == {f"Hand-in/{file}" for file in FILES}
    assert paths_in(tmp_path) == {f"hw.zip/Hand-in/{file}" for file in FILES}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gone", "no such file or folder"),
        ("gone.py", "no such file"),
        ("gone.zip", "no such file"),
        ("a" * 5000, "cannot be opened (File name too long)"),
    ],
)
def test_a_path_where_nothing_is_is_refused(tmp_path: Path, name: str, words: str) -> None:
    assert words in refused(tmp_path / name)


@pytest.mark.parametrize("name", ["hw.tar.gz", "hw.pdf", "hw"])
def test_other_files_are_refused(tmp_path: Path, name: str) -> None:
    line = refused(lay(tmp_path, name) / name)

    assert line.endswith(
        "not a folder, nor a submission; give a folder, a .py, an .ipynb or a .zip"
    )


@pytest.mark.parametrize("name", ["hw.py", "hw.zip", "hw.ipynb"])
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)

    assert "not a folder, nor a submission" in refused(tmp_path / name)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], "there is nothing in it; expected value.py, by_hand.py"),
        (["hw.pdf"], "found hw.pdf; expected value.py"),
        (["a.txt", "b.txt", "c.txt", "d.txt", "e.md"], "found a.txt, b.txt, c.txt and 2 more; "),
        (["solutions/value.py"], "but in solutions/ (solutions/value.py), where the reference "),
        ([".hidden/value.py"], "there is nothing in it"),
    ],
)
def test_where_nothing_is_of_the_kata_what_is_there_is_said(
    tmp_path: Path, names: list[str], words: str
) -> None:
    line = refused(lay(tmp_path, *names))

    assert line.startswith(f"{tmp_path}: no file of the kata")
    assert words in line


def test_an_archive_that_cannot_be_read_is_said_where_there_is_nothing_else(
    tmp_path: Path,
) -> None:
    (tmp_path / "hw.zip").write_bytes(b"Rar!")

    assert refused(tmp_path) == (
        f"{tmp_path}: no file of the kata; hw.zip is left out: it is a RAR archive; make a .zip"
    )


# Anything


@pytest.mark.parametrize("name", ["hw.zip", "hw.py", "value.py", "hw.ipynb"])
@settings(max_examples=60, deadline=None)
@given(
    content=st.binary(max_size=300)
    | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.sampled_from([b"", b"{}", b'{"cells": 1}', b"class Value:\n  pass\n", b"PK\3\4"])
)
def test_any_bytes_are_a_submission_or_are_refused_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(content)
    found: Submission | str
    try:
        found = read_path(path)
    except UnusableSubmission as error:
        found = str(error)

    said = [found] if isinstance(found, str) else [found.name, *found.notes]
    assert all(line.isprintable() and line for line in said)
