"""The page of a training: a learner's own MLP learns the two moons: .kata/training.html.

It is made when the stage of training turns right, and later when somebody asks for it. The
learner's code trains in a process of its own, confined as for any check, with a limit of its own;
what comes back is numbers, and the map is computed here, of these.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

from grader.answers import two_moons
from grader.curriculum import TRAINING, imports
from grader.files import CannotWrite
from grader.paths import KATA, near
from grader.report.safe_text import safe_line
from grader.report.told import Line
from grader.sandbox.launcher_for import launcher_for
from grader.sandbox.process import LearnerProcess, OutOfTime, ProcessFailed
from grader.submission.submission import Submission
from grader.trace import Datum, Many, Trace
from grader.workspace import kept_file
from grader.workspace.kept_file import Say, aloud

FILE = KATA / "training.html"
TITLE = "Your own MLP learns the two moons"
# The solutions' code computes for some 2.5 seconds.
SECONDS = 6.0
SECONDS_WHEN_ASKED = 50.0
# For a learner to change and run: it ends in a page of the same kind.
TO_RUN = f"""\
from helper_draw import Boundaries, training
{imports(two_moons.PROGRAM)}{two_moons.BEGINNING}
losses, seen = [], Boundaries(xs, ys).keep(0, model)
for epoch in range({two_moons.APART}, {two_moons.EPOCHS + 1}, {two_moons.APART}):
    losses += train(model, xs, ys, steps={two_moons.APART}, learning_rate=0.01)
    seen.keep(epoch, model)
training(losses, boundaries=seen).save("training.html")
"""
LONGEST = 200  # characters of what an exception says
AGAIN = f"make draw STAGE={TRAINING}"

Model = Callable[[Sequence[float]], float]


class NoTraining(Exception):
    """There is nothing to draw; the text is one line with the reason."""


def write_training_page(
    submission: Submission, path: Path = FILE, *, seconds: float = SECONDS, say: Say = aloud
) -> None:
    """Have the learner's MLP trained, and write the page; raises NoTraining and CannotWrite.

    It may compute for so many seconds, and wait for as many.
    """
    kept_file.write(path, page_of(trained(submission, seconds)), say)


def line_on(submission: Submission, say: Say) -> Line:
    """Make the page, and say where it is, or why there is none."""
    try:
        write_training_page(submission, say=say)
    except (NoTraining, CannotWrite) as error:
        return Line("Training", safe_line(f"there is no page of it: {error}"))
    return Line("Training", f"{near(FILE)} (your own MLP as it learns; open it in a browser)")


def trained(submission: Submission, seconds: float = SECONDS) -> Trace:
    """What the program of the two moons did with the learner's code; raises NoTraining."""
    launcher = launcher_for(is_others=submission.is_others)
    with LearnerProcess(submission.files, launcher=launcher) as process:
        try:
            return process.run(imports(two_moons.PROGRAM) + two_moons.PROGRAM, seconds)
        except OutOfTime:
            raise NoTraining(_too_slow(seconds)) from None
        except ProcessFailed as failure:
            raise NoTraining(f"the training broke off: {failure}") from None


def _too_slow(seconds: float) -> str:
    more = f"; {AGAIN} gives it {SECONDS_WHEN_ASKED:g}" if seconds < SECONDS_WHEN_ASKED else ""
    return f"your MLP was still learning after {seconds:g} seconds{more}"


def page_of(trace: Trace) -> str:
    """The page that shows it; raises NoTraining where its numbers are not such as to draw."""
    from helper_draw import Boundaries, training  # not on the way of `make grade`

    if trace.raised:
        raised = trace.raised
        raise NoTraining(f"the training broke off: {raised.kind}: {raised.message[:LONGEST]}")
    losses = two_moons.numbers(trace.names.get("losses"))
    xs = [two_moons.numbers(x) for x in _items(trace.names.get("xs"))]
    ys = two_moons.numbers(trace.names.get("ys"))
    kept = [two_moons.numbers(each) for each in _items(trace.names.get("kept"))]
    if len(kept) != two_moons.EPOCHS // two_moons.APART + 1:  # a map of each takes a while
        raise NoTraining(f"the training left {len(kept)} sets of parameters")
    if len(losses) != two_moons.EPOCHS + 1:
        raise NoTraining(f"the training gave {len(losses)} losses, not {two_moons.EPOCHS + 1}")
    try:
        boundaries = Boundaries(xs, ys)
        for at, numbers in enumerate(kept):
            boundaries.keep(at * two_moons.APART, model_of(numbers))
        torch = two_moons.losses_of_torch()
    except (ValueError, TypeError, two_moons.NoRecord) as error:
        raise NoTraining(str(error)) from None
    drawn = training(losses, boundaries=boundaries, torch=torch, title=TITLE, code=TO_RUN)
    return drawn.page


def model_of(numbers: Sequence[float]) -> Model:
    """What the MLP with these parameters answers, from plain floats.

    Each neuron has its weights first, and then its bias. Raises ValueError for another number of
    them than the MLP has.
    """
    inputs, hidden = 2, two_moons.HIDDEN
    if len(numbers) != hidden * (inputs + 1) + hidden + 1:
        raise ValueError(f"an MLP of {len(numbers)} parameters cannot be drawn")
    size = inputs + 1
    neurons = [numbers[at * size : (at + 1) * size] for at in range(hidden)]
    output = numbers[hidden * size :]

    def answer(x: Sequence[float]) -> float:
        return _neuron(output, [_neuron(neuron, x) for neuron in neurons])

    return answer


def _neuron(numbers: Sequence[float], inputs: Sequence[float]) -> float:
    *weights, bias = numbers
    return math.tanh(sum(w * x for w, x in zip(weights, inputs)) + bias)


def _items(datum: Datum) -> Sequence[Datum]:
    return datum.items if isinstance(datum, Many) else ()
