"""Misconceptions put into right code of another style than the solution's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from grader.answers.solutions import solution_sources
from grader.curriculum import STAGES, WITHOUT_TORCH
from grader.diagnosis.recognition.catalogue import ALL, LECTURE, EditFailed, Misconception, apply
from grader.diagnosis.recognition.catalogue.edits import body
from grader.python_source import functions
from grader.report.model import Report
from grader.submission.submission import of_sources
from grader.upkeep import proof
from tests.variations import variations

# The lecture's walk, inside of backward().
WALK = body(
    "value.py",
    "Value.backward",
    """
    topo = []
    visited = set()

    def build_topo(v):
        if v not in visited:
            visited.add(v)
            for child in v._prev:
                build_topo(child)
            topo.append(v)

    build_topo(self)
    self.grad = 1.0
    for node in reversed(topo):
        node._backward()
    """,
)
VALUE_FILES = ("value.py", "topological_sort.py")

# What edits one function, and runs without torch.
ONE_FUNCTION = tuple(
    misconception
    for misconception in ALL
    if len({(edit.file, edit.function) for edit in misconception.edits}) == 1
    and misconception.edits[0].function
    and STAGES[misconception.stage - 1].number in WITHOUT_TORCH
)


class Bug(Struct, frozen=True):
    """A misconception in one style of code.

    base are the sources without it, {file: text}; but where its function had to come from
    the solution, base has the solution's function there too, which may not be right in it.
    """

    style: str
    misconception: Misconception
    sources: dict[str, str]
    base: dict[str, str]

    @property
    def name(self) -> str:
        return f"{self.style}: {self.misconception.name}"


def lecture_bugs() -> list[Bug]:
    """Those of value.py and topological_sort.py, with operands in sets and the lecture's walk."""
    sources = apply([*LECTURE, WALK], solution_sources())
    found = (_put("lecture", m, sources) for m in ONE_FUNCTION if m.edits[0].file in VALUE_FILES)
    return [bug for bug in found if bug]


def variation_bugs() -> Iterator[Bug]:
    """Those that fit each variation, in the files that are its own."""
    for style, files in variations().items():
        sources = {**solution_sources(), **files}
        for misconception in ONE_FUNCTION:
            if misconception.edits[0].file in files:
                bug = _put(style, misconception, sources)
                if bug:
                    yield bug


def _put(style: str, misconception: Misconception, sources: Mapping[str, str]) -> Bug | None:
    """The misconception by its edits, else with the whole function that it makes."""
    edit = misconception.edits[0]
    edited = apply(misconception.edits, solution_sources())
    if edit.old or not edit.new:
        try:
            return Bug(style, misconception, apply(misconception.edits, sources), dict(sources))
        except EditFailed:
            pass
    bug = _with_function(sources, edit.file, edit.function, edited)
    right = _with_function(sources, edit.file, edit.function, solution_sources())
    return Bug(style, misconception, bug, right) if bug and right else None


def _with_function(
    sources: Mapping[str, str], file: str, name: str, other: Mapping[str, str]
) -> dict[str, str] | None:
    """The sources with another's function in place of theirs; None where one has none."""
    mine, its = (functions(each[file]).get(name, []) for each in (sources, other))
    if len(mine) != 1 or not its:
        return None
    lines = sources[file].splitlines()
    first = min([mine[0].lineno, *(d.lineno for d in mine[0].decorator_list)])
    new = other[file].splitlines()[its[0].lineno - 1 : its[0].end_lineno]
    lines[first - 1 : mine[0].end_lineno] = new
    return {**sources, file: "\n".join(lines) + "\n"}


def names_of(report: Report) -> set[str]:
    checks = [check for stage in report.stages for check in stage.checks]
    return {d.misconception for check in checks for d in check.diagnosis}


def is_wrong(report: Report) -> bool:
    return any(c.is_wrong and not c.bonus for stage in report.stages for c in stage.checks)


def are_right(bugs: Sequence[Bug]) -> list[bool]:
    """Whether each bug's base is right, so that the bug alone is wrong."""
    different = {tuple(sorted(bug.base.items())): bug.base for bug in bugs}
    submissions = [of_sources("base", base) for base in different.values()]
    reports = proof.graded(submissions, stages=WITHOUT_TORCH)
    right = dict(zip(different, (not is_wrong(report) for report in reports)))
    return [right[tuple(sorted(bug.base.items()))] for bug in bugs]
