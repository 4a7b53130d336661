"""What one learner of a class handed in, as far as it can be compared."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from grader.classroom.integrity.tokens import comments, tokens
from grader.classroom.integrity.usual import usual_code, usual_comments, usual_texts
from grader.classroom.integrity.winnowing import shingles, winnowed


class Work(Struct, frozen=True, dict=True, eq=False):
    """One content, and whose it is: {module: (path to show, source)}.

    learners are {learner: the part of the export it was in}, which those of a team share.
    """

    learners: dict[str, str]
    files: dict[str, tuple[str, str]]

    @cached_property
    def fingerprints(self) -> frozenset[int]:
        """Of all code but what nobody need have copied."""
        found: set[int] = set()
        for _, source in self.files.values():
            if source not in usual_texts():
                found |= winnowed(shingles(tokens(source), usual_code()))
        return frozenset(found)

    @cached_property
    def comments(self) -> frozenset[str]:
        """Those of the learner's own."""
        sources = (source for _, source in self.files.values() if source not in usual_texts())
        return frozenset(c for source in sources for c in comments(source)) - usual_comments()

    @property
    def is_usual(self) -> bool:
        """Whether every file is as somebody handed it out."""
        return all(source in usual_texts() for _, source in self.files.values() if source)
