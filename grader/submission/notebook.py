"""A submission in a Jupyter notebook: what its code cells define, as parts of one file."""

from __future__ import annotations

import json
import re
import warnings
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from grader.curriculum import FILES
from grader.submission.kept import Kept, kept
from grader.submission.listing import LARGEST_NOTEBOOK
from grader.submission.magics import (
    OF_PYTHON,
    WRITES,
    cell_magic,
    without_cell_magic,
    without_magics,
)
from grader.submission.one_file import (
    TOO_MUCH,
    OneFile,
    decoded,
    made,
)
from grader.submission.sources import LARGEST_FILE
from grader.submission.statement import Statement
from grader.submission.statements import (
    MOST_STATEMENTS,
    UNREADABLE,
    TooManyStatements,
    in_lines,
    reason,
    statements_of,
    with_own_names,
)
from grader.submission.submission import UnusableSubmission

MOST_CELLS = 2_000
NEWEST = 4
ODD = "not a notebook as Jupyter saves it; save it again there"


class Cell(Struct, frozen=True):
    """A code cell: its number, mostly as Jupyter counts cells, and when it was run last.

    writes is the file of the kata that `%%writefile` makes of it; "" where there is none.
    """

    number: int
    text: str
    run: int | None = None
    writes: str = ""

    @property
    def name(self) -> str:
        return f"cell {self.number}"


class Text(Struct, frozen=True):
    """The cells one below the other, in some order, and what is kept of them."""

    found: Kept
    cells: dict[int, Cell]
    notes: list[str]
    is_unreadable: bool


def read_notebook(content: bytes, shown: str) -> OneFile:
    """The parts of a notebook; raises UnusableSubmission where it is none of the kata's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of formats that are old
        cells = _code_cells(content, shown)
    return of_cells(cells, shown)


def of_cells(code_cells: Sequence[Cell], shown: str) -> OneFile:
    """The parts of what stands in these cells; raises UnusableSubmission as read_notebook() does.

    Cells count in the notebook's order; or, where a definition needs what only a later cell
    gives, in the order in which they were run.
    """
    _assert_fit(code_cells, shown)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a learner's "\d"
        try:
            cells, notes = _python_cells(code_cells)
            text = _text(cells)
        except TooManyStatements:
            raise UnusableSubmission(f"{shown}: {TOO_MUCH}") from None
        if text.found.missing and any(cell.run is not None for cell in cells):
            as_run = _text(_as_run(cells))
            if len(as_run.found.missing) < len(text.found.missing):
                one, name = text.found.missing[0]
                notes.append(
                    "the cells were taken in the order in which they were run: "
                    f"{one.place} needs {name}, which only a later cell gives"
                )
                text = as_run
    notes = sorted([*notes, *text.notes, *text.found.notes], key=_number_of_cell)
    headings = {line: f"# {cell.name}" for line, cell in text.cells.items()}
    numbers = tuple((line, cell.number) for line, cell in text.cells.items())
    found = made(shown, text.found, headings, notes)
    return replace(found, cells=numbers, taken=_taken(text), is_unreadable=text.is_unreadable)


def _taken(text: Text) -> tuple[int, ...]:
    """The numbers of the cells of which something is kept."""
    above = sorted(text.cells)
    places = (bisect_right(above, one.line) - 1 for one in text.found.statements)
    return tuple(dict.fromkeys(text.cells[above[place]].number for place in places))


def _number_of_cell(note: str) -> int:
    """The number of the cell that a note begins with; 0 where it is of all cells."""
    match = re.match(r"cell (\d+)", note)
    return int(match[1]) if match else 0


def _code_cells(content: bytes, shown: str) -> list[Cell]:
    notebook = _notebook(decoded(content, shown, LARGEST_NOTEBOOK), shown)
    language = _language(notebook)
    if "python" not in language:
        named = "".join(filter(str.isalnum, language))[:20]
        raise UnusableSubmission(f"{shown}: a notebook in {named}; the kata is in Python")
    code = [
        (number, str(cell.get("source", "")), cell.get("execution_count"))
        for number, cell in enumerate(notebook["cells"], 1)  # texts are counted too, as there
        if cell.get("cell_type") == "code"
    ]
    return [Cell(number, text, run if isinstance(run, int) else None) for number, text, run in code]


def _assert_fit(cells: Sequence[Cell], shown: str) -> None:
    """Raise UnusableSubmission where there is nothing in the cells, or too much."""
    if len(cells) > MOST_CELLS:
        raise UnusableSubmission(f"{shown}: more than {MOST_CELLS} code cells")
    if not any(cell.text.strip() for cell in cells):
        raise UnusableSubmission(f"{shown}: no code cell has any text; save the notebook first")
    if sum(len(cell.text) for cell in cells) > LARGEST_FILE:
        raise UnusableSubmission(f"{shown}: more than {LARGEST_FILE >> 20} MB of code")


def _notebook(text: str, shown: str) -> dict[str, Any]:
    """A notebook of any format as one of today's, without what its cells put out."""
    import nbformat  # takes 0.2 s

    try:
        found = json.loads(text)
        sheets = found.get("worksheets", [found])  # of format 3
        for cell in (found, *(cell for sheet in sheets for cell in sheet["cells"])):
            cell.setdefault("metadata", {})  # nbformat insists on it
            cell.pop("attachments", None)
            if cell.get("cell_type") == "code":
                cell["outputs"] = []
        notebook: dict[str, Any] = nbformat.reads(  # type: ignore[no-untyped-call]
            json.dumps(found), as_version=NEWEST
        )
        if all(isinstance(cell, dict) for cell in notebook["cells"]):
            return notebook
    except Exception:  # of a file that is none of Jupyter's, nbformat may raise anything
        pass
    raise UnusableSubmission(f"{shown}: {ODD}")


def _language(notebook: dict[str, Any]) -> str:
    """The language of its kernel, in small letters; Python where that is not said."""
    about = notebook.get("metadata")
    for key, name in (("language_info", "name"), ("kernelspec", "language")):
        said = about.get(key) if isinstance(about, dict) else None
        if isinstance(said, dict) and isinstance(said.get(name), str) and said[name]:
            return str(said[name]).lower()
    return "python"


def _python_cells(cells: Sequence[Cell]) -> tuple[list[Cell], list[str]]:
    """The cells that are Python, and a line for each that is not.

    A file of the kata that a cell writes, `%%writefile value.py`, counts as a cell where no
    other defines what is in it.
    """
    python: list[Cell] = []
    files: list[Cell] = []
    notes = []
    for cell in cells:
        magic, rest = cell_magic(cell.text)
        file = PurePosixPath(rest.split()[-1]).name if rest else ""
        if not magic or magic in OF_PYTHON:
            text = without_cell_magic(cell.text) if magic else cell.text
            python.append(replace(cell, text=without_magics(text)))
        elif magic in WRITES and file in FILES:
            goes_on = "-a" in rest.split()
            files = [one for one in files if one.writes != file or goes_on]
            text = without_cell_magic(cell.text)
            files.append(replace(cell, text=text, writes=file))
        else:
            notes.append(f"{cell.name} was left out: it is not Python (%%{magic})")
    known = {name for cell in python for name in _defined(cell)}
    for cell in files:
        if _defined(cell) & known:
            notes.append(f"{cell.name} was left out: {cell.writes} is defined in other cells too")
        else:
            notes.append(f"{cell.name} was taken for {cell.writes}, which it writes")
            python.append(cell)
    order = [cell.number for cell in cells]
    return sorted(python, key=lambda cell: order.index(cell.number)), notes


def _defined(cell: Cell) -> set[str]:
    """The names of the kata that a cell defines."""
    try:
        statements, _ = statements_of(cell.text, 0, str)
    except UNREADABLE:
        return set()
    return {name for one in statements for name in one.defines}


def _as_run(cells: Sequence[Cell]) -> list[Cell]:
    """In the order in which they were run last; one that was not follows the one above it."""
    run, order = 0, {}
    for cell in cells:
        run = run if cell.run is None else cell.run
        order[cell.number] = run
    return sorted(cells, key=lambda cell: order[cell.number])


def _text(cells: Sequence[Cell]) -> Text:
    """What is kept of these cells, one below the other, each under a heading of one line."""
    statements: list[Statement] = []
    headings: dict[int, Cell] = {}
    notes: list[str] = []
    line, is_unreadable = 1, False
    for cell in cells:
        headings[line] = cell
        try:
            found, left_out = statements_of(cell.text, line, (cell.name + ", line {}").format)
            statements += found
            notes += left_out
            if len(statements) > MOST_STATEMENTS:
                raise TooManyStatements
        except UNREADABLE as error:
            is_unreadable = True
            line_of_it = getattr(error, "lineno", None)
            where = f"line {line_of_it}: " if line_of_it else ""
            notes.append(f"{cell.name} was left out: it is not Python ({where}{reason(error)})")
        line += 1 + len(in_lines(cell.text))
    return Text(kept(with_own_names(statements)), headings, notes, is_unreadable)
