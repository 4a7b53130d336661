"""The report on the terminal: every terminal can show it, and nothing of a learner's harms it."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from grader.curriculum import STAGES
from grader.paths import ROOT
from grader.report.model import CheckResult, Diagnosis, Report, StageResult, stage_status
from grader.report.terminal import LINES, ROWS, current_stage, safe, show
from grader.trace import Difference

NASTY = "\x1b[2J\x1b]0;owned\x07\x9b31m\r\x08 \u202e 200 passed [bold]caf\u00e9[/bold] \ud800"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800]")


def check(status: str = "failed", **fields: object) -> CheckResult:
    points = {"bonus": False, "points": 10.0, "earned": 10.0 if status == "passed" else 0.0}
    return CheckResult(
        **{"name": "test_it", "title": "It works.", "status": status, **points, **fields}
    )  # type: ignore[arg-type]


def report(*checks: CheckResult, others: str = "passed") -> Report:
    """A report of all stages, of which the first has these checks."""
    stages = []
    for stage in STAGES:
        own = list(checks) if stage.number == 1 else [check(others)]
        earned = sum(c.earned for c in own)
        stages.append(
            StageResult(stage.number, stage.title, stage.file, 10.0, earned, stage_status(own), own)
        )
    return Report("s", "", 0, 110.0, sum(s.earned for s in stages), 0.0, stages)


def shown(
    found: Report,
    width: int = 80,
    encoding: str = "utf-8",
    notes: list[tuple[str, str]] = [],  # noqa: B006
) -> str:
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace")
    show(found, Console(file=file, width=width, highlight=False), notes)
    file.flush()
    return file.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]


def row(name: str, yours: object = 1.0, expected: object = 2.0) -> Difference:
    return Difference(name, "value", yours, expected, "torch")


# What comes from a learner's code


@pytest.mark.parametrize("field", ["output", "message", "remark", "title"])
def test_control_characters_are_spelled_out(field: str) -> None:
    text = shown(report(check(**{field: NASTY})))

    assert not CONTROL.search(text)
    assert "\\x1b[2J" in text


def test_control_characters_in_values_are_spelled_out() -> None:
    text = shown(report(check(differences=[row(NASTY, NASTY, [NASTY])])))

    assert not CONTROL.search(text)
    assert "\\x1b[2J" in text


def test_control_characters_in_what_is_to_do_are_spelled_out() -> None:
    text = shown(report(check("to do", message=NASTY, file=NASTY, line=3)))

    assert not CONTROL.search(text)
    assert "\\x1b[2J" in text


def test_markup_is_shown_as_it_is() -> None:
    differences = [row("x['[bold]']", "[red]no[/red]")]
    text = shown(report(check(message="[bold]a[/bold]", differences=differences)))

    assert "[bold]a[/bold]" in text
    assert "x['[bold]']" in text
    assert "[red]no[/red]" in text


def test_tabs_become_spaces() -> None:
    assert safe("a\tb\nc") == "a    b\nc"


def test_what_the_learner_printed_is_shown() -> None:
    text = shown(report(check(output="hello\nthere\n")))

    assert re.search(r"You printed\n +│ hello\n +│ there\n", text)


def test_much_output_is_cut() -> None:
    text = shown(report(check(output="".join(f"line {i}\n" for i in range(50)))))

    assert f"line {LINES - 1}\n" in text
    assert f"line {LINES}\n" not in text
    assert f"and {50 - LINES} lines more" in text


def test_a_long_line_of_output_is_cut() -> None:
    assert "y" * 201 not in shown(report(check(output="y" * 5000)), width=10_000)


def test_a_long_message_is_cut() -> None:
    assert len(shown(report(check(message="y" * 100_000)))) < 5000


# The table of differences


def test_ten_rows_are_cut() -> None:
    text = shown(report(check(differences=[row(f"name{i}") for i in range(10)])))

    assert f"name{ROWS - 1}" in text
    assert f"name{ROWS} " not in text
    assert f"and {10 - ROWS} rows more" in text


def test_as_many_rows_as_fit_are_not_cut() -> None:
    assert "rows more" not in shown(
        report(check(differences=[row(f"name{i}") for i in range(ROWS)]))
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
    text = shown(report(check(differences=[row("a", yours, expected)])))

    assert re.search(rf" a +{re.escape(texts[0])} +{re.escape(texts[1])} +✘", text)


def test_a_list_without_end_is_cut() -> None:
    text = shown(report(check(differences=[row("a", [1.0] * 20_000)])))

    assert len(text) < 5000


@pytest.mark.parametrize(("source", "title"), [("torch", "torch"), ("reference", "expected")])
def test_the_table_names_its_source(source: str, title: str) -> None:
    difference = Difference("a", "data", 1.0, 2.0, source)

    assert re.search(rf"yours +{title}", shown(report(check(differences=[difference]))))


# The page as a whole


def test_the_map_shows_every_stage_and_where_one_is() -> None:
    text = shown(report(check()))

    assert all(stage.title in text for stage in STAGES)
    assert re.search(r"✘ +1 Arithmetic +0/10 +← you are here", text)
    assert text.count("you are here") == 1


def test_only_the_first_stage_that_is_wrong_is_shown() -> None:
    found = report(check(title="First."), others="failed")

    text = shown(found)

    assert "First." in text
    assert "It works." not in text


def test_what_is_wrong_comes_before_what_is_to_do() -> None:
    found = report(check("to do"))
    found.stages[4] = report(check("failed")).stages[0]

    assert current_stage(found) is found.stages[4]


def test_what_failed_beyond_two_checks_is_named_only() -> None:
    checks = [check(title=f"Check {i}.", program=f"program{i}\n") for i in range(5)]

    text = shown(report(*checks))

    assert "and 3 more" in text
    assert all(f"Check {i}." in text for i in range(5))
    assert [f"program{i}" in text for i in range(5)] == [True, True, False, False, False]


def test_an_error_that_many_checks_share_is_shown_once() -> None:
    checks = [check("error", title=f"Check {i}.", message="SyntaxError: (") for i in range(5)]

    text = shown(report(*checks, check(title="Another.", program="another\n")))

    assert text.count("SyntaxError") == 1
    assert "and 4 more" in text
    assert "another" in text


def test_a_stage_that_needs_torch_is_not_where_the_learner_is() -> None:
    stages = report(check("to do", message="torch_neuron", remark="needs torch: make torch")).stages
    stages[4] = report(check("to do", message="Value.tanh")).stages[0]
    found = Report("s", "", 0, 110.0, 0.0, 0.0, stages)

    text = shown(found)

    assert text.count("needs torch: make torch") == 1
    assert "Value.tanh" in text


def test_a_diff_is_not_wrapped() -> None:
    line = "+    other = other if isinstance(other, Value) else Value(other)  # " + "x" * 60
    text = shown(report(check()), notes=[("Changed", f"stage 1 was right\n{line}")])

    assert line in text


def test_a_run_that_was_stopped_says_so() -> None:
    checks = [check("timeout", message="still running after 2 seconds"), check("timeout")]
    checks += [check("timeout", message="not run: two programs ran out of time before it")]

    assert "Two programs ran out of time" in shown(report(*checks))


def test_the_likely_cause_is_shown() -> None:
    found = report(check(diagnosis=[Diagnosis("assigned", "gradients are assigned")]))

    assert re.search(r"Looks like +gradients are assigned", shown(found))


def test_the_first_wrong_step_and_the_picture_are_shown() -> None:
    found = report(
        check(
            differences=[row("a.grad")],
            first_wrong_step={"kind": "overwritten", "text": f"`b` gave `a` 2.0{NASTY}"},
            picture=".kata/stage-5.svg",
        )
    )

    text = shown(found, width=300)

    assert re.search(r"✘ *\n *\n +First wrong +`b` gave `a` 2\.0", text)
    assert re.search(r"Picture +\.kata/stage-5\.svg", text)
    assert not CONTROL.search(text)


def test_notes_come_before_the_next_step() -> None:
    text = shown(report(check()), notes=[("Try it", "python .kata/failing.py")])

    assert re.search(r"Try it +python .kata/failing.py *\n +Next +make hint", text)


@pytest.mark.parametrize(
    ("found", "step"),
    [
        (report(check("failed")), "make hint"),
        (report(check("to do", message="Value.__add__")), "write it as the docstring says"),
        (report(check("needs torch")), "make torch"),
        (report(check("passed")), "make solution FILE=value"),
    ],
    ids=["failed", "to do", "needs torch", "passed"],
)
def test_the_page_ends_with_the_next_step(found: Report, step: str) -> None:
    last_block = shown(found).rstrip().rsplit("\n\n", 1)[1]

    assert last_block.lstrip().startswith("Next")
    assert step in last_block


# Every terminal


EVERYTHING = report(
    check(
        title="A value that is used twice receives a contribution from each of its uses.",
        program="a = Value(3.0)\nb = a + a\n",
        message="TypeError: caf\u00e9\nin __add__, exercises/value.py, line 12: return self",
        remark="the loop needs a list, but x is a single number here, so wrap it in a list.",
        output=NASTY,
        differences=[row("a.grad", 1.23456789, 2.3456789), row("neurons[0].weights[1]")],
    ),
    check("timeout", message="not run: two programs ran out of time before it"),
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
    text = shown(report(check(differences=[row("a.grad", 1.5, 2.5)])), width=40)

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
