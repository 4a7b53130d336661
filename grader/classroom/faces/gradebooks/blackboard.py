"""Blackboard's grades, tab-delimited or CSV: which column is an item's, and whose a row is."""

from __future__ import annotations

import re

from grader.classroom.faces.gradebooks.numbers import number
from grader.classroom.faces.gradebooks.sheet import Sheet, UnusableSheet, some_titles
from grader.classroom.faces.gradebooks.target import Person, Target, called, chosen
from grader.classroom.finding.names import shown

# "Homework 1 [Total Pts: 100 Score] |123456"; a sum of Blackboard's own has "up to" before the
# number. The words are of the site's language.
TITLE = re.compile(
    r"(?P<name>.*?)\s*"
    r"(?:\[[^\[\]:]*:\s*(?P<sum>[^\[\]\d]*)(?P<most>\d[\d.,]*)\s*(?P<shown>[^\[\]]*)\])?"
    r"\s*\|\s*(?P<id>\d+)",
    re.DOTALL,
)
# Shown so, a cell is no number of points.
NO_POINTS = re.compile(r"%|per[ck]ent|prozent|porcent|pourcent|letter|text|complete", re.IGNORECASE)
THIRD = 2  # the username's place where its title is in a language that is not known
EXEMPT = re.compile(r"ex(empt|ento|onér|$)|dispens|befreit|vrijgesteld", re.IGNORECASE)


def target(sheet: Sheet, column: str | None) -> Target:
    """Where Blackboard looks for what; raises UnusableSheet."""
    header = sheet.header
    found = {at: match for at, title in enumerate(header) if (match := TITLE.fullmatch(title))}
    username, student = called(header, "username"), called(header, "sid")
    if username is None and found and min(found) > THIRD:
        username = THIRD
    if username is None or not found:
        raise UnusableSheet(
            f"{sheet.where}: not Blackboard's grades, which have a Username, and columns such as "
            f'"Homework 1 [Total Pts: 100 Score] |123456"; this has {some_titles(header)}'
        )
    titles = {
        at: (header[at], match["name"], match["id"])
        for at, match in found.items()
        if not match["sum"]
    }
    grade = chosen(sheet.where, titles, column)
    how = found[grade]["shown"] or ""
    if NO_POINTS.search(how):
        raise UnusableSheet(
            f'{sheet.where}: "{shown(header[grade])}" is not shown as points; in Blackboard, '
            "let its primary display be Score, then download again"
        )
    columns = {"username": username, **({"sid": student} if student is not None else {})}
    last, first = called(header, "last"), called(header, "first")
    people = [
        Person(
            at,
            row.line,
            {kind: row.text(of) for kind, of in columns.items() if row.text(of)},
            f"{row.text(first)} {row.text(last)}".strip(),
        )
        for at, row in enumerate(sheet.rows)
    ]
    most = number(found[grade]["most"] or "")
    return Target(people, tuple(columns), grade, most, keeps=_is_exempt)


def _is_exempt(text: str) -> bool:
    """Whether somebody need have no grade; "Needs Grading" and "In Progress" say another thing."""
    return bool(EXEMPT.match(text))
