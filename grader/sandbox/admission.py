"""The one door by which sources at a path come in: whose they are, and what holds them, is said.

Whatever command is given a path goes through here, so that none runs other people's code
without a word, and functions of ours are lent to no process that may take them elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

from grader.paths import EXERCISES
from grader.submission.folder import notebooks_in, read_folder
from grader.submission.submission import Submission


def admitted(
    path: Path,
    note: Callable[[str], None],
    warn: Callable[[str], None],
    *,
    is_trusted: bool = False,
) -> Submission:
    """The submission at a path; where it is others' code, one line on what holds it.

    note takes what held, warn that nothing did; of code that is trusted nothing is said.
    What is to be said of its files is in its notes. Raises UnusableSubmission, and OSError where
    no process starts.
    """
    submission = _read(path)
    if not submission.is_others:
        return submission
    if is_trusted:
        return replace(submission, is_held=True)
    from grader.sandbox.canary import canary  # not on the way of `make grade`

    found = canary()
    if found.is_held:
        note(f"this code was held by {', '.join(found.holding)}")
    else:
        warn(unheld(found.succeeded))
    return replace(submission, is_held=found.is_held)


def _read(path: Path) -> Submission:
    """The submission at a path: a folder, a .py, an .ipynb or a .zip."""
    if path == EXERCISES and not notebooks_in(path):
        return read_folder(path)
    from grader.submission.reading import read_path  # not on the way of `make grade`

    return read_path(path)


def unheld(succeeded: Sequence[str]) -> str:
    """What to say where attacks of ours succeeded, which are these."""
    return (
        f"other people's code is not held here: ours {', '.join(succeeded)}; grade only code that "
        "you would run, or grade on Linux (WSL2, or a container that allows Landlock and seccomp)"
    )
