"""The last score that says something stands beside one that says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.report.outcome import Outcome
from grader.workspace import last_score
from grader.workspace.last_score import Score
from tests.made_reports import made_check, made_report, made_stage

RIGHT = made_report(made_stage(1, made_check("passed")))
WAITS = made_report(
    made_stage(1, made_check(Outcome(status="error", reason="waits", file="exercises/value.py")))
)


@pytest.fixture(autouse=True)
def kata(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_score, "FILE", tmp_path / "score.json")


def test_it_is_given_while_a_file_cannot_be_imported() -> None:
    assert last_score.before(RIGHT) is None
    assert last_score.before(WAITS) == Score(RIGHT.earned, RIGHT.points)
    assert last_score.before(WAITS) == Score(RIGHT.earned, RIGHT.points)


def test_without_one_before_none_is_given() -> None:
    assert last_score.before(WAITS) is None


def test_a_damaged_one_is_begun_anew() -> None:
    said: list[str] = []
    last_score.FILE.write_text('{"earned": "many"}')

    assert last_score.before(WAITS, said.append) is None
    assert "is damaged" in said[0]
    assert last_score.before(RIGHT) is None
    assert last_score.before(WAITS) is not None


def test_that_of_another_number_of_stages_is_no_comparison() -> None:
    last_score.before(made_report(*(made_stage(n, made_check("passed")) for n in (1, 2))))

    assert last_score.before(WAITS) is None
