"""The notebook as it stands: what ran in the kernel, laid over the file that was saved last.

A kernel knows what was run, and not what was moved, changed or taken away since; the file knows
that, as of when it was saved. So a cell counts if it was run: as it was run last, or as it was
saved, where that came later. Its place is the file's.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from grader.notebook.messages import Ran, Request
from grader.notebook.saved import Saved


class Standing(Struct):
    """A code cell as it stands: its number, its text, and its run, None where it was not run.

    is_new says that the file does not have it yet; is_changed that its text is other than was run.
    """

    number: int
    text: str
    ran: Ran | None = None
    is_new: bool = False
    is_changed: bool = False


class Notebook(Struct):
    """All cells as they stand, those of text empty; and what ran and is gone by now.

    is_counted says that numbers are places, counted from the top; else they are those that Jupyter
    or the console shows. unknown ran before we looked on, and cannot be found in a file.
    """

    cells: list[Standing]
    gone: list[Ran]
    unknown: list[Ran]
    is_counted: bool


def notebook(request: Request, file: Saved | None) -> Notebook:
    """The notebook as far as it is known."""
    if request.is_console or file is None:
        known = [ran for ran in request.ran if request.is_console or not ran.is_before]
        unknown = [ran for ran in request.ran if ran not in known]
        cells = [Standing(ran.count, ran.text, ran) for ran in known]
        return Notebook(cells, [], unknown, is_counted=False)
    cells = [Standing(0, text) for _, text in file.cells]
    rest = _found_in(cells, file, request.ran)
    unknown = [ran for ran in rest if ran.is_before]
    gone = [ran for ran in rest if not ran.is_before and file.at > ran.at]
    for ran in rest:
        if ran not in unknown and ran not in gone:
            cells.insert(_place_below(cells, ran.after), Standing(0, ran.text, ran, is_new=True))
    for number, cell in enumerate(cells, 1):
        cell.number = number
    return Notebook(cells, gone, unknown, is_counted=True)


def _found_in(cells: Sequence[Standing], file: Saved, ran: Sequence[Ran]) -> list[Ran]:
    """Give the cells of a file their runs; the runs that are of none of them."""
    ids = {name: place for place, (name, _) in enumerate(file.cells) if name}
    by_id = [one for one in ran if one.key in ids]
    for one in by_id:
        _give(cells[ids[one.key]], one, file)
    rest = []
    # Not every front end names cells: then it is the text that tells, the newest run first.
    for one in reversed([one for one in ran if one not in by_id]):
        open_cells = [cell for cell in cells if cell.ran is None]
        texts = [text for text in reversed(one.texts) if text.strip()]
        places = [cell for text in texts for cell in open_cells if _same(cell.text, text)]
        if places:
            _give(places[0], one, file)
        elif not any(cell.ran and _same(cell.text, one.text) for cell in cells):  # else it is again
            rest.append(one)
    return rest[::-1]


def _give(cell: Standing, ran: Ran, file: Saved) -> None:
    """A cell of the file is one that ran: the later one of their texts counts."""
    cell.ran = ran
    if _same(cell.text, ran.text):
        return
    if file.at > ran.at:
        cell.is_changed = True
    else:
        cell.text = ran.text


def _same(text: str, other: str) -> bool:
    return text.rstrip() == other.rstrip()


def _place_below(cells: Sequence[Standing], key: str) -> int:
    """The place below the cell of that key; the end where it is nowhere."""
    places = [place for place, cell in enumerate(cells) if cell.ran and cell.ran.key == key]
    return places[0] + 1 if places else len(cells)
