"""Random expressions as programs in the learner's own terms, drawn from a source of choices."""

from __future__ import annotations

import math
import operator
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias, TypeVar

from msgspec import Struct

# choose(n) is one of 0 to n - 1: a random.Random's randrange, or hypothesis, which
# simplifies towards 0. So every list below has what is simplest first.
Choose: TypeAlias = Callable[[int], int]
_T = TypeVar("_T")

LARGEST = 1e3  # of data and gradients: what is larger hides a difference in its last digits
BUMP = 1e-4  # what a value is nudged by to see its gradient
NEAREST = 0.25  # to zero, for a divisor or the base of a power that has none there
KINK = 0.05  # how near to its kink relu is asked
FLATTEST = 2.0  # where tanh is still far from its limits
STEEPEST = 4.0  # for exp

MOST_DOUBLINGS = 40  # a walk along every path would not end

LETTERS = "abcdefgh"  # names of leaves

NUMBERS: dict[str, tuple[float, ...]] = {
    # l: what a leaf is made of; n: a plain number beside a Value; p: an exponent
    "l": (3.0, -2.0, 0.5, -0.75, 2.0, -1.5, 0.0, 1.25, -0.4, 1.0, -3.0, 0.2, -1.0, 4.0, 2.6),
    "n": (2, -3, 0.5, -1.5, 3, -0.25, 1, 2.5, -1, 0, 0.0, -2.0, 4, 1.75),
    "p": (2, 3, -1, 0.5, -2, 1.5, 2.0, -0.5, 1, -3, 4),
}


class Form(Struct, frozen=True):
    """One way to make a value: its text, what goes into it, its number, and where it is fair.

    Each letter of kinds is an operand: "v" is an earlier value, the others a list of NUMBERS.
    """

    text: str
    kinds: str
    compute: Callable[..., float]
    is_fair: Callable[..., bool] = lambda *inputs: True

    @property
    def values(self) -> int:
        """How many of its operands are Values."""
        return self.kinds.count("v")


class Line(Struct, frozen=True):
    """One line: its form, and its operands, places of earlier lines or plain numbers."""

    form: Form
    operands: tuple[float, ...]

    def inputs(self, data: Sequence[float]) -> list[float]:
        return [data[int(x)] if k == "v" else x for k, x in zip(self.form.kinds, self.operands)]

    def sources(self) -> list[int]:
        """The places of the steps it uses."""
        return [int(x) for k, x in zip(self.form.kinds, self.operands) if k == "v"]


class Vocabulary(Struct, frozen=True):
    """What a program may be made of.

    leaves and steps are the most there are of each. In a tree every value is used once;
    without backward a program stops at the numbers.
    """

    name: str
    forms: tuple[Form, ...]
    leaves: int
    steps: int
    is_tree: bool = False
    has_backward: bool = True


def _not_near_zero(*inputs: float) -> bool:
    return abs(inputs[-1]) >= NEAREST


def _is_fair_power(base: float, exponent: float) -> bool:
    if exponent != int(exponent):
        return base >= NEAREST
    return exponent > 0 or abs(base) >= NEAREST


LEAF = Form("Value({})", "l", float)
SUM = Form("{} + {}", "vv", operator.add)
PRODUCT = Form("{} * {}", "vv", operator.mul)
TANH = Form("{}.tanh()", "v", math.tanh, lambda x: abs(x) <= FLATTEST)
NUMBERS_BESIDE = (
    Form("{} + {}", "vn", operator.add),
    Form("{} * {}", "vn", operator.mul),
    Form("{} + {}", "nv", operator.add),
    Form("{} * {}", "nv", operator.mul),
)
MADE_OF_OTHERS = (
    Form("-{}", "v", operator.neg),
    Form("{} - {}", "vv", operator.sub),
    Form("{} - {}", "vn", operator.sub),
    Form("sum([{}, {}])", "vv", operator.add),
    Form("sum([{}, {}, {}])", "vvv", lambda *inputs: sum(inputs)),
)
POWERS = (
    Form("{}**{}", "vp", operator.pow, _is_fair_power),
    Form("{} / {}", "vv", operator.truediv, _not_near_zero),
    Form("{} / {}", "vn", operator.truediv, _not_near_zero),
    Form("{}.exp()", "v", math.exp, lambda x: abs(x) <= STEEPEST),
)
BEYOND_THE_LECTURE = (
    Form("{} - {}", "nv", operator.sub),
    Form("{} / {}", "nv", operator.truediv, _not_near_zero),
    Form("{}.relu()", "v", lambda x: max(x, 0.0), lambda x: abs(x) >= KINK),
)

STAGE_4 = (SUM, PRODUCT, TANH)
STAGE_6 = (*STAGE_4, *NUMBERS_BESIDE, *MADE_OF_OTHERS, *POWERS)

# By the stage that a learner has done; what stage 6 asks beyond the lecture is not in its own.
VOCABULARIES = {
    1: Vocabulary("stage 1", (SUM, PRODUCT), leaves=3, steps=4, has_backward=False),
    4: Vocabulary("stage 4", STAGE_4, leaves=4, steps=6, is_tree=True),
    5: Vocabulary("stage 5", STAGE_4, leaves=3, steps=7),
    6: Vocabulary("stage 6", STAGE_6, leaves=3, steps=7),
}
EVERYTHING = Vocabulary("everything", (*STAGE_6, *BEYOND_THE_LECTURE), leaves=3, steps=7)


def pool(vocabulary: Vocabulary, seed: int, count: int) -> list[str]:
    """That many programs, no two alike; the same for the same seed."""
    choose = random.Random(f"{vocabulary.name}, seed {seed}").randrange
    programs: dict[str, None] = {}
    while len(programs) < count:
        program = draw(vocabulary, choose)
        if program is not None:
            programs[program] = None
    return list(programs)


def draw(vocabulary: Vocabulary, choose: Choose) -> str | None:
    """One program, or None where the choices came to none that is fair.

    Fair means that whoever computes it right gets the same numbers: no relu at its kink,
    no division by nearly 0, and neither data nor gradients beyond LARGEST.
    """
    steps: list[Line] = []
    for _ in _several(vocabulary.leaves, choose):
        steps.append(Line(LEAF, (_one_of(NUMBERS["l"], choose),)))
    for _ in _several(vocabulary.steps, choose):
        step = _step(vocabulary, steps, choose)
        if step is not None and _data([*steps, step]) is not None:
            steps.append(step)
    steps = _reached(steps)
    if steps[-1].form is LEAF or not _is_well_conditioned(steps):
        return None
    return _text(steps, vocabulary.has_backward)


def doublings(choose: Choose) -> str:
    """A leaf with up to 2**40 paths to the result, which doubles through two different nodes."""
    number, times = _one_of(NUMBERS["l"], choose), choose(MOST_DOUBLINGS) + 1
    return (
        f"a = Value({number!r})\nhalf = Value(0.5)\nb = a\n"
        f"for i in range({times}):\n    b = b * half + b * half\nb.backward()\n"
    )


def with_leaf(program: str, name: str, number: float) -> str:
    """The program with a number in place of how a value was computed, and no line too many."""
    lines = [
        f"{name} = Value({number!r})" if line.startswith(f"{name} = ") else line
        for line in program.splitlines()
    ]
    for place in range(len(lines) - 2, -1, -1):  # the last line is no assignment
        assigned = re.escape(lines[place].split(" = ")[0])
        if not re.search(rf"\b{assigned}\b", "\n".join(lines[place + 1 :])):
            del lines[place]
    return _renamed("".join(line + "\n" for line in lines))


def _renamed(program: str) -> str:
    """The program with the names that draw() would have given."""
    leaves = re.findall(r"^(\w+) = Value\(", program, re.MULTILINE)
    steps = re.findall(r"^(\w+) = (?!Value\()", program, re.MULTILINE)
    names = {
        **{name: LETTERS[i] for i, name in enumerate(leaves)},
        **{name: f"v{i}" for i, name in enumerate(steps)},
    }
    return re.sub(r"\b[a-z]\d*\b", lambda match: names.get(match[0], match[0]), program)


def _step(vocabulary: Vocabulary, steps: list[Line], choose: Choose) -> Line | None:
    """One more line; None where there are not enough values left for it."""
    form = _one_of(vocabulary.forms, choose)
    used = {place for step in steps for place in step.sources()} if vocabulary.is_tree else set()
    left = [place for place in range(len(steps)) if place not in used]
    if vocabulary.is_tree and len(left) < form.values:
        return None
    operands: list[float] = []
    for kind in form.kinds:
        if kind != "v":
            operands.append(_one_of(NUMBERS[kind], choose))
            continue
        back = choose(len(left) + 2) - 2  # so that the latest is thrice as likely
        place = left[-1 - max(back, 0)]
        operands.append(place)
        if vocabulary.is_tree:
            left.remove(place)
    return Line(form, tuple(operands))


def _several(most: int, choose: Choose) -> Iterator[None]:
    """From one to that many times, each number of times as likely as the next.

    Whether to go on is asked each time, so that hypothesis can take a line out.
    """
    yield
    for left in range(most, 1, -1):
        if choose(left) == 0:
            return
        yield


def _one_of(things: Sequence[_T], choose: Choose) -> _T:
    return things[choose(len(things))]


def _data(steps: Iterable[Line], bumped: int = -1) -> list[float] | None:
    """The number of every step, or None where one is not fair; one may be bumped."""
    data: list[float] = []
    for place, step in enumerate(steps):
        inputs = step.inputs(data)
        if not step.form.is_fair(*inputs):
            return None
        number = step.form.compute(*inputs)
        if not abs(number) <= LARGEST:
            return None
        data.append(number + BUMP if place == bumped else number)
    return data


def _is_well_conditioned(steps: list[Line]) -> bool:
    """Whether a nudge of any value is fair as well, and moves the result by no great factor."""
    straight = _data(steps)
    for place in range(len(steps)):
        nudged = _data(steps, bumped=place)
        if straight is None or nudged is None:
            return False
        if abs(nudged[-1] - straight[-1]) > LARGEST * BUMP:
            return False
    return True


def _reached(steps: list[Line]) -> list[Line]:
    """The steps that the last one is made from, and it."""
    wanted = {len(steps) - 1}
    for place in range(len(steps) - 1, -1, -1):
        if place in wanted:
            wanted.update(steps[place].sources())
    places = {old: new for new, old in enumerate(sorted(wanted))}
    kept = []
    for old in places:
        step = steps[old]
        operands = (
            places[int(x)] if k == "v" else x for k, x in zip(step.form.kinds, step.operands)
        )
        kept.append(Line(step.form, tuple(operands)))
    return kept


def _text(steps: list[Line], has_backward: bool) -> str:
    names: list[str] = []
    lines = []
    leaves = sum(step.form is LEAF for step in steps)
    for place, step in enumerate(steps):
        name = LETTERS[place] if place < leaves else f"v{place - leaves}"
        written = (
            names[int(x)] if k == "v" else repr(x) for k, x in zip(step.form.kinds, step.operands)
        )
        lines.append(f"{name} = {step.form.text.format(*written)}")
        names.append(name)
    if has_backward:
        lines.append(f"{names[-1]}.backward()")
    return "".join(line + "\n" for line in lines)
