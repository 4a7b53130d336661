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
COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")
LINE_END = re.compile(r"\r\n|\r|\n")  # Python's idea of it, which is not that of splitlines()
HEADER = re.compile(r"^(?:Current thread|Thread|Stack) .*$", re.MULTILINE)
LINE = re.compile(r'^  File "(.+)", line ([0-9]{1,9}) in (\w+|<\w+>)$', re.MULTILINE)


def frames(words: str, sources: dict[str, str], *, is_loop: bool = False) -> tuple[Frame, ...]:
    """Those in sources, {path: text}, down to where the loop stands; the innermost is last.

    is_loop has the innermost on the first line of its loop: which of the loop's lines a report
    has is chance. A learner may have written the words, so they are read with care.
    """
    reports = [found for part in HEADER.split(words) if (found := _report(part, sources))]
    if not reports:
        return ()
    shared = _shared(reports)
    if shared and is_loop:
        lines = {report[len(shared) - 1].line for report in reports}
        shared[-1] = _at_its_loop(shared[-1], lines, sources[shared[-1].file])
    return tuple(shared[-MOST_KEPT:])


def _at_its_loop(frame: Frame, lines: set[int], source: str) -> Frame:
    """The frame at the innermost loop of its file around all these lines, if there is one."""
    tree = parsed(source)
    loops = [
        node.lineno
        for node in (ast.walk(tree) if tree else ())
        if isinstance(node, (ast.For, ast.While))
        and node.lineno <= min(lines)
        and max(lines) <= (node.end_lineno or 0)
    ]
    return _frame(frame.file, max(loops), frame.function, source) if loops else frame


def _frame(path: str, line: int, function: str, source: str) -> Frame:
    lines = LINE_END.split(source)
    here = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return Frame(path, line, function, here)


def _report(words: str, sources: dict[str, str]) -> list[Frame]:
    """The frames of one report, which has the innermost first; here the outermost is."""
    found = []
    for path, line, function in LINE.findall(words)[:MOST_READ]:
        if path in sources:
            found.append(_frame(path, int(line), function, sources[path]))
    return _without_comprehensions(found[::-1])


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
