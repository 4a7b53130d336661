"""The reference beside a learner's own code, both without docstrings: `make solution`."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator

from grader.curriculum import STAGES
from grader.paths import SOLUTIONS
from grader.python_source import parsed
from grader.submission.submission import Submission


def stages_of(file: str) -> list[int]:
    """The numbers of the stages that are built in an exercise."""
    return [stage.number for stage in STAGES if file in stage.files]


def beside(submission: Submission, file: str) -> list[str]:
    """The reference beside a learner's file: one unified diff, with all that is common.

    Its two lines of header alone where there is no difference.
    """
    reference = (SOLUTIONS / file).read_text(encoding="utf-8")
    nothing = (f"{submission.name}/{file}", "")
    path, source = submission.files.get(file.removesuffix(".py"), nothing)
    yours, theirs = (without_docstrings(text).splitlines() for text in (source, reference))
    whole = len(yours) + len(theirs)
    diff = list(difflib.unified_diff(yours, theirs, n=whole, lineterm=""))
    return [f"--- {path}", f"+++ {SOLUTIONS.name}/{file}", *diff[3:]]


def without_docstrings(source: str) -> str:
    """A source without the docstrings that stand on lines of their own.

    Unchanged where Python cannot read it; a body that is nothing but a docstring keeps it.
    """
    lines = source.replace("\r\n", "\n").split("\n")
    dropped: set[int] = set()
    for docstring in _docstrings(source):
        first, last = docstring.lineno - 1, (docstring.end_lineno or docstring.lineno) - 1
        before = lines[first].encode()[: docstring.col_offset]
        after = lines[last].encode()[docstring.end_col_offset :]
        if not before.strip() and not after.strip():
            dropped.update(range(first, last + 1))
            if last + 1 < len(lines) and not lines[last + 1].strip():
                dropped.add(last + 1)  # the blank line that set it apart
    return "\n".join(line for number, line in enumerate(lines) if number not in dropped)


def _docstrings(source: str) -> Iterator[ast.Constant]:
    tree = parsed(source)
    for node in ast.walk(tree) if tree else ():
        if not isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        match node.body:
            case [ast.Expr(value=ast.Constant(value=str()) as docstring), _, *_]:
                yield docstring
