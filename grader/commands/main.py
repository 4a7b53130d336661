"""The one way into all commands, and what becomes of whatever goes wrong in them.

0 all that was graded is right; 1 something is wrong or to do; 2 the call or the environment
is at fault; 3 the grader itself failed.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading

from grader import edition, files, grading, streams
from grader.commands import course, draw, grade, instructor, learner, maintainer, solution
from grader.commands.call import (
    CallError,
    Parser,
)
from grader.submission.submission import UnusableSubmission
from grader.workspace import reset

# What is no fault of ours: limits, rights, and a machine that is full.
REFUSALS = (
    *(errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM),
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT),
)
EVERYBODYS = (grade, learner, draw)
INSTRUCTORS = (solution, instructor, course, maintainer)  # none is in a student edition
LONGEST_LINE = 300  # characters of an error


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    streams.prepare()
    _stop_when_told()
    try:
        return _run(arguments)
    except (
        CallError,
        edition.NotInThisEdition,
        UnusableSubmission,
        files.CannotWrite,
        reset.NoSuchFile,
        streams.CannotPrint,
    ) as error:
        return _complain(str(error), 2)
    except grading.GraderFailed as error:
        return _complain(f"the grader itself failed, please report it: {error}", 3)
    except KeyboardInterrupt:
        return _complain("stopped", 2)
    except streams.ReaderGone:
        return 2
    except MemoryError:
        return _complain("there is too little memory here; end other programs, then try again", 2)
    except OSError as error:
        if error.errno not in REFUSALS:
            return _complain(f"the grader itself failed, please report it: {error!r}", 3)
        what = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
        return _complain(f"the operating system refuses what this needs ({what})", 2)
    except Exception as error:
        return _complain(f"the grader itself failed, please report it: {error!r}", 3)


def _run(arguments: list[str] | None) -> int:
    """The exit code of a command; raises what main() tells."""
    try:
        os.getcwd()
    except OSError as error:
        raise CallError(
            f"the folder you are in is gone or closed to you ({error.strerror}); cd to another"
        ) from None
    if edition.IS_STUDENT:
        _assert_not_instructors(sys.argv[1:] if arguments is None else arguments)
    try:
        options = _parser().parse_args(arguments)
    except SystemExit:  # of --help
        code = 0
    else:
        code = int(options.run(options))
    sys.stdout.flush()
    return code


def _stop_when_told() -> None:
    """End as Ctrl-C ends us, learner processes and all, when we are told to end."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def _complain(message: str, code: int) -> int:
    line = " ".join(message.split())
    if len(line) > LONGEST_LINE:
        line = f"{line[: LONGEST_LINE // 2]} ... {line[-LONGEST_LINE // 2 :]}"
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
    streams.complain(f"grader: {shown}")
    return code


def _parser() -> Parser:
    parser = Parser(prog="python -m grader", description="Grades the kata.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)
    for kind in EVERYBODYS if edition.IS_STUDENT else (*EVERYBODYS, *INSTRUCTORS):
        kind.add(commands)
    return parser


def _assert_not_instructors(arguments: list[str]) -> None:
    """Raise CallError where a command is called that a student edition is without."""
    commands = Parser().add_subparsers(parser_class=Parser)
    for kind in INSTRUCTORS:
        kind.add(commands)
    if arguments and arguments[0] in commands.choices:
        raise CallError(edition.instructors(arguments[0]))
