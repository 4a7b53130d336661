"""Honest work in many styles, as of people who never met, and copies of it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from grader.answers.solutions import solution_sources
from grader.classroom.integrity.work import Work
from grader.curriculum import FILES
from grader.diagnosis.recognition.catalogue import ALL, EditFailed, apply
from grader.paths import LECTURE
from tests.classroom.integrity.copies import Disguise, commented
from tests.variations import variations
from tests.variations.variation import SUBMISSIONS

IN_ANOTHER_STYLE = 0.6  # of the files of a class
MISTAKEN = 0.3  # of its learners


def work(learner: str, files: Mapping[str, str], source: str = "") -> Work:
    """What one learner handed in, {file: text}."""
    parts = {file.removesuffix(".py"): (file, text) for file, text in files.items()}
    return Work({learner: source or learner}, parts)


def honest(count: int, chance: random.Random) -> list[Work]:
    """So many learners; no style of a file is taken twice, but for the lecture's and its like."""
    styles = {file: chance.sample(texts, len(texts)) for file, texts in _styles().items()}
    found = []
    for number in range(count):
        files = dict(chance.choice(_usual()))
        for file in files:
            if styles.get(file) and chance.random() < IN_ANOTHER_STYLE:
                files[file] = styles[file].pop()
        if chance.random() < MISTAKEN:
            files = _mistaken(files, chance)
        files = {file: commented(text, chance) for file, text in files.items()}
        found.append(work(f"learner {number}", files))
    return found


def copied(learner: str, original: Work, disguise: Disguise, chance: random.Random) -> Work:
    """The same work, by somebody who has worked it over."""
    files = {path: disguise(text, chance) for path, text in original.files.values()}
    return work(learner, files)


def _mistaken(files: dict[str, str], chance: random.Random) -> dict[str, str]:
    """The files with a misconception, where one that is drawn fits them."""
    try:
        edited = apply(chance.choice(ALL).edits, files)
        for text in edited.values():
            compile(text, "", "exec")
    except (EditFailed, SyntaxError):
        return files
    return edited


@cache
def _styles() -> dict[str, Sequence[str]]:
    """{file: the variations that there are of it}"""
    found: dict[str, list[str]] = defaultdict(list)
    for files in variations().values():
        for file in set(files) & set(FILES):
            found[file].append(files[file])
    return dict(found)


@cache
def _usual() -> tuple[dict[str, str], ...]:
    reference = solution_sources()
    plain = {**reference, **_files(SUBMISSIONS / "bases" / "plain")}
    return _files(LECTURE), plain, reference


def _files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))}
