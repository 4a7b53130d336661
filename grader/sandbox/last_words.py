"""Where a process was as it died: the learner's lines of Python's fault handler's report."""

from __future__ import annotations

import re

from grader.trace import Frame

MOST_READ = 100  # lines
MOST_KEPT = 12
LINE = re.compile(r'^  File "(.+)", line ([0-9]{1,9}) in (\w+|<\w+>)$', re.MULTILINE)


def frames(words: str, sources: dict[str, str]) -> tuple[Frame, ...]:
    """Those in sources, {path: text}; the report has the innermost first, frames have it last.

    A learner may have written the words, so they are read with care.
    """
    found = []
    for path, line, function in LINE.findall(words)[:MOST_READ]:
        if path in sources:
            lines = sources[path].splitlines()
            here = lines[int(line) - 1].strip() if 0 < int(line) <= len(lines) else ""
            found.append(Frame(path, int(line), function, here))
    return tuple(found[::-1][-MOST_KEPT:])
