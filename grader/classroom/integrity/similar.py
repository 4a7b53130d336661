"""Which learners handed in much the same: pairs of them, and the groups that these make.

What is compared is what is left of each when stubs, reference, lecture, and what many of the
class write alike are taken away. Fingerprints are looked up in an index, so that nobody is
compared with everybody.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from grader.classroom.integrity.work import Work

# Found by tests/benchmarks/bench_integrity.py: what it takes for honest classes to have no
# pair, and copies that were worked over to be found.
LEAST_SHARE = 0.6  # of what the one who has less of their own wrote
LEAST_SHARED = 14.0  # fingerprints, of some four tokens each
LEAST_COMMENTS = 4
COMMON = 0.2  # of a class: what more of them write alike is nobody's own
FEWEST_COMMON = 4  # learners
SMALL_CLASS = 20  # what a class is taken for that is smaller

_Thing = TypeVar("_Thing", bound=Hashable)


class Pair(Struct, frozen=True):
    """Two learners, and how much of what the one with less has of their own is the other's too.

    is_equal says that all they handed in is the same to the letter; is_code that the share is
    large enough to tell; comments are those that both wrote, and hardly anybody else.
    """

    first: str
    second: str
    share: float
    is_equal: bool = False
    is_code: bool = True
    comments: tuple[str, ...] = ()


class Group(Struct, frozen=True):
    """Learners each of whom is much like another one of them; the pairs, the most alike first."""

    learners: tuple[str, ...]
    pairs: tuple[Pair, ...]


def groups(works: Sequence[Work]) -> list[Group]:
    """All that are much alike, those first of which most is shared."""
    of_learner: dict[str, set[str]] = {}
    pairs = sorted(similar(works), key=_order)
    for pair in pairs:
        together = of_learner.get(pair.first, {pair.first}) | of_learner.get(
            pair.second, {pair.second}
        )
        of_learner.update(dict.fromkeys(together, together))
    found: dict[tuple[str, ...], list[Pair]] = {}
    for pair in pairs:
        found.setdefault(tuple(sorted(of_learner[pair.first])), []).append(pair)
    return [Group(learners, tuple(alike)) for learners, alike in found.items()]


def _order(pair: Pair) -> tuple[bool, float, int, str, str]:
    return not pair.is_equal, -pair.share, -len(pair.comments), pair.first, pair.second


def too_little(works: Sequence[Work]) -> int:
    """How many learners have too little of their own to be like anybody, but to the letter."""
    code = _Index([work.fingerprints for work in works])
    words = _Index([work.comments for work in works])
    return sum(
        len(work.learners)
        for place, work in enumerate(works)
        if code.own[place] < LEAST_SHARED and words.own[place] < LEAST_COMMENTS
    )


def similar(works: Sequence[Work]) -> Iterator[Pair]:
    """The pairs of learners who are much alike, and no team."""
    for work in works:
        if not work.is_usual:
            for first, second in _strangers(work, work):
                yield Pair(first, second, 1.0, is_equal=True)
    for one, other, found in _alike(works):
        for first, second in _strangers(works[one], works[other]):
            first, second = sorted([first, second])
            yield replace(found, first=first, second=second)


def _strangers(one: Work, other: Work) -> Iterator[tuple[str, str]]:
    """Learners of two contents, or of the same, who did not hand in together."""
    pairs = (
        combinations(sorted(one.learners), 2)
        if one is other
        else ((a, b) for a in one.learners for b in other.learners)
    )
    for first, second in pairs:
        source = one.learners[first]
        if not source or source != other.learners[second]:
            yield first, second


def _alike(works: Sequence[Work]) -> Iterator[tuple[int, int, Pair]]:
    """The contents that are much alike, by their places, and how much."""
    code = _Index([work.fingerprints for work in works])
    words = _Index([work.comments for work in works])
    shared, said = code.shared(), words.shared()
    for one, other in sorted({*shared, *said}):
        amount, least = shared.get((one, other), 0.0), min(code.own[one], code.own[other])
        share = amount / least if least else 0.0
        is_code = share >= LEAST_SHARE and amount >= LEAST_SHARED
        if is_code or said.get((one, other), 0.0) >= LEAST_COMMENTS:
            both = works[one].comments & works[other].comments
            same = tuple(sorted(comment for comment in both if words.weight(comment)))
            yield one, other, Pair("", "", share, is_code=is_code, comments=same)


class _Index:
    """Who has what; a thing weighs less the more have it, and nothing where it is common."""

    def __init__(self, things: Sequence[frozenset[_Thing]]) -> None:
        self._holders: dict[Hashable, list[int]] = defaultdict(list)
        for place, own in enumerate(things):
            for thing in own:
                self._holders[thing].append(place)
        self._most = max(FEWEST_COMMON, int(COMMON * len(things)))
        self._size = max(len(things), SMALL_CLASS)
        self.own = [sum(map(self.weight, own)) for own in things]

    def weight(self, thing: Hashable) -> float:
        """1 for what one or two have."""
        count = len(self._holders[thing])
        if count <= 2:
            return 1.0
        return 0.0 if count > self._most else math.log(self._size / count, self._size / 2)

    def shared(self) -> dict[tuple[int, int], float]:
        """{two places: the weight of all that both have}"""
        found: Counter[tuple[int, ...]] = Counter()
        for thing, holders in self._holders.items():
            if 2 <= len(holders) <= self._most:
                found.update(dict.fromkeys(combinations(holders, 2), self.weight(thing)))
        return dict(found)  # type: ignore[arg-type]
