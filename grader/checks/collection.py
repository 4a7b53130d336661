"""The checks of a stage, as its module defines them."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from grader.checks.check import Check
from grader.checks.fixtures import Fixtures
from grader.checks.marks import marks_of
from grader.curriculum import STAGES, Stage

FOLDER = Path(__file__).parent
AWAITED_BY_ALL = "AWAITED_BY_ALL"  # a module's name for the stubs that all its checks await
FIXTURES = frozenset(name for name in vars(Fixtures) if not name.startswith("_"))


class UnknownFixture(TypeError):
    """A check asks for what there is not; the text is which, and what there is."""


def stage_file(number: int) -> Path:
    """The module with the checks of a stage."""
    return next(FOLDER.glob(f"stage_{number:02}_*.py"))


def stage_of(path: Path) -> Stage | None:
    """The stage whose checks a file holds; None for any other file."""
    match = re.fullmatch(r"stage_(\d\d)_\w+\.py", path.name)
    return STAGES[int(match[1]) - 1] if match and path.parent == FOLDER else None


@cache
def checks_of(number: int) -> tuple[Check, ...]:
    """The checks of a stage, in their order, one for each case."""
    module = importlib.import_module(f"grader.checks.{stage_file(number).stem}")
    functions = [f for name, f in vars(module).items() if name.startswith("test_")]
    return tuple(check for f in functions for check in checks_in(STAGES[number - 1], module, f))


def hints_of(number: int) -> list[tuple[str, tuple[str, ...]]]:
    """The title and the hints of every check of a stage; of one with many cases, those of one."""
    found = {check.function: (check.title, check.hints) for check in checks_of(number)}
    return list(found.values())


def names_beyond_the_lecture(number: int) -> list[str]:
    """The checks of a stage that ask for more than the lecture shows."""
    return [check.name for check in checks_of(number) if check.is_beyond_the_lecture]


def names_of_extra_credit(number: int) -> list[str]:
    """The checks of a stage that are never needed for full marks."""
    return [check.name for check in checks_of(number) if check.is_bonus]


def checks_in(stage: Stage, module: ModuleType, function: FunctionType) -> Iterator[Check]:
    """The checks that a module's function is: one for each case; raises UnknownFixture."""
    marks = dict(marks_of(function))
    marks["awaits"] = (*getattr(module, AWAITED_BY_ALL, ()), *marks.get("awaits", ()))
    cases: dict[str, tuple[str, ...]] = marks.pop("cases", {})
    wanted = set(inspect.signature(function).parameters) - set(cases)
    unknown = wanted - FIXTURES
    if unknown:
        missing, there = (", ".join(sorted(names)) for names in (unknown, FIXTURES))
        said = f"there is no fixture {missing}; there are {there}"
        raise UnknownFixture(f"{function.__name__}: {said}")
    for arguments in _each(cases):
        yield Check(
            stage=stage,
            name=function.__name__ + "".join(f"[{value}]" for value in arguments.values()),
            title=_title(function, arguments),
            function=function,
            fixtures=tuple(sorted(wanted)),
            arguments=arguments,
            line=function.__code__.co_firstlineno,
            **marks,
        )


def _each(cases: dict[str, tuple[str, ...]]) -> list[dict[str, str]]:
    """The arguments of every case; one without any where there are no cases."""
    found: list[dict[str, Any]] = [{}]
    for name, values in cases.items():
        found = [{**before, name: value} for before in found for value in values]
    return found


def _title(function: FunctionType, arguments: dict[str, str]) -> str:
    """The first paragraph of a check's docstring, with the case it is for, on one line."""
    paragraph = " ".join((function.__doc__ or "").split("\n\n")[0].split())
    return paragraph.format(**arguments) if arguments else paragraph
