"""What a value in a course's file may be: each kind read, or refused with the remedy.

All of them raise ValueError, whose text is what is wrong and what to write.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from difflib import get_close_matches
from typing import TypeVar

from grader.course.course import DECIMALS, Amount

T = TypeVar("T", bound=str)

MOST_POINTS = 1_000_000
LONGEST_TEXT = 20_000  # characters
LONGEST_TIME = 366  # days

AMOUNT = re.compile(r"(?P<number>\d+(\.\d+)?)\s*(?P<unit>%|percent|points?)")
DURATION = re.compile(r"(?P<number>\d+(\.\d+)?)\s*(?P<unit>minute|hour|day|week)s?")
UNITS = {"minute": 60, "hour": 60 * 60, "day": 24 * 60 * 60, "week": 7 * 24 * 60 * 60}
KINDS = {bool: "true or false", int: "a number", float: "a number", str: "a text"}


def kind_of(value: object) -> str:
    """What a value is, in words."""
    if isinstance(value, (date, time)):
        return "a date or time"
    return KINDS.get(type(value), "a table" if isinstance(value, dict) else "a list")


def points(value: object) -> float:
    """A number of points that a sheet can show in full."""
    number = _number(value, "10 or 7.5")
    if number < 0:
        raise ValueError(f"{number:g} is below 0; write 0 where nothing is to count")
    if number > MOST_POINTS:
        raise ValueError(f"{number:g} is more than {MOST_POINTS:,}; write fewer")
    if number != round(number, DECIMALS):
        raise ValueError(f"{number} has more than {DECIMALS} decimals; write {number:.2f}, say")
    return number


def decimals(value: object) -> int:
    if isinstance(value, bool) or value not in range(DECIMALS + 1):
        raise ValueError("it is not 0, 1 or 2; write 0 for whole points")
    return int(str(value))


def _number(value: object, example: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"it is {kind_of(value)}; write a number, such as {example}")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(f"it is not finite; write a number, such as {example}")
    return number


def text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f'it is {kind_of(value)}; write a text, in quotes: "..."')
    if len(value) > LONGEST_TEXT:
        raise ValueError(f"it is longer than {LONGEST_TEXT:,} characters; write less")
    return value


def yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"it is {kind_of(value)}; write true or false, without quotes")
    return value


def one_of(*choices: T) -> Callable[[object], T]:
    """A reader of one of these words."""

    def read(value: object) -> T:
        for choice in choices:
            if value == choice:
                return choice
        said = f'"{value}"' if isinstance(value, str) else f"it is {kind_of(value)}, which"
        words = " or ".join(f'"{choice}"' for choice in choices)
        raise ValueError(f"{said} is none of what it may be; write {words}")

    return read


def amount(value: object) -> Amount:
    """Such as "10 %" or "5 points"."""
    example = 'write "10 %", or "5 points", with quotes'
    if not isinstance(value, str):
        raise ValueError(f"it is {kind_of(value)}, which does not say of what; {example}")
    match = AMOUNT.fullmatch(value.strip().lower())
    if not match:
        raise ValueError(f'"{value}" is no amount; {example}')
    number, is_percent = float(match["number"]), not match["unit"].startswith("point")
    if number > (100 if is_percent else MOST_POINTS):
        raise ValueError(f'"{value}" is more than all; {example}')
    return Amount(number, is_percent)


def duration(value: object) -> float:
    """Such as "15 minutes" or "3 days"; in seconds."""
    example = 'write "15 minutes", "2 hours" or "7 days", with quotes'
    if not isinstance(value, str):
        raise ValueError(f"it is {kind_of(value)}, which does not say of what; {example}")
    match = DURATION.fullmatch(value.strip().lower())
    if not match:
        raise ValueError(f'"{value}" is no time; {example}')
    seconds = float(match["number"]) * UNITS[match["unit"]]
    if seconds > LONGEST_TIME * UNITS["day"]:
        raise ValueError(f'"{value}" is longer than a year; {example}')
    return seconds


def zone_name(value: object) -> str:
    """A name that zone() knows."""
    name = text(value)
    zone(name)
    return name


def zone(name: str) -> tzinfo:
    """The time zone of a name such as "Europe/Berlin"."""
    from zoneinfo import ZoneInfo, available_timezones

    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        near = get_close_matches(name, available_timezones(), 1)
        hint = f'did you mean "{near[0]}"?' if near else 'write one such as "Europe/Berlin"'
        raise ValueError(f'"{name}" is no time zone that is known here; {hint}') from None


def moment(zone_of_file: tzinfo | None) -> Callable[[object], datetime]:
    """A reader of a deadline: of a day without a time, its end."""

    def read(value: object) -> datetime:
        example = "write 2026-11-20T18:00:00, without quotes"
        if not isinstance(value, date):
            raise ValueError(f"it is {kind_of(value)}, and no date; {example}")
        try:
            if not isinstance(value, datetime):
                value = datetime.combine(value + timedelta(days=1), time())
            if value.tzinfo is None:
                if zone_of_file is None:
                    raise ValueError(
                        "it has no time zone; name one for all, in the table [deadline]: "
                        'time_zone = "Europe/Berlin"; or write it as in 2026-11-20T18:00:00+01:00'
                    )
                value = value.replace(tzinfo=zone_of_file)
            return datetime.fromisoformat(value.isoformat())  # with the offset that holds then
        except OverflowError:
            raise ValueError(f"it is no deadline that anybody can meet; {example}") from None

    return read
