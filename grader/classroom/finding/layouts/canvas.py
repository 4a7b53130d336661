"""Canvas' "Download Submissions": flat, with the numbers of the user and of the file."""

from __future__ import annotations

import re

from grader.classroom.finding.layouts.layout import Found, Holds, Layout, Level, Piece
from grader.classroom.finding.tree import Entry

# "smithanna_LATE_678_9012_value.py", "smithanna_678_text.html". The second number is the
# file's, not an attempt's. Where graded anonymously: "LATE_anon_x1Y2z_9012_value.py".
FORM = re.compile(
    r"(?:(?P<name>.*?)(?P<late>_LATE)?_(?P<user>\d+)"
    r"|(?P<late_first>LATE_)?anon_(?P<anonymous>[A-Za-z0-9]+)(?P<late_last>_LATE)?)"
    r"_(?:(?P<file>\d+)_(?P<rest>.+)|(?P<page>text|link)\.html)",
    re.DOTALL,
)
# A name that was used before, even in another assignment: "value-1.py", after seven a UUID.
AGAIN = re.compile(
    r"(?P<stem>[^.]+?)-(?:\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?P<ending>(?:\.[^.]+)+)",
    re.IGNORECASE,
)


def find(level: Level) -> Found | None:
    pieces = {
        entry.name: piece
        for entry in level.entries
        if not entry.is_folder and (piece := _piece(entry))
    }
    if not pieces:
        return None
    anonymous = sum("anonymous" in piece.ids for piece in pieces.values())
    called = "Canvas, anonymous" if anonymous * 2 > len(pieces) else "Canvas"
    return Found(called, list(pieces.values()), frozenset(pieces))


def _piece(entry: Entry) -> Piece | None:
    match = FORM.fullmatch(entry.name)
    if match is None:
        return None
    user, anonymous = match["user"], match["anonymous"]
    counts_as = match["rest"] or ""
    notes: tuple[str, ...] = ()
    again = AGAIN.fullmatch(counts_as)
    if again is not None and again["ending"].lower().startswith((".py", ".ipynb")):
        meant = again["stem"] + again["ending"]
        notes = (f"{counts_as} counts as {meant}: Canvas adds to a name that was used before",)
        counts_as = meant
    holds: Holds = "files"
    if match["page"]:
        holds = "text" if match["page"] == "text" else "link"
    return Piece(
        entry.path,
        key=user or f"anon_{anonymous}",
        name=match["name"] or "",
        identity=user or f"anon_{anonymous}",
        suffix=user or "",
        ids={"canvas": user} if user else {"anonymous": anonymous},
        counts_as=counts_as,
        holds="unreadable" if entry.problem else holds,
        why=entry.problem,
        newer=int(match["file"] or 0),
        # Canvas marks all that are late, so that what bears no mark is not.
        is_late=bool(match["late"] or match["late_first"] or match["late_last"]),
        notes=notes,
    )


LAYOUT = Layout(
    "Canvas", "files such as `smithanna_678_9012_value.py` or `anon_x1Y2z_9012_value.py`", find
)
