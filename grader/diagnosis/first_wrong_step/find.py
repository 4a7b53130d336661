"""The first step of a program that goes wrong: a value, or a step of its backward()."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from grader.diagnosis.first_wrong_step import turns
from grader.diagnosis.first_wrong_step.contributions import wrong_contributions
from grader.diagnosis.first_wrong_step.moving import moving_of
from grader.diagnosis.first_wrong_step.named_replay import NamedReplay
from grader.diagnosis.first_wrong_step.picture import draw
from grader.diagnosis.first_wrong_step.replay import Replay, replay_program
from grader.diagnosis.first_wrong_step.values import wrong_values
from grader.report.moving import Moving
from grader.report.wrong_step import FirstWrongStep
from grader.sandbox.process import LearnerProcess
from grader.trace import SetOrder, Trace


class Explained(Struct, frozen=True):
    """The first wrong step of a failing program, its picture as SVG, and the data of its page.

    Each is None where there is nothing to tell or to show.
    """

    step: FirstWrongStep | None
    picture: str | None
    moving: Moving | None


def explain_steps(
    process: LearnerProcess,
    program: str,
    trace: Trace,
    expected: Trace,
    set_order: SetOrder = "forward",
    source: str = "torch",
) -> Explained:
    """The first wrong step of a failing program, the picture of its graph, and its page's data.

    trace is the learner's own of the program (its import lines included), in that order of
    sets; expected is that of the source, as the picture calls it. There is no picture where
    nothing in it would be marked.
    """
    replay = replay_program(process, program, set_order)
    step = _first(replay)
    return Explained(
        step,
        draw(trace, expected, step, program, source),
        moving_of(trace, expected, step, replay, program, source),
    )


def find_first_wrong_step(
    process: LearnerProcess, program: str, set_order: SetOrder = "forward"
) -> FirstWrongStep | None:
    """Replay a program (its import lines included), and name its first wrong step.

    None where nothing is wrong, or nothing can be said: a Value that cannot be watched, an
    operation that is not known, a process that hangs or dies (after 0.5 seconds).
    """
    return _first(replay_program(process, program, set_order))


def _first(replay: Replay | None) -> FirstWrongStep | None:
    return None if replay is None else next(wrong_steps(replay), None)


def wrong_steps(replay: Replay) -> Iterator[FirstWrongStep]:
    """Whatever is wrong, step by step; what follows the first may be its consequence."""
    named = NamedReplay(replay)
    yield from wrong_values(named)
    if not replay.steps:
        return  # gradients are found in another way than by _backward
    for number, backward in enumerate(replay.backwards):
        places = [place for place, step in enumerate(replay.steps) if step.backward == number]
        steps = [replay.steps[place] for place in places]
        part = frozenset(node.index for node in backward.nodes)
        if number == 0:  # later, grads are what earlier calls have left
            yield from turns.grad_not_zero_at_start(named, backward)
        for i, (place, step) in enumerate(zip(places, steps)):
            earlier = steps[:i]
            if number == 0:
                yield from turns.result_not_seeded(named, backward, step, earlier)
            yield from turns.operand_seeded_again(named, backward, step, earlier)
            yield from turns.not_part_of_the_result(named, backward, part, step)
            yield from turns.passed_on_too_early(named, step, place)
            yield from turns.passed_on_twice(named, step, earlier)
            yield from wrong_contributions(named, step)
        if backward.has_ended:
            yield from turns.never_passed_on(named, backward, steps)
            yield from turns.earlier_grad_lost(named, backward, steps)
