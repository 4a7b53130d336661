"""The roster that a class is kept with: given once, and used until another is given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from grader.classroom import out
from grader.classroom.database import FILE, CannotKeep, Database
from grader.classroom.finding.names import shown
from grader.classroom.finding.roster import Roster, read_roster, roster_of

FACT = "roster"
NONE: Literal["none"] = "none"  # in a roster's place: from now on there is none
Given = Path | Literal["none"] | None  # None: the one that is kept


class _Kept(msgspec.Struct):
    """A roster's file, without the folder that it lay in; as JSON its bytes are base64."""

    name: str
    content: bytes


def roster_for(given: Given, where: Path) -> Roster | None:
    """The roster that counts for a class in OUT, if there is one; raises UnusableRoster."""
    if isinstance(given, Path):
        return read_roster(given)
    if given == NONE or not (where / FILE).is_file():
        return None
    with out.opened(where) as database:
        kept = _kept(database, where)
    return roster_of(kept.content, kept.name) if kept else None


def as_before(roster: Roster) -> str:
    return f"roster as before: {roster.path}"


def keep_roster(
    given: Given, roster: Roster | None, database: Database, where: Path
) -> Iterator[str]:
    """Keep the roster that is given, or none any more; what there is to say of it."""
    if given is None:
        yield from [as_before(roster)] if roster else []
    elif isinstance(given, Path) and roster is not None:
        if database.fact("is_anonymous") == "yes":
            yield "the roster is not kept, for it names people: give it each time"
            return
        kept = _Kept(shown(given.name), roster.content)
        database.set_fact(FACT, msgspec.json.encode(kept).decode())
    elif kept_until_now := _kept(database, where):
        database.set_fact(FACT, "")
        yield f"roster no more: {kept_until_now.name}"


def _kept(database: Database, where: Path) -> _Kept | None:
    fact = database.fact(FACT)
    try:
        return msgspec.json.decode(fact, type=_Kept) if fact else None
    except msgspec.MsgspecError:
        remedy = "give it again, by --roster"
        raise CannotKeep(f"{where / FILE}: its roster cannot be read; {remedy}") from None
