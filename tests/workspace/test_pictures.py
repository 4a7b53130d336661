"""The pictures of failing checks: one a stage, as long as the stage is not right."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from grader.files import CannotWrite
from grader.paths import KATA
from grader.report.moving import Moving, MovingValue
from grader.workspace import pictures, remembered
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


def moving(count: int = 2) -> Moving:
    """Values that are added up, the last of them the result."""
    values = [MovingValue(1.0, 1.0, "a", "", (), False, 1.0, 2.0)]
    values += [
        MovingValue(2.0, 1.0, "", "+", (at, at), False, None, 1.0) for at in range(count - 1)
    ]
    return Moving(tuple(values), (count - 1,), "torch")


def test_a_page_that_moves_stands_beside_the_picture_and_is_the_one_that_is_named(
    kata: Path,
) -> None:
    check = made_check(picture="<svg>", moving=moving())

    assert keep_pictures(made_report(made_stage(5, check))) == {5: kata / "stage-5.html"}
    assert "Stage 5: " in (kata / "stage-5.html").read_text("utf-8")
    assert (kata / "stage-5.svg").read_text() == "<svg>"

    keep_pictures(made_report(made_stage(5, made_check(picture="<svg>"))))
    assert [path.name for path in kata.iterdir()] == ["stage-5.svg"]


@pytest.mark.parametrize(
    "values", [moving(pictures.MOST_VALUES + 1), replace(moving(), roots=(1, 1))]
)
def test_where_there_can_be_no_page_there_is_the_picture(kata: Path, values: Moving) -> None:
    check = made_check(picture="<svg>", moving=values)

    assert keep_pictures(made_report(made_stage(5, check))) == {5: kata / "stage-5.svg"}


def test_a_page_is_named_with_what_opens_it() -> None:
    assert remembered.named(KATA / "stage-5.html") == ".kata/stage-5.html (make draw opens it)"
    assert remembered.named(KATA / "stage-5.svg") == ".kata/stage-5.svg"
