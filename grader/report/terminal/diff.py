"""A unified diff on the terminal, in colours where the terminal has them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from grader.report.safe_text import safe

HEADER = 2  # lines in front, with the names of the files
STYLES = {"-": "red", "+": "green"}


def print_diff(console: Console, lines: Sequence[str]) -> None:
    """Print a diff, each line of it on one line, however long."""
    for number, line in enumerate(lines):
        style = "bold" if number < HEADER else STYLES.get(line[:1], "")
        console.print(Text(safe(line), style), soft_wrap=True)
