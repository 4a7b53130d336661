"""A seed varies every check, so that answers learnt by heart earn next to nothing."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from types import ModuleType

import pytest

from grader.answers import reference
from grader.answers.answers import Answers
from grader.checks.check import Attempt
from grader.checks.draw import Draw, similar
from grader.checks.variation import Variation, made, varied
from grader.edition import AS_WRITTEN as SEED
from grader.report import words
from grader.submission.submission import of_sources
from grader.trace import differences
from grader.upkeep import proof
from tests.checks import seeded
from tests.checks.cheat import (
    Cheat,
    Learner,
    Recording,
    attempts,
    masked,
    points,
    takes_input,
)

SEEDS = range(1, 4)  # twenty more are `make seeds`
MOST_BY_HEART = 5.0  # points
PAPER = 1e-3  # of a forward difference, which is no exact gradient

EXPRESSION = """\
a = Value(2.0)
b = Value(-3.0)
c = Value(10.0)
d = (a * b + c) * 2
d.backward()
"""


@pytest.fixture(scope="module")
def recorded() -> Iterator[tuple[dict[str, Attempt], Cheat]]:
    """The solutions' attempts with seed 0, by check, and who knows them by heart."""
    learner = Recording()
    found = attempts(learner, Answers())
    yield {_key(attempt): attempt for attempt in found}, Cheat(learner.answered)
    learner.close()


@pytest.fixture(scope="module")
def by_seed() -> dict[int, list[Attempt]]:
    """The solutions' attempts with each seed."""
    learner = Learner(proof.solutions_with_extra_credit())
    found = {seed: attempts(learner, Answers(seed=seed)) for seed in SEEDS}
    learner.close()
    return found


def _key(attempt: Attempt) -> str:
    return f"{attempt.check.stage.number}:{attempt.check.name}"


def _programs(attempt: Attempt) -> list[str]:
    """The programs of a check that are its own, and not random ones."""
    return [run.program for run in attempt.runs if "_programs" not in run.program]


def test_seed_0_leaves_every_program_as_it_is() -> None:
    assert varied(EXPRESSION, SEED, "check") == Variation(EXPRESSION)
    draw = Draw(SEED, "check")
    assert draw.size(3) == 3
    assert draw.number(2.0) == 2.0
    assert draw.as_many([1.0, 2.0], 2) == [1.0, 2.0]


def test_a_seed_gives_the_same_programs_each_time_and_another_seed_others() -> None:
    made.clear()
    first = varied(EXPRESSION, 1, "check")
    made.clear()

    assert varied(EXPRESSION, 1, "check") == first
    assert varied(EXPRESSION, 2, "check") != first
    assert varied(EXPRESSION, 1, "another check") != first


@pytest.mark.slow("puts every check, with 6 seeds")
def test_every_check_that_takes_input_is_another_with_each_seed(
    recorded: tuple[dict[str, Attempt], Cheat], by_seed: dict[int, list[Attempt]]
) -> None:
    known = {masked(text) for attempt in recorded[0].values() for text in _programs(attempt)}
    for found in by_seed.values():
        for attempt in filter(takes_input, found):
            before = {masked(text)[0] for text in _programs(recorded[0][_key(attempt)])}
            assert before.isdisjoint(masked(text)[0] for text in _programs(attempt)), attempt.check
            assert known.isdisjoint(map(masked, _programs(attempt)))


@pytest.mark.slow("puts every check, with 6 seeds")
def test_who_knows_seed_0_by_heart_earns_next_to_nothing_with_another(
    recorded: tuple[dict[str, Attempt], Cheat],
) -> None:
    cheat = recorded[1]

    assert points(attempts(cheat, Answers()), takes_input) > 90
    for seed in SEEDS:
        assert points(attempts(cheat, Answers(seed=seed)), takes_input) <= MOST_BY_HEART


@pytest.mark.slow("puts every check, with 6 seeds")
def test_what_takes_no_input_is_the_same_with_every_seed(
    recorded: tuple[dict[str, Attempt], Cheat], by_seed: dict[int, list[Attempt]]
) -> None:
    exempt = {key for key, attempt in recorded[0].items() if not takes_input(attempt)}

    assert {key.partition("[")[0] for key in exempt} == {"3:test_expression", "3:test_neuron"}
    for found in by_seed.values():
        for attempt in found:
            if not takes_input(attempt):
                assert _programs(attempt) == _programs(recorded[0][_key(attempt)])


@pytest.mark.slow("puts varied programs to torch")
def test_an_answer_to_a_varied_program_is_torchs_too(
    by_seed: dict[int, list[Attempt]], torch: ModuleType
) -> None:
    compared = 0
    for found in by_seed.values():
        for attempt in found:
            if "agree" not in attempt.check.fixtures or not takes_input(attempt):
                continue
            for program in {run.program for run in attempt.runs if "._op" not in run.program}:
                text = re.sub(r"^from .*\n", "", program, flags=re.MULTILINE)
                expected, answer = torch.run(text), reference.as_torch(text)
                relative = PAPER if "numerical_gradient" in text else 1e-9
                assert differences(answer, expected, "torch", relative, relative) == [], text
                assert differences(expected, answer, "torch", relative, relative) == [], text
                compared += 1
    assert compared > 80 * len(SEEDS)


@pytest.fixture(scope="module")
def torch() -> ModuleType:
    pytest.importorskip("torch")
    from grader.answers import torch

    return torch


def test_numbers_have_two_significant_digits_and_keep_their_signs() -> None:
    source = random.Random(0)
    for recorded in (2.0, -3.0, 10.0, 1e-3, 0.8813735870195432, 1000.0, 3, -2, 300):
        for _ in range(100):
            number = similar(recorded, source)
            assert number == float(f"{number:.2g}") != recorded
            assert type(number) is type(recorded)
            assert 0.4 < number / recorded < 2.1
    assert [similar(kept, source) for kept in (0, 0.0, 1.0, -1)] == [0, 0.0, 1.0, -1]


def test_equal_numbers_stay_equal_and_signs_of_results_stay() -> None:
    program = "a = Value(2.0)\nb = Value(2.0)\nc = Value(-3.0)\nd = (a * c + b).relu()\ne = a - b\n"
    for seed in range(1, 20):
        variation = varied(program, seed, "check")
        trace = variation.answering_to_both(reference.run(variation.program))
        a, b, d, e = (trace.node(name) for name in "abde")
        assert a and b and d and e
        assert a.data == b.data != 2.0
        assert (d.data, e.data) == (0, 0)


@pytest.mark.slow("puts every check, with 6 seeds")
def test_a_check_asks_for_nothing_more_than_it_does_with_seed_0() -> None:
    """A learner who has written __init__ alone passes what asks for no more."""
    value = "class Value:\n    def __init__(self, data):\n        self.data = data\n"
    submission = of_sources("learner", {"value.py": value})
    passed = []
    for seed in (SEED, *SEEDS):
        learner = Learner(submission)
        found = attempts(learner, Answers(seed=seed))
        learner.close()
        passed.append([_key(attempt) for attempt in found if attempt.result.earned])

    assert passed[0]
    assert all(names == passed[0] for names in passed)


@pytest.mark.slow("puts every check to 14 misconceptions")
def test_what_is_said_of_a_varied_program_bears_its_names() -> None:
    wrong = (proof.mutant(m) for m in seeded.MISCONCEPTIONS[::12])
    rows = 0
    for submission in wrong:
        learner = Learner(submission, time_factor=proof.TIME_FACTOR)
        for attempt in attempts(learner, Answers(seed=1)):
            outcome = attempt.result.outcome
            for row in outcome.differences:
                name = re.split(r"\W", row.name)[0]
                assert re.search(rf"\b{name}\b", attempt.result.program), (row, attempt.result)
                rows += 1
            assert words.message(outcome) or attempt.result.status == "passed"
        learner.close()
    assert rows > 50


def test_a_claim_about_a_varied_program_bears_its_names() -> None:
    copies = "        self._prev = {Value(v.data) for v in _children}\n"
    plain = proof.solution_sources()
    value = re.sub(r" *self\._prev = .*\n", copies, plain["value.py"])
    learner = Learner(of_sources("copies", {**plain, "value.py": value}))
    found = [a for a in attempts(learner, Answers(seed=1)) if a.result.outcome.claim]
    learner.close()
    claims = {a.result.outcome.claim: a.result for a in found}

    very = claims["operands_themselves"]
    assert very.outcome.facts["result"] != "c"
    assert f"in {very.outcome.facts['result']}._prev" in words.message(very.outcome)
    assert f"{very.outcome.facts['result']} = " in very.program


@pytest.mark.slow("grades every variation, each with one of the seeds")
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_right_is_right_with_any_seed(seed: int) -> None:
    mine = [*seeded.right().items()][seed % len(SEEDS) :: len(SEEDS)]
    assert len(mine) > 10
    assert not any(seeded.lost(seed, dict(mine)).values())


@pytest.mark.slow("grades one misconception in eight, each with one of the seeds")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_misconception_is_caught_in_its_stage_with_any_seed(seed: int) -> None:
    mine = seeded.MISCONCEPTIONS[seed % len(SEEDS) :: 8 * len(SEEDS)]
    assert len(mine) > 5
    assert seeded.uncaught(seed, mine) == []
