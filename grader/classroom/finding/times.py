"""Times as exports and teachers' sheets write them, made ISO 8601."""

from __future__ import annotations

import re
from datetime import datetime

# Those of which day and month cannot be mistaken for each other.
FORMS = (
    "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%A, %d %B %Y, %I:%M %p",  # Moodle's, in English
    "%A, %d %B %Y, %H:%M",
    "%d %B %Y, %I:%M %p",
    "%d %B %Y, %H:%M",
)
ZONE = re.compile(r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)$", re.IGNORECASE)
CITY = re.compile(r"\s+[A-Z][A-Za-z_]+/[A-Za-z_/]+$")  # nbgrader's: "America/Los_Angeles"


def iso(text: str) -> str:
    """A time in ISO 8601, to the second, with its zone if it has one; "" where it is not clear."""
    said = " ".join(text.split())
    city = CITY.search(said)
    said = said[: city.start()] if city else said
    zone = ZONE.search(said)
    bare = said[: zone.start()] if zone else said
    bare = re.sub(r"^(\d{4}-\d\d-\d\d)T", r"\1 ", bare)
    bare = re.sub(r"(\.\d{6})\d+$", r"\1", bare)
    for form in FORMS:
        try:
            found = datetime.strptime(bare, form)
        except ValueError:
            continue
        if "%H" not in form and "%I" not in form:
            return found.date().isoformat()
        return found.replace(microsecond=0).isoformat() + (_offset(zone["zone"]) if zone else "")
    return ""


def told(at: str) -> str:
    """A time in ISO 8601 for people to read: 2026-11-23 21:05 +01:00."""
    return re.sub(r"T(\d\d:\d\d):\d\d", r" \1 ", at).strip()


def _offset(zone: str) -> str:
    if zone[0] not in "+-":
        return "Z"
    return zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
