"""The mutation score on record holds for the solutions and the checks of today."""

from __future__ import annotations

import random

import pytest

from grader.curriculum import FILES
from grader.upkeep import mutation_score
from grader.upkeep.mutants import Mutant, mutants
from grader.upkeep.mutation_score import FileScore, Score, Survivor

SAMPLE = 25

STALE = "stale: make mutants"


@pytest.fixture(scope="module")
def made() -> dict[str, list[Mutant]]:
    return mutation_score.all_mutants()


@pytest.fixture(scope="module")
def score() -> Score:
    return mutation_score.load()


@pytest.fixture(scope="module")
def sample(made: dict[str, list[Mutant]]) -> set[Mutant]:
    everything = [mutant for group in made.values() for mutant in group]
    return set(random.Random(0).sample(everything, SAMPLE))


def lines(source: str) -> set[str]:
    return {line for mutant in mutants("a.py", source) for line in mutant.diff if line[0] == "+"}


def test_the_score_is_of_the_mutants_there_are_today(
    made: dict[str, list[Mutant]], score: Score
) -> None:
    assert sorted(score) == sorted(made) == sorted(FILES), STALE
    for file, row in score.items():
        assert row.mutants == len(made[file]), f"{file} is {STALE}"
        assert row.fingerprint == mutation_score.fingerprint(made[file]), f"{file} is {STALE}"
        assert row.killed == row.mutants - len(row.survivors)


def test_every_survivor_is_a_mutant_and_has_a_reason(
    made: dict[str, list[Mutant]], score: Score
) -> None:
    for file, row in score.items():
        known = [(mutant.place, mutant.diff) for mutant in made[file]]
        for survivor in row.survivors:
            assert known.count((survivor.place, survivor.diff)) == 1, STALE
            assert survivor.reason.endswith("."), f"{survivor} has no reason yet"


@pytest.mark.parametrize("file", FILES)
def test_a_sample_and_all_survivors_fare_as_recorded(
    file: str, made: dict[str, list[Mutant]], score: Score, sample: set[Mutant]
) -> None:
    survivors = {(survivor.place, survivor.diff) for survivor in score[file].survivors}
    recorded = {m: (m.place, m.diff) in survivors for m in made[file]}
    graded = [m for m, survives in recorded.items() if survives or m in sample]

    found = mutation_score.verdicts(graded)

    wrong = [m for m, v in zip(graded, found) if (v == "survived") != recorded[m]]
    assert wrong == [], STALE


def test_a_mutant_is_one_small_change() -> None:
    assert lines("def double(x):\n    return 2 * x\n") == {
        "+ return 3 * x",
        "+ return 1 * x",
        "+ return 2 / x",
        "+ pass",
    }
    assert lines("if a < b:\n    f(a, b)\n") >= {
        "+ if a <= b:",
        "+ if not (a < b):",
        "+ f(b, a)",
        "+ f(a, )",
        "+ f(None, b)",
        "+ pass",
    }
    assert "+ x = (b,)" in lines("x = (a, b)\n")
    assert "+ x -= y" in lines("x += y\n")
    assert "+ x = y" in lines("x += y\n")
    assert "+ x = b - a" in lines("x = a - b\n")


def test_a_docstring_is_no_target() -> None:
    assert lines('"""About this file."""\n') == set()
    assert lines('def f():\n    """About f, 1 + 1."""\n') == set()


def test_a_mutant_knows_where_it_is_and_what_changed() -> None:
    source = "class Value:\n    def __neg__(self):\n        return self * -1\n"

    mutant = next(m for m in mutants("value.py", source) if "/" in m.source)

    assert (mutant.file, mutant.place) == ("value.py", "Value.__neg__")
    assert mutant.diff == ("- return self * -1", "+ return self / -1")
    assert mutant.source == source.replace("*", "/")


def test_lines_that_move_leave_the_fingerprint_alone() -> None:
    here, lower = (mutants("a.py", lead + "def f(x):\n    return -x\n") for lead in ("", "\n\n"))
    other = mutants("a.py", "def g(x):\n    return -x\n")

    assert mutation_score.fingerprint(here) == mutation_score.fingerprint(lower)
    assert mutation_score.fingerprint(here) != mutation_score.fingerprint(other)


def test_the_table_shows_every_survivor_beneath_its_reason() -> None:
    survivors = [
        Survivor("f", ("- a = 1", "+ a = 2"), "Nobody reads it."),
        Survivor("", ("- b = 1", "+ b = 2")),
    ]
    shown = list(mutation_score.table({"a.py": FileScore(10, 8, 1, "", survivors)}))

    assert [line.split() for line in shown[1:3]] == [
        ["a.py", "10", "8", "1", "2"],
        ["all", "10", "8", "1", "2"],
    ]
    assert shown[3:] == [
        "\n  ✘ no reason yet",
        "    a.py, outside of any function",
        "      - b = 1",
        "      + b = 2",
        "\n  Nobody reads it.",
        "    a.py, f",
        "      - a = 1",
        "      + a = 2",
    ]
