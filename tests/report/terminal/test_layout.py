"""What the page is laid out with: safe text, and lines that wrap or do not."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from grader.report.safe_text import safe
from grader.report.terminal.layout import print_code, print_line
from grader.report.told import Line
from tests.report.terminal.shown import CONTROL, NASTY, printed

CODE = "+    other = other if isinstance(other, Value) else Value(other)  # " + "x" * 60


def test_control_characters_are_spelled_out() -> None:
    assert not CONTROL.search(safe(NASTY))
    assert safe("\x1b[2J") == "\\x1b[2J"


def test_tabs_become_spaces() -> None:
    assert safe("a\tb\nc") == "a    b\nc"


def test_the_text_of_a_line_is_wrapped_beside_its_name() -> None:
    text = printed(lambda console: print_line(console, Line("Next", "one two " * 10)), width=40)

    first, *rest = text.rstrip("\n").split("\n")
    assert first.startswith("    Next        one two")
    assert all(line.startswith(" " * 16 + "one two") for line in rest)
    assert text.split() == ["Next", *["one", "two"] * 10]


def test_a_note_is_one_line_where_no_terminal_is_so_that_its_paths_can_be_copied() -> None:
    path = "missing in " + "/a long folder" * 12
    note = Line("Note", path)

    assert printed(lambda console: print_line(console, note)) == f"    Note        {path}\n"
    file = io.StringIO()
    print_line(Console(file=file, width=80, force_terminal=True, color_system=None), note)
    assert max(map(len, file.getvalue().split("\n"))) == 80


def test_code_that_does_not_fit_goes_on_further_in_and_loses_no_character() -> None:
    text = printed(lambda console: print_code(console, f"      {CODE}", ""), width=60)

    first, *rest = text.rstrip("\n").split("\n")
    assert len(first) == 60
    assert first[6:] + "".join(line.removeprefix(" " * 10) for line in rest) == CODE
    assert all(len(line) <= 60 for line in rest)


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_code_below_a_line_keeps_to_the_width(width: int) -> None:
    line = Line("Changed", "stage 1 was right", (CODE, "-    return 1"))

    text = printed(lambda console: print_line(console, line), width=width)

    assert max(map(len, text.split("\n"))) <= width
    assert "-    return 1" in text


def test_code_of_a_learner_is_made_safe() -> None:
    line = Line("Changed", NASTY, (NASTY,))

    assert not CONTROL.search(printed(lambda console: print_line(console, line)))
