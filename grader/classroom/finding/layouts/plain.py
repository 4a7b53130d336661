"""Folders and files without a platform: each is somebody's, and is called by their name."""

from __future__ import annotations

from grader.classroom.finding.layouts.layout import (
    Found,
    Holds,
    Layout,
    Level,
    Piece,
    entry_holds,
    is_submission,
    kind_of,
    stem_of,
)
from grader.classroom.finding.names import shown, some
from grader.classroom.finding.tree import Entry, is_hidden
from grader.curriculum import FILES


def find(level: Level) -> Found:
    """What follows no platform's form. Never fails to make something of a folder or a source."""
    entries = [entry for entry in level.entries if not is_hidden(entry.name)]
    taken = [entry for entry in entries if is_submission(entry)]
    folders = sum(entry.is_folder for entry in taken)
    called = "plain folders and files"
    if folders in (0, len(taken)):
        called = "plain folders" if folders else "plain files"
    names = {entry.name for entry in taken}
    left = [entry for entry in entries if entry.name not in names]
    notes = (
        (f"left out: {some(shown(entry.name) for entry in left)} (no folder, .py, .ipynb or .zip)",)
        if left
        else ()
    )
    return Found(called, [_piece(level, entry) for entry in taken], frozenset(names), notes)


def _piece(level: Level, entry: Entry) -> Piece:
    holds, why = entry_holds(level.tree, entry)
    notes: tuple[str, ...] = ()
    name = entry.name if entry.is_folder else stem_of(entry.name)
    if holds == "files" and not entry.is_folder:
        holds, why = _file_holds(entry.name)
        if entry.name in FILES:
            notes = (f"{entry.name}: called as a file of the kata is, not as a person",)
    return Piece(
        entry.path,
        key=f"plain/{entry.name}",
        name=name,
        suffix=entry.name if name != entry.name else "",
        counts_as="" if entry.is_folder else entry.name,
        holds=holds,
        why=why,
        notes=notes,
    )


def _file_holds(name: str) -> tuple[Holds, str]:
    if kind_of(name) == "other archive":
        return "other", f"{shown(name)} cannot be opened; pack it as .zip"
    return "files", ""


LAYOUT = Layout("plain", "all else: `anna/`, `anna.zip`, `anna.ipynb`, `anna.py`", find)
