"""A submission in one file, by any name: each module of the kata is a part of it."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from grader.curriculum import HOME
from grader.submission.kept import Kept, kept
from grader.submission.listing import why_not
from grader.submission.magics import is_python, without_magics
from grader.submission.overridden import without_overridden_stubs
from grader.submission.parts import parts
from grader.submission.sources import LARGEST_FILE, source_of
from grader.submission.statement import KATA, MODULES, Statement
from grader.submission.statements import (
    MOST_STATEMENTS,
    TooManyStatements,
    statements_of,
    with_own_names,
)
from grader.submission.submission import Problem, Submission, UnusableSubmission

NOTHING = f"nothing of the kata is defined in it; expected {', '.join(sorted(KATA)[:3])}, ..."
MOST_NOTES = 12
TOO_MUCH = f"more than {MOST_STATEMENTS} statements; hand in the code of the kata alone"
DEFINITION = re.compile(r"^(?:class|def)\s+(\w+)", re.MULTILINE)


class OneFile(Struct, frozen=True):
    """The kata's modules as parts of one file: {module: (path to show, source text)}.

    A part has its statements on the lines where they stand in the file, and shows as
    "hw.py/value.py"; names are those of the kata that are defined. notes say, a line each,
    what was left out, and why. cells are those of a notebook: (line above it, its number); taken
    are the numbers of those of which something is kept; is_unreadable says that one is no Python.
    """

    files: dict[str, tuple[str, str]]
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()
    taken: tuple[int, ...] = ()
    is_unreadable: bool = False


def defined(one_file: OneFile) -> int:
    """How many of the kata's names it defines."""
    return len(one_file.names)


def read_one_file(content: bytes, shown: str) -> OneFile:
    """The parts of a Python file; raises UnusableSubmission where it is none of the kata's.

    What it runs at its top, beside definitions and what they need, is left out.
    """
    text = decoded(content, shown)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a learner's "\d", which is none of ours
        return _of_python(text, shown)


def _of_python(text: str, shown: str) -> OneFile:
    readable = text if is_python(text) else without_magics(text)
    if not is_python(readable):
        return _of_what_python_cannot_read(text, shown)
    try:
        statements, notes = statements_of(readable, 0, "line {}".format)
    except TooManyStatements:
        raise UnusableSubmission(f"{shown}: {TOO_MUCH}") from None
    statements = with_own_names(statements)
    found = kept(statements)
    return made(shown, found, {}, [*notes, *found.notes, *_script(statements, found)])


def made(shown: str, found: Kept, headings: Mapping[int, str], notes: Sequence[str]) -> OneFile:
    """The file of what is kept; headings are comments of ours, {line: text}, above their cells.

    Raises UnusableSubmission where nothing of it is the kata's.
    """
    names = {name for one in found.statements for name in one.defines}
    if not names:
        raise UnusableSubmission(f"{shown}: {NOTHING}")
    sources = parts(without_overridden_stubs(found.statements), headings)
    files = {module: (f"{shown}/{module}.py", sources[module]) for module in MODULES}
    return OneFile(files, cut_short(notes), tuple(sorted(names)))


def laid_over(rest: Submission, one: OneFile, shown: str) -> Submission:
    """A submission whose files of the kata are parts of one file; rest is what lies beside that."""
    problems = {
        module: problem for module, problem in rest.problems.items() if module not in one.files
    }
    cells = {shown: one.cells} if one.cells else {}
    return replace(rest, files={**rest.files, **one.files}, problems=problems, cells=cells)


def cut_short(notes: Sequence[str]) -> tuple[str, ...]:
    if len(notes) <= MOST_NOTES:
        return tuple(notes)
    shown = notes[: MOST_NOTES - 1]
    return (*shown, f"and {len(notes) - len(shown)} more were left out")


def decoded(content: bytes, shown: str, largest: int = LARGEST_FILE) -> str:
    """The text of these bytes, decoded as Python would. Raises UnusableSubmission."""
    source = source_of(content, shown, largest)
    if isinstance(source, Problem):
        raise UnusableSubmission(f"{shown}: {why_not(source)}")
    return source


def _of_what_python_cannot_read(text: str, shown: str) -> OneFile:
    """A file whose parts all fail as they are imported, and say on which line Python stops."""
    names = sorted(KATA & set(DEFINITION.findall(text)))
    if not names:
        raise UnusableSubmission(f"{shown}: {NOTHING}")
    homes = {HOME[name] for name in names}
    sources = {module: text if module in homes else "" for module in MODULES}
    files = {module: (f"{shown}/{module}.py", sources[module]) for module in MODULES}
    return OneFile(files, (), tuple(names))


def _script(statements: Sequence[Statement], found: Kept) -> list[str]:
    """What is said of the statements that were left out because they only do something."""
    taken = set(found.statements)
    left = [one for one in statements if one not in taken and _does_something(one)]
    if not left:
        return []
    return [f"what runs outside of functions was left out, first on {left[0].place}"]


def _does_something(one: Statement) -> bool:
    if isinstance(one.node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return False
    return not one.is_of_a_script and (bool(one.calls) or one.has_loop)
