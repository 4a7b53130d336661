"""Who passes by heart: answers of seed 0, given to whatever looks like one of its programs."""

from __future__ import annotations

import ast
import builtins
import io
import keyword
import tokenize
from collections.abc import Callable, Iterator
from functools import cache
from textwrap import dedent

from msgspec.structs import replace

from grader.answers.answers import Answers
from grader.checks.check import Attempt
from grader.checks.collection import checks_of
from grader.checks.learner import Learner
from grader.checks.variation import WITHOUT_INPUT
from grader.curriculum import HOME, WITHOUT_TORCH
from grader.sandbox.protocol import Place
from grader.submission.submission import Submission
from grader.trace import Many, Raised, SetOrder, Table, Trace
from grader.upkeep import proof

OURS = {*HOME, *HOME.values(), *dir(builtins), *keyword.kwlist}
NOTHING = Trace(raised=Raised("LookupError", "never seen"))

Masked = tuple[str, tuple[str, ...]]  # the text, and the names that were in it, in their order


@cache
def masked(program: str) -> Masked:
    """A program without its numbers and names."""
    words: list[str] = []
    names: list[str] = []
    before = ""
    for token in tokenize.generate_tokens(io.StringIO(program).readline):
        word = token.string
        if token.type == tokenize.NUMBER:
            word = "#"
        elif token.type == tokenize.STRING:
            word = "_" if word[1:-1] in names else word.replace('"', "'")
        elif token.type == tokenize.NAME and before != "." and word not in OURS:
            names.append(word)
            word = "_"
        words.append(word)
        before = token.string
    return " ".join(words), tuple(names)


class Recording(Learner):
    """The solutions, and all that they answered."""

    def __init__(self) -> None:
        super().__init__(proof.solutions_with_extra_credit())
        self.answered: dict[str, Trace] = {}

    def run(self, program: str, *, set_order: SetOrder, with_torch: bool) -> Trace:
        trace = super().run(program, set_order=set_order, with_torch=with_torch)
        return self.answered.setdefault(program, trace)


class Cheat(Learner):
    """Code that knows answers by heart. It stands in for a submission that took over its process.

    What it is asked, it looks up with numbers and names masked; of an answer it puts the names
    back. A batch of programs is looked up one by one.
    """

    def __init__(self, answered: dict[str, Trace]) -> None:
        super().__init__(Submission("cheat", {}))
        self.answered: dict[str, tuple[tuple[str, ...], Trace]] = {}
        for program, trace in answered.items():
            for text, its in _one_by_one(program, trace):
                pattern, names = masked(text)
                self.answered.setdefault(pattern, (names, its))

    def stubs(self) -> dict[str, Place]:
        return {}

    def run(self, program: str, *, set_order: SetOrder, with_torch: bool) -> Trace:
        programs = programs_of(program)
        if programs:
            items = (self._looked_up(text).names.get("answers", "unknown") for text in programs)
            return Trace({"answers": Many("list", tuple(items))})
        return self._looked_up(program)

    def _looked_up(self, program: str) -> Trace:
        pattern, names = masked(program)
        if pattern not in self.answered:
            return NOTHING
        theirs, trace = self.answered[pattern]
        named = dict(zip(theirs, names))
        table = trace.names.get("answers")
        if isinstance(table, Table):
            items = {}
            for name, datum in table.items.items():  # "a.data", "a.grad"
                value, dot, quantity = name.partition(".")
                items[named.get(value, value) + dot + quantity] = datum
            return Trace({"answers": Table(items)})
        return replace(trace, names={named.get(n, n): datum for n, datum in trace.names.items()})


BATCH = "_programs = []"


def programs_of(program: str) -> list[str]:
    """The programs of a batch; none where it is none."""
    if BATCH not in program:
        return []
    lines = program.splitlines(keepends=True)
    functions = [node for node in ast.parse(program).body if isinstance(node, ast.FunctionDef)]
    # The last statement of each returns what the program left.
    return [dedent("".join(lines[f.body[0].lineno - 1 : f.body[-1].lineno - 1])) for f in functions]


def _one_by_one(program: str, trace: Trace) -> Iterator[tuple[str, Trace]]:
    """A program with its answer; of a batch, each with its own."""
    programs, answers = programs_of(program), trace.names.get("answers")
    if not programs:
        yield program, trace
    elif isinstance(answers, Many):
        for text, item in zip(programs, answers.items):
            yield text, Trace({"answers": item})


def attempts(learner: Learner, answers: Answers) -> list[Attempt]:
    """Every check that does not need torch, put to a learner."""
    return [check.run(learner, answers) for number in WITHOUT_TORCH for check in checks_of(number)]


def points(attempts: list[Attempt], counts: Callable[[Attempt], bool] = lambda _: True) -> float:
    """What they earn, extra credit too."""
    return sum(attempt.result.earned for attempt in attempts if counts(attempt))


def takes_input(attempt: Attempt) -> bool:
    """Whether an answer can vary at all."""
    return not any(name in run.program for run in attempt.runs for name in WITHOUT_INPUT)
