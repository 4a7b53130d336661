"""Canvas' gradebook: which column is an assignment's, and which rows are students'."""

from __future__ import annotations

import re

from grader.classroom.faces.gradebooks.numbers import number
from grader.classroom.faces.gradebooks.sheet import Record, Sheet, UnusableSheet, some_titles
from grader.classroom.faces.gradebooks.target import Person, Target, chosen

# Whom Canvas takes a row for: by the first of these that is somebody's.
KINDS = {"canvas": "ID", "sid": "SIS User ID", "username": "SIS Login ID"}
TITLE = re.compile(r"(.*) \((\d+)\)", re.DOTALL)  # the number is the assignment's
# Whatever has one of these in its title is a sum of Canvas' own, and not read back.
TOTAL = re.compile(r"(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")
POINTS = "Points Possible"
NOBODY = re.compile(r"\s*(muted|manual posting.*)?\s*", re.IGNORECASE | re.DOTALL)


def target(sheet: Sheet, column: str | None) -> Target:
    """Where Canvas looks for what; raises UnusableSheet."""
    header = sheet.header
    names = 2 if header[:2] == ["LastName", "FirstName"] else 1
    section = next((at for at, title in enumerate(header) if "Section" in title), None)
    is_canvas = names == 2 or "Student" in header[0]
    if not is_canvas or "ID" not in header[names : names + 1] or section is None:
        raise UnusableSheet(
            f"{sheet.where}: not Canvas' gradebook, which begins with Student, ID and Section; "
            f"this has {some_titles(header)}"
        )
    rows = [(at, row) for at, row in enumerate(sheet.rows) if not _is_nobodys(row)]
    points = next((row for row in sheet.rows if POINTS in row.text(0)), None)
    titles = {
        at: (title, match[1], match[2])
        for at, title in enumerate(header)
        if at > section
        and (match := TITLE.fullmatch(title))
        and not TOTAL.search(title)
        and not (points and points.text(at).startswith("("))  # "(read only)", in any language
    }
    grade = chosen(sheet.where, titles, column)
    columns = {kind: header.index(title) for kind, title in KINDS.items() if title in header}
    people = [
        Person(
            at,
            row.line,
            {kind: row.text(of) for kind, of in columns.items() if row.text(of)},
            row.text(0) if names == 1 else f"{row.text(1)} {row.text(0)}".strip(),
        )
        for at, row in rows
    ]
    most = number(points.text(grade)) if points else None
    return Target(people, tuple(columns), grade, most, keeps=_is_said)


def _is_nobodys(row: Record) -> bool:
    """Whether a row is about the assignments, or says how they are posted."""
    return POINTS in row.text(0) or all(NOBODY.fullmatch(cell.text) for cell in row.cells)


def _is_said(text: str) -> bool:
    """Whether a grade is a word: EX, who is excused, or a letter."""
    return text != "-"
