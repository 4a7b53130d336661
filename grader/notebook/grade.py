"""grade(), as a cell calls it: what was run goes to a process of its own, a page comes back."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

import msgspec

from grader.beside import command
from grader.curriculum import STAGES
from grader.notebook.kernel import Kernel
from grader.notebook.messages import Answer, Request
from grader.notebook.own_names import prefer_cells
from grader.paths import ROOT

WIDTH = 100  # columns of the text beside the HTML
ELSEWHERE = "grader: grade() is for a notebook or IPython; elsewhere: make grade"


def _kernel() -> Kernel | None:
    """The kernel that we are in, in which we look on from now on; None outside of IPython."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    shell: Any = get_ipython()
    if shell is None:
        return None
    prefer_cells(shell.user_ns)
    return Kernel(shell)


KERNEL = _kernel()


def grade(stage: int = 0) -> None:
    """Grade what this notebook's cells say, and show a stage; without one, the first to look at.

        grade(5)

    It takes the cells that were run since the kernel started, and says which ones.
    """
    if KERNEL is None:
        print(ELSEWHERE)
    elif stage not in range(len(STAGES) + 1):
        print(f"grader: grade({stage!r}): there are stages 1 to {len(STAGES)}")
    else:
        _show(KERNEL, _asked(KERNEL, int(stage)))


def _asked(kernel: Kernel, stage: int) -> Answer:
    """What the process that grades has to say."""
    columns = shutil.get_terminal_size().columns if kernel.is_console else WIDTH
    request = Request(
        kernel.ran,
        kernel.here,
        str(kernel.folder),
        stage,
        kernel.path,
        kernel.is_console,
        columns,
    )
    process = subprocess.Popen(
        command("grader.notebook.judge"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        start_new_session=True,  # an interrupt is for us, who end it
    )
    with process:
        try:
            said, complaints = process.communicate(msgspec.msgpack.encode(request))
        except KeyboardInterrupt:
            process.kill()  # its learner's process ends with it
            return Answer(trouble="stopped")
    if process.returncode:
        lines = complaints.decode("utf-8", "replace").strip().splitlines()
        why = lines[-1] if lines else f"it ended with {process.returncode}"
        return Answer(trouble=f"the grader itself failed, please report it: {why}")
    return msgspec.msgpack.decode(said, type=Answer)


def _show(kernel: Kernel, answer: Answer) -> None:
    if kernel.is_console or not answer.html:
        print(answer.text or f"grader: {answer.trouble}")
        return
    from IPython.display import publish_display_data

    faces = {"text/html": answer.html, "text/plain": answer.text}
    publish_display_data(faces)  # type: ignore[no-untyped-call]
