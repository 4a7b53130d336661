"""What is taken of a notebook as it stands, and what is to be said of the rest."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from grader.curriculum import HOME
from grader.notebook.messages import Ran
from grader.notebook.standing import Notebook, Standing
from grader.python_source import functions, parsed
from grader.submission.begun import ASKED_FOR, is_begun
from grader.submission.magics import without_magics
from grader.submission.notebook import Cell, of_cells
from grader.submission.one_file import OneFile
from grader.submission.submission import UnusableSubmission

OF_THE_KATA = re.compile(rf"^(?:class |def |)({'|'.join(HOME)})\b", re.MULTILINE)
RUN_ABOVE = "run the cells above (in Jupyter: Run, Run All Above Selected Cell)"


class NotThereYet(Exception):
    """What is to be graded was not run; the text is one line with the remedy."""


class Taken(Struct):
    """What is graded, from which cells; and what to know of that, a sentence each."""

    one: OneFile
    cells: str
    notes: list[str]


def taken(book: Notebook, here: str, shown: str) -> Taken:
    """What is taken as grade() is called in the cell of that key; raises NotThereYet."""
    not_run = [cell for cell in book.cells if cell.ran is None and is_begun(cell.text)]
    above = [cell for cell in not_run if cell.number < _number_of(book, here)]
    if above:
        raise NotThereYet(_not_there(book, above))
    ran = [cell for cell in book.cells if cell.ran]
    _assert_python(ran, book)
    if not any(_names(cell.text) for cell in ran):
        raise NotThereYet(_nothing(book))
    # Stubs that nobody has touched are to do, whether they were run or not.
    cells = [cell for cell in book.cells if cell.ran or not is_begun(cell.text)]
    try:
        one = of_cells([_cell(each) for each in cells], shown)
    except UnusableSubmission as error:
        raise NotThereYet(str(error)) from None
    counting = [cell for cell in ran if cell.number in one.taken]
    return Taken(
        one,
        _named(counting, book) + ", counted from the top, texts too" * book.is_counted,
        [*_notes(book, counting), *_left_out(book, not_run), *one.notes],
    )


def _cell(cell: Standing) -> Cell:
    return Cell(cell.number, cell.text, cell.ran.count if cell.ran else None)


def _assert_python(ran: Sequence[Standing], book: Notebook) -> None:
    """Raise NotThereYet where a cell that defines something of the kata cannot be read."""
    for cell in ran:
        if OF_THE_KATA.search(cell.text):
            try:
                ast.parse(without_magics(cell.text))
            except SyntaxError as error:
                raise NotThereYet(
                    f"{_named([cell], book)} is not Python (line {error.lineno}: {error.msg}): "
                    "mend it and run it"
                ) from None
            except (ValueError, RecursionError, MemoryError):
                pass  # said where it is left out


def _number_of(book: Notebook, key: str) -> int:
    numbers = (cell.number for cell in book.cells if cell.ran and cell.ran.key == key)
    return next(numbers, 0)


def _not_there(book: Notebook, above: Sequence[Standing]) -> str:
    """That what stands in cells above was not run."""
    given = {name for cell in book.cells if cell.ran for name in _made(cell.text)}
    missing = [name for cell in above for name in _made(cell.text) if name not in given]
    what = f"{missing[0]} is not there yet: " if missing else ""
    return (
        f"{what}{_named(above, book)} {_was(above)} not run since the kernel started; {RUN_ABOVE}"
    )


def _nothing(book: Notebook) -> str:
    """That nothing that was run defines anything of the kata."""
    if any(_names(cell.text) for cell in book.cells):
        return f"Value is not there yet: the cells with the stubs were not run; {RUN_ABOVE}"
    if any(_names(ran.text) for ran in book.unknown):
        return f"what was run before grade was imported does not count: {RUN_ABOVE}"
    return (
        "nothing that was run here defines Value or anything else of the kata; run the cells that "
        "do (for the .py files in exercises/: make grade in a terminal)"
    )


def _notes(book: Notebook, counting: Sequence[Standing]) -> Iterator[str]:
    changed = [cell for cell in counting if cell.is_changed]
    if changed:
        yield (
            f"{_named(changed, book)} {_was(changed)} changed and saved since {_it(changed)} ran: "
            "graded as saved; run it again to have it here too"
        )
    for cell in counting:
        if cell.is_new:
            yield (
                f"{_named([cell], book)} is newer than the saved notebook, and taken to stand "
                f"below cell {cell.number - 1}: save it (Ctrl+S), and it counts where it stands"
            )
        if cell.ran and cell.ran.error and not cell.is_changed and parsed(cell.text):
            yield (
                f"{_named([cell], book)} ended with {cell.ran.error} as it ran: graded as it "
                "stands there"
            )
    yield from _made_anew(book, counting)
    yield from _defined_twice(book)


def _left_out(book: Notebook, not_run: Sequence[Standing]) -> Iterator[str]:
    if not_run:
        yield (
            f"{_named(not_run, book)} {_was(not_run)} not run since the kernel started, and so "
            "left out"
        )
    gone = [ran for ran in book.gone if _names(ran.text)]
    if gone:
        ran = _listed(f"{_counts([one])} ({one.text.strip().splitlines()[0]})" for one in gone)
        yield f"left out, as the saved notebook has it no more: what ran as {ran}"
    unknown = [ran for ran in book.unknown if _names(ran.text)]
    if unknown:
        yield (
            f"left out, as it ran before grade was imported: {_counts(unknown)}; run it again "
            "to have it graded"
        )


def _made_anew_in(text: str) -> list[str]:
    """The names of the kata that a text defines anew, and does not only go on with."""
    tree = parsed(text)
    defined = [node for node in (tree.body if tree else ()) if isinstance(node, ast.FunctionDef)]
    return [*(node.name for node in defined if node.name in HOME), *_classes_made(text)]


def _made_anew(book: Notebook, counting: Sequence[Standing]) -> Iterator[str]:
    """That a class has been made once more after cells below had put methods into it."""
    for maker in counting:
        for name in _classes_made(maker.text):
            stale = [
                cell
                for cell in counting
                if cell.number > maker.number
                and _is_later(maker, cell)
                and any(method.startswith(f"{name}.") for method in functions(cell.text))
            ]
            if stale:
                yield (
                    f"{_named([maker], book)} has made {name} anew after {_named(stale, book)}: "
                    f"run {'that' if len(stale) == 1 else 'those'} again, so that {name} has all "
                    "its methods here too (they are graded)"
                )


def _defined_twice(book: Notebook) -> Iterator[str]:
    """That two cells define the same, which of them counts, and what a class loses by that."""
    ran = [cell for cell in book.cells if cell.ran]
    by_name: dict[str, list[Standing]] = {}
    for cell in ran:
        methods = [name for name in functions(cell.text) if name in ASKED_FOR]
        for name in dict.fromkeys([*_made_anew_in(cell.text), *methods]):
            by_name.setdefault(name, []).append(cell)
    told = set[tuple[int, int]]()
    for name, cells in by_name.items():
        latest, last = max(cells, key=_at), cells[-1]
        # In a console what was put in again is meant to take the place of the first.
        is_again = latest is last and len(cells) > 1 and book.is_counted
        other = cells[-2] if is_again else latest
        pair = (other.number, last.number)
        if other is last or latest.is_new or pair in told:
            continue
        told.add(pair)
        lost = [
            cell
            for cell in ran
            if other.number < cell.number < last.number
            and any(method.startswith(f"{name}.") for method in functions(cell.text))
        ]
        yield (
            f"{_named([other, last], book)} both define {name}: the one further below counts"
            + (", though the other was run later" if latest is other else "")
            + (f", without the methods of {_named(lost, book)}" if lost else "")
            + "; delete one of them"
        )


def _classes_made(text: str) -> Iterator[str]:
    """The kata's classes that a text makes, and does not only go on with."""
    tree = parsed(text)
    for node in tree.body if tree else ():
        if not isinstance(node, ast.ClassDef) or node.name not in HOME:
            continue
        if node.name not in [base.id for base in node.bases if isinstance(base, ast.Name)]:
            yield node.name


def _is_later(cell: Standing, other: Standing) -> bool:
    return _at(cell) > _at(other)


def _at(cell: Standing) -> float:
    return cell.ran.at if cell.ran else 0.0


def _names(text: str) -> list[str]:
    """The names of the kata that a text defines, or puts methods into."""
    dotted = [name.partition(".")[0] for name in functions(text)]
    return [name for name in dict.fromkeys([*_made(text), *dotted]) if name in HOME]


def _made(text: str) -> list[str]:
    """The names of the kata that a text defines."""
    tree = parsed(text)
    defined = [getattr(node, "name", "") for node in (tree.body if tree else ())]
    return [name for name in defined if name in HOME]


def _named(cells: Sequence[Standing], book: Notebook) -> str:
    """Cells in a few words, such as "cells 2, 4 to 6 and 9"."""
    numbers = sorted(cell.number for cell in cells)
    if not book.is_counted:
        return f"cell{'s' * (len(numbers) > 1)} {_listed(f'[{number}]' for number in numbers)}"
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    texts = [
        text
        for run in runs
        for text in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run))
    ]
    return f"cell{'s' * (len(numbers) > 1)} {_listed(texts)}"


def _counts(ran: Sequence[Ran]) -> str:
    return _listed(f"[{one.count}]" for one in ran)


def _listed(texts: Iterable[str]) -> str:
    *before, last = texts
    return f"{', '.join(before)} and {last}" if before else last


def _was(cells: Sequence[Standing]) -> str:
    return "were" if len(cells) > 1 else "was"


def _it(cells: Sequence[Standing]) -> str:
    return "they" if len(cells) > 1 else "it"
