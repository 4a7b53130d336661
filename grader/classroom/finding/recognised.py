"""Where in a class's folder the submissions lie, and in which layout."""

from __future__ import annotations

from msgspec.structs import replace

from grader.classroom.finding.layouts import LAYOUTS, plain
from grader.classroom.finding.layouts.layout import Found, Level, Piece, is_submission, kind_of
from grader.classroom.finding.names import shown, some
from grader.classroom.finding.tree import DEEPEST, CannotRead, Entry, Tree, UnusableClass, is_hidden
from grader.curriculum import FILES
from grader.paths import EXERCISES, SOLUTIONS

ROOMS = (EXERCISES.name, SOLUTIONS.name)  # folders of a clone in which the kata's files lie


def recognised(tree: Tree, where: str, usernames: frozenset[str]) -> Found:
    """What is handed in, of the first folder from the top that is not merely a wrapping.

    Folders that hold nothing but one folder are looked through. What does not follow the form
    of most is taken as plain. where is to be shown of the class; raises UnusableClass.
    """
    path, name = "", tree.name
    for _ in range(DEEPEST):
        try:
            entries = tree.children(path)
        except CannotRead as error:
            raise UnusableClass(
                f"{where}: cannot be read ({error}); give yourself the permission"
            ) from None
        level = Level(tree, name, path, entries, usernames)
        platform = _platform(level)
        inner = None if platform else _inner(tree, entries)
        if inner is None:
            break
        path, name = inner.path, inner.name
    found = _with_the_rest(level, platform)
    if not found.pieces:
        raise UnusableClass(f"{where}: nothing in it; give the folder with the submissions")
    if _is_clone(tree, entries) or all(_is_called_as_the_kata(piece) for piece in found.pieces):
        raise UnusableClass(
            f"{where}: one submission, not a class; give the folder above it, or grade this alone"
        )
    return _without_solutions(level, found)


def _platform(level: Level) -> Found | None:
    """What the layout that most names follow makes of them, if it is more than half."""
    all_found = [found for layout in LAYOUTS if (found := layout.find(level)) is not None]
    best = max(all_found, key=lambda found: len(found.taken), default=None)
    if best is None:
        return None
    others = [entry for entry in _rest(level, best) if not is_hidden(entry.name)]
    return best if len(best.taken) > len(others) else None


def _rest(level: Level, found: Found) -> list[Entry]:
    """What a layout has not taken."""
    return [entry for entry in level.entries if entry.name not in found.taken]


def _with_the_rest(level: Level, platform: Found | None) -> Found:
    """What was found, and of all other names what can be made of them."""
    if platform is None:
        found = plain.find(level)
        notes = [*level.tree.notes, *found.notes, *_too_few(level), *_maybe_a_class(found)]
        return replace(found, notes=tuple(notes))
    others = plain.find(replace(level, entries=_rest(level, platform)))
    notes = [*level.tree.notes, *platform.notes, *others.notes]
    if others.pieces:
        named = some(shown(piece.path) for piece in others.pieces)
        notes.append(f"not named as the others are, and taken for somebody's own: {named}")
    return Found(platform.called, [*platform.pieces, *others.pieces], platform.taken, tuple(notes))


def _too_few(level: Level) -> list[str]:
    """That some names look like a platform's, where they are taken as plain ones."""
    return [
        f"{len(found.taken)} of {len(level.entries)} names look like those of {found.called}: "
        "too few, so each name is taken for a learner's own"
        for layout in LAYOUTS
        if (found := layout.find(level)) is not None
    ]


def _maybe_a_class(found: Found) -> list[str]:
    """That the only thing there, a .zip, may be an export that is still packed."""
    names = [piece.counts_as for piece in found.pieces]
    if len(names) != 1 or kind_of(names[0]) != "archive":
        return []
    return [f"{shown(names[0])} is taken for one learner's; if it is a class, give it itself"]


def _inner(tree: Tree, entries: list[Entry]) -> Entry | None:
    """The folder that alone is in a folder, if it is not itself what somebody handed in."""
    folders = [entry for entry in entries if is_submission(entry) and not is_hidden(entry.name)]
    if len(folders) != 1 or not folders[0].is_folder:
        return None
    inside = _names(tree, folders[0])
    if not inside or inside & set(FILES) or _is_clone(tree, tree.children(folders[0].path)):
        return None
    return folders[0]


def _is_clone(tree: Tree, entries: list[Entry]) -> bool:
    """Whether these are in one learner's clone, or in what is left of it."""
    kata = {entry.name for entry in entries if entry.is_folder and _names(tree, entry) & set(FILES)}
    rooms = kata.intersection(ROOMS)
    return len(rooms) == len(ROOMS) or (bool(rooms) and rooms == kata)


def _without_solutions(level: Level, found: Found) -> Found:
    """The same without solutions/, if the reference lies there: that is nobody's."""
    path = f"{level.path}/{SOLUTIONS.name}".lstrip("/")
    pieces = [piece for piece in found.pieces if piece.path != path]
    folder = Entry(SOLUTIONS.name, path, True)
    if len(pieces) == len(found.pieces) or not _names(level.tree, folder) & set(FILES):
        return found
    note = f"left out: {SOLUTIONS.name}/ (where the reference lies, not a learner)"
    return replace(found, pieces=pieces, notes=(*found.notes, note))


def _names(tree: Tree, folder: Entry) -> set[str]:
    """What is in a folder; nothing where it cannot be read."""
    try:
        return {entry.name for entry in tree.children(folder.path)}
    except CannotRead:
        return set()


def _is_called_as_the_kata(piece: Piece) -> bool:
    return piece.counts_as in FILES and piece.key.startswith("plain/") and not piece.ids
