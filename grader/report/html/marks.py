"""How a stage and a check stand: a sign and a word, and never a colour alone."""

from __future__ import annotations

from msgspec import Struct

from grader.report.html.markup import Markup, element
from grader.report.model import CheckResult, StageResult


class Mark(Struct, frozen=True):
    """A sign, the word for it, and the class that styles both."""

    sign: str
    word: str
    style: str


RIGHT = Mark("✓", "right", "right")
WRONG = Mark("✗", "not right", "wrong")
MAY_FOLLOW = Mark("✗", "not right", "follows")  # from what is wrong in a stage before
NOT_EARNED = Mark("○", "not earned", "open")  # extra credit, which nobody owes
TO_DO = Mark("○", "to do", "open")
WAITS = Mark("○", "waits", "open")  # what was not put to the learner is grey, never wrong
NOT_RUN = Mark("○", "not run", "open")
NEEDS_TORCH = Mark("○", "needs torch", "open")


def of_stage(stage: StageResult, *, may_follow: bool = False) -> Mark:
    """may_follow says that what is wrong may come of a stage before."""
    if stage.status == "passed":
        return RIGHT
    if stage.is_wrong:
        return MAY_FOLLOW if may_follow else WRONG
    if stage.needs_torch:
        return NEEDS_TORCH
    if stage.waiting:
        return WAITS
    return TO_DO if stage.was_put else NOT_RUN


def of_check(check: CheckResult) -> Mark:
    if check.status == "passed":
        return RIGHT
    if check.is_wrong:
        return NOT_EARNED if check.bonus else WRONG
    if check.needs_torch:
        return NEEDS_TORCH
    if check.outcome.waits:
        return WAITS
    return TO_DO if check.outcome.was_put else NOT_RUN


def sign(mark: Mark) -> Markup:
    """The sign alone, for where the word stands too."""
    return element("span", mark.sign, class_=f"sign {mark.style}", aria_hidden="true")


def spoken(mark: Mark) -> Markup:
    """The word, for who does not see the sign."""
    return element("span", f"{mark.word}: ", class_="hidden-text")
