"""The two moons: one program that trains a small MLP on 40 points, and torch's losses of it.

Weights, points and steps are the program's own numbers, so that torch's curve from the same
weights is a matter of record, and stands beside a learner's who has no torch.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from grader.answers.record_file import write_record
from grader.trace import Datum, Many, number

FILE = Path(__file__).with_name("two_moons.json")

HIDDEN = 8  # neurons between two inputs and the output
EPOCHS, APART = 60, 6  # and how many lie between two looks at the parameters

BEGINNING = f"""\
import math

xs, ys = [], []
for i in range(20):
    turn, radius = math.pi * i / 19, 1 + 0.15 * math.sin(9 * i)
    x, y = radius * math.cos(turn), radius * math.sin(turn)
    xs += [[x, y], [1 - x, 0.5 - y]]
    ys += [1.0, -1.0]

model = MLP(2, [{HIDDEN}, 1])
for layer in model.layers:
    for i, neuron in enumerate(layer.neurons):
        for j, p in enumerate([*neuron.w, neuron.b]):
            p.data = ((2 * i + 7 * j) % 19 - 9) / 4
"""

PROGRAM = f"""\
{BEGINNING}
def numbers():
    return [p.data for layer in model.layers for n in layer.neurons for p in [*n.w, n.b]]

losses, kept = [], [numbers()]
for _ in range({EPOCHS // APART}):
    losses += train(model, xs, ys, steps={APART}, learning_rate=0.01)
    kept.append(numbers())
losses += train(model, xs, ys, steps=1, learning_rate=0.0)  # the last loss, and no step
"""


class NoRecord(Exception):
    """Torch's losses of the program as it is are not on record; the text is one line."""


def losses_of_torch() -> list[float]:
    """The loss before each epoch, and after the last; raises NoRecord."""
    try:
        record = msgspec.json.decode(FILE.read_bytes(), type=dict[str, dict[str, list[float]]])
        return record["torch"][PROGRAM]
    except (OSError, msgspec.MsgspecError, KeyError):
        raise NoRecord(f"{FILE.name} lacks torch's losses of the two moons; make answers") from None


def recomputed() -> list[float]:
    """The same, from the live torch."""
    from grader.answers.answers import compute

    return numbers(compute("torch", PROGRAM).of("losses"))


def numbers(datum: Datum) -> list[float]:
    """What a list of a trace holds, where all of it is numbers; else an empty list."""
    found = [number(item) for item in datum.items] if isinstance(datum, Many) else [None]
    return [each for each in found if each is not None] if None not in found else []


def save(losses: list[float], path: Path = FILE) -> None:
    """Put torch's losses on record; raises CannotWrite."""
    write_record(path, {"torch": {PROGRAM: losses}})
