"""Gradescope's archive, and its scripts, run in a folder that is laid out as Gradescope's is."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from grader.files import CannotWrite
from grader.paths import EXERCISES, LECTURE, SOLUTIONS
from grader.upkeep import gradescope
from tests.report.test_as_gradescope import assert_documented
from tests.upkeep.networked import run, set_up

HOSTILE = """
import os
try:
    with open({results!r}, "w") as file:
        file.write('{{"score": 110}}')
except OSError:
    pass
print("\\x1b[31m</pre><script>")

class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data

    def __repr__(self):
        while True:
            pass

    def __add__(self, other):
        os._exit(0)
"""

linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing holds it")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("made") / "kata.zip"
    gradescope.build(path)
    return path


@pytest.fixture(scope="module")
def autograder(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder /autograder of an image that was made from the archive."""
    folder: Path = tmp_path_factory.mktemp("autograder")
    for name in ("source", "submission", "results"):
        (folder / name).mkdir()
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder / "source")
    shutil.copyfile(folder / "source" / "run_autograder", folder / "run_autograder")
    for script in (folder / "run_autograder", folder / "source" / "setup.sh"):
        script.chmod(0o755)
    set_up([folder / "source" / "setup.sh"], folder, AUTOGRADER=str(folder))
    return folder


def graded(autograder: Path, submission: Path) -> subprocess.CompletedProcess[str]:
    """run_autograder, with a submission in its place, and results of another one still there."""
    shutil.rmtree(autograder / "submission")
    ignored = shutil.ignore_patterns("__pycache__", "extra_credit.py")
    shutil.copytree(submission, autograder / "submission", ignore=ignored)
    (autograder / "results" / "results.json").write_text('{"score": 99}')
    return run([autograder / "run_autograder"], autograder, AUTOGRADER=str(autograder))


def results_of(autograder: Path, submission: Path) -> dict[str, Any]:
    done = graded(autograder, submission)
    assert done.returncode == 0, done.stderr
    text = (autograder / "results" / "results.json").read_text(encoding="utf-8")
    results: dict[str, Any] = json.loads(text)
    assert_documented(results)
    return results


@pytest.mark.slow("builds the student edition")
def test_the_archive_has_the_scripts_in_its_root_and_no_solutions(archive: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        modes = {e.filename: stat.S_IMODE(e.external_attr >> 16) for e in packed.infolist()}

    assert (modes["setup.sh"], modes["run_autograder"]) == (0o755, 0o755)
    assert modes["grader/__main__.py"] == 0o644
    assert not any(name.startswith(("solutions/", "tests/", ".git/", ".venv/")) for name in modes)


@pytest.mark.slow("builds the student edition")
def test_the_same_kata_makes_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    gradescope.build(tmp_path / "again.zip")

    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


@pytest.mark.slow("builds the student edition")
@pytest.mark.parametrize("index", ["", "https://example.org/cpu", "'; touch forged; '"])
def test_where_torch_is_stands_in_the_script_as_it_was_given(tmp_path: Path, index: str) -> None:
    gradescope.build(tmp_path / "kata.zip", index=index)

    with zipfile.ZipFile(tmp_path / "kata.zip") as packed:
        script = packed.read("setup.sh").decode()
    (line,) = re.findall(r"^INDEX=.*$", script, re.MULTILINE)
    said = run(["bash", "-c", f'{line}; printf %s "$INDEX"'], tmp_path)
    assert (said.returncode, said.stdout) == (0, index)
    assert not (tmp_path / "forged").exists()


def test_an_archive_that_cannot_be_written_is_told_before_it_is_made(tmp_path: Path) -> None:
    (tmp_path / "kata.zip").mkdir()

    with pytest.raises(CannotWrite, match="a folder is in its place"):
        gradescope.build(tmp_path / "kata.zip")


@pytest.mark.parametrize("script", ["setup.sh", "run_autograder"])
def test_a_script_is_one_that_bash_can_read(script: str) -> None:
    path = gradescope.SCRIPTS / script

    assert path.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")
    assert run(["bash", "-n", path], gradescope.SCRIPTS).returncode == 0


@pytest.mark.slow("installs the kata")
def test_what_is_right_has_all_points_but_those_of_torch(autograder: Path) -> None:
    results = results_of(autograder, SOLUTIONS)

    assert results["score"] == 100
    assert "Not graded, as torch is not installed here: stage 7." in results["output"]


@pytest.mark.slow("installs the kata")
def test_what_is_wrong_is_explained(autograder: Path, tmp_path: Path) -> None:
    wrong = Path(shutil.copytree(LECTURE, tmp_path / "wrong"))
    value = (wrong / "value.py").read_text(encoding="utf-8")
    assert "self.grad += other.data * out.grad" in value
    changed = value.replace("self.grad += other.data * out.grad", "self.grad = other.data")
    (wrong / "value.py").write_text(changed, encoding="utf-8")

    results = results_of(autograder, wrong)
    (stage,) = [test for test in results["tests"] if test["number"] == "4"]

    assert stage["status"] == "failed" and 0 < stage["score"] < stage["max_score"]
    assert "yours" in stage["output"] and "torch" in stage["output"]


@pytest.mark.slow("installs the kata")
def test_stubs_have_no_points_and_say_what_is_to_be_written(autograder: Path) -> None:
    results = results_of(autograder, EXERCISES)

    assert results["score"] == 0
    assert "To write" in results["tests"][0]["output"]


@pytest.mark.slow("installs the kata")
def test_where_nothing_was_handed_in_there_are_no_points_and_the_reason(
    autograder: Path, tmp_path: Path
) -> None:
    results = results_of(autograder, tmp_path)

    assert results["score"] == 0
    assert "no file of the kata" in results["output"]


@linux
@pytest.mark.slow("installs the kata")
def test_hostile_code_is_held_and_gains_nothing(autograder: Path, tmp_path: Path) -> None:
    results_file = autograder / "results" / "results.json"
    (tmp_path / "value.py").write_text(HOSTILE.format(results=str(results_file)))

    results = results_of(autograder, tmp_path)

    assert results["score"] <= 2  # a number is kept, and that is all
    assert "this code was held by" in results["output"]
    texts = [results["output"], *(test["output"] for test in results["tests"])]
    assert all(c == "\n" or c.isprintable() for text in texts for c in text)


@pytest.mark.slow("installs the kata")
def test_where_the_grader_fails_there_are_no_results_and_no_zero(autograder: Path) -> None:
    answers = autograder / "source" / "grader" / "answers" / "answers.json"
    kept = answers.read_bytes()
    answers.write_bytes(b"{")
    try:
        done = graded(autograder, SOLUTIONS)
    finally:
        answers.write_bytes(kept)

    assert done.returncode not in (0, 1)
    assert not (autograder / "results" / "results.json").exists()
    assert "run_autograder: nothing was graded" in done.stderr
