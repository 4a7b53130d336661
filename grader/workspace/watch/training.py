"""The page of a training while watching: made in a process of its own, as nobody is to wait."""

from __future__ import annotations

import subprocess

from grader.beside import command
from grader.paths import EXERCISES
from grader.sandbox.admission import admitted
from grader.sandbox.worker.parent import die_with
from grader.submission.submission import UnusableSubmission
from grader.workspace import training_page


class Training:
    """The process that makes the page, while there is one."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Have the page made of what is saved now, and not of what was before."""
        self.end()
        self._process = subprocess.Popen(
            command("grader.workspace.watch.training"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,  # Ctrl-C is for us, who end it
        )

    def said(self) -> str:
        """Where the page is, or why there is none; "" while nothing is to be said."""
        if self._process is None or self._process.poll() is None:
            return ""
        said, _ = self._process.communicate()
        self._process = None
        return said.strip() or "there is no page of it: what was to make it broke off"

    def end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()  # the learner's process ends with it
            process.communicate()


def main(pid: int) -> int:
    """Make the page, and print where it is: in a process that ends with the one of that pid."""
    die_with(pid)
    notes: list[str] = []
    try:
        submission = admitted(EXERCISES, notes.append, notes.append)
    except UnusableSubmission as error:
        print(f"there is no page of it: {error}")
        return 1
    print(training_page.line_on(submission, notes.append).text)
    return 0
