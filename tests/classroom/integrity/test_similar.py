"""Who is much alike: copies however they are worked over, and honest work never."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from grader.answers.solutions import solution_sources
from grader.classroom.integrity.similar import LEAST_SHARED, Pair, groups, similar
from grader.classroom.integrity.work import Work
from grader.diagnosis.recognition.catalogue import ALL, apply
from grader.paths import EXERCISES, LECTURE
from tests.classroom.integrity.copies import DISGUISES, all_of_them
from tests.classroom.integrity.made_works import copied, honest, work

ENOUGH = 2 * LEAST_SHARED  # fingerprints of one's own, for a copy of it to be told
OWN = """
def numerical_gradient(f, inputs, h=1e-6):
    found = []
    for place in range(len(inputs)):
        higher, lower = list(inputs), list(inputs)
        higher[place] += h
        lower[place] -= h
        found.append((f(*higher) - f(*lower)) / (2 * h))
        if not found[-1] == found[-1]:
            raise ArithmeticError("this is no slope: %s" % place)
    return found


def expression_gradients():
    letters = dict(zip("abcef", [2.0, -3.0, 10.0, -6.0, 4.0]))
    ways = {"a": lambda a: (a * -3 + 10) * -2, "b": lambda b: (2 * b + 10) * -2}
    while len(ways) < len(letters):
        ways[max(letters)] = lambda other: other * 4 if other > 0 else other
        letters.pop(max(letters))
    return {name: numerical_gradient(way, [letters[name]])[0] for name, way in ways.items()}
"""

pytestmark = pytest.mark.slow("makes up whole classes")


def pairs(works: list[Work]) -> set[tuple[str, str]]:
    return {(pair.first, pair.second) for pair in similar(works)}


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.glob("*.py")}


@pytest.mark.parametrize("size", [4, 12, 30, 80])
@pytest.mark.parametrize("seed", range(3))
def test_honest_work_is_not_alike(size: int, seed: int) -> None:
    assert pairs(honest(size, random.Random(seed))) == set()


@pytest.mark.parametrize("disguise", [*DISGUISES, "all of them"])
def test_a_copy_is_found_however_it_is_worked_over(disguise: str) -> None:
    chance = random.Random(disguise)
    works = honest(30, chance)
    change = DISGUISES.get(disguise, all_of_them)
    originals = [one for one in works if len(one.fingerprints) >= ENOUGH]
    chosen = chance.sample(originals, 5)
    copies = [copied(f"a copy {at}", one, change, chance) for at, one in enumerate(chosen)]

    found = pairs([*works, *copies])
    wanted = {(f"a copy {at}", next(iter(one.learners))) for at, one in enumerate(chosen)}
    # One of hardly more than enough may be missed, and somebody honest be near another's copy.
    assert len(found & wanted) >= 3
    assert len(found - wanted) <= 1


@pytest.mark.parametrize("name", ["solutions", "exercises", "lecture"])
def test_what_everybody_has_is_nobodys_own(name: str) -> None:
    sources = {
        "solutions": solution_sources(),
        "exercises": files(EXERCISES),
        "lecture": files(LECTURE),
    }[name]
    works = [
        work(f"{name} {at}", {file: text + "\n" * at for file, text in sources.items()})
        for at in range(3)
    ]

    assert all(one.fingerprints == frozenset() for one in works)
    assert pairs(works) == set()


def test_two_who_hold_the_same_misconception_are_not_alike_for_it() -> None:
    for misconception in ALL:
        edited = apply(misconception.edits, solution_sources())
        works = [
            work(learner, {file: text + "\n" * at for file, text in edited.items()})
            for at, learner in enumerate(["anna", "ben"])
        ]
        assert pairs(works) == set(), misconception.name


def test_who_copied_one_file_is_found() -> None:
    chance = random.Random(5)
    works = [work("anna", {**files(LECTURE), "by_hand.py": OWN}), *honest(10, chance)]
    copy = {**solution_sources(), "by_hand.py": all_of_them(OWN, chance)}

    assert pairs([*works, work("ben", copy)]) == {("anna", "ben")}


def test_three_of_whom_each_copied_are_one_group() -> None:
    chance = random.Random(1)
    originals = [work("anna", {"by_hand.py": OWN})]
    copies = [copied(name, originals[0], all_of_them, chance) for name in ("ben", "cleo")]

    (group,) = groups([*honest(20, chance), *originals, *copies])

    assert group.learners == ("anna", "ben", "cleo")
    assert len(group.pairs) == 3


def test_so_many_copies_that_they_are_not_rare_are_found() -> None:
    chance = random.Random(2)
    first = work("copy 00", {"by_hand.py": OWN})
    copies = [copied(f"copy {at:02}", first, all_of_them, chance) for at in range(1, 12)]

    (group,) = groups([*honest(60, chance), first, *copies])

    assert len(group.learners) == 12


def test_what_a_fifth_of_a_class_writes_alike_is_not_told() -> None:
    chance = random.Random(3)
    first = work("copy 00", {"by_hand.py": OWN})
    copies = [copied(f"copy {at:02}", first, all_of_them, chance) for at in range(1, 12)]

    assert groups([*honest(20, chance), first, *copies]) == []


def test_equal_files_are_told_even_of_those_who_wrote_nothing_of_their_own() -> None:
    typed = {file: text.replace("out", "o") for file, text in files(LECTURE).items()}
    both = work("anna", typed)
    both.learners["ben"] = "ben"

    (pair,) = similar([both, *honest(5, random.Random(0))])

    assert pair == Pair("anna", "ben", 1.0, is_equal=True)


def test_a_team_that_handed_in_together_is_not_told() -> None:
    team = work("anna", {"by_hand.py": OWN}, source="submission_7")
    team.learners["ben"] = "submission_7"

    assert pairs([team]) == set()


def test_who_handed_in_the_files_as_they_were_handed_out_is_not_told() -> None:
    nothing = work("anna", files(EXERCISES))
    nothing.learners["ben"] = "ben"

    assert pairs([nothing]) == set()


def test_the_same_comments_tell_where_the_code_is_everybodys() -> None:
    remarks = [f"# why does this take me hour number {at}?\n" for at in range(5)]
    lecture = files(LECTURE)
    works = [
        work(name, {**lecture, "nn.py": "".join(remarks) + lecture["nn.py"] + "\n" * at})
        for at, name in enumerate(["anna", "ben"])
    ]

    (pair,) = similar([*works, *honest(10, random.Random(0))])

    assert (pair.first, pair.second, pair.is_code, len(pair.comments)) == ("anna", "ben", False, 5)
