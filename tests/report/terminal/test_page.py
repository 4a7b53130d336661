"""The page as a whole: what stands on it for a learner, and how it ends."""

from __future__ import annotations

import re

import pytest

from grader.curriculum import STAGES
from grader.report.model import Blame, Diagnosis, Report, ToWrite
from grader.report.outcome import CheckStatus, Outcome
from grader.report.terminal.page import NAMED, show
from grader.report.told import Line
from tests.made_reports import NOT_RUN, made_check, made_report, made_stage
from tests.report.terminal.shown import (
    CONTROL,
    NASTY,
    differs,
    printed,
    raised,
    report,
    row,
    shown,
)


def with_lines(found: Report, *lines: Line) -> str:
    return printed(lambda console: show(found, console, lines))


def test_only_the_first_stage_that_is_wrong_is_shown() -> None:
    found = report(made_check(title="First."), others="failed")

    text = shown(found)

    assert "First." in text
    assert "It works." not in text


def test_a_stage_that_is_wrong_is_shown_before_one_that_is_to_do() -> None:
    found = made_report(made_stage(1, made_check("to do")), made_stage(5, made_check("failed")))

    text = shown(found)

    assert re.search(r"5 Topological sort +0/10 +← you are here", text)
    assert "Stage 5 · Topological sort" in text


def test_a_wrong_text_is_one_line_where_a_number_is_wrong_too() -> None:
    wrong_repr = Outcome(
        status="failed",
        reason="unfit",
        claim="text_starts",
        facts={"what": "repr(a)", "yours": "'a'", "expected": "Value("},
    )
    found = made_report(
        made_stage(1, made_check(wrong_repr, title="A repr.", program="repr(a)\n")),
        made_stage(5, made_check("failed", title="A sum.", program="a + a\n")),
    )

    assert re.search(r"Stage 5 .*\n\n +✘ A sum\.\n +a \+ a\n", shown(found))
    assert "✘ Stage 1: A repr." in shown(found)
    assert "repr(a)\n" not in shown(found)
    assert "repr(a)\n" in shown(made_report(found.stages[0]))


def test_one_check_is_shown_in_full_and_the_others_have_a_line_each() -> None:
    checks = [
        made_check(differs(row(f"a{i}")), title=f"Check {i}.", program=f"program{i}\n")
        for i in range(4)
    ]

    text = shown(report(*checks))

    assert [text.count(f"✘ Check {i}.\n") for i in range(4)] == [1, 1, 1, 1]
    assert [f"program{i}" in text for i in range(4)] == [True, False, False, False]


def test_of_many_failing_checks_the_last_are_counted() -> None:
    checks = [made_check(title=f"Check {i}.") for i in range(NAMED + 4)]

    text = shown(report(*checks))

    assert [f"Check {i}." in text for i in range(NAMED + 4)] == [True] * (NAMED + 1) + [False] * 3
    assert "and 3 more of this stage" in text


def test_an_error_that_many_checks_share_is_shown_once() -> None:
    checks = [made_check(raised("(", "SyntaxError"), title=f"Check {i}.") for i in range(5)]

    assert shown(report(*checks)).count("Python cannot read the file: (") == 1


def test_another_check_whose_fault_is_elsewhere_says_where() -> None:
    found = report(
        made_check(title="A sum.", blame=[Blame("Value.__add__", "exercises/value.py", 62)]),
        made_check(title="Another.", blame=[Blame("Value.__add__", "exercises/value.py", 62)]),
        made_check(title="A product.", blame=[Blame("Value.__mul__", "exercises/value.py", 70)]),
    )

    text = shown(found)

    assert "✘ Another.\n" in text
    assert "✘ A product. (Value.__mul__)\n" in text


def test_extra_credit_that_is_wrong_is_not_on_the_page() -> None:
    found = report(made_check(title="A sum."), made_check(title="More.", bonus=True))

    assert "More." not in shown(found)


def test_a_stage_that_needs_torch_is_not_where_the_learner_is() -> None:
    of_torch = Outcome(status="to do", reason="stub", function="torch_neuron", remedy="torch")
    found = report(made_check(of_torch))
    found.stages[4] = made_stage(5, made_check("to do"))
    found.stages[4].to_write = [ToWrite("Value.tanh", "", "exercises/value.py", 3)]

    text = shown(found)

    assert text.count("needs torch: make torch") == 1
    assert "Value.tanh" in text


def test_what_is_to_write_is_listed_with_its_place() -> None:
    found = report(made_check("to do"))
    found.stages[0].to_write = [
        ToWrite("Value.__init__", "", "exercises/value.py", 30),
        ToWrite("Value.__add__", "its operands", "exercises/value.py", 62),
    ]

    text = shown(found)

    assert re.search(r"To write *\n +· Value\.__init__ +exercises/value\.py:30", text)
    assert re.search(r"· Value\.__add__: its operands +exercises/value\.py:62", text)


def test_control_characters_in_what_is_to_write_are_spelled_out() -> None:
    found = report(made_check("to do"))
    found.stages[0].to_write = [ToWrite("Value.__add__", "", NASTY, 3)]

    text = shown(found, width=300)

    assert not CONTROL.search(text)
    assert "\\x1b[2J" in text


def test_control_characters_in_what_is_at_fault_are_spelled_out() -> None:
    check = made_check(title=NASTY, blame=[Blame("", NASTY, 1)], diagnosis=[Diagnosis("a", NASTY)])

    text = shown(report(check, check), width=300)

    assert not CONTROL.search(text)
    assert "\\x1b[2J" in text


def test_a_run_that_was_stopped_says_so() -> None:
    checks = [made_check("timeout"), made_check("timeout"), made_check(NOT_RUN)]

    assert "Two programs ran out of time" in shown(report(*checks))
    assert "Two programs ran out of time" not in shown(report(*checks[:2]))


def test_the_likely_cause_is_shown() -> None:
    found = report(made_check(diagnosis=[Diagnosis("assigned", "gradients are assigned")]))

    assert re.search(r"Looks like +gradients are assigned", shown(found))


def test_the_function_at_fault_is_shown_with_its_place() -> None:
    found = report(made_check(blame=[Blame("Value.__add__", "exercises/value.py", 62)]))

    assert re.search(r"The fault +is in Value\.__add__ \(value\.py:62\)", shown(found))


def test_a_picture_is_named_where_the_check_shown_has_one() -> None:
    checks = [made_check(picture="<svg>"), made_check()]

    def page(*order: int) -> str:
        found = report(*(checks[i] for i in order))
        return printed(lambda console: show(found, console, pictures={1: ".kata/stage-1.svg"}))

    assert re.search(r"Picture +\.kata/stage-1\.svg", page(0, 1))
    assert "Picture" not in page(1, 0)


def test_lines_come_before_the_next_step() -> None:
    text = with_lines(report(made_check()), Line("Try it", "python .kata/failing.py"))

    assert re.search(r"Try it +python .kata/failing.py *\n +Next +make hint", text)


@pytest.mark.parametrize(
    ("found", "step"),
    [
        (report(made_check("failed")), "make hint"),
        (report(made_check("to do")), "write it as the docstring says"),
        (report(made_check("needs torch")), "make torch"),
        (report(made_check("passed")), "make solution FILE=value"),
    ],
    ids=["failed", "to do", "needs torch", "passed"],
)
def test_the_page_ends_with_the_next_step(found: Report, step: str) -> None:
    last_block = shown(found).rstrip().rsplit("\n\n", 1)[1]

    assert last_block.lstrip().startswith("Next")
    assert step in last_block


def test_a_file_that_is_missing_is_followed_by_the_command_that_makes_it() -> None:
    missing = Outcome(
        status="to do",
        reason="file_missing",
        claim="missing",
        facts={"stem": "nn"},
        file="exercises/nn.py",
        remedy="reset",
    )

    assert re.search(r"Next +make reset FILE=nn", shown(report(made_check(missing))))


def page_after(*turned_right: int) -> str:
    found = report(made_check("passed"), others="to do")
    return printed(lambda console: show(found, console, turned_right=turned_right))


def test_a_stage_that_has_just_become_right_says_so() -> None:
    assert f"✔ Stage 1, {STAGES[0].title}, is right." in page_after(1)
    assert "is right." not in page_after()


def test_the_last_of_them_has_a_line_to_run() -> None:
    text = page_after(1, 2)

    assert text.count("Try it now") == 1
    assert all(line in text for line in STAGES[1].example.splitlines())


def test_a_stage_that_turns_right_says_what_is_won_and_what_to_run() -> None:
    found = made_report(made_stage(3, made_check("passed")), made_stage(4, made_check("passed")))

    text = printed(lambda console: show(found, console, turned_right=[3, 4]))

    words = " ".join(text.split())
    assert f"Stage 4, Backward, is right (now also 3). {STAGES[3].meaning}" in words
    assert f"Try it now from value import Value {' '.join(STAGES[3].example.split())}" in words


def test_what_asks_for_more_than_the_lecture_can_wait() -> None:
    more = made_check("failed", title="More than the lecture.", is_beyond_the_lecture=True)
    found = made_report(made_stage(5, more), made_stage(8, made_check("failed", title="Needed.")))

    assert "Needed." in shown(found)
    assert "Stage 5" not in shown(found)


@pytest.mark.parametrize("status", ["failed", "to do", "passed"])
def test_the_page_of_somebody_elses_ends_with_the_last_note(status: CheckStatus) -> None:
    found, note = report(made_check(status)), Line("Note", "held")

    own = with_lines(found, note)
    theirs = printed(lambda console: show(found, console, [note], is_own=False))

    assert re.search(r"Note +held\n +Next +make|Note +held\n +Next +write", own)
    assert theirs.endswith("Note        held\n")
    assert "make" not in theirs
