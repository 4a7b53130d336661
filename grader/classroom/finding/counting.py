"""Which of the pieces that bear one name count: the newest attempt, the newer of two files."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from grader.classroom.finding.layouts.layout import ALONE, BESIDE, Holds, Piece
from grader.classroom.finding.names import shown, some


class Counted(Struct, frozen=True):
    """What one learner, or group, has handed in, as far as it counts."""

    key: str
    name: str
    identity: str
    suffix: str
    ids: dict[str, str]
    pieces: tuple[Piece, ...]  # that hold files
    source: str
    handed_in_at: str
    is_late: bool | None
    notes: tuple[str, ...]
    missing: str


def counted(pieces: list[Piece]) -> Counted:
    """What counts of the pieces of one key."""
    notes: list[str] = []
    attempt = _newest(pieces, notes)
    files = _newer_of_the_same(
        [piece for piece in attempt if piece.holds == "files"],
        notes,
    )
    others = [piece for piece in attempt if piece.holds != "files"]
    missing = ""
    if files:
        notes += [
            _said(BESIDE, piece, f"{_file_name(piece)}: ")
            for piece in others
            if piece.holds != "receipt"
        ]
    else:
        missing = _said(ALONE, min(others, key=lambda piece: ORDER.index(piece.holds)))
    first = attempt[0]
    return Counted(
        key=first.key,
        name=next((piece.name for piece in attempt if piece.name), ""),
        identity=first.identity,
        suffix=first.suffix,
        ids={kind: value for piece in attempt for kind, value in piece.ids.items()},
        pieces=tuple(files),
        source=some(shown(piece.path) for piece in files or others),
        handed_in_at=max(piece.handed_in_at for piece in attempt),
        is_late=_any({piece.is_late for piece in attempt}),
        notes=tuple(dict.fromkeys([*notes, *(n for piece in files for n in piece.notes)])),
        missing=missing,
    )


# What is said first where there are several reasons why there is no file.
ORDER: tuple[Holds, ...] = ("unreadable", "other", "text", "link", "receipt", "empty")


def _newest(pieces: list[Piece], notes: list[str]) -> list[Piece]:
    """The pieces of the newest attempt that has files; of the newest, where none has."""
    attempts = sorted({piece.attempt for piece in pieces}, reverse=True)
    with_files = {piece.attempt for piece in pieces if piece.holds == "files"}
    counts = next((attempt for attempt in attempts if attempt in with_files), attempts[0])
    if len(attempts) > 1:
        times = {piece.attempt: piece.handed_in_at or "no known time" for piece in pieces}
        empty = [attempt for attempt in attempts if attempt > counts]
        notes.append(f"{len(attempts)} attempts: the newest counts, of {times[counts]}")
        if empty:
            named = some(times[attempt] for attempt in empty)
            notes[-1] = (
                f"{len(attempts)} attempts: the newest with a file counts, of {times[counts]}; "
                f"that of {named} has none"
            )
    return [piece for piece in pieces if piece.attempt == counts]


def _newer_of_the_same(files: list[Piece], notes: list[str]) -> list[Piece]:
    """One piece for each name that it counts as; but all folders, which are laid together."""
    found: dict[str, Piece] = {}
    for piece in sorted(files, key=lambda piece: piece.newer):
        older = found.pop(piece.counts_as or piece.path, None)
        found[piece.counts_as or piece.path] = piece
        if older is not None:
            notes.append(
                f"{_file_name(older)} does not count: {_file_name(piece)} is a newer "
                f"{shown(piece.counts_as)}"
            )
    return sorted(found.values(), key=lambda piece: piece.path)


def _file_name(piece: Piece) -> str:
    return shown(piece.path.rpartition("/")[2])


def _said(words: dict[Holds, str], piece: Piece, before: str = "") -> str:
    why = shown(piece.why)
    return f"{before}{words[piece.holds]}{f' ({why})' if why else ''}"


def _any(said: Iterable[bool | None]) -> bool | None:
    """Whether any is late; None where that is not known of one, and no other is."""
    values = set(said)
    return True if True in values else None if None in values else False
