"""What is still to be written, where that is why a program cannot run or did not end well."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import cache

from grader.checks.files_needed import mentioned_from
from grader.checks.learner import Learner
from grader.checks.not_passed import NotPassed, stub, unwritten
from grader.curriculum import FILES, HOME, STAGES, Stage, first_stage
from grader.python_source import Function, functions, line_of
from grader.report.model import ToWrite
from grader.report.outcome import Outcome
from grader.trace import PROGRAM, Frame, Raised, Trace, importing

STUB = re.compile(r"stage \d+: ([\w.]+)\Z")  # what a stub raises, see python_source.stub()
ABSENT = re.compile(
    r"'(?:Value|NoneType|int|float)' object has no attribute '(_prev|_op|grad|_backward)'"
)
IN_A_TRACE = {"_prev": "parents", "_op": "op", "grad": "grad"}  # what a Node calls them
REMEMBERING = {"+": "Value.__add__", "*": "Value.__mul__"}  # give their results a memory
SIGNS = {
    "Value.__init__": "Value(...)",
    "Value.__repr__": "print or repr",
    "Value.__add__": "+",
    "Value.__radd__": "+",
    "Value.__mul__": "*",
    "Value.__rmul__": "*",
    "Value.__sub__": "-",
    "Value.__rsub__": "-",
    "Value.__neg__": "-",
    "Value.__pow__": "**",
    "Value.__truediv__": "/",
    "Value.__rtruediv__": "/",
}
OPERATORS = {
    ast.Add: "Value.__add__",
    ast.Mult: "Value.__mul__",
    ast.Sub: "Value.__sub__",
    ast.USub: "Value.__neg__",
    ast.Div: "Value.__truediv__",
    ast.Pow: "Value.__pow__",
}


def stub_needed(learner: Learner, program: str) -> NotPassed | None:
    """The stub that a program needs; without this it might fail before it comes to that."""
    stubs = learner.stubs()
    needed = next((name for name in functions_used(program) if name in stubs), None)
    return stub(needed, stubs[needed]) if needed else None


@cache
def functions_used(program: str) -> tuple[str, ...]:
    """The functions of the kata that a program needs, as far as its text shows."""
    found = []
    with_values = re.search(r"\bValue\b", program)  # else its arithmetic is of plain numbers
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.Attribute):
            found.append(f"Value.{node.attr}")
        elif isinstance(node, ast.Name):
            found += [node.id, f"{node.id}.__init__"]
        elif with_values and isinstance(node, (ast.BinOp, ast.UnaryOp)) and not _is_plain(node):
            found.append(OPERATORS.get(type(node.op), ""))
    return tuple(dict.fromkeys(found))


def _is_plain(node: ast.BinOp | ast.UnaryOp) -> bool:
    """Whether an operation is on numbers alone, such as -3.0 or 7 % 13."""
    return not any(isinstance(inner, ast.Name) for inner in ast.walk(node))


def unwritten_cause(
    learner: Learner, trace: Trace, raised: Raised, stage: Stage
) -> NotPassed | None:
    """What is to be written, or missing, where that is why a program of a stage raised; or None."""
    return (
        _file_absent(learner, raised)
        or _name_absent(learner, raised)
        or _import_failed(learner, raised)
        or _calls_ahead(learner, raised, stage)
        or _stub_raised(learner, raised)
        or _attribute_absent(trace, raised)
    )


def _import_failed(learner: Learner, raised: Raised) -> NotPassed | None:
    """A file that cannot be imported: whatever needs it waits until it can."""
    at_import = importing(raised.frames)
    if not at_import:
        return None
    frame = at_import[-1]
    if "partially initialized module" in raised.message:  # whichever was imported first
        frame = min(at_import, key=_place_among_files)
    called = _stub_raised(learner, raised)
    function = called.outcome.function if called else ""
    return NotPassed(
        Outcome(
            status="error",
            reason="waits",
            claim="calls_a_stub" if called else None,
            facts={"calls": SIGNS.get(function, function)} if called else {},
            function=function,
            raised=raised,
            file=frame.file,
            line=frame.line,
            frame=frame,
        )
    )


def _place_among_files(frame: Frame) -> int:
    """Files come in the order of the stages, and import those before them; their own come last."""
    name = frame.file.rpartition("/")[2]
    return FILES.index(name) if name in FILES else len(FILES)


def _calls_ahead(learner: Learner, raised: Raised, stage: Stage) -> NotPassed | None:
    """Code of this stage that does with Values what a later one teaches: numbers were meant.

    Only in the stage that asked for that code; in others it is a stub like any other.
    """
    called = _stub_raised(learner, raised)
    caller = raised.frames[-2] if called and len(raised.frames) > 1 else None
    if not called or not caller:
        return None
    function = called.outcome.function
    written, later = _stage_of(learner, caller), first_stage(function)
    if written != stage.number or later <= written or not function.startswith("Value."):
        return None
    return NotPassed(
        Outcome(
            status="error",
            reason="raised",
            claim="calls_ahead",
            facts={"form": _form(function), "later": later},
            raised=raised,
            file=caller.file,
            line=caller.line,
            frame=caller,
        )
    )


def _stage_of(learner: Learner, frame: Frame) -> int:
    """The first stage that asks for the code of a frame: its function, or its _backward; or 0."""
    name = learner.submission.function_at(frame.file, frame.line)
    first = first_stage(name)
    is_inner = first and frame.function != name.rpartition(".")[2]
    return max(first, first_stage("Value.backward")) if is_inner else first


def _form(function: str) -> str:
    """How a program calls a method of Value, such as "number - Value"."""
    sign, name = SIGNS.get(function), function.rpartition(".")[2]
    if not sign:
        return f"{function}()"
    if name == "__neg__":
        return "-Value"
    return f"number {sign} Value" if name.startswith("__r") else f"Value {sign} ..."


def _stub_raised(learner: Learner, raised: Raised) -> NotPassed | None:
    match = STUB.match(raised.message)
    place = learner.stubs().get(match[1]) if match else None
    if raised.kind == "NotImplementedError" and match and place:
        return stub(match[1], place)
    return None


def _attribute_absent(trace: Trace, raised: Raised) -> NotPassed | None:
    """An attribute that grows with a stage, where the program itself asked for it."""
    match = ABSENT.search(raised.message)
    asked_by_program = raised.frames and raised.frames[-1].file == PROGRAM
    if raised.kind != "AttributeError" or not match or not asked_by_program:
        return None
    key = IN_A_TRACE.get(match[1])
    if key and trace.has(key):
        return None
    return unwritten("attribute", attribute=match[1])


def _file_absent(learner: Learner, raised: Raised) -> NotPassed | None:
    """A file that the grader could not take from the submission."""
    module = re.match(r"No module named '(\w+)'", raised.message)
    if raised.kind != "ModuleNotFoundError" or not module:
        return None
    problem = learner.submission.problems.get(module[1])
    if problem is None:
        return None
    return NotPassed(
        Outcome(
            status="to do" if problem.is_missing else "error",
            reason="file_missing" if problem.is_missing else "file_unusable",
            claim=problem.kind,
            facts={"stem": module[1], **problem.facts},
            file=problem.path,
            remedy="reset" if problem.is_mended_by_reset else None,
        )
    )


def _name_absent(learner: Learner, raised: Raised) -> NotPassed | None:
    """A function or class that a file of the kata should define."""
    name = re.match(r"cannot import name '(\w+)' from '(\w+)'", raised.message)
    if raised.kind != "ImportError" or not name or name[1] not in HOME:
        return None
    home = HOME[name[1]]
    if name[2] not in (home, *learner.submission.beside(home)):  # one name stands for all parts
        return None
    return NotPassed(
        Outcome(status="to do", reason="undefined", function=name[1], facts={"module": home})
    )


def to_write(stage: Stage, learner: Learner, needed: Iterable[str] = ()) -> list[ToWrite]:
    """What a stage that is to do still asks for: its stubs, and the parts that grow with it.

    Of a part that grows, some texts tell that it is there already, and such a one is left out;
    but not where all are there, for then one of them is not yet as it should be. needed are the
    functions that its checks came upon: where all parts are there, those that are stubs of
    another stage are to write, or what a file has that is missing.
    """
    stubs, found = learner.stubs(), list[tuple[bool, ToWrite]]()
    grown = {part.function for before in STAGES[: stage.number - 1] for part in before.parts}
    for part in stage.parts:
        module = HOME[part.function.split(".")[0]]
        file, source = learner.submission.files.get(module, (f"{module}.py", ""))
        defined = functions(source).get(part.function, [])
        if part.function in grown or not defined or part.function in stubs:
            line = line_of(source, part.function)
            is_there = bool(
                part.written and defined and re.search(part.written, _code(defined[-1]))
            )
            found.append((is_there, ToWrite(part.function, part.words, file, line)))
    left = [part for is_there, part in found if not is_there]
    others = _of_others(stage, learner, needed) or _of_missing_files(learner)
    return left or others or [part for _, part in found]


def _of_others(stage: Stage, learner: Learner, needed: Iterable[str]) -> list[ToWrite]:
    """The stubs among these functions that another stage asks for."""
    stubs, own = learner.stubs(), {part.function for part in stage.parts}
    places = {name: stubs[name] for name in dict.fromkeys(needed) if name in stubs}
    return [ToWrite(name, "", at.file, at.line) for name, at in places.items() if name not in own]


def _of_missing_files(learner: Learner) -> list[ToWrite]:
    """What the files should define that are not there."""
    missing = {name: p.path for name, p in learner.submission.problems.items() if p.is_missing}
    names = dict.fromkeys(part.function for stage in STAGES for part in stage.parts)
    homes = {name: HOME[name.split(".")[0]] for name in names}
    return [ToWrite(name, "", missing[home], 1) for name, home in homes.items() if home in missing]


def _code(function: Function) -> str:
    """A function's code without its docstring and comments, evenly spaced."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return "\n".join(ast.unparse(line) for line in body)


def part_not_begun(stage: Stage, learner: Learner, program: str) -> NotPassed | None:
    """A growing part of the stage that a program needs, and that is as it was before."""
    sources = [source for _, source in learner.submission.files.values()]
    used = set(re.findall(r"\w+", program))
    for part in stage.parts:
        owner, _, name = part.function.rpartition(".")
        is_special = name.startswith("__")  # it runs unseen, wherever a Value is made or used
        if part.begun and (owner if is_special else name) in used:
            mentioned = mentioned_from(used if is_special else {name}, sources)
            if not any(re.search(part.begun, other) for other in mentioned):
                return unwritten("part", function=part.function, part=part.words)
    return None


def assert_begun(trace: Trace, results: dict[str, str]) -> None:
    """Raise NotPassed (to do) where these results, {name: op}, are all as stage 1 leaves them.

    Such a result has neither operands nor an op, though __init__ keeps them by now.
    """
    nodes = [trace.node(name) for name in results]
    if nodes and all(node and node.remembers_nothing for node in nodes):
        method = REMEMBERING.get(next(iter(results.values())))
        if method:
            raise unwritten("memory_of_results", function=method)


def assert_memory_begun(trace: Trace) -> None:
    """Raise NotPassed (to do) where no Value has _prev or _op."""
    if not trace.has("parents") and not trace.has("op"):
        raise unwritten("memory")
