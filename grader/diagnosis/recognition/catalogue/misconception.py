"""What a misconception is: a small edit of the solution, with a name and an explanation."""

from __future__ import annotations

from msgspec import Struct

from grader.diagnosis.recognition.catalogue.claims import Claim
from grader.diagnosis.recognition.catalogue.edits import Edit


class Misconception(Struct, frozen=True, kw_only=True):
    """A bug that learners write, as edits of the plain solutions.

    name is kebab-case. stage teaches the idea that it breaks; caught is the first stage
    whose checks fail, which is that one or an earlier one. claims are what the explanation
    says of the learner's source: it is given only where all of them hold. variants are
    other ways to write the same bug in the same functions, each as edits of the solutions.
    """

    name: str
    stage: int
    caught: int
    explanation: str
    edits: tuple[Edit, ...]
    claims: tuple[Claim, ...] = ()
    variants: tuple[tuple[Edit, ...], ...] = ()
