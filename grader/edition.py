"""Which edition of the kata this is: the whole of it, or the student edition of it.

A student edition has no solutions/, and the answers for one seed alone; edition.json beside this
file, which `make student-edition` writes and no other edition has, says for which.
"""

from __future__ import annotations

import json
from pathlib import Path

FILE = Path(__file__).with_name("edition.json")
IS_STUDENT = FILE.exists()
AS_WRITTEN = 0  # the seed that leaves the programs of the checks as they stand there


def _on_record() -> int:
    """The seed whose answers are on record here."""
    if not IS_STUDENT:
        return AS_WRITTEN
    return int(json.loads(FILE.read_text(encoding="utf-8"))["seed"])


SEED = _on_record()


class NotInThisEdition(Exception):
    """What is asked for takes the whole of the kata; the text is one line with the remedy."""


def assert_answers(seed: int) -> None:
    """Raise NotInThisEdition where nothing answers what the checks ask with a seed."""
    if IS_STUDENT and seed != SEED:
        raise NotInThisEdition(
            f"--seed {seed}: the student edition has the answers for seed {SEED} alone; leave "
            "--seed out"
        )


def instructors(what: str) -> str:
    """What to say of a thing that a student edition is without."""
    return f"{what} is the instructor's; this is the student edition of the kata"
