"""Where a process was, as Python's fault handler says it: once as it dies, or again and again.

A loop stands in the innermost function that every report has: what it calls comes and goes.
"""

from __future__ import annotations

import ast
import re

from grader.python_source import parsed
from grader.trace import Frame

MOST_READ = 100  # lines of one report
MOST_KEPT = 12
LEAVING = (ast.Break, ast.Return, ast.Raise, ast.Yield, ast.YieldFrom, ast.Await)
LONGEST_PATH = 500  # characters that the fault handler writes of one
COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")
LINE_END = re.compile(r"\r\n|\r|\n")  # Python's idea of it, which is not that of splitlines()
HEADER = re.compile(r"^(?:Current thread|Thread|Stack) .*$", re.MULTILINE)
LINE = re.compile(r'^  File "(.+)", line ([0-9]{1,9}) in (\w+|<\w+>)$', re.MULTILINE)

# The last line of a report that was not cut short by the next; or Python names no more frames.
WHOLE = re.compile(r"^  (?:\.\.\.|File .+ in (?:_run_module_as_main|_bootstrap))$", re.MULTILINE)


def frames(words: str, sources: dict[str, str], *, is_loop: bool = False) -> tuple[Frame, ...]:
    """Those in sources, {path: text}, down to where the loop stands; the innermost is last.

    is_loop has the innermost on the first line of its loop: which of the loop's lines a report
    has is chance. Of a function that calls itself without end it is the line of that call. A
    learner may have written the words, so they are read with care.
    """
    parts = HEADER.split(words)
    whole = [part for part in parts if WHOLE.search(part)] or parts
    reports = [found for part in whole if (found := _report(part, sources))]
    if not reports:
        return ()
    shared = _shared(reports)
    if is_loop:
        shared = _down_to_what_never_ends(shared, sources)
    if shared and is_loop:
        lines = {report[len(shared) - 1].line for report in reports}
        loop = _loop(lines, sources[shared[-1].file])
        if _calls_itself(shared, loop):
            shared.pop()  # how far that call has come is chance
        elif loop:
            last = shared[-1]
            shared[-1] = _frame(last.file, loop.start, last.function, sources[last.file])
    return tuple(shared[-MOST_KEPT:])


def _down_to_what_never_ends(shared: list[Frame], sources: dict[str, str]) -> list[Frame]:
    """The frames down to the first that stands in a loop without an end, whatever it calls."""
    for depth, frame in enumerate(shared, 1):
        if _never_ends(frame.line, sources[frame.file]):
            return shared[:depth]
    return shared


def _never_ends(line: int, source: str) -> bool:
    """Whether a line is in a `while True:` that nothing leaves."""
    tree = parsed(source)
    return any(
        isinstance(node, ast.While)
        and isinstance(node.test, ast.Constant)
        and bool(node.test.value)
        and node.lineno <= line <= (node.end_lineno or 0)
        and not any(isinstance(inner, LEAVING) for inner in ast.walk(node))
        for node in (ast.walk(tree) if tree else ())
    )


def _loop(lines: set[int], source: str) -> range | None:
    """The lines of a source's innermost loop around all these, if there is one."""
    tree = parsed(source)
    loops = [
        range(node.lineno, (node.end_lineno or 0) + 1)
        for node in (ast.walk(tree) if tree else ())
        if isinstance(node, (ast.For, ast.While))
    ]
    around = [loop for loop in loops if all(line in loop for line in lines)]
    return max(around, key=lambda loop: loop.start, default=None)


def _calls_itself(shared: list[Frame], loop: range | None) -> bool:
    """Whether it is calls without end, from in that loop or from no loop, and not a loop."""
    if len(shared) < 2:
        return False
    caller, last = shared[-2:]
    is_one = (caller.file, caller.function) == (last.file, last.function)
    return is_one and (loop is None or caller.line in loop)


def _frame(path: str, line: int, function: str, source: str) -> Frame:
    lines = LINE_END.split(source)
    here = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return Frame(path, line, function, here)


def _report(words: str, sources: dict[str, str]) -> list[Frame]:
    """The frames of one report, which has the innermost first; here the outermost is."""
    found = []
    paths = {_as_reported(path): path for path in sources}
    for reported, line, function in LINE.findall(words)[:MOST_READ]:
        path = paths.get(reported)
        if path is not None:
            found.append(_frame(path, int(line), function, sources[path]))
    return _without_comprehensions(found[::-1])


def _as_reported(path: str) -> str:
    """A path as the fault handler writes it, which knows no letters but ASCII's, nor long names."""
    letters = path[:LONGEST_PATH].encode("ascii", "backslashreplace").decode("ascii")
    return letters if len(path) <= LONGEST_PATH else f"{letters}..."


def _without_comprehensions(found: list[Frame]) -> list[Frame]:
    """A comprehension belongs to the function that it is in; from Python 3.12 on it is part of it.

    Which of the two a report was made in is chance.
    """
    kept: list[Frame] = []
    for frame in found:
        if frame.function in COMPREHENSIONS and kept and kept[-1].file == frame.file:
            continue
        kept.append(frame)
    return kept


def _shared(reports: list[list[Frame]]) -> list[Frame]:
    """The frames that all reports share, as the last report has them.

    Where they are on different lines of one function, that is where the loop stands.
    """
    shared = []
    for frames in zip(*reports):
        if len({(frame.file, frame.function) for frame in frames}) > 1:
            break
        shared.append(frames[-1])
        if len({frame.line for frame in frames}) > 1:
            break
    return shared
