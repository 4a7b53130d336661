"""The course that a class is kept with: given once, and used until another is given."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from grader.classroom.database import Database
from grader.classroom.extensions import Called, by_learner, of_nobody
from grader.course.course import Course


def keep_course(
    course: Course, database: Database, people: Sequence[Called], *, is_anonymous: bool = False
) -> list[str]:
    """Keep a course, and say which extensions are nobody's.

    Where numbers stand for people they are the learners here, and do so in what is kept too:
    nothing is kept of who is nobody.
    """
    kept = course
    if is_anonymous:
        kept = replace(course, extensions=by_learner(course.extensions, people))
    database.keep_course(kept)
    return list(of_nobody(course.extensions, people))
