"""No verdict on honest code depends on what confines it."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from grader import grading
from grader.paths import EXERCISES, LECTURE, SOLUTIONS
from grader.sandbox.bubblewrap import why_not
from grader.submission.folder import read_folder
from grader.submission.submission import Submission

pytestmark = [
    pytest.mark.slow("grades each submission twice"),
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "it works"),
]


def verdicts(submission: Submission) -> object:
    """The report as plain data, without how long it took."""
    return timeless(to_builtins(grading.grade(submission, with_diagnosis=True)))


def timeless(data: object) -> object:
    if isinstance(data, dict):
        return {name: timeless(part) for name, part in data.items() if name != "seconds"}
    return [timeless(part) for part in data] if isinstance(data, list) else data


@pytest.mark.parametrize("folder", [SOLUTIONS, LECTURE, EXERCISES], ids=lambda path: path.name)
def test_confined_or_not_the_report_is_the_same(folder: Path) -> None:
    own = read_folder(folder)

    assert not own.is_others
    assert verdicts(replace(own, is_others=True)) == verdicts(own)


def test_code_that_is_wrong_is_explained_alike(tmp_path: Path) -> None:
    for path in SOLUTIONS.glob("*.py"):
        text = path.read_text().replace("self.data * other.data", "self.data + other.data")
        (tmp_path / path.name).write_text(text)
    others = read_folder(tmp_path)

    assert others.is_others
    assert verdicts(others) == verdicts(replace(others, is_others=False))
