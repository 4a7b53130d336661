"""What the names of a submission's files give away, and links that lead out of it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from grader import grading
from grader.curriculum import FILES
from grader.report import words
from grader.report.terminal.page import show
from grader.sandbox.process import LearnerProcess
from grader.submission.folder import read_folder
from grader.submission.names import look_alike
from grader.submission.submission import Problem, UnusableSubmission


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with all files of the kata, each `a = 1`."""
    for name in FILES:
        (tmp_path / name).write_text("a = 1\n")
    return tmp_path


def said_of_hidden(folder: Path) -> list[str]:
    return [words.hidden(file) for file in read_folder(folder).hidden]


def problem(folder: Path, module: str = "value") -> Problem:
    found = read_folder(folder)
    assert module not in found.files
    return found.problems[module]


def message(folder: Path, stage: int = 1) -> str:
    """What a learner reads of the first check of a stage."""
    report = grading.grade(read_folder(folder), stages=[stage])
    return words.what(report.stages[0].checks[0].outcome)


# Modules that are hidden


@pytest.mark.parametrize("module", ["math", "json", "types", "random", "enum", "os"])
def test_a_file_that_hides_a_module_of_python_is_told(folder: Path, module: str) -> None:
    (folder / f"{module}.py").write_text("a = 1\n")

    assert said_of_hidden(folder) == [f"rename {folder}/{module}.py: it hides Python's {module}"]


@pytest.mark.parametrize("module", ["torch", "numpy", "helper_draw"])
def test_a_file_that_hides_a_package_is_told(folder: Path, module: str) -> None:
    (folder / f"{module}.py").write_text("a = 1\n")

    assert said_of_hidden(folder) == [f"rename {folder}/{module}.py: it hides {module}"]


@pytest.mark.parametrize("name", ["engine.py", "test.py", "my_math.py", "Math.py", "math.txt"])
def test_other_files_hide_nothing(folder: Path, name: str) -> None:
    (folder / name).write_text("a = 1\n")

    assert said_of_hidden(folder) == []


def test_hidden_modules_are_said_before_anything_else(folder: Path) -> None:
    (folder / "math.py").write_text("a = 1\n")
    submission = read_folder(folder)
    shown = io.StringIO()

    report = grading.grade(submission, stages=[1])
    show(report, Console(file=shown, width=200), hidden=submission.hidden)

    first = shown.getvalue().strip().split("\n")[0]
    assert first == f"! rename {folder}/math.py: it hides Python's math"


def test_a_file_that_python_would_never_import_is_not_imported(folder: Path) -> None:
    (folder / "sys.py").write_text("raise RuntimeError\n")
    (folder / "value.py").write_text("import sys\nname = sys.__name__\n")
    found = read_folder(folder)

    assert "sys" not in found.files
    with LearnerProcess(found.files) as process:
        assert process.run("from value import name", 20).names == {"name": "sys"}


# Look-alikes


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("value.py", "Value.py"),
        ("value.py", "value (1).py"),
        ("value.py", "VALUE.PY"),
        ("value.py", "values.py"),
        ("value.py", "vaule.py"),
        ("value.py", "value.py.txt"),
        ("value.py", "Copy of value.py"),
        ("nn.py", "Nn.py"),
        ("nn.py", "nn copy.py"),
        ("nn.py", "nn-2.py"),
        ("topological_sort.py", "topologicalSort.py"),
        ("topological_sort.py", "topological sort.py"),
    ],
)
def test_a_look_alike_is_told_apart(file: str, name: str) -> None:
    others = ["engine.py", "notes.txt", name, "README.md"]

    assert look_alike(file, others) == name
    assert [other for other in FILES if look_alike(other, [name])] == [file]


@pytest.mark.parametrize(
    "name", ["engine.py", "neuron.py", "n.py", "train.py", "test_value.py", "Value.pyc", "torch.py"]
)
def test_what_is_like_no_file_of_the_kata_is_taken_for_none(name: str) -> None:
    assert [file for file in FILES if look_alike(file, [name])] == []


@pytest.mark.parametrize("name", ["Value.py", "value (1).py"])
def test_a_file_under_a_name_like_its_own_is_told_with_the_remedy(folder: Path, name: str) -> None:
    (folder / "value.py").rename(folder / name)

    assert problem(folder).kind == "misnamed"
    assert message(folder) == (
        f"{folder}/value.py is missing; {name} looks like it: rename it to value.py"
    )


def test_a_file_that_is_there_has_no_look_alike(folder: Path) -> None:
    (folder / "Value.py").write_text("a = 2\n")

    assert "value" in read_folder(folder).files


def test_a_folder_with_look_alikes_alone_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "Value.py").write_text("a = 1\n")

    with pytest.raises(UnusableSubmission, match=r"no file of the kata; rename Value.py to value"):
        read_folder(tmp_path)


# Encodings


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-32"])
@pytest.mark.parametrize("order", ["LE", "BE"])
def test_an_encoding_that_a_file_begins_with_is_named(
    folder: Path, encoding: str, order: str
) -> None:
    content = "\ufeffclass Value: pass\n".encode(f"{encoding}-{order}")
    (folder / "value.py").write_bytes(content)

    assert message(folder) == f"{folder}/value.py is in {encoding}; save it in UTF-8"


# Links and other files


def test_a_link_that_leads_out_of_the_folder_is_not_read(folder: Path, tmp_path: Path) -> None:
    (folder / "value.py").unlink()
    (folder / "value.py").symlink_to("/etc/passwd")

    assert problem(folder).kind == "leads_out"
    assert message(folder) == (
        f"{folder}/value.py is a link that leads out of its folder; put the file itself there"
    )


def test_a_link_by_way_of_a_folder_that_leads_out_is_not_read(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "value.py").write_text("secret = 1\n")
    (inside / "away").symlink_to(outside)
    (inside / "value.py").symlink_to("away/value.py")

    assert problem(inside).kind == "leads_out"


def test_a_link_to_a_file_beside_it_is_followed(folder: Path) -> None:
    (folder / "value.py").rename(folder / "mine.py")
    (folder / "value.py").symlink_to("mine.py")

    assert read_folder(folder).files["value"][1] == "a = 1\n"


def test_a_folder_may_be_reached_by_a_link(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)

    assert read_folder(link).problems == {}


def test_a_device_is_not_read(folder: Path) -> None:
    (folder / "value.py").unlink()
    (folder / "value.py").symlink_to("/dev/zero")

    assert problem(folder).kind == "leads_out"


def test_the_name_of_a_folder_is_shown_on_one_line(tmp_path: Path) -> None:
    odd = tmp_path / "a\x1b[2J\nb\u202ec"
    odd.mkdir()
    (odd / "value.py").write_text("a = 1\n")

    found = read_folder(odd)

    assert found.name.endswith("/a\\x1b[2J\\nb\\u202ec")
    assert found.files["value"][0].isprintable()
    assert all(problem.path.isprintable() for problem in found.problems.values())
