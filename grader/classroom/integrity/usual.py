"""What nobody need have copied: the stubs, the reference, the lecture's code, and usual variants.

The kata is small and the lecture shows most of it, so honest work is alike in what it has from
there. Where people commonly write a line otherwise than the lecture, that is left out as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

from grader.answers.solutions import solution_sources, with_extra_credit
from grader.classroom.integrity.tokens import comments, tokens
from grader.classroom.integrity.winnowing import shingles
from grader.curriculum import FILES
from grader.diagnosis.recognition.catalogue import ALL, apply
from grader.paths import EXERCISES, LECTURE, SOLUTIONS

# (as it stands in the one or the other, as many write it)
VARIANTS = (
    (
        "        other = other if isinstance(other, Value) else Value(other)\n",
        "        if not isinstance(other, Value):\n            other = Value(other)\n",
    ),
    ("grad += out.grad", "grad += 1.0 * out.grad"),
    ("tuple(_children)", "set(_children)"),
    ("tuple(_children)", "_children"),
    ("return Value(", "out = Value("),
)

_FUNCTION = re.compile(r"^(?=(?:    )?(?:def|class) )", re.MULTILINE)


@cache
def usual_texts() -> frozenset[str]:
    """The files themselves."""
    return frozenset(_sources())


@cache
def usual_comments() -> frozenset[str]:
    return frozenset(comment for text in _sources() for comment in comments(text))


@cache
def usual_code() -> frozenset[int]:
    """All shingles of these files and their variants."""
    texts = {variant for source in _sources() for variant in _variants(source)}
    texts.update(_mistaken())
    parts = {part for text in texts for part in _FUNCTION.split(text)}
    found = (number for part in parts for number in shingles(tokens(part)))
    return frozenset(number for number in found if number is not None)


def _sources() -> Iterator[str]:
    """All files there are."""
    if _has_reference():
        yield from solution_sources().values()
        yield from with_extra_credit(solution_sources()).values()
    for folder in (EXERCISES, LECTURE):
        yield from _texts(folder.glob("*.py"))


def _has_reference() -> bool:
    """Whether this kata was handed out with its solutions."""
    return all((SOLUTIONS / file).is_file() for file in FILES)


def _mistaken() -> Iterator[str]:
    """What misconceptions make of files: two who hold the same are alike in that too."""
    reference = solution_sources() if _has_reference() else {}
    for misconception in ALL if reference else ():
        edited = apply(misconception.edits, reference)
        yield from (text for file, text in edited.items() if text != reference[file])


def _texts(paths: Iterable[Path]) -> Iterator[str]:
    for path in sorted(paths):
        try:
            yield path.read_text(encoding="utf-8")
        except (OSError, UnicodeError):
            continue


def _variants(source: str) -> Iterator[str]:
    """A source with any of the lines written otherwise that are in it."""
    fitting = [(old, new) for old, new in VARIANTS if old in source]
    for count in range(len(fitting) + 1):
        for chosen in combinations(fitting, count):
            variant = source
            for old, new in chosen:
                variant = variant.replace(old, new)
            yield variant
