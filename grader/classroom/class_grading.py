"""Grading a class: what was handed in is kept, what has no result yet is graded, and that kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from grader.classroom import fingerprint
from grader.classroom.anonymous import FILE as IDENTITIES
from grader.classroom.anonymous import Anonymous
from grader.classroom.course_kept import keep_course
from grader.classroom.database import Database
from grader.classroom.executor import Executor
from grader.classroom.extensions import Called
from grader.classroom.finding.handed_in import Class, HandedIn, read
from grader.classroom.finding.names import folded, some
from grader.classroom.graded import Graded, Task
from grader.classroom.row import Row
from grader.course.course import Course
from grader.submission.bundle import Bundle

NOTHING = "no file that could be code"
MOST_NEAR = 3  # names that may have been meant
SEEDS = 10**6  # there are so many to draw one from


class Wanted(Struct, frozen=True):
    """What is asked for, beside the folder.

    seed is that of OUT if None, "new" draws another; only names a learner to grade once more.
    """

    seed: int | Literal["new"] | None = None
    only: str | None = None
    is_anonymous: bool = False
    is_trusted: bool = False  # whoever handed in: nobody is asked what holds their code
    course: Course | None = None  # in the place of the one that OUT has


class Said(Struct, frozen=True):
    """What there is to say of a class that was taken in.

    misfits is what the instructor has to mend, which is to stand out.
    """

    notes: tuple[str, ...]
    misfits: tuple[str, ...]


class CannotGrade(Exception):
    """The call does not fit the class; the text is one line with the remedy."""


def take_in(folder: Path, found: Class, wanted: Wanted, database: Database, out: Path) -> Said:
    """Keep who handed in what; what there is to say of that."""
    anonymous = _anonymous(wanted, database, out)
    seed = _seed(wanted, database)
    course = wanted.course or database.course() or Course()
    checks = fingerprint.of_checks(course.checks)

    def each() -> Iterator[tuple[HandedIn, Bundle | None, str, str]]:
        for handed_in in found.handed_in:
            if handed_in.missing:
                yield anonymous.of(handed_in) if anonymous else handed_in, None, "", ""
                continue
            bundle = read(folder, handed_in)
            if not bundle.files:
                nothing = replace(
                    handed_in, missing=NOTHING, notes=(*handed_in.notes, *bundle.notes)
                )
                yield anonymous.of(nothing) if anonymous else nothing, None, "", ""
                continue
            if anonymous:
                handed_in, bundle = anonymous.of(handed_in), anonymous.hidden(bundle)
            content = fingerprint.of_content(bundle)
            yield handed_in, bundle, content, fingerprint.of_result(content, seed, checks)

    if anonymous:
        anonymous.number(found.handed_in)
    misfits = _keep_course(wanted, found, database, anonymous)
    gone = database.replace_learners(each())
    notes = (headline(found), *found.notes, *_of_those_gone(gone, database))
    return Said(notes, tuple(misfits))


def headline(found: Class) -> str:
    count = len(found.handed_in)
    return f"{count} learner{'' if count == 1 else 's'}, as from {found.layout}"


def _of_those_gone(gone: Sequence[str], database: Database) -> Iterator[str]:
    if gone:
        yield f"not in this class any more, but kept: {some(gone)}"
    for learner in database.overrides_of_nobody():
        yield f"your points or comments for {learner} wait: nobody here is called so"


def _keep_course(
    wanted: Wanted, found: Class, database: Database, anonymous: Anonymous | None
) -> list[str]:
    """Keep the course that is given, if one is; which of its extensions fit nobody."""
    if wanted.course is None:
        return []
    people = [Called(one.learner, one.name or one.learner, one.ids) for one in found.handed_in]
    if anonymous:
        numbers = anonymous.numbers
        people = [_numbered(numbers[one.learner], one) for one in people]
    return keep_course(wanted.course, database, people, is_anonymous=anonymous is not None)


def _numbered(number: str, called: Called) -> Called:
    """The same person as one whom a number stands for; what they were called is an id."""
    return replace(called, learner=number, ids={**called.ids, "learner": called.learner})


def give_course(course: Course, database: Database, out: Path) -> list[str]:
    """Keep another course for a class that is graded already; which extensions fit nobody."""
    kept = database.course() or Course()
    if course.checks != kept.checks:
        raise CannotGrade(
            f"{out}: was graded with other extra checks; grade it again: class DIR --course"
        )
    if database.fact("is_anonymous") == "yes":
        people = Anonymous(out).people()
        called = [
            _numbered(number, Called(learner, name or learner, {}))
            for number, (learner, name) in people.items()
            if database.has_learner(number)
        ]
        return keep_course(course, database, called, is_anonymous=True)
    return keep_course(course, database, list(database.called()))


def people(database: Database, out: Path) -> list[Row]:
    """The rows of a class under the names that it came with, though it be anonymised.

    Raises CannotGrade where nothing tells whose a number is.
    """
    rows = list(database.rows())
    if database.fact("is_anonymous") != "yes":
        return rows
    known = Anonymous(out).people()
    unknown = [row.learner for row in rows if row.learner not in known]
    if unknown:
        raise CannotGrade(
            f"{out}: nothing tells who {some(unknown)} is; put back {IDENTITIES}, as it was"
        )
    return [replace(row, learner=known[row.learner][0], name=known[row.learner][1]) for row in rows]


def _anonymous(wanted: Wanted, database: Database, out: Path) -> Anonymous | None:
    """The numbers that stand for people; None where people are called by their names."""
    was = database.fact("is_anonymous")
    if was is not None and (was == "yes") != wanted.is_anonymous:
        has = "numbers for names: add --anonymise" if was == "yes" else "names: leave --anonymise"
        raise CannotGrade(f"{out} holds {has}, or name another OUT")
    database.set_fact("is_anonymous", "yes" if wanted.is_anonymous else "no")
    return Anonymous(out) if wanted.is_anonymous else None


def _seed(wanted: Wanted, database: Database) -> int:
    kept = database.fact("seed")
    if wanted.seed == "new" or (wanted.seed is None and kept is None):
        seed = 1 + secrets.randbelow(SEEDS)  # 0 is what learners have
    else:
        seed = int(wanted.seed if wanted.seed is not None else kept or 0)
    database.set_fact("seed", str(seed))
    return seed


def seed_of(database: Database) -> int:
    """The seed that the class was last taken in with."""
    return int(database.fact("seed") or 0)


def grade(
    wanted: Wanted,
    database: Database,
    executor: Executor,
    begin: Callable[[int, int], None],
    tell: Callable[[Graded], None],
) -> None:
    """Grade all that has no result yet, or the one learner that is wanted.

    begin is told how many there are, and of how many learners; tell each result once it is
    kept. Raises WorkersRefuse, CannotKeep, and OSError where no process starts; what was graded
    until then is kept.
    """
    pairs = dict(database.to_grade(wanted.only))
    begin(len(pairs), 1 if wanted.only else database.count_to_grade())
    seed = seed_of(database)
    tasks = (Task(result, database.bundle(content)) for result, content in pairs.items())
    for graded in executor.graded(tasks):
        content = pairs[graded.key]
        database.keep(graded, content, fingerprint.of_grader(), seed, fingerprint.of_torch())
        tell(graded)


def learner_meant(text: str, database: Database, option: str = "") -> str:
    """The learner whom a text names: as the class calls them, else by name, else by any id.

    Raises CannotGrade where that is nobody, or more than one. Where numbers stand for people,
    nothing else does.
    """
    if database.has_learner(text):
        return text
    rows = list(database.rows())
    by_name = [row for row in rows if folded(row.name) == folded(text)]
    found = by_name or [row for row in rows if folded(text) in map(folded, row.ids.values())]
    if not folded(text) or not found:
        raise CannotGrade(f"{option}{text}: no such learner; {_hint(text, rows, database)}")
    if len(found) > 1:
        who = some(row.learner for row in found)
        raise CannotGrade(f"{option}{text}: {who} are called so; give one of these")
    return found[0].learner


def _hint(text: str, rows: Sequence[Row], database: Database) -> str:
    """Who may have been meant; a number much like another's is nobody like them."""
    near = [] if database.fact("is_anonymous") == "yes" else _near(text, rows)
    return f"did you mean {' or '.join(near)}?" if near else "gradebook.csv names them all"


def _near(text: str, rows: Sequence[Row]) -> list[str]:
    from difflib import get_close_matches

    parts = [row.called for row in rows if folded(text) and folded(text) in folded(row.called)]
    if parts:
        return parts[:MOST_NEAR]
    pairs = [(folded(each), row.called) for row in rows for each in (row.name, row.learner)]
    spelled = {each: called for each, called in pairs if each}
    close = get_close_matches(folded(text), spelled, MOST_NEAR)
    return list(dict.fromkeys(spelled[each] for each in close))
