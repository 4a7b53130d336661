"""Sheets that were filled in before: which of them may not say any more what the class has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote

import msgspec

from grader.classroom.database import Database
from grader.classroom.faces.gradebooks.feedback import feedback
from grader.classroom.faces.gradebooks.fill import ENDINGS, PLATFORMS, Filled
from grader.course.course import Course

FACT = "sheets"  # the fact that keeps {a filled sheet's name: a hash of what went into it}
WITH_FEEDBACK = ("moodle",)


def remember(database: Database, filled: Sequence[Filled]) -> None:
    """Keep what these sheets were filled in from, which is what the class has now."""
    if filled:
        now = {sheet.file: _state(_platform(sheet.file), database) for sheet in filled}
        database.set_fact(FACT, msgspec.json.encode({**_known(database), **now}).decode())


def outdated(out: Path, database: Database) -> Iterator[str]:
    """A line for each filled sheet in OUT that was made from something else than there is now."""
    known = _known(database)
    for platform in PLATFORMS:
        files = [f"{platform}{ending}" for ending in ENDINGS]
        there = [file for file in files if (out / file).is_file()]
        now = _state(platform, database) if there else ""
        for file in there:
            if known.get(file) != now:
                yield (
                    f"{file}: as it was filled in before; fill it in again: "
                    f"make faces OUT={quote(str(out))} FOR={platform} SHEET=FILE"
                )


def _known(database: Database) -> dict[str, str]:
    return msgspec.json.decode(database.fact(FACT) or "{}", type=dict[str, str])


def _state(platform: str, database: Database) -> str:
    """A hash of all of the class that goes into a platform's sheet."""
    most = (database.course() or Course()).most
    found: list[object] = [most]
    for row in database.rows():
        said = ""
        if platform in WITH_FEEDBACK:
            said = feedback(row, most, database.report(row.learner))
        if row.total is not None or said:
            found.append((row.learner, row.name, row.ids, row.total, said))
    return hashlib.sha256(msgspec.json.encode(found, order="deterministic")).hexdigest()


def _platform(file: str) -> str:
    return file.rpartition(".")[0]
