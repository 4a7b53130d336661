"""Checks that an instructor adds to ours: what they are worth, and what is wrong with some."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import grading
from grader.answers import answers as on_record
from grader.checks.collection import checks_of
from grader.checks.extra import UnusableChecks, extra_checks, together
from grader.report import words
from grader.report.model import CheckResult
from grader.submission.submission import Submission
from grader.upkeep import proof
from tests.checks.test_plugin import CHECKS, call

FILE = "stage_05_ours.py"
HEAD = """\
from __future__ import annotations

from grader.checks.fixtures import Agree, RunProgram, SameMemory
from grader.checks.marks import awaits, bonus, cases, hints, points

"""
THREE = (
    HEAD
    + '''\
@points(2)
@hints("Each use gives its share.")
def test_a_value_used_three_times(agree: Agree) -> None:
    """a + a + a: each use gives its share."""
    agree("""
        a = Value(3.0)
        b = a + a + a
        b.backward()
    """)
'''
)
MEMORY = (
    HEAD
    + '''\
@bonus
@points(1)
@cases(op=("+", "*"))
def test_memory_in_chains(op: str, same_memory: SameMemory) -> None:
    """Operands in a chain of {op} are remembered."""
    same_memory(f"""
        a = Value(3.0)
        b = a {op} a {op} a
    """)
'''
)
FAILS = (
    HEAD
    + '''\
@points(2)
def test_of_a_name(run: RunProgram) -> None:
    """It looks for what is not there."""
    trace = run("a = Value(3.0)")
    trace.no_such_thing
'''
)


def check(*lines: str, name: str = "test_it", head: str = HEAD) -> str:
    """The source of a module with one check, with these lines above it."""
    above = "".join(f"{line}\n" for line in lines)
    return f'{head}{above}def {name}(agree: Agree) -> None:\n    """It is right."""\n'


def test_they_are_of_the_stage_in_their_name_and_points_are_shares() -> None:
    ours, extra = checks_of(5), extra_checks({FILE: THREE})
    both = together(ours, extra[5])
    required = [c for c in both if not c.is_bonus]

    assert list(extra) == [5]
    assert [c.name for c in both] == [*(c.name for c in ours), "test_a_value_used_three_times"]
    assert sum(c.points for c in required) == pytest.approx(10)
    assert both[-1].points == pytest.approx(10 * 2 / 12)
    assert both[0].points == pytest.approx(ours[0].points * 10 / 12)
    assert (both[-1].file, both[-1].line, both[-1].hints) == (
        *(FILE, 6, ("Each use gives its share.",)),
    )


def test_extra_credit_comes_on_top() -> None:
    both = together(checks_of(5), extra_checks({FILE: MEMORY})[5])

    assert both[: len(checks_of(5))] == checks_of(5)
    assert [(c.name, c.title, c.points, c.is_bonus) for c in both[-2:]] == [
        ("test_memory_in_chains[+]", "Operands in a chain of + are remembered.", 1, True),
        ("test_memory_in_chains[*]", "Operands in a chain of * are remembered.", 1, True),
    ]


def test_modules_of_one_stage_come_in_the_order_of_their_names() -> None:
    found = extra_checks({"stage_05_b.py": THREE, "stage_05_a.py": MEMORY, "stage_01_a.py": THREE})

    assert {stage: [c.file for c in checks] for stage, checks in found.items()} == {
        1: ["stage_01_a.py"],
        5: ["stage_05_a.py", "stage_05_a.py", "stage_05_b.py"],
    }


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def test_it(:\n", "1: it is no Python (invalid syntax); mend it there"),
        ("\nimport no_such_thing\n", "2: it cannot be imported (ModuleNotFoundError: No module"),
        ("\n\nraise SystemExit(3)", "3: it cannot be imported (SystemExit: 3); mend it there"),
        ("def f():\n    return 1 / 0\nf()", "2: it cannot be imported (ZeroDivisionError: divi"),
        ("x = 1\n", "1: there is no check; write a function named test_..."),
        ("test_x = 1\n", "1: test_x: it is no function of that name; only checks are named so"),
        (check(), "6: test_it: it has no points; write @points(2), say, above it"),
        (check("@points(0)"), "6: test_it: it has no points; write @points(2), say, above it"),
        (check("@points('2')"), "6: test_it: it has no points; write @points(2), say, above it"),
        (
            check("@points(1)") + check("@points(1)", head=""),
            "10: test_it: there are two of that name",
        ),
        (
            check("@points(1)", name="test_a_value_added_to_itself"),
            "6: test_a_value_added_to_itself: stage 5 has a check of that name; take another",
        ),
        (
            check("@points(1)") + check("@points(1)", name="test_too", head=""),
            '9: test_too: stage 5 has a check titled "It is right."; take another',
        ),
        (
            "from grader.checks.marks import points\n@points(1)\ndef test_it(agree):\n    pass\n",
            "2: test_it: it has no title; begin it with a docstring of one line",
        ),
        (
            check("@points(1)").replace("agree: Agree", "agre"),
            "6: test_it: there is no fixture agre; there are agree, agree_all, disagreements",
        ),
        (
            check("@points(1)", "@cases(op=('+',))").replace("It is", "{sign} is"),
            "6: test_it: its cases do not fit its title (KeyError('sign')); mend it",
        ),
        (
            check("@points(1)", "@cases(agree=())"),
            "6: test_it: it has no case; give @cases some, or take it away",
        ),
    ],
)
def test_a_mistake_is_a_line_with_its_place_and_the_remedy(source: str, said: str) -> None:
    with pytest.raises(UnusableChecks) as caught:
        extra_checks({FILE: source})

    assert str(caught.value).startswith(f"{FILE}:{said}")


def graded(submission: Submission, source: str, seed: int = 0) -> list[CheckResult]:
    report = grading.grade(submission, stages=[5], seed=seed, extra={FILE: source})
    assert (report.points, len(report.stages)) == (10, 1)
    ours = len(checks_of(5))
    return report.stages[0].checks[ours:]


@pytest.mark.parametrize("seed", [0, 7])
def test_they_are_put_as_ours_are_and_the_reference_answers(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    compute = on_record.compute
    monkeypatch.setattr(on_record, "compute", lambda s, p: asked.append(s) or compute(s, p))
    (right,) = graded(proof.solutions(), THREE, seed)
    (undone,) = graded(proof.stubs(), THREE, seed)

    assert (right.status, undone.status) == ("passed", "to do")
    assert ("a = Value(3.0)" in right.program) == (seed == 0)
    assert set(asked) <= {"reference"}  # torch is the same nowhere


def test_a_submission_that_is_wrong_loses_its_share() -> None:
    submission = proof.mutant(next(m for m in proof.ALL if m.name == "sum-assigns-gradient"))
    report = grading.grade(submission, stages=[5], extra={FILE: THREE}, with_diagnosis=True)
    plain = grading.grade(submission, stages=[5])
    result = report.stages[0].checks[-1]

    assert (result.status, result.outcome.differences[0].source) == ("failed", "reference")
    assert report.earned == pytest.approx(plain.earned * 10 / 12, abs=1e-5)
    assert report.grader != plain.grader


def test_what_raises_in_a_check_itself_is_the_instructors_to_mend() -> None:
    with pytest.raises(UnusableChecks) as caught:
        graded(proof.solutions(), FAILS)

    assert str(caught.value).startswith(
        f"{FILE}:10: test_of_a_name: the check itself fails (AttributeError: 'Ran' object has"
    )


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("assert not trace.names, f'a is {trace.node(\"a\").data},\\nnot 4'", "a is 3.0, not 4"),
        ('assert trace.number("a") == 4.0', "what the check asserts does not hold"),
    ],
)
def test_a_plain_assert_says_what_does_not_hold(statement: str, said: str) -> None:
    source = FAILS.replace("trace.no_such_thing", statement)
    (result,) = graded(proof.solutions(), source)

    assert (result.status, words.what(result.outcome)) == ("failed", said)


def test_a_claim_without_words_is_the_instructors_to_mend() -> None:
    claim = "from grader.checks.not_passed import assert_that; assert_that(False, 'no_claim')"
    with pytest.raises(UnusableChecks, match=r"there are no such words, or facts, for no_claim"):
        graded(proof.solutions(), FAILS.replace("trace.no_such_thing", claim))


@pytest.mark.slow("starts pytest twice")
def test_an_ordinary_session_takes_them_too(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / FILE).write_text(THREE, encoding="utf-8")
    course = tmp_path / "course.toml"
    course.write_text('[checks]\nfolder = "ours"\n', encoding="utf-8")
    arguments = (CHECKS, "--submission", "solutions", "--course", course)

    done = call(*arguments, "-k", "three_times", "-v")
    assert "test_a_value_used_three_times PASSED" in done.stdout, done.stdout + done.stderr
    (folder / FILE).write_text("x = 1", encoding="utf-8")
    done = call(*arguments)
    assert f"{FILE}:1: there is no check" in done.stderr
