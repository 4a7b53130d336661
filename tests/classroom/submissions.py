"""Submissions to make a class of: right ones, wrong ones, attacks; each another text."""

from __future__ import annotations

from pathlib import Path

from grader.answers.answers import torch_is_installed
from grader.answers.solutions import solution_sources
from tests.sandbox.attacks import CONFINED, ENDLESS, JUDGED
from tests.sandbox.harm import Attack, Surroundings

FULL = "110" if torch_is_installed() else "100"  # points of what is right
IS_A_RACE = "threading"  # with the next request, which it may spoil for itself, or not
WRONG = (
    # (file, what stands there, what is written for it)
    ("value.py", "self.grad += out.grad", "self.grad = out.grad"),
    ("training.py", "p.data -= ", "p.data += "),
    ("nn.py", "return outputs[0] if len(outputs) == 1 else outputs", "return outputs"),
)


def right(mark: object) -> dict[str, str]:
    """{file: text} of a right submission unlike any with another mark."""
    return {file: f"{text}\n# {mark}\n" for file, text in solution_sources().items()}


def attack(number: int) -> Attack:
    """One of them all; ten in a row are of many kinds."""
    attacks = [a for a in {**CONFINED, **JUDGED, **ENDLESS}.values() if IS_A_RACE not in a.code]
    return attacks[number * 7 % len(attacks)]


def attacking(around: Surroundings, mark: object, number: int) -> dict[str, str]:
    """An attack, as the value.py of a submission that is right in all else."""
    return {**right(mark), "value.py": around.head(0) + attack(number).code}


def write(folder: Path, sources: dict[str, str]) -> None:
    folder.mkdir(parents=True)
    for file, text in sources.items():
        (folder / file).write_text(text, encoding="utf-8")
