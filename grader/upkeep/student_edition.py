"""The student edition: the kata without what gives it away, for one seed: `make student-edition`.

Left out are solutions/, the catalogue of misconceptions and what works by them, upkeep/ and the
tests. In their place it has stubs, and the answers to what all checks ask with its seed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from grader import edition, files, grading
from grader.answers import answers as answers_on_record
from grader.answers import random_answers
from grader.answers.answers import Answers, Record, compute, torch_is_installed
from grader.checks import variation
from grader.paths import EXERCISES, ROOT
from grader.upkeep import proof, readme_pictures, write_stubs
from grader.upkeep.given_away import given_away
from grader.upkeep.without_instructors import makefile, readme

DEFAULT = ROOT / "student-edition"
FOLDERS = ("grader", "helper_draw")
AS_THEY_ARE = (
    *("LICENSE", "pyproject.toml", ".gitignore", ".ci/constraints.txt"),
    ".github/workflows/grade.yml",
    *(f".github/pictures/{name}" for name in readme_pictures.NAMES),
)
SUFFIXES = (".py", ".json", ".css", ".js", ".html", ".svg")
# In solutions' own words, or of no use without them.
LEFT_OUT = (
    "grader/classroom/",
    "grader/upkeep/",
    "grader/diagnosis/recognition/",
    "grader/diagnosis/blame.py",
    "grader/diagnosis/by_reference.py",
    "grader/diagnosis/effort.py",
    "grader/diagnosis/substitution.py",
    "grader/answers/torch_names.py",
)


class CannotBuild(Exception):
    """No student edition can be made; the text is one line with the reason."""


def build(folder: Path, *, seed: int = edition.AS_WRITTEN) -> list[str]:
    """Make the student edition in a folder that is new or empty; the paths in it.

    It is there as a whole, or not at all. Raises CannotBuild, CannotWrite and OSError.
    """
    _assert_free(folder)
    if seed != edition.AS_WRITTEN and not torch_is_installed():
        raise CannotBuild(f"--seed {seed}: torch is to answer what it asks; make torch, then again")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as temporary:
        made = Path(temporary) / "kata"
        _fill(made, seed)
        leaks = given_away(made)
        if leaks:
            raise CannotBuild(f"it would give solutions away: {'; '.join(leaks)}")
        if folder.exists():
            folder.rmdir()
        os.rename(made, folder)
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def _assert_free(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise CannotBuild(f"{folder}: a file is in its place; name another folder with --out")
    if folder.exists() and any(folder.iterdir()):
        raise CannotBuild(f"{folder}: it is not empty; remove it, or name another with --out")


def _fill(made: Path, seed: int) -> None:
    for name in _shipped():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, made / name)
    for name, text in write_stubs.derived().items():
        files.write(made / EXERCISES.name / name, text)
        files.write(made / "grader" / "stubs" / name, text)
    for name, adapted in (("README.md", readme), ("Makefile", makefile)):
        files.write(made / name, adapted((ROOT / name).read_text(encoding="utf-8")))
    files.write(_in(made, edition.FILE), msgspec.json.encode({"seed": seed}).decode() + "\n")
    if seed != edition.AS_WRITTEN:
        _record(made, seed)


def _shipped() -> Iterator[str]:
    """The files that are the same in both editions."""
    yield from AS_THEY_ARE
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in SUFFIXES and path.is_file() and not name.startswith(LEFT_OUT):
                yield name


def _record(made: Path, seed: int) -> None:
    """Put on record what the checks ask with a seed, and torch's answers to it."""
    pools = proof.recomputed_random_answers(seed)
    random_answers.save(pools, _in(made, random_answers.FILE))
    asked = Answers(Record(), seed=seed)
    grading.grade(proof.solutions_with_extra_credit(), answers=asked)
    drawn = {program for pool in pools.values() for program in pool}
    record = Record()
    for source, program in asked.asked:
        if program not in drawn:
            getattr(record, source)[program] = compute(source, program)
    answers_on_record.save(record, _in(made, answers_on_record.FILE))
    variations = variation.made.get(seed, {})
    files.write(_in(made, variation.FILE), msgspec.json.encode(variations).decode() + "\n")


def _in(made: Path, path: Path) -> Path:
    """The place of a file of this repository in the edition."""
    return made / path.relative_to(ROOT)
