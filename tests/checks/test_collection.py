"""The checks of a stage, as they are collected from its module."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import TypeAlias

import pytest

from grader.checks.check import Check
from grader.checks.collection import (
    FOLDER,
    checks_of,
    hints_of,
    names_beyond_the_lecture,
    names_of_extra_credit,
    stage_file,
    stage_of,
)
from grader.curriculum import STAGES

NUMBERS = [stage.number for stage in STAGES]

MARKS = '''
from grader.checks.marks import awaits, beyond_the_lecture, bonus, cases, hints, points

@points(2)
@hints("first", "second")
@awaits("Value.__mul__")
def test_sums(run, agree):
    """Sums agree, over
    two lines.

    What only those who work on it read.
    """
'''
CASES = '''
from grader.checks.marks import cases, hints

@hints("only")
@cases(op=("+", "*"), name=("a", "b"))
def test_in_cases(op, name, agree):
    """{name} has the op {op}."""
'''
OTHERS = '''
from grader.checks.marks import beyond_the_lecture, bonus

def test_plain():
    """It is plain."""

@beyond_the_lecture
def test_more():
    """More is asked."""

@bonus
def test_bonus():
    """It is never needed."""
'''

Collect: TypeAlias = Callable[[str], tuple[Check, ...]]


@pytest.fixture
def collect(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collect]:
    """Collects a source as if it were that of stage 1."""

    def collected(source: str) -> tuple[Check, ...]:
        module = ModuleType(f"grader.checks.{stage_file(1).stem}")
        exec(source, vars(module))
        monkeypatch.setitem(sys.modules, module.__name__, module)
        return checks_of(1)

    checks_of.cache_clear()
    yield collected
    checks_of.cache_clear()


def test_a_check_is_what_its_marks_and_its_docstring_say(collect: Collect) -> None:
    (check,) = collect(MARKS)

    assert (check.stage, check.name) == (STAGES[0], "test_sums")
    assert check.title == "Sums agree, over two lines."
    assert (check.points, check.hints) == (2, ("first", "second"))
    assert check.awaits == ("Value.__mul__",)
    assert check.fixtures == ("agree", "run")
    assert not check.is_bonus and not check.is_beyond_the_lecture


def test_what_a_module_says_that_all_its_checks_await_comes_first(collect: Collect) -> None:
    (check,) = collect(f'AWAITED_BY_ALL = ("Value.__add__",)\n{MARKS}')

    assert check.awaits == ("Value.__add__", "Value.__mul__")


def test_a_check_in_cases_is_one_check_for_each(collect: Collect) -> None:
    checks = collect(CASES)

    assert [check.name for check in checks] == [
        "test_in_cases[+][a]",
        "test_in_cases[+][b]",
        "test_in_cases[*][a]",
        "test_in_cases[*][b]",
    ]
    assert checks[1].title == "b has the op +."
    assert checks[1].arguments == {"op": "+", "name": "b"}
    assert {check.fixtures for check in checks} == {("agree",)}


def test_the_hints_of_a_check_in_cases_come_once(collect: Collect) -> None:
    collect(CASES + MARKS)

    assert [texts for _, texts in hints_of(1)] == [("only",), ("first", "second")]


def test_what_is_beyond_the_lecture_and_what_is_extra_credit_is_known(collect: Collect) -> None:
    collect(OTHERS)

    assert names_beyond_the_lecture(1) == ["test_more"]
    assert names_of_extra_credit(1) == ["test_bonus"]


def test_a_fixture_that_does_not_exist_is_named(collect: Collect) -> None:
    with pytest.raises(TypeError, match="test_typo: there is no fixture agre"):
        collect("def test_typo(agre):\n    pass\n")


@pytest.mark.parametrize("number", NUMBERS)
def test_every_check_of_a_file_is_collected_in_its_order(number: int) -> None:
    """None has the name of another, which would hide it."""
    module = ast.parse(stage_file(number).read_text(encoding="utf-8"))
    written = [
        node.name
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]

    assert list(dict.fromkeys(c.function.__name__ for c in checks_of(number))) == written


@pytest.mark.parametrize("number", NUMBERS)
def test_a_stage_is_known_by_its_file(number: int) -> None:
    assert stage_of(stage_file(number)) is STAGES[number - 1]


def test_no_other_file_is_a_stage() -> None:
    assert stage_of(FOLDER / "check.py") is None
    assert stage_of(FOLDER.parent / stage_file(1).name) is None
