"""What each platform takes from a sheet that is uploaded: its importer's rules, written anew.

They share nothing with the grader. What they are written after: Canvas' gradebook importer and
Moodle's offline grading plug-in, as their sources have it; Blackboard's help.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from tests.classroom.gradebooks.exported import LANGUAGES, Student


class Refused(Exception):
    """The platform takes nothing of the file."""


def parsed(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def read_by_canvas(
    content: bytes, students: Sequence[Student], assignments: Mapping[int, str]
) -> dict[int, dict[int, str]]:
    """{assignment: {student: grade}}, of a course with these. Raises Refused."""
    text = content.decode("utf-8").removeprefix("\ufeff")
    lines = [
        [_with_a_point(cell) for cell in line]
        for line in parsed(text, _canvas_delimiter(text))
        if any(cell.strip() for cell in line)
    ]
    header = lines[0]
    if len(header) <= 3 or "Student" not in header[0] or "ID" not in header[1]:
        raise Refused("Invalid header row")
    sis, login, count = None, None, 3
    if "SIS User ID" in header[2] and "SIS Login ID" in header[3]:
        sis, login, count = 2, 3, 5
        count += "Integration ID" in header[4]
        count += "Root Account" in header[count - 1]
    elif "SIS Login ID" in header[2]:
        login, count = 2, 4
    if "Section" not in header[count - 1]:
        raise Refused("Invalid header row")
    wanted = {}
    sums = r"Current (Score|Points|Grade)|Final (Score|Points|Grade)|Override (Score|Grade|Status)"
    for title in header[count:]:
        match = re.fullmatch(r"(.*) \((\d+)\)", title, re.DOTALL)
        if not re.search(sums, title) and match and int(match[2]) in assignments:
            wanted[int(match[2])] = header.index(title)
    found: dict[int, dict[int, str]] = {assignment: {} for assignment in wanted}
    for line in lines[1:]:
        if "Points Possible" in line[0]:
            for assignment, at in list(wanted.items()):
                if re.search(r"read\s+only", line[at]):
                    del wanted[assignment], found[assignment]
            continue
        if all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell, re.I) for cell in line):
            continue
        who = _canvas_student(line, students, sis, login)
        if who is not None:
            for assignment, at in wanted.items():
                found[assignment][who] = line[at].strip()
    return found


def _canvas_delimiter(text: str) -> str:
    """The semicolon, if the first three lines have as many fields by it, and more than by ","."""
    counts = {}
    for delimiter in ";,":
        fields = {len(next(csv.reader([line], delimiter=delimiter))) for line in _lines(text)[:3]}
        counts[delimiter] = fields.pop() if len(fields) == 1 else 0
    return ";" if counts[";"] > counts[","] else ","


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")


def _with_a_point(cell: str) -> str:
    if not re.fullmatch(r"-?[0-9.,]+%?", cell):
        return cell
    *whole, last = re.split(r"[,.]", cell)
    return f"{''.join(whole)}.{last}" if whole else last


def _canvas_student(
    line: Sequence[str], students: Sequence[Student], sis: int | None, login: int | None
) -> int | None:
    """By the id, else the SIS user, else the login, else exactly by the name."""
    rules = [
        *([lambda each: str(each.number) == line[1]] if line[1] else []),
        *([lambda each: each.sid == line[sis]] if sis and line[sis] else []),
        *([lambda each: each.username == line[login]] if login and line[login] else []),
        lambda each: line[0] in (each.name, each.sortable),
    ]
    for rule in rules:
        for each in students:
            if rule(each):
                return each.number
    return None


class OfMoodle(Struct):
    """What Moodle has of somebody in an assignment: the grade, since when, and the feedback."""

    grade: float | None = None
    at: float = 0.0
    feedback: str = ""


def read_by_moodle(
    content: bytes,
    language: str,
    participants: Mapping[int, OfMoodle],
    most: float,
    *,
    locked: Sequence[int] = (),
    ignores_modified: bool = False,
) -> tuple[dict[int, float], dict[int, str]]:
    """The grades and the feedback that are changed, by participant. Raises Refused."""
    say = LANGUAGES[language]
    lines = parsed(content.decode("utf-8").removeprefix("\ufeff"), ",")
    header = lines[0]
    if not {say.grade, say.recordid, say.modified} <= set(header):
        raise Refused("no such columns")
    grades, feedback = {}, {}
    for line in lines[1:]:
        number = int(line[header.index(say.recordid)][len(say.participant) :])
        if number not in participants:
            continue
        had = participants[number]
        grade = _unformatted(line[header.index(say.grade)], say.decimal)
        is_stale = had.grade is not None and had.at > _time(line[header.index(say.modified)]) + 60
        may = ignores_modified or not is_stale
        is_new = grade is not None and grade != had.grade and 0 <= grade <= most
        if grade is not None and is_new and may and number not in locked:
            grades[number] = grade
        if may and say.comments in header:
            text = line[header.index(say.comments)]
            if text != had.feedback:
                feedback[number] = text
    return grades, feedback


def _unformatted(text: str, decimal: str) -> float | None:
    """As PHP makes a number of a text: of what it begins with."""
    text = text.strip().replace(" ", "")
    if not text:
        return None
    match = re.match(r"[-+]?\d*\.?\d*", text.replace(decimal, "."))
    return float(match[0]) if match and re.search(r"\d", match[0]) else 0.0


def _time(text: str) -> float:
    """As PHP knows a time: in English."""
    try:
        return datetime.strptime(text, "%A, %d %B %Y, %I:%M %p").timestamp()
    except ValueError:
        return 0.0


def read_by_blackboard(content: bytes, columns: Sequence[int]) -> dict[int, dict[str, str]]:
    """{column: {username: grade}}, of those whose number is known. Raises Refused."""
    if content.startswith(codecs.BOM_UTF16_LE):
        text = content.decode("utf-16")
    else:
        text = content.decode("utf-8-sig")
    lines = parsed(text, "\t" if "\t" in text.split("\n")[0] else ",")
    header = lines[0]
    if "Username" not in header:
        raise Refused("no user name")
    found = {}
    for at, title in enumerate(header):
        match = re.search(r"\|(\d+)$", title)
        if match and int(match[1]) in columns:
            found[int(match[1])] = {line[header.index("Username")]: line[at] for line in lines[1:]}
    return found
