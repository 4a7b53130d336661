"""The front door: what is given to make arrives, and git publishes nobody's work."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from grader.paths import ROOT

CLASS = {
    "DIR": "handed in",
    "OUT": "out",
    "ROSTER": "none",
    "COURSE": "course.toml",
    "SEED": "7",
    "WORKERS": "2",
    "ONLY": "Rosa Marino",
}
FACES = {"OUT": "out", "COURSE": "course.toml", "FOR": "moodle", "SHEET": "a b.csv", "COLUMN": "HW"}


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed here")
@pytest.mark.parametrize(("target", "given"), [("class", CLASS), ("faces", FACES)])
def test_all_that_is_given_to_make_arrives(target: str, given: dict[str, str]) -> None:
    variables = [f"{name}={value}" for name, value in given.items()]
    environment = {name: value for name, value in os.environ.items() if name not in given}
    done = subprocess.run(
        ["make", "--dry-run", target, *variables],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    (_, call) = done.stdout.split(f"-m grader {target} ")
    for name in given:
        option = "" if name == "DIR" or (target, name) == ("faces", "OUT") else f"--{name.lower()} "
        assert f'{option}"${name}"' in call


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed here")
def test_git_takes_nobodys_work(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".gitignore", tmp_path)
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    for path in ("submissions/anna/value.py", "hw3-graded/gradebook.csv", "hw3.zip", "tests/a.zip"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()

    found = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert found.stdout.split() == [".gitignore", "tests/a.zip"]
