"""The course that a class is kept with: given once, and used until another is given."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec.structs import replace

from grader.classroom.database import Database
from grader.course.course import Course


def keep_course(
    course: Course,
    database: Database,
    known: Collection[str],
    numbers: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Keep a course, and say which extensions are nobody's.

    known are all names and ids of the class. Where numbers stand for people, {name or id: number},
    they do so here too, and nothing is kept of who is nobody.
    """
    extensions = course.extensions
    if numbers is not None:
        extensions = {numbers[who]: until for who, until in extensions.items() if who in numbers}
    database.keep_course(replace(course, extensions=extensions))
    for who in course.extensions:
        if who not in known:
            yield f"the extension of {who} is nobody's: nobody here is called so, or has that id"
