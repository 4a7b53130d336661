"""What a report says of itself: what to look at first, and what a stage's status is."""

from __future__ import annotations

import pytest

from grader.report.model import Report, StageStatus, stage_status
from grader.report.outcome import CheckStatus, Outcome
from grader.trace import Difference
from tests.made_reports import NOT_RUN, OUTCOMES, made_check, made_report, made_stage


def report(*outcomes: CheckStatus | Outcome, bonus: bool = False) -> Report:
    """A report of one stage, whose checks are test_0, test_1 and so on."""
    checks = [made_check(o, name=f"test_{i}", bonus=bonus) for i, o in enumerate(outcomes)]
    return made_report(made_stage(1, *checks))


@pytest.mark.parametrize(
    ("outcomes", "first"),
    [
        (("passed", "to do", "failed"), 2),
        (("to do", "error"), 1),
        (("timeout", "failed"), 0),
        (("crashed", "failed"), 0),
        (("passed", "to do", "to do"), 1),
        ((NOT_RUN, "to do"), 1),
        ((NOT_RUN, "failed"), 1),
        (("passed", NOT_RUN), 1),
        (("needs torch", "to do"), 1),
        (("passed", "needs torch"), 1),
    ],
)
def test_what_is_wrong_comes_first_then_what_is_to_do_then_the_rest(
    outcomes: tuple[CheckStatus | Outcome, ...], first: int
) -> None:
    found = report(*outcomes).first_to_look_at()

    assert found
    assert found[1].name == f"test_{first}"


def test_what_is_wrong_in_a_later_stage_comes_before_what_is_to_do() -> None:
    found = made_report(made_stage(1, made_check("to do")), made_stage(5, made_check("failed")))

    assert found.first_to_look_at() == (found.stages[1], found.stages[1].checks[0])


def test_a_wrong_text_comes_after_a_wrong_number_and_before_what_is_to_do() -> None:
    op = Difference("c", "_op", "", "+", "reference")
    wrong_op = Outcome(status="failed", reason="differs", differences=(op,))
    wrong_repr = Outcome(status="failed", reason="unfit", claim="text_starts")

    for outcome in (wrong_op, wrong_repr):
        for others, first in ((("to do", outcome), 1), ((outcome, "failed"), 1)):
            found = report(*others).first_to_look_at()
            assert found and found[1].name == f"test_{first}"


def test_a_stub_that_torch_is_needed_for_comes_after_what_can_be_graded_here() -> None:
    of_torch = Outcome(status="to do", reason="stub", function="torch_neuron", remedy="torch")
    found = made_report(made_stage(4, made_check(of_torch)), made_stage(5, made_check("to do")))

    assert found.first_to_look_at() == (found.stages[1], found.stages[1].checks[0])


def test_extra_credit_is_never_the_first_thing_to_look_at() -> None:
    assert report("failed", bonus=True).first_to_look_at() is None


def test_where_all_is_right_there_is_nothing_to_look_at() -> None:
    assert report("passed", "passed").first_to_look_at() is None


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        ((), "passed"),
        (("passed", "to do"), "to do"),
        (("passed", "to do", "failed"), "failed"),
        (("error", "to do"), "error"),
        (("timeout",), "error"),
        (("crashed",), "error"),
        (("error", "failed"), "failed"),
        (("needs torch", "to do"), "needs torch"),
        (("needs torch", "failed"), "failed"),
    ],
)
def test_a_stage_is_what_the_worst_of_its_checks_is(
    statuses: tuple[CheckStatus, ...], status: StageStatus
) -> None:
    assert stage_status(map(made_check, statuses)) == status


def test_extra_credit_leaves_the_status_of_its_stage_alone() -> None:
    assert stage_status([made_check("passed"), made_check("failed", bonus=True)]) == "passed"


def test_points_leave_extra_credit_out() -> None:
    found = made_report(
        made_stage(1, made_check("passed", points=2), made_check("failed", points=8)),
        made_stage(2, made_check("passed", points=5), made_check("passed", points=1, bonus=True)),
    )

    assert (found.points, found.earned, found.bonus_earned) == (15, 7, 1)


def test_a_check_that_was_not_run_is_not_wrong_and_earns_nothing() -> None:
    check = made_check(NOT_RUN)

    assert (check.status, check.earned, check.is_wrong) == ("error", 0, False)
    assert not made_stage(1, check).was_put


@pytest.mark.parametrize("status", OUTCOMES)
def test_only_what_passed_earns_its_points(status: CheckStatus) -> None:
    assert made_check(status).earned == (10 if status == "passed" else 0)
