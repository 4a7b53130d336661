"""What the sandbox stopped is told from a report: what, where, and in how many checks."""

from __future__ import annotations

from typing import get_args

import pytest
from msgspec.structs import replace

from grader.classroom.integrity.attempts import MOST_LINES, TRIED, attempts
from grader.report.outcome import Outcome, Reason
from grader.trace import Frame, Raised
from tests.made_reports import OUTCOMES, made_check, made_report, made_stage

REACHED = Outcome(
    status="error",
    reason="reached_network",
    raised=Raised("PermissionError", "", limit="network"),
    frame=Frame("value.py", 3, "__init__", "socket.socket()"),
)


def test_an_attempt_is_told_once_with_its_place_and_how_often_it_was_made() -> None:
    report = made_report(made_stage(1, *[made_check(REACHED)] * 3), made_stage(2, made_check()))

    assert attempts(report) == [
        "tried to reach the network in __init__, value.py, line 3: socket.socket(); "
        "this was stopped; 3 checks did not pass for it"
    ]


def test_what_a_file_tries_as_it_is_imported_is_told_too() -> None:
    waits = Outcome(
        status="error",
        reason="waits",
        file="value.py",
        line=1,
        raised=Raised("PermissionError", "no", limit="files"),
    )

    assert attempts(made_report(made_stage(1, made_check(waits)))) == [
        "tried to use a file in value.py, line 1; this was stopped; 1 check waited for that file"
    ]
    at = Frame("value.py", 252, "<module>", "open('/etc/passwd')")
    with_line = made_stage(1, *[made_check(replace(waits, frame=at))] * 2)
    assert attempts(made_report(with_line)) == [
        "tried to use a file when value.py was imported, line 252: open('/etc/passwd'); "
        "this was stopped; 2 checks waited for that file"
    ]


@pytest.mark.parametrize("status", OUTCOMES)
def test_what_goes_wrong_of_itself_is_no_attempt(status: str) -> None:
    outcome = OUTCOMES[status]  # type: ignore[index]

    assert attempts(made_report(made_stage(1, made_check(outcome)))) == []


def test_only_reasons_that_there_are_count() -> None:
    assert set(TRIED) <= set(get_args(Reason))


def test_a_few_lines_are_enough() -> None:
    checks = [
        made_check(
            Outcome(status="error", reason="reached_files", frame=Frame("nn.py", at, "f", "open()"))
        )
        for at in range(20)
    ]
    found = attempts(made_report(made_stage(1, *checks)))

    assert len(found) == MOST_LINES + 1
    assert found[-1] == "and 15 more such attempts"
