"""Every terminal can show the report, and nothing of a learner's harms it."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.paths import ROOT
from grader.report.outcome import Outcome
from grader.trace import Frame, Raised
from tests.made_reports import NOT_RUN, made_check
from tests.report.terminal.shown import NASTY, report, row, shown

pytestmark = pytest.mark.slow("starts the grader many times")

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
    assert max(map(len, lines)) <= width


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
