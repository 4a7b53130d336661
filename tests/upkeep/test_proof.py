"""The grader is right about what is known: solutions, stubs, the lecture, and the points."""

from __future__ import annotations

import ast
import builtins
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader import grading
from grader.checks.collection import checks_of, names_beyond_the_lecture
from grader.curriculum import STAGES, stage
from grader.diagnosis.recognition.catalogue import ALL, Misconception
from grader.paths import LECTURE, ROOT, SOLUTIONS
from grader.report import words
from grader.report.model import CheckResult, Report
from grader.submission.folder import read_folder
from grader.upkeep import proof
from grader.upkeep.worthless import worthless

pytestmark = pytest.mark.slow("grades the solutions, the lecture and wrong walks, with torch")

NUMBERS = [s.number for s in STAGES]

# What walks in another order than a topological one, or takes a Value more than once.
WRONG_TRAVERSALS = (
    "direct-operands-only",
    "operands-backward-called",
    "result-before-operands",
    "depth-first-from-the-result",
    "breadth-first",
    "levels-by-shortest-path",
    "walk-along-every-path",
    "visited-forgotten",
    "append-outside-visited-guard",
)


@pytest.fixture(scope="module")
def of_plain_solutions() -> Report:
    return grading.grade(proof.solutions())


@pytest.fixture(scope="module")
def of_solutions() -> Report:
    """Those with extra credit, which pass every check."""
    return grading.grade(proof.solutions_with_extra_credit())


@pytest.fixture(scope="module")
def of_stubs() -> Report:
    return grading.grade(proof.stubs())


@pytest.fixture(scope="module")
def of_lecture() -> Report:
    return grading.grade(read_folder(LECTURE))


def checks(report: Report) -> Iterator[tuple[int, CheckResult]]:
    return ((s.number, check) for s in report.stages for check in s.checks)


def programs(report: Report) -> dict[str, str]:
    """{"stage:check": program} of all the checks, imports included."""
    return {f"{number}:{check.name}": check.program for number, check in checks(report)}


def test_the_solutions_earn_every_point(of_plain_solutions: Report) -> None:
    assert proof.lost_checks(of_plain_solutions) == {}
    assert of_plain_solutions.earned == of_plain_solutions.points
    assert of_plain_solutions.is_right


def test_what_does_nothing_right_earns_nothing() -> None:
    submissions = list(worthless())
    earned = {
        submission.name: report.earned + report.bonus_earned
        for submission, report in zip(submissions, proof.graded(submissions))
    }
    assert len(earned) == len(submissions) > 20
    assert set(earned.values()) == {0}, earned


def test_with_extra_credit_they_earn_every_bonus_too(of_solutions: Report) -> None:
    assert [
        (n, c.name, words.message(c.outcome))
        for n, c in checks(of_solutions)
        if c.status != "passed"
    ] == []
    assert of_solutions.earned == of_solutions.points
    bonus = sum(check.points for _, check in checks(of_solutions) if check.bonus)
    assert of_solutions.bonus_earned == bonus > 0
    assert of_solutions.is_right


def test_the_stubs_earn_nothing_and_every_check_is_to_do(of_stubs: Report) -> None:
    assert [(n, c.name, c.status) for n, c in checks(of_stubs) if c.status != "to do"] == []
    assert {s.status for s in of_stubs.stages} == {"to do"}
    assert of_stubs.earned == of_stubs.bonus_earned == 0


@pytest.mark.parametrize("number", NUMBERS)
def test_the_lectures_code_fails_what_asks_for_more_and_nothing_else(
    number: int, of_lecture: Report
) -> None:
    failed = [c.name for n, c in checks(of_lecture) if n == number and c.status != "passed"]

    assert sorted(failed) == sorted(proof.beyond(number))


def test_checks_beyond_the_lecture_are_announced_in_the_stub() -> None:
    """Each of these words of a stub is what such a check asks for."""
    stubs = "\n".join(text for _, text in proof.stubs().files.values())
    announced = {
        5: ["# ValueError: the graph has a cycle"],
        6: ["1 - Value(2.0)", "3 / Value(2.0)", "Value(-2.0).relu()"],
        8: ["Neuron(2)([1.0, 2.0, 3.0])       # ValueError"],
        9: ["Layer(1, 2)(Layer(3, 1)", "Layer(1, 2)(2.0)", "Layer(3, 2)(5) "],
        10: ["MLP(2, [16, 1, 1])"],
    }

    assert [n for n in NUMBERS if names_beyond_the_lecture(n)] == list(announced)
    assert [text for texts in announced.values() for text in texts if text not in stubs] == []


def test_ten_points_a_stage_and_at_least_ninety_checks(of_solutions: Report) -> None:
    worth = {s.number: sum(c.points for c in s.checks if not c.bonus) for s in of_solutions.stages}

    assert worth == pytest.approx(dict.fromkeys(NUMBERS, 10))
    assert [s.points for s in of_solutions.stages] == [stage(n).points for n in NUMBERS]
    assert len([c for _, c in checks(of_solutions) if not c.bonus]) >= 90
    assert [c.name for _, c in checks(of_solutions) if c.points <= 0] == []


def test_no_two_checks_of_a_stage_share_a_name_or_a_title(of_solutions: Report) -> None:
    for of_one in of_solutions.stages:
        names, titles = ([getattr(c, f) for c in of_one.checks] for f in ("name", "title"))
        assert len(set(names)) == len(names)
        assert len(set(titles)) == len(titles)


def test_every_check_has_a_title_of_one_line(of_solutions: Report) -> None:
    titles = [check.title for _, check in checks(of_solutions)]

    assert [t for t in titles if not t.endswith((".", "?"))] == []
    assert [t for t in titles if "\n" in t or "{" in t or len(t) > 100] == []


def test_every_check_has_hints(of_solutions: Report) -> None:
    hints = {(n, check.name): check.hints for n in NUMBERS for check in checks_of(n)}

    assert list(hints) == [(n, check.name) for n, check in checks(of_solutions)]
    assert [check for check, texts in hints.items() if not 1 <= len(texts) <= 4] == []
    assert [t for texts in hints.values() for t in texts if not t.strip() or len(t) > 160] == []
    assert [c for c, texts in hints.items() if len(set(texts)) < len(texts)] == []


def test_every_program_brings_the_imports_it_needs(of_solutions: Report) -> None:
    missing = {name: unknown_names(program) for name, program in programs(of_solutions).items()}

    assert {name: names for name, names in missing.items() if names} == {}


def unknown_names(program: str) -> set[str]:
    """The names that a program reads and neither makes, imports nor finds among the builtins."""
    known, read = set(vars(builtins)), set()
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else known).add(node.id)
        elif isinstance(node, ast.alias):
            known.add(node.asname or node.name)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            known.add(node.name)
        elif isinstance(node, ast.arg):
            known.add(node.arg)
    return read - known


def test_unknown_names_are_found() -> None:
    assert unknown_names("from value import Value\na = Value(b)\nprint(a, len)\n") == {"b"}


def test_programs_run_as_pasted(of_solutions: Report) -> None:
    """Two of every stage and every kind, in a Python that knows nothing of the grader."""
    left_out = {f"{n}:{c}" for n in NUMBERS for c in proof.beyond(n)}
    of_stage: dict[str, list[str]] = {}
    for name, program in programs(of_solutions).items():
        if name not in left_out:  # some of these end with an exception, and may
            of_stage.setdefault(name.split(":")[0], []).append(program)
    pasted = [program for found in of_stage.values() for program in (found[0], found[-1])]
    pasted = [program for program in pasted if "torch" not in program] + [of_stage["7"][0]]
    assert sum("draw_dot" in program for program in pasted) == 1

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        ended = dict(zip(pasted, pool.map(complaint, pasted)))

    assert {program: text for program, text in ended.items() if text} == {}


def complaint(program: str, folder: Path = SOLUTIONS) -> str:
    """What plain Python says on standard error when it is given a program to run."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.stderr + (f"exit code {done.returncode}" if done.returncode else "")


def test_a_pasted_program_that_fails_says_so() -> None:
    assert "NameError" in complaint("a = Value(2.0)")


def named(name: str) -> Misconception:
    return next(m for m in ALL if m.name == name)


@pytest.fixture(scope="module")
def traversals() -> dict[str, Report]:
    mutants = [proof.mutant(named(name)) for name in WRONG_TRAVERSALS]
    return dict(zip(WRONG_TRAVERSALS, proof.graded(mutants, stages=[5])))


@pytest.mark.parametrize("name", WRONG_TRAVERSALS)
def test_a_wrong_traversal_earns_at_most_half_of_stage_5(
    name: str, traversals: dict[str, Report]
) -> None:
    of_stage_5 = traversals[name].stages[0]

    assert of_stage_5.number == 5
    assert of_stage_5.earned <= of_stage_5.points / 2
