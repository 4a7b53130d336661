"""The pictures of failing checks: one a stage, as long as the stage is not right."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.files import CannotWrite
from grader.workspace import pictures
from grader.workspace.pictures import keep_pictures
from tests.made_reports import made_check, made_report, made_stage


@pytest.fixture(autouse=True)
def kata(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A .kata/ of its own, which is not there yet."""
    monkeypatch.setattr(pictures, "KATA", tmp_path / ".kata")
    return tmp_path / ".kata"


def test_the_first_picture_of_a_stage_is_written(kata: Path) -> None:
    checks = (made_check(), made_check(picture="<svg>1"), made_check(picture="<svg>2"))

    kept = keep_pictures(made_report(made_stage(4, *checks), made_stage(5, made_check())))

    assert kept == {4: kata / "stage-4.svg"}
    assert kept[4].read_text() == "<svg>1"


def test_the_picture_of_a_stage_that_passes_by_now_is_taken_away(kata: Path) -> None:
    keep_pictures(made_report(made_stage(4, made_check(picture="<svg>"))))

    assert keep_pictures(made_report(made_stage(4, made_check("passed")))) == {}
    assert list(kata.iterdir()) == []


def test_the_picture_of_a_stage_that_was_not_graded_stays(kata: Path) -> None:
    keep_pictures(made_report(made_stage(4, made_check(picture="<svg>"))))

    keep_pictures(made_report(made_stage(1, made_check("passed"))))

    assert [path.name for path in kata.iterdir()] == ["stage-4.svg"]


def test_a_picture_says_so_where_kata_is_a_file(kata: Path) -> None:
    kata.write_text("in the way")

    with pytest.raises(CannotWrite):
        keep_pictures(made_report(made_stage(4, made_check(picture="<svg>"))))
