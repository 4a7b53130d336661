"""Moodle's "Download all submissions": a folder each, or flat."""

from __future__ import annotations

import re

from msgspec.structs import replace

from grader.classroom.finding.layouts.layout import Found, Layout, Level, Piece, entry_holds
from grader.classroom.finding.names import folded
from grader.classroom.finding.tree import Entry

# "Anna Smith_12345_assignsubmission_file_value.py". The number is the participant's in this one
# assignment, or a group's; Moodle makes spaces of what underscores there are in a name. 3.1 to
# 4.0 end a folder's name in "_".
FORM = re.compile(
    r"(?P<name>.*?)(?:_(?P<number>\d+))?_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?",
    re.DOTALL,
)
# Where marking is blind, all are called so, in the language of the site.
BLIND = "participant"


def find(level: Level) -> Found | None:
    pieces = {entry.name: piece for entry in level.entries if (piece := _piece(level, entry))}
    if not pieces:
        return None
    names = {folded(piece.name) for piece in pieces.values()}
    people = {piece.key for piece in pieces.values()}
    is_blind = all(piece.suffix for piece in pieces.values()) and (
        names == {BLIND} or (len(names) == 1 and len(people) > 1)
    )
    if is_blind:
        pieces = {name: _nameless(piece) for name, piece in pieces.items()}
    folders = sum(entry.is_folder for entry in level.entries if entry.name in pieces)
    called = "one folder each" if folders * 2 >= len(pieces) else "flat"
    called += ", blind" if is_blind else ""
    return Found(f"Moodle, {called}", list(pieces.values()), frozenset(pieces))


def _piece(level: Level, entry: Entry) -> Piece | None:
    match = FORM.fullmatch(entry.name)
    if match is None or not (match["name"] or match["number"]):
        return None
    if not (entry.is_folder or entry.problem or match["file"]):
        return None
    number = match["number"] or ""
    holds, why = entry_holds(level.tree, entry)
    if holds == "files" and match["kind"] != "file":
        holds = "text"
    return Piece(
        entry.path,
        # A name that differs by case or Unicode form alone is the same with the same number.
        key=f"{number}/{folded(match['name'])}",
        name=match["name"],
        suffix=number,
        ids={"moodle": number} if number else {},
        counts_as=match["file"] or "",
        holds=holds,
        why=why,
    )


def _nameless(piece: Piece) -> Piece:
    """A piece of somebody who is called as all others are: the name is none."""
    identity = f"{piece.name} {piece.suffix}"
    return replace(piece, name="", identity=identity)


LAYOUT = Layout(
    "Moodle", "names such as `Anna Smith_12345_assignsubmission_file_`, folders or files", find
)
