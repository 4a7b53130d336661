"""`draw`: which check it draws, where to, and what it says where there is nothing to draw."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from grader.commands import draw
from grader.commands.call import CallError
from grader.report.model import CheckResult, Report
from grader.report.moving import Moving, MovingValue
from grader.workspace import browser
from tests.made_reports import made_check, made_report, made_stage

MOVING = Moving(
    (
        MovingValue(3.0, 1.0, "a", "", (), False, 3.0, 2.0),
        MovingValue(6.0, 1.0, "b", "+", (0, 0), False, 6.0, 1.0),
    ),
    (1,),
    "torch",
)


class Drawn:
    """What was said, the exit code, what lies in .kata/ now, and what was opened."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.opened = folder, list[Path]()
        self.text, self.code = "", -1

    @property
    def files(self) -> list[str]:
        return [path.name for path in self.folder.iterdir()]


Draw: TypeAlias = Callable[..., Drawn]


@pytest.fixture
def drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Draw:
    """Draw what a made report has; has_windows is whether a browser opens."""

    def call(
        report: Report,
        path: Path | None = None,
        stage: str | None = None,
        *,
        has_windows: bool = False,
    ) -> Drawn:
        found = Drawn(tmp_path / ".kata")

        def opened(path: Path) -> bool:
            found.opened += [path] if has_windows else []
            return has_windows

        monkeypatch.setattr(draw, "KATA", found.folder)
        monkeypatch.setattr(draw, "near", lambda path: path)  # it is not in the repository
        monkeypatch.setattr(draw, "graded_rest", lambda *_, **__: report)
        monkeypatch.setattr(browser, "opened", opened)
        found.code = draw._draw(Namespace(path=path, stage=stage, trust=True))
        found.text = capsys.readouterr().out
        return found

    return call


def report_of(*checks: CheckResult) -> Report:
    return made_report(made_stage(5, *checks))


def test_the_page_of_the_check_to_look_at_first_is_opened(drawn: Draw) -> None:
    first = made_check("failed", title="a + a", moving=MOVING, picture="<svg>")
    found = drawn(report_of(first), has_windows=True)
    assert (found.code, found.files) == (1, ["stage-5.html"])
    assert found.opened == [found.folder / "stage-5.html"]
    assert "a + a" in found.text and "Opened " in found.text


def test_where_nothing_can_be_opened_its_path_is_said(drawn: Draw) -> None:
    found = drawn(report_of(made_check("failed", moving=MOVING)))
    assert "stage-5.html: open it in a browser" in found.text


def test_of_a_check_that_has_no_page_another_ones_of_its_stage_is_drawn(drawn: Draw) -> None:
    found = drawn(
        report_of(made_check("failed"), made_check("failed", title="other", moving=MOVING))
    )
    assert "other" in found.text and found.files == ["stage-5.html"]


def test_where_there_is_no_page_the_still_picture_is_drawn(drawn: Draw) -> None:
    assert drawn(report_of(made_check("failed", picture="<svg>"))).files == ["stage-5.svg"]


def test_where_there_is_neither_it_says_so_and_draws_the_lecture(drawn: Draw) -> None:
    found = drawn(report_of(made_check("failed")))
    assert "What is wrong in stage 5 has no graph to draw" in found.text
    assert found.files == ["lecture.html"]


def test_where_all_is_right_it_says_so_and_draws_the_lecture(drawn: Draw) -> None:
    found = drawn(report_of(made_check("passed")))
    assert (found.code, found.files) == (0, ["lecture.html"])
    assert "Nothing is wrong, and nothing to do." in found.text


def test_anothers_work_leaves_the_pages_of_ones_own_alone(drawn: Draw, tmp_path: Path) -> None:
    (tmp_path / "value.py").write_text("")
    check = made_check("failed", moving=MOVING)
    found = drawn(report_of(check), tmp_path)
    assert found.files == ["drawn.html"]


def test_a_stage_that_there_is_not_is_an_error_of_the_call(drawn: Draw) -> None:
    with pytest.raises(CallError, match=r"^--stage 99: there are stages 1 to "):
        drawn(report_of(made_check("passed")), stage="99")
