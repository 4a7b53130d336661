"""Blackboard's "Assignment File Download": every attempt, with its time, and a receipt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

from grader.classroom.finding.layouts.layout import Found, Holds, Layout, Level, Piece
from grader.classroom.finding.names import folded
from grader.classroom.finding.tree import Entry

# "Homework 1_asmith_attempt_2026-11-20-23-58-01_value.py"; the receipt is that with ".txt".
FORM = re.compile(
    r"(?P<head>.+)_attempt_(?P<day>\d{4}-\d\d-\d\d)-(?P<time>\d\d-\d\d-\d\d)"
    r"(?:_(?P<file>.+)|\.txt)",
    re.DOTALL,
)


def find(level: Level) -> Found | None:
    matches = [
        (entry, match)
        for entry in level.entries
        if not entry.is_folder and (match := FORM.fullmatch(entry.name))
    ]
    if not matches:
        return None
    usernames = _usernames({match["head"] for _, match in matches}, level)
    pieces = [_piece(entry, match, usernames[match["head"]]) for entry, match in matches]
    return Found("Blackboard", pieces, frozenset(entry.name for entry, _ in matches))


def _piece(entry: Entry, match: re.Match[str], username: str) -> Piece:
    at = f"{match['day']}T{match['time'].replace('-', ':')}"
    holds: Holds = "files" if match["file"] else "receipt"
    return Piece(
        entry.path,
        key=match["head"],
        name="",
        identity=username,
        ids={"username": username, **({"email": username} if "@" in username else {})},
        counts_as=match["file"] or "",
        holds="unreadable" if entry.problem else holds,
        why=entry.problem,
        attempt=at,
        handed_in_at=at,
    )


def _usernames(heads: Iterable[str], level: Level) -> dict[str, str]:
    """{what stands before the attempt: the username in it}.

    Both the assignment's name and the username may hold "_". The roster knows usernames; the
    name of the download holds the assignment's; else the assignment is what all have in common.
    """
    heads = sorted(heads)
    common = _in_common([head.split("_")[:-1] for head in heads])
    found = {}
    for head in heads:
        parts = head.split("_")
        tails = ["_".join(parts[i:]) for i in range(1, len(parts))]
        known = [tail for tail in tails if folded(tail) in level.usernames]
        told = [tail for tail in tails if f"_{head[: -len(tail) - 1]}_" in f"_{level.name}_"]
        found[head] = (known or told[-1:] or ["_".join(parts[common:])])[0]
    # Two heads never make one username: of another assignment, it would be another person.
    several = [name for name in found.values() if list(found.values()).count(name) > 1]
    return {head: head if name in several else name for head, name in found.items()}


def _in_common(lists: list[list[str]]) -> int:
    """How many parts all of these begin with."""
    return len(list(takewhile(lambda parts: len(set(parts)) == 1, zip(*lists))))


LAYOUT = Layout(
    "Blackboard", "files such as `Homework 1_asmith_attempt_2026-11-20-23-58-01_value.py`", find
)
