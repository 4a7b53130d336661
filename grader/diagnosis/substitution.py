"""Functions of ours, compiled, in the place of the learner's: in a process for feedback only.

Code in that process can read what it is lent, names and constants too, and put them into all
that it says. So what it did is compared, as `Lent`, and nothing of it can be shown.
"""

from __future__ import annotations

import ast
import base64
import copy
import marshal
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from types import CodeType

from msgspec import Struct
from msgspec.structs import replace

from grader.answers.answers import Answers
from grader.answers.solutions import solution_sources
from grader.checks.check import Attempt, Check
from grader.checks.fixtures import ProgramRun
from grader.checks.learner import Learner
from grader.checks.to_write import functions_used
from grader.curriculum import FILES
from grader.diagnosis.effort import Effort
from grader.diagnosis.recognition.exceptions import DELIBERATE
from grader.diagnosis.recognition.same_behaviour import behaves_like, same_run
from grader.python_source import Function, functions, line_of, parsed, stub_names
from grader.sandbox.fork_server import ForkServer
from grader.sandbox.process import ProcessFailed
from grader.submission.submission import Submission
from grader.trace import PROGRAM, SetOrder, Trace

TIME_FACTOR = 0.3  # of a program's time: what is to be found here ends at once
LENT = "_lent_"  # opens the names under which a function finds what its own file imports

# Runs in the learner's process before the program. A function that another module has
# imported, or its class knows by a second name, is replaced there too.
SUBSTITUTION = """\
def _substitute(parts, modules):
    import base64, importlib, marshal, sys
    for module, owner, name, needs, code in parts:
        module = importlib.import_module(module)
        for lent, source, attribute in needs:
            source = importlib.import_module(source)
            setattr(module, lent, getattr(source, attribute) if attribute else source)
        places = [getattr(module, owner)] if owner else [module]
        if not code:
            for kind in places[0].__mro__[:-1]:
                if name in vars(kind):
                    delattr(kind, name)
            continue
        made = {{}}
        exec(marshal.loads(base64.b64decode(code)), vars(module), made)
        new = vars(made[owner])[name] if owner else made[name]
        old = vars(places[0]).get(name)
        if not owner:
            places += [sys.modules[other] for other in modules if other in sys.modules]
        for place in places:
            known = [key for key, thing in vars(place).items() if thing is old and old is not None]
            for key in known:
                setattr(place, key, new)
        setattr(places[0], name, new)
_substitute({parts!r}, {modules!r})
del _substitute
"""


class Part(Struct, frozen=True, eq=False):
    """One function of the kata as we would have it; without a definition, it is to go."""

    name: str  # such as "Value.__mul__"
    module: str
    definition: Function | None
    needs: tuple[tuple[str, str, str], ...] = ()  # what its file imports: as, from, what

    @property
    def file(self) -> str:
        return f"{self.module}.py"


def part_of(source: str, module: str, name: str) -> Part:
    """A function of a source; one that is to go where the source has none of that name."""
    defined = functions(source).get(name)
    if not defined:
        return Part(name, module, None)
    names = {node.id for node in ast.walk(defined[-1]) if isinstance(node, ast.Name)}
    return Part(name, module, defined[-1], tuple(_imported(source, names)))


def _imported(source: str, names: set[str]) -> Iterator[tuple[str, str, str]]:
    """What a source imports at its top under any of these names."""
    tree = parsed(source)
    for node in tree.body if tree else ():
        if isinstance(node, ast.Import):
            found = [(alias.asname or alias.name, alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found = [(alias.asname or alias.name, node.module, alias.name) for alias in node.names]
        else:
            continue
        yield from (need for need in found if need[0] in names)


@cache
def reference_parts() -> tuple[Part, ...]:
    """Every function of the kata, in the order of the files."""
    return tuple(
        part_of(source, file.removesuffix(".py"), name)
        for file, source in solution_sources().items()
        if file in FILES
        for name in stub_names(source)
    )


@lru_cache(2_000)
def _functions_called(definition: Function) -> tuple[str, ...]:
    """The functions of the kata that a definition may call, operators among them."""
    return functions_used(f"{ast.unparse(definition)}\nValue")


@lru_cache(2_000)
def _encoded(part: Part, path: str, line: int) -> str:
    """Base64 of a marshalled code object that defines the function, as if on that line."""
    return base64.b64encode(marshal.dumps(_compiled(part, path, line))).decode("ascii")


def _compiled(part: Part, path: str, line: int) -> CodeType:
    """Code that defines a function, in its class, without a docstring.

    It claims to stand where the learner's function does, so that an exception comes from
    the same place.
    """
    assert part.definition is not None
    bare = copy.deepcopy(part.definition)
    if ast.get_docstring(bare, clean=False) is not None:
        bare.body = bare.body[1:]
    lent = {need[0] for need in part.needs}
    for node in ast.walk(bare):
        if isinstance(node, ast.Name) and node.id in lent:
            node.id = LENT + node.id
        if hasattr(node, "lineno"):
            node.lineno = node.end_lineno = line  # type: ignore[attr-defined]
            node.col_offset = node.end_col_offset = 0  # type: ignore[attr-defined]
    owner = part.name.rpartition(".")[0]
    module = ast.parse(f"class {owner}: pass" if owner else "")
    place = module.body[0] if owner else module
    assert isinstance(place, (ast.ClassDef, ast.Module))
    place.body = [bare]
    return compile(module, path, "exec", dont_inherit=True)


def _less_lines(trace: Trace, ours: int) -> Trace:
    """The trace with an exception's lines of the program counted without so many of ours."""
    if not trace.raised or not ours:
        return trace
    frames = tuple(
        replace(frame, line=frame.line - ours) if frame.file == PROGRAM else frame
        for frame in trace.raised.frames
    )
    return replace(trace, raised=replace(trace.raised, frames=frames))


def _without_words(trace: Trace) -> Trace:
    """The trace without the texts that no comparison reads."""
    raised = trace.raised
    if raised:
        frames = tuple(replace(frame, text=_kind_of_line(frame.text)) for frame in raised.frames)
        raised = replace(raised, frames=frames, suggestion="")
    return replace(trace, output="", raised=raised)


def _kind_of_line(text: str) -> str:
    return next((kind for kind in DELIBERATE if text.startswith(kind)), "")


class Lent:
    """A check that was put to a learner with functions of ours: how it ended, and no more.

    Neither a struct nor anything that a report could take: it answers yes or no.
    """

    __slots__ = ("__attempt", "__code")

    def __init__(self, attempt: Attempt, code: Submission) -> None:
        self.__attempt, self.__code = attempt, code

    @property
    def check(self) -> Check:
        return self.__attempt.check

    @property
    def passes(self) -> bool:
        return self.__attempt.result.status == "passed"

    @property
    def is_wrong(self) -> bool:
        """Whether a program of the check was run and is not right."""
        return self.__attempt.result.is_wrong and bool(self.__attempt.runs)

    def is_like(self, other: Attempt | Lent) -> bool:
        """Whether the same code did the same there."""
        theirs = other.__attempt if isinstance(other, Lent) else other
        return behaves_like(theirs, self.__attempt, self.__code, self.__code)


class LentRun:
    """A program that was run with functions of ours: as `Lent`."""

    __slots__ = ("__code", "__run")

    def __init__(self, run: ProgramRun, code: Submission) -> None:
        self.__run, self.__code = run, code

    def is_like(self, other: LentRun, relative: float) -> bool:
        """Whether the same code did the same there, with its memory too."""
        code = self.__code
        return same_run(other.__run, self.__run, code, code, with_memory=True, relative=relative)


class Substituted(Learner):
    """A learner some of whose functions are ours. Of others' code it takes what is held."""

    def __init__(
        self,
        submission: Submission,
        answers: Answers,
        effort: Effort,
        server: ForkServer | None = None,
    ) -> None:
        if not submission.may_be_lent_functions:
            raise ValueError(f"{submission.name} is others' code that nothing holds")
        super().__init__(submission, time_factor=TIME_FACTOR, server=server)
        self.effort = effort
        self._answers = answers
        self._parts: Sequence[Part] = ()

    def __enter__(self) -> Substituted:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def attempt(self, check: Check, parts: Sequence[Part]) -> Lent:
        """Put a check to the learner's code with these parts in it. Raises Exhausted."""
        self.effort.spend()
        self._parts = self._with_what_they_call(parts)
        self.forget_runaways()
        attempt = check.run(self, self._answers)
        self.effort.count(attempt)
        return Lent(attempt, self.submission)

    def passes(self, check: Check, parts: Sequence[Part]) -> bool:
        """Whether a check passes with these parts. Raises Exhausted."""
        return self.attempt(check, parts).passes

    def further(self, program: str, parts: Sequence[Part]) -> LentRun:
        """What a program that is part of no check does with these parts. Raises Exhausted."""
        self.effort.spend()
        self._parts = self._with_what_they_call(parts)
        try:
            trace = self.run(program, set_order="forward", with_torch=False)
        except ProcessFailed as failure:
            self.effort.timeouts -= 1
            run = ProgramRun(program, "forward", type(failure).__name__)
        else:
            run = ProgramRun(program, "forward", trace)
        return LentRun(run, self.submission)

    def run(self, program: str, *, set_order: SetOrder, with_torch: bool) -> Trace:
        lines = [self._line(part) for part in self._parts]
        modules = [module for module in self.submission.files if f"{module}.py" in FILES]
        substituted = SUBSTITUTION.format(parts=lines, modules=modules) if lines else ""
        trace = super().run(substituted + program, set_order=set_order, with_torch=with_torch)
        return _without_words(_less_lines(trace, substituted.count("\n")))

    def _with_what_they_call(self, parts: Sequence[Part]) -> Sequence[Part]:
        """These parts, and of the reference what they call that the learner has yet to write."""
        left = {part.name: part for part in reference_parts() if part.name in self.stubs()}
        found = list(parts)
        for part in found:  # it grows
            calls = _functions_called(part.definition) if part.definition else ()
            names = {part.name for part in found}
            found += [left[name] for name in calls if name in left and name not in names]
        return found

    def _line(self, part: Part) -> tuple[object, ...]:
        owner, _, name = part.name.rpartition(".")
        if part.definition is None:
            return part.module, owner, name, (), ""
        path, source = self.submission.files.get(part.module, (part.file, ""))
        code = _encoded(part, path, line_of(source, part.name))
        needs = tuple((LENT + lent, *source) for lent, *source in part.needs)
        return part.module, owner, name, needs, code
