"""What is asked of a grader that is warm, and what it answers."""

from __future__ import annotations

from msgspec import Struct

from grader.submission.submission import Submission


class Request(Struct, frozen=True):
    """Grade this: first the stage in hand, then all of these; number comes back with the answers.

    stage is 0 where none is in hand.
    """

    number: int
    submission: Submission
    stage: int
    stages: tuple[int, ...]


class Answer(Struct, frozen=True):
    """A report, packed: of the stage in hand, of all, or of all with what explains it."""

    number: int
    report: bytes
    is_of_all: bool
    is_explained: bool
