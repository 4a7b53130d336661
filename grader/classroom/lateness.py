"""How late a learner was by a course's deadlines, and what that takes off."""

from __future__ import annotations

import math
from datetime import datetime

from msgspec import Struct

from grader.classroom.row import Row
from grader.course import values
from grader.course.course import SECONDS, Amount, Course, Late

SIZES = (("day", 24 * 60 * 60), ("h", 60 * 60), ("min", 60))
MOST_SIZES = 2  # of which a time is told


class Lateness(Struct, frozen=True):
    """seconds after the deadline; None where work is called late, and nothing says how late.

    has_extension: a mark alone says nothing then, for it knows of no extension.
    """

    seconds: float | None
    has_extension: bool = False

    def taken_off(self, earned: float, late: Late) -> float:
        """The points that are lost of what was earned."""
        if self.is_over(late):
            return earned
        lost = min(self._off(earned, late), late.at_most.of(earned))
        return max(0.0, min(lost, earned - late.floor))

    def is_over(self, late: Late) -> bool:
        """Whether it came so late that nothing counts."""
        if self.seconds is None or late.cut_off is None:
            return False
        return self.seconds > late.cut_off

    def _off(self, earned: float, late: Late) -> float:
        if self.seconds is None:
            return 0.0 if self.has_extension else late.bare_mark.of(earned)
        return late.off.of(earned, self._begun(late))

    def _begun(self, late: Late) -> int:
        """How many days or hours have begun since the end of the grace period."""
        return max(0, math.ceil(((self.seconds or 0) - late.grace) / SECONDS[late.per]))

    def words(self, late: Late) -> str:
        """How late it was, and by which rule something is taken off."""
        if self.seconds is None:
            if self.has_extension:
                return "called late, which says nothing of your extension"
            return f"called late{_rule(late.bare_mark)}"
        told = f"{_spoken(self.seconds)} late"
        if self.is_over(late):
            return f"{told}, after all time that there was"
        if self.seconds <= late.grace:
            return f"{told}, within the grace period"
        each = f" for each {late.per} begun" if late.off.number else ""
        return f"{told}{_rule(late.off)}{each}"


def lateness(row: Row, course: Course) -> Lateness | None:
    """How late a row's work was; None where it was in time, or nothing says that it was not.

    The course's extensions are by learner here, as extensions.py makes them.
    """
    until = course.extensions.get(row.learner)
    due, came = until or course.due, handed_in(row, course)
    if due and came:
        seconds = (came - due).total_seconds()
        return Lateness(seconds) if seconds > 0 else None
    return Lateness(None, until is not None) if row.is_late else None


def handed_in(row: Row, course: Course) -> datetime | None:
    """When work came; of a day without a time, its beginning. None where nothing says it."""
    if not row.handed_in_at:
        return None
    try:
        came = datetime.fromisoformat(row.handed_in_at.replace("Z", "+00:00"))
    except ValueError:
        return None
    if came.tzinfo is None:
        zone = values.zone(course.time_zone) if course.time_zone else None
        came = came.replace(tzinfo=zone or (course.due.tzinfo if course.due else None))
    return came if came.tzinfo else None


def _rule(amount: Amount) -> str:
    return f": {amount} off" if amount.number else ""


def _spoken(seconds: float) -> str:
    """Such as "2 days 3 h"."""
    left, parts = max(60, math.floor(seconds)), []
    for name, size in SIZES:
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {name}{'s' if name == 'day' and count > 1 else ''}")
    return " ".join(parts[:MOST_SIZES])
