"""IPython's syntax taken out of a cell: `%magic`, `!command`, `name?`, and `%%magic` on top."""

from __future__ import annotations

import ast
import re
import warnings

from grader.submission.statements import UNREADABLE, in_lines

CELL_MAGIC = re.compile(r"%%(\w+)[ \t]*(.*)")
# After these a cell is Python all the same.
OF_PYTHON = ("time", "timeit", "capture", "prun", "memit", "mprun", "snakeviz", "debug")
WRITES = ("writefile", "file")
TIMED = re.compile(r"(\s*)%time[ \t]+(?!-)(.+)")  # a statement like any other
MAGIC = re.compile(
    r"""(
    %{1,2}[A-Za-z_]                # %matplotlib inline
    | !                            # !pip install numpy
    | \?{1,2}\s*[\w%]              # ?Value
    | [\w.%*]+\?{1,2}$              # Value.tanh?
    | [\w., \t\[\]'"*]+=\s*(%\w|!)  # files = !ls
    )""",
    re.VERBOSE,
)
QUOTES = re.compile(r"'''|\"\"\"|'|\"")


def cell_magic(text: str) -> tuple[str, str]:
    """The name and the rest of the line of the `%%magic` that a cell begins with; or "", ""."""
    first = next((line for line in in_lines(text) if line.strip()), "")
    match = CELL_MAGIC.match(first.strip())
    return (match[1], match[2].strip()) if match else ("", "")


def without_cell_magic(text: str) -> str:
    """The same lines, where that of the `%%magic` on top is a comment."""
    lines = in_lines(text)
    first = next(i for i, line in enumerate(lines) if line.strip())
    lines[first] = f"# {lines[first].strip()}"
    return "\n".join(lines)


def without_magics(text: str) -> str:
    """The same lines of text, those that are no Python as comments; Python's own stay as they are.

    What Python can read has no magics: a line in it that begins with "%" goes on with another.
    """
    lines = _less_indentation(in_lines(text))
    if is_python("\n".join(lines)):
        return "\n".join(lines)
    found: list[str] = []
    inside, is_magic = Inside(), False
    for line in lines:
        goes_on = is_magic and found[-1].endswith("\\")
        is_magic = goes_on or (not inside and MAGIC.match(line.strip()) is not None)
        if goes_on:
            found.append(f"# {line}")
        elif not is_magic:
            found.append(line)
            inside.read(line)
        elif timed := TIMED.fullmatch(line):
            found.append(timed[1] + timed[2])
            inside.read(found[-1])
            is_magic = False
        else:
            indent = line[: len(line) - len(line.lstrip())]
            found.append(f"{indent}pass  # {line.strip()}")
    return "\n".join(found)


def is_python(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except UNREADABLE:
        return False
    return True


def _less_indentation(lines: list[str]) -> list[str]:
    """The lines without the indentation of the first, which a notebook forgives."""
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return [line.removeprefix(indent) for line in lines]


class Inside:
    """Whether the next line goes on with what was begun: a string, a bracket, a backslash."""

    def __init__(self) -> None:
        self._quotes = ""  # that an open string ends with
        self._open = 0  # brackets
        self._goes_on = False

    def __bool__(self) -> bool:
        return bool(self._quotes or self._open or self._goes_on)

    def read(self, line: str) -> None:
        place = 0
        self._goes_on = False
        while place < len(line):
            here = line[place]
            if here == "\\":
                self._goes_on = place == len(line) - 1
                place += 2
            elif self._quotes:
                is_end = line.startswith(self._quotes, place)
                place += len(self._quotes) if is_end else 1
                self._quotes = "" if is_end else self._quotes
            elif here == "#":
                break
            elif match := QUOTES.match(line, place):
                self._quotes = match[0]
                place = match.end()
            else:
                self._open = max(self._open + (here in "([{") - (here in ")]}"), 0)
                place += 1
        if len(self._quotes) == 1 and not self._goes_on:
            self._quotes = ""  # such a string ends with its line
