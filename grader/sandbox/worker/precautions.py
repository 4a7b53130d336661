"""What happens before any learner code does: its output goes nowhere, and exits raise."""

from __future__ import annotations

import _sitebuiltins
import builtins
import faulthandler
import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


class EndedProcess(BaseException):
    """os._exit() was called: a BaseException, so that no honest `except` swallows it."""


def prepare() -> tuple[int, int]:
    """The descriptors of requests and replies; where a crash happens is written to the third.

    The standard descriptors lead nowhere from now on: what is printed is kept in Python.
    """
    requests, replies, crashes = os.dup(0), os.dup(1), os.dup(2)
    silence()
    faulthandler.enable(file=crashes, all_threads=False)
    faulthandler.register(signal.SIGURG, file=crashes, all_threads=False)  # launcher.WHERE
    os._exit = refuse_to_exit  # type: ignore[assignment]
    # `python -S` leaves these out.
    builtins.exit = builtins.quit = sys.exit  # type: ignore[assignment]
    builtins.help = _sitebuiltins._Helper()
    sys.argv[:] = [""]
    return requests, replies


def silence() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)


def refuse_to_exit(code: int = 0) -> NoReturn:
    raise EndedProcess(str(code))
