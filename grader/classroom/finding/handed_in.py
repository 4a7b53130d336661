"""Who handed in what: every learner of a class once, with the files that count."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from grader.classroom.finding.counting import Counted, counted
from grader.classroom.finding.identities import told_apart
from grader.classroom.finding.layouts.layout import Piece
from grader.classroom.finding.matching import Claim, Matches, matched
from grader.classroom.finding.names import folded, shown, some
from grader.classroom.finding.reading import bundle_at
from grader.classroom.finding.recognised import recognised
from grader.classroom.finding.roster import Person, Roster
from grader.classroom.finding.tree import UnusableClass, open_tree
from grader.submission.bundle import Bundle

__all__ = ["Class", "HandedIn", "Place", "UnusableClass", "find", "read"]

BLANK = "blank name"  # of whoever is called by spaces alone
SENT_NOTHING = "sent nothing"
NOT_TOLD = "not told whose it is: "  # and what it might be
NO_TIME = "when it was handed in is not known, so it is not taken for late"


class Place(Struct, frozen=True):
    """Where something of a submission lies in the class, and which path it has among it.

    path is relative to the class, and as the disk has it: bytes that are no text are in it as
    Python writes them. counts_as is "" for a folder, or a .zip, whose files are meant.
    """

    path: str
    counts_as: str


class HandedIn(Struct, frozen=True):
    """What one learner has handed in.

    learner identifies. Who is on the roster is called as there: by the id, else the username,
    the e-mail address, the name. Anybody else by the id or username by which the platform knows
    them; else by the e-mail address; else by the name as the folder has it. (Moodle's numbers
    are of one assignment alone, so there it is the name.) Where that would be the same for two,
    the platform's number, or the whole name of the folder or file, tells them apart: nobody's
    submission is made another's because they are called alike.

    is_late is None where that is not known, which is never taken for late. missing is why there
    is nothing to grade.
    """

    learner: str
    name: str = ""
    ids: dict[str, str] = {}
    places: tuple[Place, ...] = ()
    source: str = ""
    handed_in_at: str = ""
    is_late: bool | None = None
    notes: tuple[str, ...] = ()
    missing: str = ""


class Class(Struct, frozen=True):
    """A class: in which layout it came, and what each has handed in, by learner."""

    layout: str
    handed_in: tuple[HandedIn, ...]
    notes: tuple[str, ...] = ()


class _Row(Struct, frozen=True):
    """A row to be; suffix tells it from others of the same identity, if it comes to that."""

    handed_in: HandedIn
    suffix: str = ""
    is_on_roster: bool = False


def find(folder: Path, roster: Roster | None = None) -> Class:
    """Who handed in what, in a folder or a .zip of one; raises UnusableClass.

    What learners wrote is not read, only the names of it.
    """
    usernames = frozenset(
        folded(person.ids[kind])
        for person in (roster.people if roster else ())
        for kind in ("username", "email", "sid")
        if kind in person.ids
    )
    found = recognised(open_tree(folder), shown(str(folder)), usernames)
    pieces: dict[str, list[Piece]] = defaultdict(list)
    for piece in found.pieces:
        pieces[piece.key].append(piece)
    rows = _rows([counted(each) for each in pieces.values()], roster)
    of_roster = [f"{roster.path}: {note}" for note in roster.notes] if roster else []
    notes = [*found.notes, *of_roster]
    return Class(found.called, _in_order(rows, notes), tuple(notes))


def _rows(learners: list[Counted], roster: Roster | None) -> list[_Row]:
    """A row for each of them, and for each on the roster; one for each member of a group."""
    if roster is None:
        return [_row(each) for each in learners]
    claims = [Claim(each.key, each.name, each.ids, each.source) for each in learners]
    matches = matched(claims, roster)
    rows = []
    for each in learners:
        people = matches.people.get(each.key, [])
        how = matches.how.get(each.key) or matches.unmatched.get(each.key)
        for person in people:
            others = [shown(other.name or other.identity) for other in people if other != person]
            shared = [f"shared with {some(others)}"] if others else []
            rows.append(_row(each, person, [*([how] if how else []), *shared]))
        if not people:
            rows.append(_row(each, None, ["not on the roster", *([how] if how else [])]))
    present = {person.line for people in matches.people.values() for person in people}
    absent = [person for person in roster.people if person.line not in present]
    return rows + [_absent(person, matches) for person in absent]


def _row(each: Counted, person: Person | None = None, notes: list[str] | None = None) -> _Row:
    ids, name, identity = each.ids, each.name, each.identity
    at, is_late, said = each.handed_in_at, each.is_late, [*(notes or []), *each.notes]
    if person is not None:
        ids = {**person.ids, **ids, **{k: v for k, v in person.ids.items() if k == "sid"}}
        name = person.name or name
        identity = person.identity
        at = at or person.handed_in_at
        if person.is_late is not None:
            if is_late not in (None, person.is_late):
                said.append("whether it is late is taken from the roster, not from the export")
            is_late = person.is_late
    handed_in = HandedIn(
        learner=shown(identity) or shown(name) or shown(each.suffix) or each.source or BLANK,
        name=shown(name),
        ids={kind: shown(value) for kind, value in ids.items()},
        places=tuple(Place(piece.path, piece.counts_as) for piece in each.pieces),
        source=each.source,
        handed_in_at=at,
        is_late=is_late,
        notes=tuple(said),
        missing=each.missing,
    )
    return _Row(handed_in, shown(each.suffix), person is not None)


def _absent(person: Person, matches: Matches) -> _Row:
    """The row of somebody on the roster of whom there is nothing."""
    doubts = matches.doubts.get(person.line)
    missing = f"{NOT_TOLD}{some(doubts)}" if doubts else SENT_NOTHING
    ids = {kind: shown(value) for kind, value in person.ids.items()}
    return _Row(HandedIn(person.identity, person.name, ids, missing=missing), "", True)


def _in_order(rows: list[_Row], notes: list[str]) -> tuple[HandedIn, ...]:
    """The rows by learner, each called otherwise; what is said of all goes to the notes."""
    identities = told_apart([(row.handed_in.learner, row.suffix, row.is_on_roster) for row in rows])
    count = Counter(folded(row.handed_in.learner) for row in rows)
    sent = [row.handed_in for row in rows if row.handed_in.places]
    untimed = sum(map(_is_untimed, sent))
    if untimed and untimed == len(sent):
        notes.append(
            "when they were handed in is not known, so nobody's is taken for late; "
            "a column of the roster can say: submitted at, or late"
        )
    found = []
    for row, learner in zip(rows, identities):
        said = list(row.handed_in.notes)
        if count[folded(row.handed_in.learner)] > 1:
            said.append(f"there is another {row.handed_in.learner}; this one is called {learner}")
        if untimed < len(sent) and row.handed_in.places and _is_untimed(row.handed_in):
            said.append(NO_TIME)
        found.append(replace(row.handed_in, learner=learner, notes=tuple(said)))
    return tuple(sorted(found, key=lambda each: each.learner))


def _is_untimed(each: HandedIn) -> bool:
    return not each.handed_in_at and each.is_late is None


def read(folder: Path, handed_in: HandedIn) -> Bundle:
    """The files of one learner, as bytes, read now; what cannot be is said in it."""
    places = ((place.path, place.counts_as) for place in handed_in.places)
    return bundle_at(folder, handed_in.learner, places)
