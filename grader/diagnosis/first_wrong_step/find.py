"""The first step of a backward() that departs from the chain rule, in the learner's own order."""

from __future__ import annotations

from collections.abc import Iterator

from grader.diagnosis.first_wrong_step import turns as walk
from grader.diagnosis.first_wrong_step.contributions import wrong_contributions
from grader.diagnosis.first_wrong_step.picture import differs, draw
from grader.diagnosis.first_wrong_step.replay import Replay, replay
from grader.diagnosis.first_wrong_step.wrong_step import Scene
from grader.report.wrong_step import FirstWrongStep
from grader.sandbox.process import LearnerProcess
from grader.trace import Trace


def explain_backward(
    process: LearnerProcess,
    program: str,
    trace: Trace,
    expected: Trace,
    *,
    descending: bool = False,
) -> tuple[FirstWrongStep | None, str | None]:
    """The first wrong step of a failing program, and the picture of its graph as SVG.

    trace is the learner's own of the program (its import lines included), in that order of
    sets; expected is torch's. There is no picture where nothing in it would be marked.
    """
    step = first_wrong_step(process, program, descending=descending)
    picture = draw(trace, expected, step) if step or differs(trace, expected) else None
    return step, picture


def first_wrong_step(
    process: LearnerProcess, program: str, *, descending: bool = False
) -> FirstWrongStep | None:
    """Replay a program (its import lines included), and name its first wrong step.

    None where nothing departs, or nothing can be said: a Value that cannot be watched, an
    operation that is not known, a process that hangs or dies (after 0.5 seconds).
    """
    record = replay(process, program, descending=descending)
    return None if record is None else next(departures(record), None)


def departures(record: Replay) -> Iterator[FirstWrongStep]:
    """Whatever departs, step by step; what follows the first may be its consequence."""
    scene = Scene(record)
    for number, backward in enumerate(record.backwards):
        places = [i for i, step in enumerate(record.steps) if step.backward == number]
        steps = [record.steps[place] for place in places]
        if number == 0:  # later, grads are what earlier calls have left
            yield from walk.not_zero(scene, backward)
        for i, (place, step) in enumerate(zip(places, steps)):
            if number == 0:
                yield from walk.not_seeded(scene, backward, step, steps[:i])
            yield from walk.seeded_again(scene, backward, step, steps[:i])
            yield from walk.stranger(scene, backward, step)
            yield from walk.too_early(scene, step, place)
            yield from walk.twice(scene, step, steps[:i])
            yield from wrong_contributions(scene, step)
        if backward.has_ended:
            yield from walk.never(scene, backward, steps)
            yield from walk.lost(scene, backward, steps)
