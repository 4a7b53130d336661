"""The mutation score on record holds for the solutions and the checks of today."""

from __future__ import annotations

import random

import pytest

from grader.curriculum import FILES
from grader.upkeep import mutation_operators as operators
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


@pytest.mark.slow("makes every mutant")
def test_the_score_is_of_the_mutants_there_are_today(
    made: dict[str, list[Mutant]], score: Score
) -> None:
    assert sorted(score) == sorted(made) == sorted(FILES), STALE
    for file, row in score.items():
        assert row.mutants == len(made[file]), f"{file} is {STALE}"
        assert row.fingerprint == mutation_score.fingerprint(made[file]), f"{file} is {STALE}"
        assert row.killed == row.mutants - len(row.survivors)


@pytest.mark.slow("makes every mutant")
def test_every_survivor_is_a_mutant_and_has_a_reason(
    made: dict[str, list[Mutant]], score: Score
) -> None:
    for file, row in score.items():
        known = [(mutant.place, mutant.diff) for mutant in made[file]]
        for survivor in row.survivors:
            assert known.count((survivor.place, survivor.diff)) == 1, STALE
            assert survivor.reason.endswith("."), f"{survivor} has no reason yet"


@pytest.mark.slow("grades all survivors and a sample")
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


@pytest.mark.slow("makes every mutant")
@pytest.mark.parametrize("file", FILES)
def test_every_mutant_is_python_and_none_is_like_another(
    file: str, made: dict[str, list[Mutant]]
) -> None:
    for mutant in made[file]:
        compile(mutant.source, file, "exec")
    assert len({mutant.source for mutant in made[file]}) == len(made[file])


EXAMPLES = [
    (operators.another_number, "x = 2", {"x = 3", "x = 1"}),
    (operators.another_number, "x = 0.5", {"x = 1.5", "x = -0.5"}),
    (operators.another_text, "x = 'Tanh'", {'x = ""', 'x = "tANH"'}),
    (operators.another_text, "x = ''", {'x = "x"'}),
    (operators.no_text, "x = f'{y} inputs'", {"x = f'{y}'"}),
    (operators.another_word, "x = True", {"x = False"}),
    (operators.another_word, "x = None", {"x = 0"}),
    (operators.another_operator, "x = a - b", {"x = a + b"}),
    (operators.another_operator, "x = a**b", {"x = a*b"}),
    (operators.another_operator, "x = a < b", {"x = a <= b", "x = a >= b"}),
    (operators.another_operator, "x = a not in b", {"x = a in b"}),
    (operators.another_operator, "x = a and b", {"x = a or b"}),
    (operators.another_operator, "x += y", {"x -= y"}),
    (operators.operand_alone, "x = not y", {"x = y"}),
    (operators.operand_alone, "x = (-y)", {"x = (y)"}),
    (operators.operands_swapped, "x = a - b", {"x = b - a"}),
    (operators.operands_swapped, "x = a + b - c", {"x = c - (a + b)"}),
    (operators.operands_swapped, "x = a + b", set()),
    (operators.no_statement, "f(x)", {"pass"}),
    (operators.no_statement, "raise x", {"pass"}),
    (operators.nothing_returned, "def f(): return 1", {"def f(): return None"}),
    (operators.nothing_assigned, "x = y", {"x = None"}),
    (operators.assigned_anew, "x += y", {"x = y"}),
    (operators.the_other_way_out, "while x: break", {"while x: continue"}),
    (operators.the_other_way_out, "while x: continue", {"while x: break"}),
    (operators.always_and_never, "if x: y()", {"if True: y()", "if False: y()"}),
    (operators.one_case_alone, "x = a if b else c", {"x = a", "x = c"}),
    (operators.the_contrary, "while x: y()", {"while not x: y()"}),
    (operators.the_contrary, "if x and y: z()", {"if not (x and y): z()"}),
    (operators.the_contrary, "if x < y: z()", set()),
    (operators.no_loop, "for x in y: z()", {"pass"}),
    (operators.nothing_as_an_argument, "f(a, b=c)", {"f(None, b=c)", "f(a, b=None)"}),
    (operators.one_argument_less, "f(a, b)", {"f(a)", "f(b)"}),
    (operators.arguments_swapped, "f(a, b)", {"f(b, a)"}),
    (operators.argument_alone, "x = list(y)", {"x = y"}),
    (operators.argument_alone, "x = sum(y for y in z)", set()),
    (operators.nothing_by_default, "def f(x=()): g(x)", {"def f(x=None): g(x)"}),
    (operators.lambda_of_nothing, "x = lambda: y", {"x = lambda: None"}),
    (operators.one_element_less, "x = [a, b]", {"x = [a]", "x = [b]"}),
    (operators.one_element_less, "x = (a,)", {"x = ()"}),
    (operators.one_element_less, "x = (a, b)", {"x = (a,)", "x = (b,)"}),
    (operators.one_element_less, "x, y = z", set()),
]


@pytest.mark.parametrize(
    ("operator", "before", "after"),
    [pytest.param(*example, id=f"{example[0].__name__}: {example[1]}") for example in EXAMPLES],
)
def test_an_operator_makes_these_mutants_and_no_other(
    operator: operators.Operator, before: str, after: set[str]
) -> None:
    alone = [entry for entry in operators.OPERATORS if entry[1] is operator]

    assert {mutant.source for mutant in mutants("a.py", before, alone)} == after


def test_every_operator_is_shown_to_make_a_mutant() -> None:
    assert {operator for _, operator in operators.OPERATORS} == {
        operator for operator, _, after in EXAMPLES if after
    }


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


SURVIVORS = [
    Survivor("f", ("- a = 1", "+ a = 2"), "Nobody reads it."),
    Survivor("", ("- b = 1", "+ b = 2")),
]


def test_the_table_shows_every_survivor_that_has_a_reason_beneath_it() -> None:
    shown = list(mutation_score.table({"a.py": FileScore(10, 8, 1, "", SURVIVORS)}))

    assert [line.split() for line in shown[1:3]] == [
        ["a.py", "10", "8", "1", "2"],
        ["all", "10", "8", "1", "2"],
    ]
    assert shown[3:] == [
        "\n  Nobody reads it.",
        "    a.py, f",
        "      - a = 1",
        "      + a = 2",
    ]


def test_survivors_without_a_reason_are_shown_alone() -> None:
    shown = list(mutation_score.without_reason({"a.py": FileScore(10, 8, 1, "", SURVIVORS)}))

    assert shown == [
        "\n  ✘ 1 without a reason: sharpen a check, or write it in mutation_score.json",
        "    a.py, outside of any function",
        "      - b = 1",
        "      + b = 2",
    ]
    assert not list(mutation_score.without_reason({"a.py": FileScore(9, 8, 1, "", SURVIVORS[:1])}))


def test_a_survivor_that_is_known_keeps_its_reason_and_a_new_one_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = mutants("a.py", "x = y\n")
    known = Survivor(made[0].place, made[0].diff, "Nobody reads it.")
    monkeypatch.setattr(mutation_score, "all_mutants", lambda: {"a.py": made})
    monkeypatch.setattr(mutation_score, "verdicts", lambda group: ["survived"] * len(group))

    ((_, row),) = mutation_score.measure({"a.py": FileScore(1, 0, 0, "", [known])})

    assert [survivor.reason for survivor in row.survivors] == ["Nobody reads it.", ""]
