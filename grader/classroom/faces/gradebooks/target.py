"""What a platform's rules make of a sheet: whose each row is, and where a grade is to stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from grader.classroom.faces.gradebooks.sheet import UnusableSheet, some_titles
from grader.classroom.finding.names import folded, shown
from grader.classroom.finding.roster import COLUMNS, plain

OURS = ("micrograd", "backprop")  # in a title, they tell which assignment is meant


class Person(Struct, frozen=True):
    """Somebody who has a row in the sheet, and all ids that stand there, by kind."""

    row: int  # which of the sheet's
    line: int
    ids: dict[str, str]
    name: str

    @property
    def called(self) -> str:
        """Who it is, for people to read."""
        first = next(iter(self.ids.values()), "")
        named = f"{self.name} ({first})" if first else self.name
        return shown(named if self.name else first) or f"line {self.line}"


class Target(Struct, frozen=True):
    """kinds are those of the ids, by how surely they tell. most is None where none is told.

    keeps says of a text that was in a grade's place whether it stays.
    """

    people: list[Person]
    kinds: tuple[str, ...]
    grade: int
    most: float | None
    keeps: Callable[[str], bool]
    feedback: int | None = None
    is_bounded: bool = False  # the platform takes no grade above the maximum, or below 0
    when_overwritten: str = ""  # what is then to be done
    notes: tuple[str, ...] = ()


def called(header: Sequence[str], kind: str) -> int | None:
    """The column of a kind, by the names that a roster's may have too."""
    names = [plain(title) for title in header]
    return next((names.index(name) for name in COLUMNS[kind] if name in names), None)


def chosen(where: str, titles: Mapping[int, Sequence[str]], wanted: str | None) -> int:
    """The column to fill in, of {column: what it may be called, the whole title first}.

    Raises UnusableSheet where it is not clear which.
    """
    one_of = which_column(names[0] for names in titles.values())
    if not titles:
        raise UnusableSheet(
            f"{where}: no column that grades can go to; "
            "make the assignment on the platform, then download the sheet again"
        )
    if wanted is not None:
        found = [at for at, names in titles.items() if wanted == names[0]] or [
            at for at, names in titles.items() if folded(wanted) in map(folded, names)
        ]
        if len(found) == 1:
            return found[0]
        which = "several columns for grades are" if found else "no column for grades is"
        raise UnusableSheet(f'{where}: {which} called "{shown(wanted)}"; {one_of}')
    ours = [
        at
        for at, names in titles.items()
        if any(word in folded(names[0]) for word in OURS) or len(titles) == 1
    ]
    if len(ours) != 1:
        raise UnusableSheet(f"{where}: which column is for these grades? {one_of}")
    return ours[0]


def which_column(titles: Iterable[str]) -> str:
    """What to do where one of these columns is to be told."""
    return f"give --column TITLE, or COLUMN=TITLE with make, one of: {some_titles(titles)}"
