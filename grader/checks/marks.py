"""What a check may say of itself, above its name."""

from __future__ import annotations

import pytest


def points(number: float) -> pytest.MarkDecorator:
    """What the check is worth; the points of a stage add up to 10."""
    return pytest.mark.points(number)


def hints(*texts: str) -> pytest.MarkDecorator:
    """Up to three hints, from a nudge to nearly the answer; of more, the first and last two."""
    return pytest.mark.hints(*(texts if len(texts) <= 3 else (texts[0], *texts[-2:])))


def seconds(number: float) -> pytest.MarkDecorator:
    """How long one program of the check may take, where 2 seconds are not right."""
    return pytest.mark.seconds(number)


def awaits(*names: str) -> pytest.MarkDecorator:
    """The check is to do, and not run, as long as one of these is still a stub."""
    return pytest.mark.awaits(*names)


# Extra credit: worth something, and never needed for full marks.
bonus = pytest.mark.bonus

# The check asks for more than the lecture shows; its stub announces it.
beyond_the_lecture = pytest.mark.beyond_the_lecture

# Learner code may import torch here.
with_torch = pytest.mark.with_torch
