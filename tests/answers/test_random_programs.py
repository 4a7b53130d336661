"""Random programs: what may be drawn, the pool on record, and what it catches."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import grading
from grader.answers import random_answers, random_programs, reference
from grader.answers.answers import Answers, Record
from grader.answers.random_programs import EVERYTHING, LARGEST, VOCABULARIES, Vocabulary
from grader.answers.solutions import solution_sources
from grader.checks.fixtures import Fixtures
from grader.checks.learner import Learner
from grader.checks.not_passed import NotPassed
from grader.curriculum import STAGES
from grader.diagnosis.recognition.catalogue import ALL, LECTURE, Misconception, apply
from grader.paths import SOLUTIONS
from grader.python_source import stub
from grader.report.model import CheckResult
from grader.submission.folder import read_folder
from grader.submission.submission import of_sources
from grader.upkeep import proof

pytestmark = pytest.mark.slow("runs hundreds of programs at a time")

EVERY_VOCABULARY = [*VOCABULARIES.values(), EVERYTHING]
CHECK = "test_random_expressions"

# What no program of a pool asks: one program about two backwards, or a cycle; labels and
# what stage 6 asks beyond the lecture.
NOT_ASKED = re.compile(
    r"labels-grow|order-kept-between-calls|gradients-zeroed-in-backward|cycle-.*"
    r"|relu-.*|rsub-.*|rtruediv-.*"
)


def drawn(vocabulary: Vocabulary, count: int = 100, seed: int = 7) -> list[str]:
    return random_programs.pool(vocabulary, seed, count)


def lines(program: str) -> list[str]:
    return program.splitlines()


def uses(program: str) -> dict[str, int]:
    """How often each name of a program is an operand, backward() aside."""
    assigned = [line.split(" = ", 1) for line in lines(program) if " = " in line]
    right = " ".join(expression for _, expression in assigned)
    return {name: len(re.findall(rf"\b{name}\b", right)) for name, _ in assigned}


# What is drawn


@pytest.mark.parametrize("vocabulary", EVERY_VOCABULARY, ids=lambda p: p.name)
def test_each_is_python_of_a_few_lines_with_one_backward_at_its_end(vocabulary: Vocabulary) -> None:
    for program in drawn(vocabulary):
        ast.parse(program)
        assert 2 + vocabulary.has_backward <= len(lines(program)) <= 12
        assert program.count("backward()") == vocabulary.has_backward
        if vocabulary.has_backward:
            last = lines(program)[-2].split(" = ")[0]
            assert lines(program)[-1] == f"{last}.backward()"


@pytest.mark.parametrize("vocabulary", EVERY_VOCABULARY, ids=lambda p: p.name)
def test_every_value_is_of_use_to_the_last_one(vocabulary: Vocabulary) -> None:
    for program in drawn(vocabulary):
        *others, last = uses(program).items()
        assert last[1] == 0
        assert all(count > 0 for _, count in others)


@pytest.mark.parametrize("vocabulary", EVERY_VOCABULARY[1:], ids=lambda p: p.name)
def test_numbers_stay_where_every_right_computation_finds_the_same(vocabulary: Vocabulary) -> None:
    for program in drawn(vocabulary):
        trace = reference.run(program)
        assert trace.raised is None, program
        for data, grad in random_answers.numbers_of(trace).values():
            assert math.isfinite(data) and abs(data) <= LARGEST
            assert math.isfinite(grad) and abs(grad) <= 1.01 * LARGEST


def test_a_tree_uses_every_value_once() -> None:
    for program in drawn(VOCABULARIES[4]):
        assert set(list(uses(program).values())[:-1]) == {1}


def test_the_lectures_vocabulary_asks_nothing_that_the_lecture_lacks() -> None:
    text = "".join(drawn(VOCABULARIES[6], 300))
    assert "relu" not in text
    assert not re.search(r"= -?[\d.]+ [-/] ", text)


def test_a_stage_asks_nothing_of_a_later_one() -> None:
    for stage in (1, 4, 5):
        text = "".join(drawn(VOCABULARIES[stage], 300))
        assert not re.search(r"\*\*|/|exp|sum|= -|[+*] -?\d|\b\d[.\d]* [+*]", text)
        assert stage > 1 or "tanh" not in text


@pytest.mark.parametrize(
    ("pattern", "vocabulary"),
    [
        (r"(v\d) [+*] \1\b", VOCABULARIES[5]),  # a step with itself
        (r"(\bv\d)( = .*\n)(.*\n)* ?.*\1 \+ v\d", VOCABULARIES[5]),
        (r"v\d [+*] a\b", VOCABULARIES[5]),
        (r"\ba [+*] v\d", VOCABULARIES[5]),
        (r"Value\(0\.0\)", VOCABULARIES[4]),
        (r"Value\(-", VOCABULARIES[4]),
        (r"\*\*-\d", VOCABULARIES[6]),
        (r"\*\*0\.5", VOCABULARIES[6]),
        (r"= -?\d [+*] \w", VOCABULARIES[6]),  # an int on the left
        (r"\w [-/+*] -?\d\.\d", VOCABULARIES[6]),  # a float on the right
        (r"sum\(\[\w+, \w+, \w+\]\)", VOCABULARIES[6]),
        (r"= -?[\d.]+ / ", EVERYTHING),
        (r"= -?[\d.]+ - ", EVERYTHING),
        (r"relu", EVERYTHING),
    ],
)
def test_what_a_vocabulary_has_is_drawn_now_and_then(pattern: str, vocabulary: Vocabulary) -> None:
    assert any(re.search(pattern, program) for program in drawn(vocabulary, 200))


def test_relu_is_never_asked_at_its_kink_and_nothing_is_divided_by_nearly_zero() -> None:
    for program in drawn(EVERYTHING, 300):
        numbers = random_answers.numbers_of(reference.run(program))
        for operand in re.findall(r"(\w+)\.relu\(\)", program):
            assert abs(numbers[operand][0]) >= random_programs.KINK
        for operand in re.findall(r" / ([a-z]\w*)", program):
            assert abs(numbers[operand][0]) >= random_programs.NEAREST
        for operand, exponent in re.findall(r"(\w+)\*\*(-?[\d.]+)", program):
            if float(exponent) != int(float(exponent)):
                assert numbers[operand][0] > 0


def test_computed_values_are_used_again_at_another_depth() -> None:
    """A fifth of the programs, or a wrong order would pass too many of them."""
    again = [
        program
        for program in drawn(VOCABULARIES[5], 200)
        if any(name.startswith("v") and count > 1 for name, count in uses(program).items())
    ]
    assert len(again) >= 40


@settings(max_examples=50, database=None, deadline=None)
@given(st.data())
def test_hypothesis_can_draw_them_too(data: st.DataObject) -> None:
    program = random_programs.draw(EVERYTHING, lambda n: data.draw(st.integers(0, n - 1)))
    if program is not None:
        ast.parse(program)


def test_choices_of_zero_make_the_simplest_program() -> None:
    simplest = "a = Value(3.0)\nv0 = a + a\nv0.backward()\n"
    assert random_programs.draw(VOCABULARIES[5], lambda n: 0) == simplest


def test_a_leaf_in_place_of_a_computed_value_leaves_no_line_too_many() -> None:
    program = """\
a = Value(3.0)
b = Value(2.0)
v0 = a + a
v1 = v0 * a
v2 = v1 - b
v2.backward()
"""
    shorter = """\
a = Value(2.0)
b = Value(18.0)
v0 = b - a
v0.backward()
"""
    assert random_programs.with_leaf(program, "v1", 18.0) == shorter


# The pool on record


def test_the_pool_is_small_and_has_two_hundred_programs_a_stage() -> None:
    pools = random_answers.load()
    assert {stage: len(pool) for stage, pool in pools.items()} == {4: 200, 5: 200, 6: 200}
    assert random_answers.FILE.stat().st_size < 400_000


def test_the_pool_is_what_is_drawn_and_what_torch_answers_today() -> None:
    """Stale? python -m grader answers."""
    pytest.importorskip("torch")
    drawn_again = proof.recomputed_random_answers()
    recorded = random_answers.load()
    for stage, pool in drawn_again.items():
        assert list(recorded[stage]) == list(pool)
        for program, numbers in pool.items():
            on_record = recorded[stage][program]
            assert list(on_record) == list(numbers)
            for name, pair in numbers.items():
                assert on_record[name] == pytest.approx(pair, rel=1e-9, abs=1e-9), program


def test_the_reference_agrees_with_torch_on_programs_of_another_seed() -> None:
    pytest.importorskip("torch")
    from grader.answers import torch

    for vocabulary in EVERY_VOCABULARY[1:]:
        for program in drawn(vocabulary, 150, seed=11):
            yours = random_answers.numbers_of(reference.run(program))
            for name, pair in random_answers.numbers_of(torch.run(program)).items():
                assert yours[name] == pytest.approx(pair, rel=1e-9, abs=1e-12), program


def test_an_answer_on_record_needs_no_torch() -> None:
    answers = Answers(Record())
    program = next(iter(answers.pool(5)))
    trace, source = answers.of("torch", program)
    assert source == "torch" and trace.node("v0") is not None
    assert answers.computed == Record()


def test_another_seed_draws_other_programs_and_has_them_answered() -> None:
    answers = Answers(Record(), seed=3)
    assert set(answers.pool(4)) != set(Answers(Record()).pool(4))
    assert answers.computed.torch or answers.computed.reference


# The checks that use it


def random_check(sources: dict[str, str], stage: int, seed: int = 0) -> CheckResult:
    graded = grading.grade(of_sources("a learner", sources), stages=[stage], seed=seed)
    assert graded.seed == seed
    return next(check for check in graded.stages[0].checks if check.name == CHECK)


def edited(old: str, new: str, file: str = "value.py") -> dict[str, str]:
    sources = solution_sources()
    assert old in sources[file]
    return {**sources, file: sources[file].replace(old, new)}


@contextmanager
def fixtures_of(
    sources: dict[str, str], stage: int, seconds: float = 4.0
) -> Iterator[tuple[Fixtures, Learner]]:
    """What a check of a stage works with, for one learner."""
    learner = Learner(of_sources("a learner", sources), time_factor=seconds)
    try:
        yield Fixtures(learner, Answers(), STAGES[stage - 1]), learner
    finally:
        learner.close()


@pytest.mark.parametrize("seed", [0, 5])
@pytest.mark.parametrize("stage", random_answers.STAGES)
def test_the_solutions_pass_whatever_the_seed(stage: int, seed: int) -> None:
    result = random_check(solution_sources(), stage, seed)
    assert (result.status, result.program, result.output) == ("passed", "", "")


@pytest.mark.parametrize("stage", random_answers.STAGES)
def test_stubs_are_to_do(stage: int) -> None:
    sources = {file: stub(text) for file, text in solution_sources().items()}
    assert random_check(sources, stage).status == "to do"


def test_a_failure_is_shown_by_the_shortest_program_with_torchs_numbers() -> None:
    sources = edited("(1 - t**2) * out.grad", "(1 - t) * out.grad")
    result = random_check(sources, 4)
    assert result.status == "failed"
    assert re.fullmatch(
        r"from value import Value\na = Value\(.+\)\nv0 = a\.tanh\(\)\nv0\.backward\(\)\n",
        result.program,
    )
    (row,) = result.outcome.differences
    assert (row.name, row.quantity, row.source) == ("a", "grad", "torch")


def test_an_exception_is_shown_by_the_program_that_raises_it() -> None:
    sources = edited("t = math.tanh(self.data)", "t = mth.tanh(self.data)")
    result = random_check(sources, 4)
    assert result.status == "error"
    assert "tanh" in result.program and result.program.count("\n") == 4
    assert result.outcome.file == "exercises/value.py" and result.outcome.line


@pytest.mark.parametrize(
    ("new", "status"),
    [("while out.data < 0:\n            pass", "timeout"), ("import os; os.abort()", "crashed")],
)
def test_a_program_that_never_ends_or_dies_is_found_among_the_others(new: str, status: str) -> None:
    sources = edited('"tanh")\n', f'"tanh")\n        {new}\n')
    with fixtures_of(sources, stage=4, seconds=0.8) as (fixtures, learner):
        with pytest.raises(NotPassed) as raised:
            fixtures.agree_all(4)
        assert raised.value.outcome.status == status
        assert fixtures.program.count("backward()") == 1
        assert learner.is_slow == (status == "timeout")


def test_what_goes_wrong_only_after_other_programs_says_so() -> None:
    sources = edited(
        "        from topological_sort import topological_sort\n",
        "        from topological_sort import topological_sort\n"
        "        Value.calls = getattr(Value, 'calls', 0) + 1\n"
        "        if Value.calls > 100:\n"
        "            return\n",
    )
    with fixtures_of(sources, stage=4) as (fixtures, _):
        with pytest.raises(NotPassed) as raised:
            fixtures.agree_all(4)
        outcome = raised.value.outcome
        assert (outcome.status, outcome.claim) == ("failed", "right_after_others")
        assert outcome.facts["total"] == random_answers.PROGRAMS
        assert 0 < float(outcome.facts["count"] or 0) < random_answers.PROGRAMS
        assert fixtures.program.count("backward()") == 1


def test_what_the_learner_prints_in_a_batch_is_not_kept() -> None:
    sources = edited("out = Value(", "print('here'); out = Value(")
    with fixtures_of(sources, stage=5) as (fixtures, _):
        fixtures.agree_all(5)
        assert fixtures.output == ""


# What the pool catches


@pytest.fixture(scope="module")
def learner() -> Iterator[Learner]:
    one = Learner(read_folder(SOLUTIONS))
    yield one
    one.close()


def is_caught(learner: Learner, sources: dict[str, str], stage: int, answers: Answers) -> bool:
    learner.forget_runaways()
    learner.replace(of_sources("a mutant", sources))
    try:
        Fixtures(learner, answers, STAGES[stage - 1]).agree_all(stage)
    except NotPassed:
        return True
    return False


ASKED = [m for m in ALL if m.stage in random_answers.STAGES and not NOT_ASKED.fullmatch(m.name)]


def test_only_what_no_program_asks_is_left_out() -> None:
    of_these_stages = [m for m in ALL if m.stage in random_answers.STAGES]
    assert len(ASKED) >= 0.75 * len(of_these_stages)


@pytest.mark.parametrize("style", ["reference", "lecture"])
def test_the_pool_alone_catches_every_misconception_it_asks_about(
    style: str, learner: Learner
) -> None:
    base = solution_sources()
    if style == "lecture":
        base = apply(LECTURE, base)
    answers = Answers()

    def escapes(misconception: Misconception) -> bool:
        sources = apply(misconception.edits, base)
        return not is_caught(learner, sources, misconception.stage, answers)

    assert [m.name for m in ASKED if escapes(m)] == []
