"""A course's file made a Course: whatever is wrong with it is one line, with the remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from grader.course import values
from grader.course.course import (
    ALL,
    COUNTINGS,
    NOTHING,
    POINTS,
    SECONDS,
    Counting,
    Course,
    ExtraCredit,
    Late,
    Text,
)
from grader.course.in_words import in_words
from grader.course.lines import NotToml, line_of, line_of_error, parsed
from grader.curriculum import STAGES

T = TypeVar("T")

LARGEST = 256 * 1024  # bytes, of one file
MOST_CHECKS = 100  # modules
MODULE = re.compile(r"stage_(\d\d)_\w+\.py")
ADD_ONE = "add a line [deadline], and below it: due = 2026-11-20T18:00:00+01:00"
BEGIN = "python -m grader course init writes one to begin with"


class UnusableCourse(Exception):
    """The file cannot be used; the text is one line: where, what, and the remedy."""


class _Wrong(Exception):
    """What is wrong with the value of these keys, and the remedy."""

    def __init__(self, keys: tuple[str, ...], text: str) -> None:
        super().__init__(text)
        self.keys = keys


def read_course(file: Path) -> Course:
    """The course of a file, with the modules that it names; raises UnusableCourse."""
    text = _text(file, BEGIN)
    try:
        return _course(_Table(parsed(text), ()), file.parent)
    except NotToml as error:
        line, said = line_of_error(text, error)
        raise UnusableCourse(f"{file}:{line}: {in_words(said, text, line)}") from None
    except RecursionError:
        raise UnusableCourse(f"{file}: tables within tables without end; {BEGIN}") from None
    except _Wrong as wrong:
        where = f"{file}:{line_of(text, wrong.keys)}"
        raise UnusableCourse(f"{where}: {'.'.join(wrong.keys)}: {wrong}") from None


def _text(file: Path, remedy: str) -> str:
    """The text of a file that is not too large."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise UnusableCourse(f"{file}: cannot be read ({error.strerror}); {remedy}") from None
    except ValueError:  # a NUL in its name
        raise UnusableCourse(f"{file}: no file is called so; {remedy}") from None
    if len(content) > LARGEST:
        raise UnusableCourse(f"{file}: larger than {LARGEST // 1024} KiB; {remedy}")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnusableCourse(f"{file}:{line}: it is not UTF-8; save it as UTF-8") from None


class _Table:
    """A table, of which one key after the other is taken; none may be left at its end."""

    def __init__(self, content: dict[str, Any], keys: tuple[str, ...]) -> None:
        self._left = dict(content)
        self._keys = keys
        self._known: list[str] = []

    def take(self, key: str, read: Callable[[object], T], default: T) -> T:
        self._known.append(key)
        if key not in self._left:
            return default
        try:
            return read(self._left.pop(key))
        except ValueError as error:
            raise self.wrong(key, str(error)) from None

    def table(self, key: str) -> _Table:
        self._known.append(key)
        content = self._left.pop(key, {})
        if not isinstance(content, dict):
            kind = values.kind_of(content)
            raise self.wrong(key, f"it is {kind}; write its keys below a line [{key}]")
        return _Table(content, (*self._keys, key))

    def each(self) -> Iterator[str]:
        """The keys that are left, of which any may be one."""
        yield from list(self._left)

    def wrong(self, key: str, text: str) -> _Wrong:
        return _Wrong((*self._keys, key), text)

    def end(self) -> None:
        """Raise _Wrong where a key is left that nobody knows."""
        for key in self._left:
            near = get_close_matches(key, self._known, 1)
            known = ", ".join(self._known)
            hint = f"did you mean {near[0]}?" if near else f"here may be: {known}"
            raise self.wrong(key, f"there is no such key; {hint}")


def _course(root: _Table, folder: Path) -> Course:
    deadline = root.table("deadline")
    zone_name = deadline.take("time_zone", values.zone_name, "")
    moment = values.moment(values.zone(zone_name) if zone_name else None)
    due = deadline.take("due", moment, None)
    extensions = root.table("extensions")
    late = root.table("late")
    course = Course(
        points=_by_stage(root.table("points"), values.points, POINTS),
        decimals=root.take("decimals", values.decimals, 2),
        extra_credit=_extra_credit(root.table("extra_credit")),
        due=due,
        time_zone=zone_name,
        late=_late(late),
        extensions=_extensions(extensions, moment),
        text=_texts(root.table("text")),
        checks=_checks(root.table("checks"), folder),
    )
    deadline.end()
    root.end()
    _assert_in_order(course, late, extensions)
    return course


def _extensions(table: _Table, moment: Callable[[object], datetime]) -> dict[str, datetime]:
    """{learner: until when}"""

    def read(value: object) -> datetime:
        if isinstance(value, dict):  # of a.smith = ..., or anna@example.org = ...
            raise ValueError('a dot made it a table; write the learner in quotes: "a.smith" = ...')
        return moment(value)

    nothing = datetime.max
    return {who: table.take(who, read, nothing) for who in table.each()}


def _by_stage(table: _Table, read: Callable[[object], T], default: dict[int, T]) -> dict[int, T]:
    """{stage: value} of all of default, where the keys are the numbers of stages."""
    found = dict(default)
    for key in table.each():
        number = next((stage.number for stage in STAGES if str(stage.number) == key), None)
        if number is None:
            raise table.wrong(key, f"there is no such stage; there are 1 to {len(STAGES)}")
        found[number] = table.take(key, read, found[number])
    return found


def _extra_credit(table: _Table) -> ExtraCredit:
    counts: Counting = table.take("counts", values.one_of(*COUNTINGS), "no")
    most = table.take("most", values.points, None)
    each = table.take("each", values.points, 1.0)
    table.end()
    if counts == "no" and most is not None:
        raise table.wrong("most", 'it counts not at all; write counts = "added", or "fills"')
    return ExtraCredit(counts, most, each)


def _late(table: _Table) -> Late:
    late = Late(
        off=table.take("off", values.amount, NOTHING),
        per=table.take("per", values.one_of(*SECONDS), "day"),
        grace=table.take("grace", values.duration, 0.0),
        at_most=table.take("at_most", values.amount, ALL),
        floor=table.take("floor", values.points, 0.0),
        cut_off=table.take("cut_off", values.duration, None),
        bare_mark=table.take("bare_mark", values.amount, NOTHING),
        reduces_own_points=table.take("reduces_own_points", values.yes_or_no, False),
    )
    table.end()
    if late.cut_off is not None and late.cut_off < late.grace:
        raise table.wrong("cut_off", "it comes before the grace period ends; write a longer one")
    if late.cut_off == 0:
        raise table.wrong("cut_off", 'it leaves no time; write one such as "7 days"')
    return late


def _texts(table: _Table) -> Text:
    stages = _by_stage(table.table("stages"), values.text, dict.fromkeys(POINTS, ""))
    text = Text(
        table.take("title", values.text, ""),
        table.take("opening", values.text, ""),
        table.take("closing", values.text, ""),
        {number: said for number, said in stages.items() if said},
    )
    table.end()
    return text


def _checks(table: _Table, folder: Path) -> dict[str, str]:
    """{file name: source} of the modules in the folder that the table names."""
    name = table.take("folder", values.text, "")
    table.end()
    if not name:
        return {}
    where = folder / name
    try:
        files = sorted(path for path in where.iterdir() if path.suffix == ".py")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no folder is called so"
        text = f"{where} cannot be read ({why}); make it, or name another"
        raise table.wrong("folder", text) from None
    if not files or len(files) > MOST_CHECKS:
        count = len(files) or "none"
        raise table.wrong(
            "folder",
            f"{where} has {count} of modules; put 1 to {MOST_CHECKS} stage_05_ours.py there",
        )
    for path in files:
        match = MODULE.fullmatch(path.name)
        if not match or not 1 <= int(match[1]) <= len(STAGES):
            raise UnusableCourse(
                f"{path}: a module of checks is named stage_NN_something.py, with NN from 01 to "
                f"{len(STAGES)}; rename it, or take it out"
            )
    return {path.name: _text(path, "make it smaller, or take it out") for path in files}


def _assert_in_order(course: Course, late: _Table, extensions: _Table) -> None:
    """Raise _Wrong where what is later than a deadline has none before it."""
    for who, until in course.extensions.items():
        if course.due is None:
            raise extensions.wrong(who, f"there is no deadline to extend; {ADD_ONE}")
        if until <= course.due:
            raise extensions.wrong(who, "it is not after the deadline; write a later one")
    if course.due is None:
        timed = {
            "off": course.late.off.number,
            "grace": course.late.grace,
            "cut_off": course.late.cut_off,
        }
        for key in (key for key, value in timed.items() if value):
            raise late.wrong(key, f"there is no deadline to be late for; {ADD_ONE}")
