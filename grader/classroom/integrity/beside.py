"""Two submissions side by side: lines that belong together, and what each has in common."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from msgspec import Struct

from grader.classroom.integrity.tokens import Token, tokens
from grader.classroom.integrity.usual import usual_code, usual_texts
from grader.classroom.integrity.winnowing import LENGTH, shingles
from grader.classroom.integrity.work import Work
from grader.curriculum import FILES

MOST_LINES = 400  # of a file that are laid side by side
AROUND = 2  # lines that are shown before and after what is the same
Kind = Literal["same", "usual", "own"]


class Side(Struct, frozen=True):
    """One line of a file; usual is what is in the stubs, the reference or the lecture too."""

    number: int
    text: str
    kind: Kind


class Row(Struct, frozen=True):
    """Lines that belong together, or how many were left out here."""

    left: Side | None = None
    right: Side | None = None
    left_out: int = 0


class Beside(Struct, frozen=True):
    """One module of both, under the paths it has with each; beyond is how many lines are cut."""

    left: str
    right: str
    rows: list[Row]
    beyond: int


def beside(one: Work, other: Work) -> list[Beside]:
    """The modules in which anything is the same, in the kata's order."""
    mine, theirs = _tokens(one), _tokens(other)
    shared = _numbers(mine) & _numbers(theirs)
    home = {file.removesuffix(".py"): place for place, file in enumerate(FILES)}
    found = []
    for module in sorted({*mine, *theirs}, key=lambda name: (home.get(name, len(home)), name)):
        left = _sides(one, module, mine.get(module, []), shared)
        right = _sides(other, module, theirs.get(module, []), shared)
        if any(side.kind == "same" for side in (*left, *right)):
            rows = list(_folded(_aligned(left[:MOST_LINES], right[:MOST_LINES])))
            beyond = max(0, len(left) - MOST_LINES) + max(0, len(right) - MOST_LINES)
            found.append(Beside(_path(one, module), _path(other, module), rows, beyond))
    return found


def _path(work: Work, module: str) -> str:
    return work.files[module][0] if module in work.files else ""


def _tokens(work: Work) -> dict[str, list[Token]]:
    return {
        module: tokens(source)
        for module, (_, source) in work.files.items()
        if source not in usual_texts()
    }


def _numbers(found: dict[str, list[Token]]) -> set[int]:
    numbers = (number for part in found.values() for number in shingles(part, usual_code()))
    return {number for number in numbers if number is not None}


def _sides(work: Work, module: str, found: Sequence[Token], shared: set[int]) -> list[Side]:
    """The lines of a module; one is the same, or usual, where most of its tokens are."""
    if module not in work.files:
        return []
    lines = work.files[module][1].split("\n")
    own = set(_covered(shingles(found, usual_code()), shared))
    known = set(_covered(shingles(found), usual_code()))
    total = Counter(line for _, line in found)
    same = Counter(found[at][1] for at in own - known)
    usual = Counter(found[at][1] for at in known)
    sides = []
    for number, text in enumerate(lines, start=1):
        kind: Kind = "own"
        if total[number] and 2 * usual[number] >= total[number]:
            kind = "usual"
        if same[number] and 2 * (same[number] + usual[number]) >= total[number]:
            kind = "same"
        sides.append(Side(number, text, kind))
    return sides


def _covered(found: Sequence[int | None], numbers: set[int] | frozenset[int]) -> Iterator[int]:
    """The places of the tokens that are in a shingle of these."""
    for at, number in enumerate(found):
        if number in numbers:
            yield from range(at, at + LENGTH)


def _aligned(left: Sequence[Side], right: Sequence[Side]) -> Iterator[Row]:
    """Each line beside the one that says the same, in the order of the files."""
    keys = _keys(left), _keys(right)
    for _, i1, i2, j1, j2 in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        for at in range(max(i2 - i1, j2 - j1)):
            yield Row(
                left[i1 + at] if i1 + at < i2 else None,
                right[j1 + at] if j1 + at < j2 else None,
            )


def _keys(sides: Sequence[Side]) -> list[str]:
    """What a line says, whatever its names; comments and blank lines are like no code."""
    texts: dict[int, list[str]] = defaultdict(list)
    for text, line in tokens("\n".join(side.text for side in sides)):
        texts[line].append(text)
    return [" ".join(texts[at + 1]) or side.text.strip() for at, side in enumerate(sides)]


def _folded(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows with what is far from anything that is the same left out."""
    found = list(rows)
    near = set[int]()
    for at, row in enumerate(found):
        if any(side is not None and side.kind == "same" for side in (row.left, row.right)):
            near.update(range(at - AROUND, at + AROUND + 1))
    for is_near, group in groupby(range(len(found)), near.__contains__):
        if is_near:
            yield from (found[at] for at in group)
        else:
            yield Row(left_out=len(list(group)))
