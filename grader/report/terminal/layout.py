"""What all parts of the page are laid out with: signs, and lines with a name in front."""

from __future__ import annotations

import shutil

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.report.safe_text import safe_line
from grader.report.told import Line

NARROWEST, WIDEST = 40, 200  # columns, whatever the terminal or COLUMNS says
NAME_WIDTH = 16  # columns of the names of lines, such as "    First wrong"


class Marks:
    """The signs in front of lines, in what the terminal's encoding can show."""

    def __init__(self, console: Console) -> None:
        can = console.encoding.lower().startswith("utf")
        self.right, self.wrong, self.open = ("✔", "✘", "·") if can else ("v", "x", ".")
        self.here = "←" if can else "<-"
        self.bar = "│" if can else "|"
        self.dot = "·" if can else "-"


def console() -> Console:
    """Standard output, in a width that can be read."""
    columns, lines = shutil.get_terminal_size()
    width = min(max(columns, NARROWEST), WIDEST)
    return Console(width=width, height=max(lines, 1), highlight=False)


def print_line(console: Console, line: Line) -> None:
    """Print a line; its text is wrapped beside the name, its code below it is not.

    A note may name paths, which are copied from a file: there it stays one line.
    """
    name, text = Text(f"    {safe_line(line.name)}", "bold"), Text(safe_line(line.text))
    if line.name == "Note" and not console.is_terminal:
        name.pad_right(NAME_WIDTH - len(name))
        console.print(name + text, soft_wrap=True)
    else:
        grid = Table.grid()
        grid.add_column(width=NAME_WIDTH, no_wrap=True)
        grid.add_column(overflow="fold")
        grid.add_row(name, text)
        console.print(grid)
    for code in line.code:
        print_code(console, f"{'':<{NAME_WIDTH}}{code}", "dim")


def print_code(console: Console, text: str, style: str) -> None:
    """Print a line of code, indented: what does not fit goes on below, four columns further in."""
    text = safe_line(text).rstrip()
    indent = len(text) - len(text.lstrip())
    width = max(console.width, indent + 20)
    console.print(Text(text[:width], style), no_wrap=True, overflow="ignore", crop=False)
    rest, room = text[width:], width - indent - 4
    for start in range(0, len(rest), room):
        part = " " * (indent + 4) + rest[start : start + room]
        console.print(Text(part, style), no_wrap=True, overflow="ignore", crop=False)
