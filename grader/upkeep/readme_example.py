"""The example in README.md: what the grader says of one misconception, word for word."""

from __future__ import annotations

import io
import re

from rich.console import Console

from grader import files, grading
from grader.diagnosis.recognition.catalogue import ALL
from grader.paths import PYTHON, README, ROOT
from grader.report.terminal.page import show
from grader.report.told import Line
from grader.submission.submission import Submission
from grader.upkeep import proof
from grader.workspace import failing_program

MISCONCEPTION = "product-assigns-gradient"
WIDTH = 88  # characters
STILL_STUBS = ("nn", "training", "torch_neuron")
BLOCK = re.compile(r"(?<=<!-- example -->\n```\n).*?(?=```\n<!-- /example -->)", re.DOTALL)


def text() -> str:
    """The report on a learner who is at stage 5 and has that misconception, as plain text."""
    shown = io.StringIO()
    show_on(Console(file=shown, width=WIDTH, color_system=None, highlight=False))
    return "".join(f"{line.rstrip()}\n" for line in shown.getvalue().strip("\n").split("\n"))


def show_on(console: Console) -> None:
    """Print that report."""
    report = grading.grade(learner(), with_diagnosis=True)
    lines = [Line("Try it", f"{PYTHON} {failing_program.FILE.relative_to(ROOT)}")]
    show(report, console, lines)


def learner() -> Submission:
    """Whose report that is."""
    misconception = next(m for m in ALL if m.name == MISCONCEPTION)
    found = proof.mutant(misconception)
    still_stubs = proof.stubs().files
    found.files.update({name: still_stubs[name] for name in STILL_STUBS})
    return found


def write() -> None:
    """Put the example into README.md; raises CannotWrite."""
    readme = README.read_text(encoding="utf-8")
    files.write(README, BLOCK.sub(lambda _: text(), readme))
