"""Moodle's grading worksheet, in whatever language: its columns by their names, else their form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from grader.classroom.faces.gradebooks.numbers import number
from grader.classroom.faces.gradebooks.sheet import Sheet, UnusableSheet, some_titles
from grader.classroom.faces.gradebooks.target import Person, Target, called, chosen, which_column
from grader.classroom.finding.roster import NO, YES, plain

KINDS = ("moodle", "sid", "email")
PARTICIPANT = re.compile(r"(.*?\D)(\d+)", re.DOTALL)  # "Participant 12345", "Teilnehmer/in12345"
SHORTEST = 3  # letters of that word
IDENTIFIERS = ("identifier", "id", "identifiant", "identificador", "identificatore", "識別子")
SCALES = ("scale", "skala", "bareme", "escala", "scala", "schaal", "尺度", "評価尺度")
NOES = frozenset((*NO, "いいえ", "нет")) - {"-"}  # which is a time that is none
YES_OR_NO = NOES | frozenset((*YES, "はい", "да"))


class Words(Struct, frozen=True):
    """The titles of one language; "" is one that was not looked up."""

    grade: str
    modified: str = ""
    feedback: str = ""


LANGUAGES = (
    Words("Grade", "Last modified (grade)", "Feedback comments"),
    Words("Bewertung", "Zuletzt geändert (Bewertung)", "Feedback als Kommentar"),
    Words("Note", "Dernière modification (note)", "Feedback par commentaires"),
    Words("Calificación", "Última modificación (calificación)", "Comentarios de retroalimentación"),
    Words("評点", "", "フィードバックコメント"),
    Words("評定", "", "フィードバックコメント"),
    Words("Beoordeling", "Laatst gewijzigd (beoordeling)"),
    Words("Оценка", "Последнее изменение (оценка)"),
    *map(Words, ("Cijfer", "Valutazione", "Nota", "Qualificació", "Ocena", "Betyg", "Karakter")),
)


def target(sheet: Sheet, column: str | None) -> Target:
    """Where Moodle looks for what; raises UnusableSheet."""
    participant = _participant(sheet)
    titles = [plain(title) for title in sheet.header]
    words = next((words for words in LANGUAGES if plain(words.grade) in titles), None)
    grade = _grade(sheet, participant, titles, words, column)
    most = _maximum(sheet, grade + 1)
    if grade + 1 < len(titles) and (
        titles[grade + 1] in SCALES or any("\n" in row.text(grade + 1) for row in sheet.rows)
    ):
        raise UnusableSheet(
            f"{sheet.where}: this assignment is graded by a scale; "
            "let it be graded by points in Moodle, then download the sheet again"
        )
    if words and words.modified and plain(words.modified) not in titles:
        raise UnusableSheet(
            f'{sheet.where}: no column "{words.modified}", without which Moodle takes nothing; '
            f"download the sheet again; this has {some_titles(sheet.header)}"
        )
    feedback = next(
        (titles.index(plain(w.feedback)) for w in LANGUAGES if plain(w.feedback) in titles[1:]),
        None,
    )
    return Target(
        _people(sheet, participant),
        KINDS,
        grade,
        most,
        keeps=lambda text: text != "-",
        feedback=feedback,
        is_bounded=True,
        when_overwritten='when you upload it, tick "Allow updating records that have been modified '
        'more recently in Moodle than in the spreadsheet", or Moodle may leave those out',
        notes=tuple(_notes(sheet, grade)),
    )


def _participant(sheet: Sheet) -> int:
    """The column of the participants' numbers: one word, and another number in each row."""
    for at, title in enumerate(sheet.header):
        cells = [row.text(at) for row in sheet.rows]
        matches = [match for cell in cells if cell and (match := PARTICIPANT.fullmatch(cell))]
        prefixes = {match[1] for match in matches}
        if len(prefixes) == 1 and len(matches) == len(list(filter(None, cells))):
            word = prefixes.pop().strip()
            if plain(title) in IDENTIFIERS or (at == 0 and len(word) >= SHORTEST):
                return at
    raise UnusableSheet(
        f'{sheet.where}: not Moodle\'s grading worksheet, which has a column such as "Identifier" '
        f'with "Participant 12345" in each row; this has {some_titles(sheet.header)}'
    )


def _grade(
    sheet: Sheet, participant: int, titles: list[str], words: Words | None, column: str | None
) -> int:
    """The column of the grades: by its title, else the one before that of the maximum."""
    known = titles.index(plain(words.grade)) if words else None
    if column is not None:
        fillable = _fillable(sheet, participant)
        if known is not None:
            fillable[known] = (sheet.header[known],)
        return chosen(sheet.where, fillable, column)
    if known is not None:
        return known
    fillable = _fillable(sheet, participant)
    found = [at for at in fillable if _maximum(sheet, at + 1) is not None]
    if len(found) == 1:
        return found[0]
    which = which_column(title for (title,) in fillable.values())
    raise UnusableSheet(f"{sheet.where}: which column is for the grade? {which}")


def _fillable(sheet: Sheet, participant: int) -> dict[int, tuple[str]]:
    """The columns that could be for grades: of numbers, or empty, with the maximum behind.

    None says who somebody is. Grades that are all the same are no maximum of what is before them.
    """
    header = _without(sheet.header, participant)
    who = {participant, *(called(header, kind) for kind in ("sid", "email", "name", "username"))}
    return {
        at: (title,)
        for at, title in enumerate(sheet.header)
        if at not in who
        and title
        and all(text in ("", "-") or number(text) is not None for text in _column(sheet, at))
        and _may_be_maximum(sheet, at + 1)
        and not _may_be_maximum(sheet, at + 2)
    }


def _may_be_maximum(sheet: Sheet, at: int) -> bool:
    """Whether one number stands in a column, though not in every row."""
    cells = set(_column(sheet, at)) - {""}
    return len(cells) == 1 and (number(cells.pop()) or 0.0) > 0


def _without(header: list[str], participant: int) -> list[str]:
    """The titles but for that of the participants' numbers, which is "ID" in some languages."""
    return ["" if at == participant else title for at, title in enumerate(header)]


def _column(sheet: Sheet, at: int) -> list[str]:
    return [row.text(at) for row in sheet.rows]


def _maximum(sheet: Sheet, at: int) -> float | None:
    """The number that stands in every row of a column; None where there is no such."""
    cells = set(_column(sheet, at))
    most = number(cells.pop()) if len(cells) == 1 else None
    return most if most is not None and most > 0 else None


def _people(sheet: Sheet, participant: int) -> list[Person]:
    header = _without(sheet.header, participant)
    sid, email, name = (called(header, kind) for kind in ("sid", "email", "name"))
    people = []
    for at, row in enumerate(sheet.rows):
        match = PARTICIPANT.fullmatch(row.text(participant))
        ids = {
            "moodle": match[2] if match else "",
            "sid": row.text(sid),
            "email": row.text(email),
        }
        known = {kind: value for kind, value in ids.items() if value}
        people.append(Person(at, row.line, known, row.text(name)))
    return people


def _notes(sheet: Sheet, grade: int) -> Iterator[str]:
    """What Moodle will make of the sheet, that its teacher may not expect."""
    for at in range(grade + 1, len(sheet.header)):
        said = [text.casefold() for text in _column(sheet, at)]
        locked = sum(text in NOES for text in said)
        if locked and set(said) <= YES_OR_NO:
            yield f"Moodle leaves out the locked grades, of which the sheet has {locked}"
            break
    if sheet.delimiter != "," or sheet.encoding != "utf-8":
        yield (
            "Moodle's own sheets are UTF-8 with commas, and some versions read no others: "
            "if it refuses this one, download the sheet again and open it in no other program"
        )
