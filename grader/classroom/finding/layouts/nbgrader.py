"""nbgrader's course folder: submitted/<student>/<assignment>/, with the time in a file."""

from __future__ import annotations

from collections import Counter

from grader.classroom.finding.layouts.layout import (
    Found,
    Layout,
    Level,
    Piece,
    entry_holds,
    is_submission,
)
from grader.classroom.finding.names import shown
from grader.classroom.finding.times import iso
from grader.classroom.finding.tree import CannotRead, Entry, Tree, UnusableClass, files, is_hidden
from grader.curriculum import FILES
from grader.submission.submission import Problem

SUBMITTED, TIMESTAMP = "submitted", "timestamp.txt"
LONGEST_TIMESTAMP = 200  # bytes


def find(level: Level) -> Found | None:
    students, is_sure = _students(level)
    assignments = {student.name: _assignments(level.tree, student) for student in students}
    names = {name for found in assignments.values() for name in found}
    if not names or (len(names) > 1 and not is_sure):
        return None
    assignment, notes = _assignment(level, assignments)
    pieces = [
        _piece(level.tree, student, assignments[student.name], assignment) for student in students
    ]
    taken = frozenset(entry.name for entry in level.entries)
    return Found(f"nbgrader, assignment {shown(assignment)}", pieces, taken, notes)


def _students(level: Level) -> tuple[list[Entry], bool]:
    """The students' folders, and whether they are nbgrader's for sure; none if they are not.

    A folder that is called as nbgrader calls it may be anybody's: sure is what lies in a course,
    or has a timestamp in it.
    """
    top = [entry for entry in level.entries if entry.name == SUBMITTED and entry.is_folder]
    try:
        entries = level.tree.children(top[0].path) if top else level.entries
        entries = [entry for entry in entries if not is_hidden(entry.name)]
        students = [entry for entry in entries if entry.is_folder]
        inside = [each for student in students for each in level.tree.children(student.path)]
    except CannotRead:
        return [], False
    if any(is_submission(each) and not each.is_folder for each in inside):
        return [], False
    is_sure = bool(top) or (
        len(students) == len(entries)
        and any(_is_timed(level.tree, each) for each in inside if each.is_folder)
    )
    return (students, is_sure) if is_sure or level.name == SUBMITTED else ([], False)


def _is_timed(tree: Tree, assignment: Entry) -> bool:
    try:
        return any(entry.name == TIMESTAMP for entry in tree.children(assignment.path))
    except CannotRead:
        return False


def _assignments(tree: Tree, student: Entry) -> dict[str, Entry]:
    """{assignment: its folder}, of what a student has handed in."""
    try:
        children = tree.children(student.path)
    except CannotRead:
        return {}
    folders = [entry for entry in children if entry.is_folder and not is_hidden(entry.name)]
    return {entry.name: entry for entry in folders}


def _assignment(
    level: Level, assignments: dict[str, dict[str, Entry]]
) -> tuple[str, tuple[str, ...]]:
    """The assignment to grade: the only one, or the only one with a file of the kata."""
    names = Counter(name for found in assignments.values() for name in found)
    if len(names) == 1:
        return next(iter(names)), ()
    kata = {
        name
        for found in assignments.values()
        for name, folder in found.items()
        if any(_is_of_the_kata(entry.name) for entry in files(level.tree, folder.path))
    }
    listed = ", ".join(shown(name) for name in sorted(names))
    if len(kata) != 1:
        raise UnusableClass(
            f"{shown(level.path or level.name)}: several assignments ({listed}); "
            "leave the one to grade, and move the others away"
        )
    (name,) = kata
    return name, (f"of the assignments {listed}, {shown(name)} has the files of the kata",)


def _is_of_the_kata(name: str) -> bool:
    return name in FILES or name == "kata.ipynb"


def _piece(tree: Tree, student: Entry, found: dict[str, Entry], assignment: str) -> Piece:
    entry = found.get(assignment)
    at = ""
    if entry is None:
        holds, why = entry_holds(tree, student)
        if holds == "files":
            holds, why = "other", f"nothing of {shown(assignment)}"
    else:
        holds, why = entry_holds(tree, entry, but=(TIMESTAMP,))
        stamp = tree.read(f"{entry.path}/{TIMESTAMP}", LONGEST_TIMESTAMP)
        at = "" if isinstance(stamp, Problem) else iso(stamp.decode("utf-8", "replace"))
    return Piece(
        entry.path if entry is not None else student.path,
        key=student.name,
        identity=student.name,
        ids={"username": student.name},
        holds=holds,
        why=why,
        attempt=at,
        handed_in_at=at,
    )


LAYOUT = Layout("nbgrader", "a folder `submitted` with `student/assignment/`", find)
