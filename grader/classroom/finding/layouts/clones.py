"""Repositories of one classroom assignment, cloned side by side."""

from __future__ import annotations

from grader.classroom.finding.layouts.layout import Found, Layout, Level, Piece, entry_holds

ENDING = "-submissions"


def find(level: Level) -> Found | None:
    slug = level.name.removesuffix(ENDING)
    if slug == level.name or not slug:
        return None
    pieces = {}
    for entry in level.entries:
        username = entry.name.removeprefix(f"{slug}-")
        if username in ("", entry.name) or not (entry.is_folder or entry.problem):
            continue
        holds, why = entry_holds(level.tree, entry)
        pieces[entry.name] = Piece(
            entry.path,
            key=username,
            identity=username,
            ids={"username": username},
            holds=holds,
            why=why,
        )
    return Found("classroom clones", list(pieces.values()), frozenset(pieces)) if pieces else None


LAYOUT = Layout(
    "classroom clones", "a folder `SLUG-submissions` with folders `SLUG-username`", find
)
