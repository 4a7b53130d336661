"""Where a process was, as Python's fault handler says it: once as it dies, or again and again.

A loop stands in the innermost function that every report has: what it calls comes and goes.
"""

from __future__ import annotations

import re

from grader.trace import Frame

MOST_READ = 100  # lines of one report
MOST_KEPT = 12
COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")
HEADER = re.compile(r"^(?:Current thread|Thread|Stack) .*$", re.MULTILINE)
LINE = re.compile(r'^  File "(.+)", line ([0-9]{1,9}) in (\w+|<\w+>)$', re.MULTILINE)


def frames(words: str, sources: dict[str, str]) -> tuple[Frame, ...]:
    """Those in sources, {path: text}, down to where the loop stands; the innermost is last.

    A learner may have written the words, so they are read with care.
    """
    reports = [found for part in HEADER.split(words) if (found := _report(part, sources))]
    return tuple(_shared(reports)[-MOST_KEPT:]) if reports else ()


def _report(words: str, sources: dict[str, str]) -> list[Frame]:
    """The frames of one report, which has the innermost first; here the outermost is."""
    found = []
    for path, line, function in LINE.findall(words)[:MOST_READ]:
        if path in sources:
            lines = re.split(r"\r\n|\r|\n", sources[path])
            here = lines[int(line) - 1].strip() if 0 < int(line) <= len(lines) else ""
            found.append(Frame(path, int(line), function, here))
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
