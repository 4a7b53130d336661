"""An exception as plain data: its class, its text, and the learner's lines it came through."""

from __future__ import annotations

from .loader import LearnerModules
from .text import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

    Where = tuple[str, int, str]  # path, line and function

PROGRAM = "<program>"  # the path of a program, which is in no file
MOST_FRAMES = 12  # lines of a traceback
LONGEST_NAME = 100  # characters


def describe_error(
    error: BaseException, program: str, modules: LearnerModules
) -> dict[str, object]:
    try:
        message = str(error)
    except BaseException:
        message = "(its own text cannot be shown)"
    sources = dict(modules.files.values())
    places = frames(error.__traceback__, {*sources, PROGRAM})
    if isinstance(error, SyntaxError) and error.filename in sources:
        places.append((str(error.filename), error.lineno or 1, "<module>"))
    return {
        "kind": type(error).__name__[:LONGEST_NAME],
        "bases": [base.__name__[:LONGEST_NAME] for base in type(error).__mro__[1:-3]],
        "message": text(message),
        "frames": [frame(*place, sources.get(place[0], program)) for place in places],
    }


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
    lines = source.splitlines()
    here = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return {"file": path, "line": line, "function": function[:LONGEST_NAME], "text": text(here)}
