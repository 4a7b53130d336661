"""What is wrong with a text that is no TOML, and the remedy: by the line where it was given up."""

from __future__ import annotations

import re

from grader.course.values import AMOUNT, DURATION

LONGEST = 60  # characters of a line that are told
LINE = re.compile(r"\s*(?P<key>[^\s\"'=\[#][^\"'=#]*?)\s*=\s*(?P<value>.*?)\s*")
REMARK = re.compile(r"(^|\s+)#.*$")
KEY = re.compile(r"[A-Za-z0-9_-]+(\s*\.\s*[A-Za-z0-9_-]+)*")  # that needs no quotes
TYPOGRAPHIC = "\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019"  # quotes, as a word processor has them
WITH_COMMA = re.compile(r"\d+,\d+")
DAY = re.compile(r"\d{4}-\d\d?-\d\d?(?P<time>\D.*)?|\d\d?\.\d\d?\.\d+.*|\d+/\d+/\d+.*")


def in_words(said: str, text: str, number: int) -> str:
    """What a parser said of a line, put so that it helps."""
    if said.startswith(("Cannot overwrite", "Cannot declare", "Duplicate", "Cannot mutate")):
        return "this key or table is there already; keep one of the two"
    if said.startswith(("Unterminated string", r"Illegal character '\n'")):
        return 'a text that begins with quotes ends with quotes; """ is for one of several lines'
    lines = text.split("\n")
    line = lines[number - 1] if number <= len(lines) else ""
    if match := LINE.fullmatch(line):
        key, value = match["key"], REMARK.sub("", match["value"])
        if not KEY.fullmatch(key):
            kept = _clipped(key)
            return f'a key with a space or a sign in it needs quotes; write "{kept}" = ...'
        if value and value[0] not in "\"'[{":
            return _of_value(_clipped(value))
    if said.startswith("Invalid value"):
        return "there is no such value; a text has quotes, a number and a date have none"
    return f"it is no TOML ({said}); a line is key = value, a table's head [name]"


def _of_value(value: str) -> str:
    """Of a value without quotes that is none."""
    if WITH_COMMA.fullmatch(value):
        return f"{value} is no number; write {value.replace(',', '.')}"
    if DAY.fullmatch(value):
        return f"{value} is no date or time; write one as 2026-11-20 or 2026-11-20T18:00:00"
    if value.casefold() in ("true", "false"):
        return f"{value} is no value; write {value.casefold()}"
    is_text = AMOUNT.fullmatch(value.lower()) or DURATION.fullmatch(value.lower())
    if value.isdecimal():  # after needless zeros
        return f"{value} is no number; write {value.lstrip('0') or '0'}"
    if value[0] in "+-.0123456789" and not is_text:
        return f'{value} is no number; write digits alone, or if it is a text: "{value}"'
    text = value.strip(TYPOGRAPHIC)
    quote = "'" if '"' in text else '"'
    return f"a text needs plain quotes; write {quote}{text}{quote}"


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
