"""`print(draw_dot(L))`, README's first example, wherever it is printed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from grader.paths import ROOT, SOLUTIONS

PROGRAM = """
from helper_draw import draw_dot
from value import Value
L = Value(2.0, label="a") * Value(-3.0, label="\\u03b2")
print(draw_dot(L))
"""


def printed(encoding: str) -> str:
    """What the program prints on a standard output of that encoding."""
    path = os.pathsep.join([str(SOLUTIONS), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": encoding},
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.decode(encoding)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "cp437"])
def test_a_drawing_prints_where_its_signs_are_lacking(encoding: str) -> None:
    lines = printed(encoding).split("\n")

    assert lines[0].endswith("<- *")
    assert lines[1].startswith("|- a | data 2.0000")
    assert lines[2].startswith("`- ")


def test_a_label_is_spelled_out_where_it_is_lacking() -> None:
    assert "\\u03b2 | data -3.0000" in printed("ascii")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_drawing_keeps_its_signs_where_they_can_be_shown(encoding: str) -> None:
    text = printed(encoding)

    assert "├─ a | data 2.0000" in text
    assert "└─ \u03b2 | data -3.0000" in text
