"""Submissions to make a class of: right ones, wrong ones, attacks; each another text."""

from __future__ import annotations

from pathlib import Path

from grader.answers.solutions import solution_sources
from tests.sandbox.attacks import CONFINED, ENDLESS, JUDGED
from tests.sandbox.harm import Surroundings

FULL = "110"
WRONG = (
    # (file, what stands there, what is written for it)
    ("value.py", "self.grad += out.grad", "self.grad = out.grad"),
    ("training.py", "p.data -= ", "p.data += "),
    ("nn.py", "return outputs[0] if len(outputs) == 1 else outputs", "return outputs"),
)


def right(mark: object) -> dict[str, str]:
    """{file: text} of a right submission unlike any with another mark."""
    return {file: f"{text}\n# {mark}\n" for file, text in solution_sources().items()}


def attacking(around: Surroundings, mark: object, number: int) -> dict[str, str]:
    """One of the attacks, as the value.py of a submission that is right in all else."""
    attacks = list({**CONFINED, **JUDGED, **ENDLESS}.values())
    code = attacks[number * 7 % len(attacks)].code
    return {**right(mark), "value.py": around.head(0) + code}


def write(folder: Path, sources: dict[str, str]) -> None:
    folder.mkdir(parents=True)
    for file, text in sources.items():
        (folder / file).write_text(text, encoding="utf-8")
