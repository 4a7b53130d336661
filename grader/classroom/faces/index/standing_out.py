"""What stands out of a class: the stage to help with, why, and one example of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from grader.classroom.faces.index.held import Held, Misconceptions
from grader.classroom.faces.index.learner import Learner
from grader.report.model import CheckResult


class StandingOut(Struct, frozen=True):
    """The stage in which most make their first mistake, and the commonest cause of it.

    held is the misconception of most of them, of whom there are `alike`; where none was
    recognised, they are those who fail the check `title`. is_shared says that more than one do.
    """

    stage: int
    learners: int
    held: Held | None
    title: str
    alike: int
    example: CheckResult | None


def standing_out(learners: Sequence[Learner], misconceptions: Misconceptions) -> StandingOut | None:
    """None where nobody has made a mistake."""
    firsts = Counter(learner.first for learner in learners if learner.first)
    if not firsts:
        return None
    stage, count = min(firsts.items(), key=lambda pair: (-pair[1], pair[0]))
    there = [learner for learner in learners if learner.first == stage]
    named = Counter(
        name
        for learner in there
        for name in {name for number, name in learner.row.named if number == stage}
    )
    if named:
        name, alike = min(named.items(), key=lambda pair: (-pair[1], pair[0]))
        held = next(held for held in misconceptions if held.name == name)
        return StandingOut(stage, count, held, "", alike, held.example)
    titles = Counter(learner.check for learner in there)
    title, alike = min(titles.items(), key=lambda pair: (-pair[1], pair[0]))
    return StandingOut(stage, count, None, title, alike, misconceptions.example(stage, title))
