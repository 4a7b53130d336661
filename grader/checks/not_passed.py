"""How a check says that it does not pass: an exception that carries its outcome."""

from __future__ import annotations

from collections.abc import Sequence

from grader.report.outcome import Claim, Fact, Note, Outcome, Remedy
from grader.sandbox.protocol import Place
from grader.trace import Difference


class NotPassed(Exception):
    """A check does not pass, and why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


def assert_that(
    holds: bool, claim: Claim, differences: Sequence[Difference] = (), **facts: Fact
) -> None:
    """Raise NotPassed where a claim of the check does not hold; facts fill in its words."""
    if not holds:
        raise NotPassed(
            Outcome(
                status="failed",
                reason="unfit",
                claim=claim,
                facts=facts,
                differences=tuple(differences),
            )
        )


def differs(differences: Sequence[Difference], note: Note | None = None) -> NotPassed:
    """The traces differ in these rows."""
    return NotPassed(
        Outcome(status="failed", reason="differs", differences=tuple(differences), note=note)
    )


def stub(function: str, place: Place | None, *, needs_torch: bool = False) -> NotPassed:
    """A function is still to be written, whose stub is at that place."""
    remedy: Remedy | None = "torch" if needs_torch else None
    return NotPassed(
        Outcome(
            status="to do",
            reason="stub",
            function=function,
            file=place.file if place else None,
            line=place.line if place else None,
            remedy=remedy,
            note=Note("needs_torch") if needs_torch else None,
        )
    )


def unwritten(
    claim: Claim, *, function: str = "", attribute: str = "", part: str = ""
) -> NotPassed:
    """A part that grows with a stage is still to be written."""
    known = {"attribute": attribute, "part": part}
    facts: dict[str, Fact] = {name: fact for name, fact in known.items() if fact}
    return NotPassed(
        Outcome(status="to do", reason="unwritten", claim=claim, facts=facts, function=function)
    )
