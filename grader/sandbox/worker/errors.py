"""An exception as plain data: its class, its text, and the learner's lines it came through."""

from __future__ import annotations

import errno
import re
import sys

from .loader import LearnerModules
from .reach import reach
from .text import clean, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

    Where = tuple[str, int, str]  # path, line and function

PROGRAM = "<program>"  # the path of a program, which is in no file
MOST_FRAMES = 12  # lines of a traceback
LONGEST_NAME = 100  # characters
MOST_LINES = 1 << 20  # of a file
LIMITS = {
    errno.EAGAIN: "threads",  # and processes: fork() says this
    errno.EMFILE: "open_files",
    errno.EFBIG: "file_size",
    errno.EACCES: "files",  # Landlock says this
    errno.EROFS: "files",  # and this is how bubblewrap binds what there is
    errno.EAFNOSUPPORT: "network",  # and this and the next our list of system calls
    errno.EPERM: "system",
}
NOT_THERE = errno.ENOENT, errno.ENOTDIR
ModuleType = type(sys)
LINE_END = re.compile(r"\r\n|\r|\n")  # Python's idea of it, which is not that of splitlines()


def describe_error(
    error: BaseException, program: str, modules: LearnerModules
) -> dict[str, object]:
    """Asks the exception for its text alone: all else of it may be the learner's code too."""
    try:
        message = text(str(error))
    except BaseException:
        message = "(its own text cannot be shown)"
    sources = dict(modules.files.values())
    kinds = type.__dict__["__mro__"].__get__(type(error))
    places = frames(traceback_of(error), {*sources, PROGRAM})
    column = 0
    if SyntaxError in kinds:
        unreadable = place_of_a_syntax_error(error, sources)
        column = column_of_a_syntax_error(error, *unreadable[0], sources) if unreadable else 0
        places += unreadable
    return {
        "kind": name_of(kinds[0]),
        "bases": [name_of(base) for base in kinds[1:-3]],
        "message": message,
        "limit": broken_limit(error, kinds),
        "column": column,
        "suggestion": suggestion(error, kinds),
        "frames": [frame(*place, sources.get(place[0], program)) for place in places],
    }


def traceback_of(error: BaseException) -> TracebackType | None:
    found: TracebackType | None = BaseException.__dict__["__traceback__"].__get__(error)
    return found


def name_of(kind: type) -> str:
    return clean(type.__dict__["__name__"].__get__(kind))[:LONGEST_NAME]


def suggestion(error: BaseException, kinds: tuple[type, ...]) -> str:
    """An attribute that is there, and spelled almost like the one that is not; or ""."""
    if kinds[0] is not AttributeError:
        return ""
    name, owner = (AttributeError.__dict__[key].__get__(error) for key in ("name", "obj"))
    if type(name) is not str:
        return ""
    own = sorted(key for key in own_names(owner) if type(key) is str and key != name)
    found = {key.lower(): key for key in own}
    from difflib import get_close_matches  # takes 2 ms, where there is an error at all

    close = get_close_matches(name.lower(), found, 1, 0.7)
    return clean(found[close[0]])[:LONGEST_NAME] if close else ""


def own_names(owner: object) -> list[object]:
    """What an object and its classes have, without asking the object for any of it."""
    if type(owner) is ModuleType:
        return list(ModuleType.__getattribute__(owner, "__dict__"))
    names: list[object] = []
    for kind in type.__dict__["__mro__"].__get__(type(owner))[:-1]:
        names += type.__dict__["__dict__"].__get__(kind)
    try:
        names += object.__getattribute__(owner, "__dict__")
    except AttributeError:
        pass  # it has slots alone
    return names


def place_of_a_syntax_error(error: BaseException, sources: dict[str, str]) -> list[Where]:
    """The learner's line that Python cannot read, where that is what it says."""
    slots = SyntaxError.__dict__
    file, line = slots["filename"].__get__(error), slots["lineno"].__get__(error)
    if type(file) is not str or file not in sources:
        return []
    return [(file, line if type(line) is int and 0 < line < MOST_LINES else 1, "<module>")]


def column_of_a_syntax_error(
    error: BaseException, path: str, line: int, _: str, sources: dict[str, str]
) -> int:
    """Where in its line, less the indentation, Python cannot read on, from 1; 0 if unknown."""
    offset = SyntaxError.__dict__["offset"].__get__(error)
    lines = LINE_END.split(sources[path])
    if type(offset) is not int or line > len(lines):
        return 0
    text = lines[line - 1]
    column = offset - (len(text) - len(text.lstrip()))
    return column if 0 < column <= len(text.strip()) + 1 else 0


def broken_limit(error: BaseException, kinds: tuple[type, ...]) -> str | None:
    """The limit that an exception is raised for, if it is one."""
    if MemoryError in kinds:
        return "memory"
    arguments = BaseException.__dict__["args"].__get__(error)
    if kinds[0] is RuntimeError and arguments == ("can't start new thread",):
        return "threads"
    if OSError in kinds:
        number, path = (OSError.__dict__[name].__get__(error) for name in ("errno", "filename"))
        if type(number) is not int:
            return None
        if number in NOT_THERE and reach.is_beyond(path):
            return "files"
        return LIMITS.get(number)
    return None


def frames(traceback: TracebackType | None, paths: set[str]) -> list[Where]:
    """Those in these files, outermost first; the middle of a deep stack left out."""
    first: list[Where] = []
    last: list[Where] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if type(code.co_filename) is str and code.co_filename in paths:
            where = (code.co_filename, traceback.tb_lineno or 1, code.co_name)
            if len(first) < MOST_FRAMES // 2:
                first.append(where)
            else:
                last = [*last[1 - MOST_FRAMES // 2 :], where]
        traceback = traceback.tb_next
    return first + last


def frame(path: str, line: int, function: str, source: str) -> dict[str, object]:
    lines = LINE_END.split(source)
    here = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return {
        "file": path,
        "line": line,
        "function": clean(function)[:LONGEST_NAME],
        "text": text(here),
    }
