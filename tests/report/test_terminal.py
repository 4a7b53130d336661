"""The report on the terminal: every terminal can show it, and nothing of a learner's harms it."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from rich.console import Console

from grader.curriculum import STAGES
from grader.paths import ROOT
from grader.report.model import Blame, CheckResult, Diagnosis, Report, ToWrite
from grader.report.outcome import CheckStatus, Outcome
from grader.report.terminal import LINES, ROWS, Line, check_as_text, safe, show
from grader.report.wrong_step import FirstWrongStep
from grader.trace import Difference, Frame, Raised
from tests.made_reports import NOT_RUN, made_check, made_report, made_stage

NASTY = "\x1b[2J\x1b]0;owned\x07\x9b31m\r\x08 \u202e 200 passed [bold]caf\u00e9[/bold] \ud800"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800]")


def report(*checks: CheckResult, others: CheckStatus = "passed") -> Report:
    """A report of eleven stages, of which the first has these checks."""
    later = (made_stage(stage.number, made_check(others)) for stage in STAGES[1:])
    return made_report(made_stage(1, *checks), *later)


def differs(*rows: Difference) -> Outcome:
    return Outcome(status="failed", reason="differs", differences=rows)


def raised(message: str, kind: str = "ValueError") -> Outcome:
    """A check that ended with an exception of that text."""
    return Outcome(status="error", reason="raised", raised=Raised(kind, message))


def shown(
    found: Report,
    width: int = 80,
    encoding: str = "utf-8",
    lines: Sequence[Line] = (),
    pictures: Mapping[int, str] | None = None,
) -> str:
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace")
    show(found, Console(file=file, width=width, highlight=False), lines, pictures)
    file.flush()
    return file.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]


def row(name: str, yours: object = 1.0, expected: object = 2.0) -> Difference:
    return Difference(name, "value", yours, expected, "torch")


# What comes from a learner's code


@pytest.mark.parametrize(
    "check",
    [
        made_check(output=NASTY),
        made_check(title=NASTY),
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
    ],
    ids=[
        "output",
        "title",
        "exception",
        "class of an exception",
        "key",
        "difference",
        "death",
        "frame",
    ],
)
def test_control_characters_are_spelled_out(check: CheckResult) -> None:
    text = shown(report(check), width=300)

    assert not CONTROL.search(text)
    assert "\\x1b[2J" in text


def test_control_characters_in_what_is_to_write_are_spelled_out() -> None:
    found = report(made_check("to do"))
    found.stages[0].to_write = [ToWrite("Value.__add__", "", NASTY, 3)]

    text = shown(found, width=300)

    assert not CONTROL.search(text)
    assert "\\x1b[2J" in text


def test_markup_is_shown_as_it_is() -> None:
    of_numbers = made_check(differs(row("x['[bold]']", "[red]no[/red]")))
    text = shown(report(of_numbers, made_check(raised("[bold]a[/bold]"))))

    assert "[bold]a[/bold]" in text
    assert "x['[bold]']" in text
    assert "[red]no[/red]" in text


def test_tabs_become_spaces() -> None:
    assert safe("a\tb\nc") == "a    b\nc"


def test_what_the_learner_printed_is_shown() -> None:
    text = shown(report(made_check(output="hello\nthere\n")))

    assert re.search(r"You printed\n +│ hello\n +│ there\n", text)


def test_much_output_is_cut() -> None:
    text = shown(report(made_check(output="".join(f"line {i}\n" for i in range(50)))))

    assert f"line {LINES - 1}\n" in text
    assert f"line {LINES}\n" not in text
    assert f"and {50 - LINES} lines more" in text


def test_a_long_line_of_output_is_cut() -> None:
    assert "y" * 201 not in shown(report(made_check(output="y" * 5000)), width=10_000)


def test_a_long_message_is_cut() -> None:
    assert len(shown(report(made_check(raised("y" * 100_000))))) < 5000


# The table of differences


def test_ten_rows_are_cut() -> None:
    text = shown(report(made_check(differs(*(row(f"name{i}") for i in range(10))))))

    assert f"name{ROWS - 1}" in text
    assert f"name{ROWS} " not in text
    assert f"and {10 - ROWS} rows more" in text


def test_as_many_rows_as_fit_are_not_cut() -> None:
    assert "rows more" not in shown(
        report(made_check(differs(*(row(f"name{i}") for i in range(ROWS)))))
    )


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
    text = shown(report(made_check(differs(row("a", yours, expected)))))

    assert re.search(rf" a +{re.escape(texts[0])} +{re.escape(texts[1])} +✘", text)


def test_a_list_without_end_is_cut() -> None:
    text = shown(report(made_check(differs(row("a", [1.0] * 20_000)))))

    assert len(text) < 5000


@pytest.mark.parametrize(("source", "title"), [("torch", "torch"), ("reference", "expected")])
def test_the_table_names_its_source(source: str, title: str) -> None:
    difference = Difference("a", "data", 1.0, 2.0, source)

    assert re.search(rf"yours +{title}", shown(report(made_check(differs(difference)))))


# The page as a whole


def test_the_map_shows_every_stage_and_where_one_is() -> None:
    text = shown(report(made_check()))

    assert all(stage.title in text for stage in STAGES)
    assert re.search(r"✘ +1 Arithmetic +0/10 +← you are here", text)
    assert text.count("you are here") == 1


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


def test_what_failed_beyond_two_checks_is_named_only() -> None:
    checks = [
        made_check(differs(row(f"a{i}")), title=f"Check {i}.", program=f"program{i}\n")
        for i in range(5)
    ]

    text = shown(report(*checks))

    assert "and 3 more" in text
    assert all(f"Check {i}." in text for i in range(5))
    assert [f"program{i}" in text for i in range(5)] == [True, True, False, False, False]


def test_an_error_that_many_checks_share_is_shown_once() -> None:
    checks = [made_check(raised("(", "SyntaxError"), title=f"Check {i}.") for i in range(5)]

    text = shown(report(*checks, made_check(title="Another.", program="another\n")))

    assert text.count("Python cannot read the file: (") == 1
    assert "and 4 more" in text
    assert "another" in text


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


def test_code_below_a_line_is_not_wrapped() -> None:
    code = "+    other = other if isinstance(other, Value) else Value(other)  # " + "x" * 60
    text = shown(report(made_check()), lines=[Line("Changed", "stage 1 was right", (code,))])

    assert code in text


def test_a_run_that_was_stopped_says_so() -> None:
    checks = [made_check("timeout"), made_check("timeout"), made_check(NOT_RUN)]

    assert "Two programs ran out of time" in shown(report(*checks))
    assert "Two programs ran out of time" not in shown(report(*checks[:2]))


def test_a_stage_that_the_run_did_not_come_to_is_not_red() -> None:
    text = shown(
        made_report(made_stage(1, made_check("timeout")), made_stage(2, made_check(NOT_RUN)))
    )

    assert re.search(r"· +2 Memory +0/10 +not run", text)


def test_the_likely_cause_is_shown() -> None:
    found = report(made_check(diagnosis=[Diagnosis("assigned", "gradients are assigned")]))

    assert re.search(r"Looks like +gradients are assigned", shown(found))


def test_the_function_at_fault_is_shown_with_its_place() -> None:
    found = report(made_check(blame=[Blame("Value.__add__", "exercises/value.py", 62)]))

    assert "Value.__add__ (exercises/value.py, line 62)" in shown(found, width=120)


def test_the_first_wrong_step_and_the_picture_are_shown() -> None:
    step = FirstWrongStep("overwritten", f"`b` gave `a` 2.0{NASTY}", "b", "a", 1.0, 2.0, (1, 0))
    found = report(made_check(differs(row("a.grad")), first_wrong_step=step, picture="<svg>"))

    text = shown(found, width=300, pictures={1: ".kata/stage-1.svg"})

    assert re.search(r"✘ *\n *\n +First wrong +`b` gave `a` 2\.0", text)
    assert re.search(r"Picture +\.kata/stage-1\.svg", text)
    assert not CONTROL.search(text)


def test_the_picture_stands_at_the_check_that_it_is_of() -> None:
    checks = [made_check(differs(row("a"))), made_check(differs(row("b")), picture="<svg>")]

    text = shown(report(*checks), pictures={1: ".kata/stage-1.svg"})

    assert re.search(r" b +1\.0 +2\.0 +✘ *\n *\n +Picture", text)
    assert text.count("Picture") == 1


def test_lines_come_before_the_next_step() -> None:
    text = shown(report(made_check()), lines=[Line("Try it", "python .kata/failing.py")])

    assert re.search(r"Try it +python .kata/failing.py *\n +Next +make hint", text)


@pytest.mark.parametrize(
    ("found", "step"),
    [
        (report(made_check("failed")), "make hint"),
        (report(made_check("to do")), "write it as the docstring says"),
        (report(made_check("needs torch")), "make torch"),
        (report(made_check("passed")), "compare your files with those in solutions/"),
    ],
    ids=["failed", "to do", "needs torch", "passed"],
)
def test_the_page_ends_with_the_next_step(found: Report, step: str) -> None:
    last_block = shown(found).rstrip().rsplit("\n\n", 1)[1]

    assert last_block.lstrip().startswith("Next")
    assert step in last_block


def test_one_check_can_be_had_as_plain_text() -> None:
    text = check_as_text(made_check(differs(row("a")), title="Sums.", program="a = 1\n"))

    assert re.search(r"✘ Sums\.\n +a = 1\n", text)
    assert "\x1b" not in text


# Every terminal


EVERYTHING = report(
    made_check(
        Outcome(
            status="failed",
            reason="raised",
            raised=Raised("TypeError", 'can only concatenate list (not "Value")'),
            frame=Frame("exercises/value.py", 12, "__add__", "return self  # caf\u00e9"),
            differences=(row("a.grad", 1.23456789, 2.3456789), row("neurons[0].weights[1]")),
        ),
        title="A value that is used twice receives a contribution from each of its uses.",
        program="a = Value(3.0)\nb = a + a\n",
        output=NASTY,
    ),
    made_check(NOT_RUN),
)


def test_an_ascii_terminal_is_given_ascii() -> None:
    text = shown(EVERYTHING, encoding="ascii")

    assert "x  1 Arithmetic" in text
    assert "<- you are here" in text
    assert "caf\\xe9" in text


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    lines = shown(EVERYTHING, width=width).split("\n")
    printed = next(i for i, line in enumerate(lines) if "You printed" in line) + 1

    assert max(len(line) for i, line in enumerate(lines) if i != printed) <= width


def test_a_narrow_terminal_shows_both_numbers() -> None:
    text = shown(report(made_check(differs(row("a.grad", 1.5, 2.5)))), width=40)

    assert re.search(r"a\.grad +1\.5 +2\.5", text)


def grade(*arguments: str, terminal: bool = False, **variables: str) -> bytes:
    """What `python -m grader grade` writes, to a pipe or to a terminal."""
    keep = {n: v for n, v in os.environ.items() if n in ("PATH", "HOME", "LD_LIBRARY_PATH")}
    command = [sys.executable, "-m", "grader", "grade", "--stage", "1", *arguments]
    environment = {**keep, "TERM": "xterm-256color", **variables}
    if not terminal:
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60)
        assert (done.returncode, done.stderr) == (1, b"")
        return done.stdout
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=theirs, stderr=theirs) as p:
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 1 << 16)
            except OSError:  # how Linux says that the other side has closed it
                break
            if not part:
                break
            parts.append(part)
        assert p.wait(60) == 1
    os.close(ours)
    return b"".join(parts)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A submission whose every word goes for the terminal."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    (folder / "value.py").write_text(
        "NASTY = '\\x1b[2J\\x1b]0;owned\\x07 200 passed caf\u00e9'\n"
        "print(NASTY)\n"
        "class Value:\n"
        "    def __init__(self, data): self.data = NASTY\n"
        "    def __repr__(self): return NASTY\n"
        "    def __add__(self, other): return Value(0)\n"
        "    def __mul__(self, other): raise ValueError(NASTY)\n",
        encoding="utf-8",
    )
    return str(folder)


COLOUR = re.compile(rb"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("variables", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C"}, {}])
def test_a_pipe_is_given_no_escape_code(hostile: str, variables: dict[str, str]) -> None:
    text = grade(hostile, **variables)

    assert b"\x1b" not in text
    assert b"\x07" not in text
    assert b"\\x1b[2J" in text
    assert b"You printed" in text


def test_a_terminal_is_given_colours_and_no_other_escape_code(hostile: str) -> None:
    text = grade(hostile, terminal=True)

    assert COLOUR.search(text)
    assert b"\x1b" not in COLOUR.sub(b"", text)
    assert b"\x07" not in text


def test_a_terminal_that_wants_no_colour_is_given_none(hostile: str) -> None:
    text = grade(hostile, terminal=True, NO_COLOR="1")

    styles = {code for found in COLOUR.findall(text) for code in found[2:-1].split(b";")}
    assert styles <= {b"0", b"1", b"2"}  # plain, bold and dim


def test_a_dumb_terminal_is_given_plain_text(hostile: str) -> None:
    assert b"\x1b" not in grade(hostile, terminal=True, TERM="dumb")
