"""What looking for copies costs, and what is found: `make bench`; figures are printed."""

from __future__ import annotations

import ast
import random
import time
from collections.abc import Sequence

from grader.classroom.integrity.similar import LEAST_SHARED, groups, similar
from grader.classroom.integrity.usual import usual_code
from grader.classroom.integrity.work import Work
from grader.submission.bundle import Bundle
from grader.submission.reading import submission_of
from tests.classroom.integrity.copies import DISGUISES, Disguise, all_of_them
from tests.classroom.integrity.made_works import copied, honest, work

SIZES = (200, 1_000)
MOST_GROWTH = 12  # of five times as many; all pairs would take 25 times as long
HONEST_CLASSES = 10
COPIES = 10  # of each disguise
LEAST_TOLD = 0.8  # of the copies of who has enough of their own


def made(size: int, chance: random.Random) -> list[Bundle]:
    """A class of which each hands in another text: some thirty styles, and copies of them."""
    base = honest(30, chance)
    bundles = []
    for number in range(size):
        files = chance.choice(base).files.values()
        texts = {path: f"{text}\nx{number} = {number}\n".encode() for path, text in files}
        bundles.append(Bundle("", dict(texts)))
    return bundles


def seconds(bundles: Sequence[Bundle]) -> tuple[float, float]:
    """To read a class, and to compare it."""
    began = time.process_time()
    works = [
        Work({str(at): str(at)}, submission_of(bundle, is_export=True).files)
        for at, bundle in enumerate(bundles)
    ]
    read = time.process_time()
    groups(works)
    return read - began, time.process_time() - read


def test_a_class_five_times_as_large_takes_no_square_of_that() -> None:
    began = time.process_time()
    usual_code()
    print(f"\n  what everybody has, once: {time.process_time() - began:.2f} s")
    taken = []
    for size in SIZES:
        read, compared = seconds(made(size, random.Random(0)))
        taken.append(compared)
        print(f"  {size:5} submissions: read in {read:.1f} s, compared in {compared:.1f} s")

    assert taken[1] < MOST_GROWTH * taken[0]


def test_how_many_honest_pairs_are_told() -> None:
    for size in (10, 30, 100):
        told = [len(list(similar(honest(size, random.Random(at))))) for at in range(HONEST_CLASSES)]
        pairs = HONEST_CLASSES * size * (size - 1) // 2
        print(f"\n  honest classes of {size}: {sum(told)} of {pairs} pairs are told")
        assert sum(told) == 0


def with_junk(source: str, chance: random.Random) -> str:
    """A statement that does nothing behind each statement: what this cannot see through."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.body = [
                part
                for statement in node.body
                for part in (ast.parse(f"junk = {chance.random()}").body[0], statement)
            ]
    return ast.unparse(tree)


def test_how_many_copies_are_told() -> None:
    disguises: dict[str, Disguise] = {**DISGUISES, "all of them": all_of_them, "junk": with_junk}
    for name, disguise in disguises.items():
        chance = random.Random(name)
        told = {True: [0, 0], False: [0, 0]}
        works = honest(30, chance)
        for original in chance.sample(works, COPIES):
            copy = copied("copy", original, disguise, chance)
            has_enough = len(original.fingerprints) >= 2 * LEAST_SHARED
            told[has_enough][0] += any(p.first == "copy" for p in similar([*works, copy]))
            told[has_enough][1] += 1
        enough, little = told[True], told[False]
        print(
            f"\n  {name:12} {enough[0]} of {enough[1]} told, and {little[0]} of {little[1]}", end=""
        )
        print(" of who has little of their own")
        assert name == "junk" or enough[0] >= LEAST_TOLD * enough[1]


def test_works_are_made_of_what_was_read() -> None:
    (bundle,) = made(1, random.Random(0))
    files = submission_of(bundle, is_export=True).files
    direct = work("x", dict(files.values()))

    assert Work({"x": "x"}, files).fingerprints == direct.fingerprints
