"""Whose fault it is: the smallest replacement by the reference that turns the checks right."""

from __future__ import annotations

import ast
import base64
import copy
import itertools
import marshal
import time
from collections.abc import Iterator, Sequence
from functools import cache
from types import CodeType

from msgspec import Struct

from grader.answers.answers import Answers
from grader.checks.check import Attempt
from grader.checks.learner import Learner
from grader.curriculum import FILES
from grader.diagnosis.recognition.recognise import cheapest_first, wrong_attempts
from grader.paths import SOLUTIONS
from grader.python_source import Function, functions, imported_modules, line_of, stub_names
from grader.report.model import Blame
from grader.submission.submission import Submission
from grader.trace import SetOrder, Trace

TIME_FACTOR = 0.3  # of a program's time: what is to be found here ends at once
MOST_CHECKS = 8  # failing checks that a replacement is put to

# Runs in the learner's process before the program: puts compiled functions of the reference
# in the place of the learner's, and lends a module the imports that they need.
SUBSTITUTION = """\
def _substitute(parts):
    import base64, importlib, marshal
    for module, owner, name, needs, code in parts:
        module = importlib.import_module(module)
        for needed in needs:
            vars(module).setdefault(needed, importlib.import_module(needed))
        made = {{}}
        exec(marshal.loads(base64.b64decode(code)), vars(module), made)
        setattr(getattr(module, owner) if owner else module, name, made[name])
_substitute({parts!r})
del _substitute
"""


class Part(Struct, frozen=True):
    """One function of the reference, compiled, without its source or docstring."""

    name: str  # such as "Value.__mul__"
    module: str
    needs: tuple[str, ...]  # modules of the standard library that its file imports
    code: str  # base64 of a marshalled code object that defines it

    def line(self) -> tuple[str, str, str, tuple[str, ...], str]:
        owner, _, name = self.name.rpartition(".")
        return self.module, owner, name, self.needs, self.code


def blame(
    submission: Submission, attempts: Sequence[Attempt], answers: Answers, deadline: float
) -> list[Blame]:
    """The functions that are at fault for what fails in the first wrong stage; or none.

    One function if one is enough, else the first pair that is, else a whole file (with no
    function named). deadline is by time.monotonic().
    """
    wrong = cheapest_first(wrong_attempts(attempts))[:MOST_CHECKS]
    if not wrong:
        return []
    stage = wrong[0].check.stage
    if stage.needs_torch:  # there is but one function there
        here = tuple(part for part in reference_parts() if f"{part.module}.py" in stage.files)
        return _as_blame(submission, here)
    written = _written(submission, attempts)
    parts = [part for part in reference_parts() if part.name in written]
    with _Substitution(submission, answers) as substitution:
        for group in _groups(parts):
            if time.monotonic() > deadline:
                return []
            if substitution.turns_right(wrong, group):
                return _as_blame(submission, group)
    return []


def _groups(parts: list[Part]) -> Iterator[tuple[Part, ...]]:
    """What to replace, the smallest first: each function, the files, each pair."""
    yield from ((part,) for part in parts)
    for file in FILES:
        group = tuple(part for part in parts if f"{part.module}.py" == file)
        if len(group) > 1:
            yield from _narrowed(group)


def _narrowed(group: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    """The pairs of a file, then the file."""
    yield from itertools.combinations(group, 2)
    yield group


class _Substitution:
    """The learner's code in a process for feedback only: nothing it does here is scored."""

    def __init__(self, submission: Submission, answers: Answers) -> None:
        self.answers = answers
        self.learner = _Substituted(submission)

    def __enter__(self) -> _Substitution:
        return self

    def __exit__(self, *_: object) -> None:
        self.learner.close()

    def turns_right(self, wrong: Sequence[Attempt], group: tuple[Part, ...]) -> bool:
        self.learner.parts = group
        return all(self._passes(attempt) for attempt in wrong)

    def _passes(self, attempt: Attempt) -> bool:
        self.learner.forget_timeouts()
        return attempt.check.run(self.learner, self.answers).result.status == "passed"


class _Substituted(Learner):
    """A learner some of whose functions are the reference's."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(submission, time_factor=TIME_FACTOR)
        self.parts: tuple[Part, ...] = ()

    def run(self, program: str, *, set_order: SetOrder, with_torch: bool) -> Trace:
        substituted = SUBSTITUTION.format(parts=[part.line() for part in self.parts]) + program
        return super().run(substituted, set_order=set_order, with_torch=with_torch)


@cache
def reference_parts() -> tuple[Part, ...]:
    """Every function of the kata, in the order of the files."""
    parts = []
    for file in FILES:
        source = (SOLUTIONS / file).read_text(encoding="utf-8")
        needs, defined = imported_modules(source), functions(source)
        for name in stub_names(source):
            code = base64.b64encode(marshal.dumps(_compiled(defined[name][-1]))).decode("ascii")
            parts.append(Part(name, file.removesuffix(".py"), needs, code))
    return tuple(parts)


def _compiled(function: Function) -> CodeType:
    """Code that defines a function, without its docstring, which says nothing to Python."""
    bare = copy.copy(function)
    bare.body = function.body[1:]
    module = ast.Module(body=[bare], type_ignores=[])
    return compile(module, "<reference>", "exec", dont_inherit=True)


def _written(submission: Submission, attempts: Sequence[Attempt]) -> set[str]:
    """The functions that are no stubs any more; what is to do is nobody's fault."""
    outcomes = [attempt.result.outcome for attempt in attempts]
    to_do = {outcome.function for outcome in outcomes if outcome.reason == "stub"}
    return {part.name for part in reference_parts()} - to_do


def _as_blame(submission: Submission, group: tuple[Part, ...]) -> list[Blame]:
    if len(group) > 2:
        path = submission.files.get(group[0].module, (f"{group[0].module}.py", ""))[0]
        return [Blame(function="", file=path, line=1)]
    found = []
    for part in group:
        path, source = submission.files.get(part.module, (f"{part.module}.py", ""))
        found.append(Blame(function=part.name, file=path, line=line_of(source, part.name)))
    return found
