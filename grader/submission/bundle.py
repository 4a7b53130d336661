"""What somebody handed in, as bytes: the files by their paths, before anything is made of them."""

from __future__ import annotations

from msgspec import Struct

from grader.submission.submission import Problem


class Bundle(Struct, frozen=True):
    """Files as they were handed in: {path, parted by "/": its bytes, or why they are not here}.

    name is what to show of it, such as "anna". notes say, a line each, what was left out of
    it on the way, and which name counts for which.
    """

    name: str
    files: dict[str, bytes | Problem]
    notes: tuple[str, ...] = ()
