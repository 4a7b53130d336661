"""An exception as plain data: its class, its text, and the learner's lines it came through."""

from __future__ import annotations

import errno
import re

from .loader import LearnerModules
from .text import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

    Where = tuple[str, int, str]  # path, line and function

PROGRAM = "<program>"  # the path of a program, which is in no file
MOST_FRAMES = 12  # lines of a traceback
LONGEST_NAME = 100  # characters
LIMITS = {
    errno.EAGAIN: "threads",  # and processes: fork() says this
    errno.EMFILE: "open_files",
    errno.EFBIG: "file_size",
}
LINE_END = re.compile(r"\r\n|\r|\n")  # Python's idea of it, which is not that of splitlines()


def describe_error(
    error: BaseException, program: str, modules: LearnerModules
) -> dict[str, object]:
    try:
        message = str(error)
    except BaseException:
        message = "(its own text cannot be shown)"
    sources = dict(modules.files.values())
    places = frames(error.__traceback__, {*sources, PROGRAM})
    if isinstance(error, SyntaxError) and type(error.filename) is str:
        line = error.lineno if type(error.lineno) is int else 1
        if error.filename in sources:
            places.append((error.filename, line, "<module>"))
    return {
        "kind": type(error).__name__[:LONGEST_NAME],
        "bases": [base.__name__[:LONGEST_NAME] for base in type(error).__mro__[1:-3]],
        "message": text(message),
        "limit": broken_limit(error),
        "frames": [frame(*place, sources.get(place[0], program)) for place in places],
    }


def broken_limit(error: BaseException) -> str | None:
    """The limit that an exception is raised for, if it is one."""
    if isinstance(error, MemoryError):
        return "memory"
    if type(error) is RuntimeError and error.args == ("can't start new thread",):
        return "threads"
    if isinstance(error, OSError):
        return LIMITS.get(error.errno or 0)
    return None


def frames(traceback: TracebackType | None, paths: set[str]) -> list[Where]:
    """Those in these files, outermost first; the middle of a deep stack left out."""
    first: list[Where] = []
    last: list[Where] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename in paths:
            where = (code.co_filename, traceback.tb_lineno, code.co_name)
            if len(first) < MOST_FRAMES // 2:
                first.append(where)
            else:
                last = [*last[1 - MOST_FRAMES // 2 :], where]
        traceback = traceback.tb_next
    return first + last


def frame(path: str, line: int, function: str, source: str) -> dict[str, object]:
    lines = LINE_END.split(source)
    here = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return {"file": path, "line": line, "function": function[:LONGEST_NAME], "text": text(here)}
