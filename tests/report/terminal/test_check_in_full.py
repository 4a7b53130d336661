"""One check in full: the table, what went wrong, and what the learner printed."""

from __future__ import annotations

import re

import pytest

from grader.report.model import MOST_ROWS, CheckResult
from grader.report.outcome import Outcome
from grader.report.terminal.check_in_full import PRINTED, check_as_text, print_check
from grader.report.wrong_step import FirstWrongStep
from grader.trace import Difference, Frame, Raised
from tests.made_reports import made_check
from tests.report.terminal.shown import CONTROL, NASTY, differs, printed, raised, row


def in_full(check: CheckResult, width: int = 80, picture: str = "") -> str:
    return printed(lambda console: print_check(console, check, picture), width)


# What comes from a learner's code


@pytest.mark.parametrize(
    "check",
    [
        made_check(output=NASTY),
        made_check(title=NASTY),
        made_check(program=f"a = 1  # {NASTY}\n"),
        made_check(raised(NASTY)),
        made_check(raised("no", kind=NASTY)),
        made_check(raised(f"'{NASTY}'", kind="KeyError")),
        made_check(differs(row(NASTY, NASTY, [NASTY]))),
        made_check(Outcome(status="crashed", reason="died", facts={"how": NASTY})),
        made_check(
            Outcome(
                status="error",
                reason="raised",
                raised=Raised("ValueError", "no"),
                frame=Frame(NASTY, 3, NASTY, NASTY),
            )
        ),
        made_check(
            first_wrong_step=FirstWrongStep("overwritten", NASTY, "b", "a", 1.0, 2.0, (1, 0))
        ),
    ],
    ids=[
        "output",
        "title",
        "program",
        "exception",
        "class of an exception",
        "key",
        "difference",
        "death",
        "frame",
        "step",
    ],
)
def test_control_characters_are_spelled_out(check: CheckResult) -> None:
    text = in_full(check, width=300)

    assert not CONTROL.search(text)
    assert "\\x1b[2J" in text


def test_markup_is_shown_as_it_is() -> None:
    of_numbers = made_check(differs(row("x['[bold]']", "[red]no[/red]")))

    text = in_full(of_numbers) + in_full(made_check(raised("[bold]a[/bold]")))

    assert "[bold]a[/bold]" in text
    assert "x['[bold]']" in text
    assert "[red]no[/red]" in text


def test_what_the_learner_printed_is_shown() -> None:
    text = in_full(made_check(output="hello\nthere\n"))

    assert re.search(r"You printed\n +│ hello\n +│ there\n", text)


def test_much_output_is_cut() -> None:
    text = in_full(made_check(output="".join(f"line {i}\n" for i in range(50))))

    assert f"line {PRINTED - 1}\n" in text
    assert f"line {PRINTED}\n" not in text
    assert f"and {50 - PRINTED} lines more" in text


def test_a_long_line_of_output_is_cut() -> None:
    assert "y" * 201 not in in_full(made_check(output="y" * 5000), width=10_000)


def test_a_long_message_is_cut() -> None:
    assert len(in_full(made_check(raised("y" * 100_000)))) < 5000


# What went wrong


def test_an_exception_is_told_with_its_line_and_what_it_means() -> None:
    outcome = Outcome(
        status="error",
        reason="raised",
        raised=Raised("TypeError", "unhashable type: 'Value'"),
        frame=Frame("exercises/value.py", 12, "__add__", "return {self}"),
    )

    text = in_full(made_check(outcome), width=200)

    assert re.search(r"What +TypeError: unhashable type: 'Value'", text)
    assert re.search(r"Where +in __add__, exercises/value\.py, line 12: return {self}", text)
    assert re.search(r"That means +A set can only hold what has a hash\.", text)


def test_the_first_wrong_step_and_the_picture_stand_below_the_table() -> None:
    step = FirstWrongStep("overwritten", "`b` gave `a` 2.0", "b", "a", 1.0, 2.0, (1, 0))
    check = made_check(differs(row("a.grad")), first_wrong_step=step, picture="<svg>")

    text = in_full(check, picture=".kata/stage-5.svg")

    assert re.search(r"✘ *\n *\n +First wrong +`b` gave `a` 2\.0", text)
    assert re.search(r"Picture +\.kata/stage-5\.svg", text)
    assert "<svg>" not in text


def test_one_check_can_be_had_as_plain_text() -> None:
    text = check_as_text(made_check(differs(row("a")), title="Sums.", program="a = 1\n"))

    assert re.search(r"✘ Sums\.\n +a = 1\n", text)
    assert "\x1b" not in text


# The table of differences


def test_ten_rows_are_cut() -> None:
    text = in_full(made_check(differs(*(row(f"name{i}") for i in range(10)))))

    assert f"name{MOST_ROWS - 1}" in text
    assert f"name{MOST_ROWS} " not in text
    assert f"and {10 - MOST_ROWS} rows more" in text


def test_as_many_rows_as_fit_are_not_cut() -> None:
    rows = (row(f"name{i}") for i in range(MOST_ROWS + 1))

    assert "rows more" not in in_full(made_check(differs(*rows)))


@pytest.mark.parametrize(
    ("yours", "expected", "texts"),
    [
        (1.0, 2.0, ("1.0", "2.0")),
        (1, 2.0, ("1", "2.0")),
        (0.70710678, 0.5, ("0.7071", "0.5")),
        (0.70710678, 0.70711, ("0.707107", "0.70711")),
        (1.00000001, 1.0, ("1.00000001", "1.0")),
        ("nan", 1.0, ("nan", "1.0")),
        ("missing", 1.0, ("missing", "1.0")),
        ([1.0, 2.0], [1.0, 3.0], ("[1.0, 2.0]", "[1.0, 3.0]")),
        (None, 1e-12, ("None", "1e-12")),
    ],
)
def test_two_numbers_are_told_apart(
    yours: object, expected: object, texts: tuple[str, str]
) -> None:
    text = in_full(made_check(differs(row("a", yours, expected))))

    assert re.search(rf" a +{re.escape(texts[0])} +{re.escape(texts[1])} +✘", text)


def test_a_list_without_end_is_cut() -> None:
    text = in_full(made_check(differs(row("a", [1.0] * 20_000))))

    assert len(text) < 5000


@pytest.mark.parametrize(("source", "title"), [("torch", "torch"), ("reference", "expected")])
def test_the_table_names_its_source(source: str, title: str) -> None:
    difference = Difference("a", "data", 1.0, 2.0, source)

    assert re.search(rf"yours +{title}", in_full(made_check(differs(difference))))


def test_a_narrow_terminal_shows_both_numbers() -> None:
    text = in_full(made_check(differs(row("a.grad", 1.5, 2.5))), width=40)

    assert re.search(r"a\.grad +1\.5 +2\.5", text)


@pytest.mark.parametrize(
    ("yours", "expected", "shown"),
    [
        ("Value(data= 1.0)", "Value(data=1.0)", r"'Value\(data= 1.0\)' +'Value\(data=1.0\)'"),
        ("", "+", r"'' +\+"),
        ("+ ", "+", r"'\+ ' +'\+'"),
        ("", " ", r"'' +' '"),
        ("missing", "", r"missing +''"),
        ("a float", "a Value", r"a float +a Value"),
    ],
)
def test_blanks_that_matter_are_seen(yours: str, expected: str, shown: str) -> None:
    text = in_full(made_check(differs(row("text", yours, expected))))

    assert re.search(rf" text +{shown} ", text)
