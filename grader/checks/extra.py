"""Checks that an instructor adds to ours: their modules as text, and what is wrong with them.

They are the instructor's own code, so they run here; mistakes in them are told in one line.
"""

from __future__ import annotations

import ast
import linecache
import re
import sys
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import FunctionType, ModuleType

from msgspec.structs import replace

from grader.checks.check import Check
from grader.checks.collection import UnknownFixture, checks_in, checks_of
from grader.checks.marks import marks_of
from grader.curriculum import STAGES

TEST = "test_"
MODULE = re.compile(r"stage_(\d\d)_\w+\.py")


class UnusableChecks(Exception):
    """A module cannot be used; the text is one line: file and line, what, and the remedy."""


def extra_checks(modules: Mapping[str, str]) -> dict[int, tuple[Check, ...]]:
    """{stage: its extra checks} of modules, {file name: source}; raises UnusableChecks."""
    found: dict[int, tuple[Check, ...]] = {}
    for file, source in sorted(modules.items()):
        match = MODULE.fullmatch(file)
        if not match or not 1 <= int(match[1]) <= len(STAGES):
            raise UnusableChecks(f"{file}: no stage's; name it stage_05_ours.py, say")
        number = int(match[1])
        before = found.get(number, ())
        found[number] = (*before, *_checks(number, file, source, [*checks_of(number), *before]))
    return found


def together(ours: tuple[Check, ...], extra: Sequence[Check]) -> tuple[Check, ...]:
    """The checks of a stage with extra ones, which is worth what it was: points are shares.

    Extra credit comes on top, as ever.
    """
    if not extra:
        return ours
    every = (*ours, *extra)
    share = _worth(ours) / _worth(every)
    return tuple(c if c.is_bonus else replace(c, points=c.points * share) for c in every)


def _worth(checks: Iterable[Check]) -> float:
    return sum(check.points for check in checks if not check.is_bonus)


def mistake(error: BaseException, check: Check) -> str:
    """What an exception of an extra check itself says of it, in one line."""
    what = f"{type(error).__name__}: {' '.join(map(str, error.args))}".rstrip(": ")
    at = _last_line(error, check.file) or check.line
    return f"{check.file}:{at}: {check.name}: the check itself fails ({what}); mend it there"


def _last_line(error: BaseException, file: str) -> int | None:
    """The line of a file that an exception is from; None where it is from elsewhere."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno for frame in reversed(frames) if frame.filename == file), None)


def _checks(number: int, file: str, source: str, others: Sequence[Check]) -> Iterator[Check]:
    """The checks of one module, where others of its stage are there already."""
    module = _module(file, source)
    functions = list(_functions(file, source, module))
    if not functions:
        raise UnusableChecks(f"{file}:1: there is no check; write a function named {TEST}...")
    names = {check.function.__name__ for check in others}
    titles = {check.title for check in others}
    for function in functions:
        at = f"{file}:{_line(function)}: {function.__name__}"
        if function.__name__ in names:
            raise UnusableChecks(f"{at}: stage {number} has a check of that name; take another")
        for check in _of(function, number, module, at):
            if check.title in titles:
                raise UnusableChecks(
                    f'{at}: stage {number} has a check titled "{check.title}"; take another'
                )
            titles.add(check.title)
            yield replace(check, file=file)


def _module(file: str, source: str) -> ModuleType:
    """The module that a source is, having run."""
    module = ModuleType(f"extra_checks.{file.removesuffix('.py')}")
    module.__file__ = file
    sys.modules[module.__name__] = module  # where a dataclass looks for it
    try:
        exec(compile(source, file, "exec", dont_inherit=True), vars(module))
    except SyntaxError as error:
        at = f"{file}:{error.lineno or 1}"
        raise UnusableChecks(f"{at}: it is no Python ({error.msg}); mend it there") from None
    except (Exception, SystemExit) as error:
        what = f"{type(error).__name__}: {error}".rstrip(": ")
        at = f"{file}:{_last_line(error, file) or 1}"
        raise UnusableChecks(f"{at}: it cannot be imported ({what}); mend it there") from None
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    return module


def _functions(file: str, source: str, module: ModuleType) -> Iterator[FunctionType]:
    """The functions that are checks, in their order, each named once."""
    tree = ast.parse(source)
    defined = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith(TEST)]
    count = Counter(node.name for node in defined)
    for node in defined:
        if count[node.name] > 1:
            twice = [other for other in defined if other.name == node.name][1]
            raise UnusableChecks(
                f"{file}:{twice.lineno}: {node.name}: there are two of that name; rename one"
            )
    lines = {node.name: node.lineno for node in defined}
    for name, function in vars(module).items():
        if name.startswith(TEST):
            if not isinstance(function, FunctionType) or function.__name__ != name:
                raise UnusableChecks(
                    f"{file}:{lines.get(name, 1)}: {name}: it is no function of that name; only "
                    "checks are named so"
                )
            yield function


def _of(function: FunctionType, number: int, module: ModuleType, at: str) -> Sequence[Check]:
    """The checks that a function is: one, or one for each case."""
    if not (function.__doc__ or "").strip():
        raise UnusableChecks(f"{at}: it has no title; begin it with a docstring of one line")
    worth = marks_of(function).get("points")
    if isinstance(worth, bool) or not isinstance(worth, (int, float)) or not 0 < worth < 1000:
        raise UnusableChecks(f"{at}: it has no points; write @points(2), say, above it")
    try:
        checks = tuple(checks_in(STAGES[number - 1], module, function))
    except UnknownFixture as error:
        raise UnusableChecks(f"{at.rpartition(': ')[0]}: {error}") from None
    except (LookupError, ValueError, TypeError) as error:
        raise UnusableChecks(f"{at}: its cases do not fit its title ({error!r}); mend it") from None
    if not checks:
        raise UnusableChecks(f"{at}: it has no case; give @cases some, or take it away")
    return checks


def _line(function: FunctionType) -> int:
    return function.__code__.co_firstlineno
