"""On which line of a TOML text something stands."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

NotToml = tomllib.TOMLDecodeError
AT = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


def parsed(text: str) -> dict[str, Any]:
    """The text's values; raises NotToml."""
    return tomllib.loads(text)


def line_of_error(text: str, error: NotToml) -> tuple[int, str]:
    """Where the parser stopped, and what it says of that."""
    said = str(error)
    match = AT.search(said)
    if match and match["line"]:
        return int(match["line"]), said[: match.start()]
    return len(text.rstrip().splitlines()) or 1, AT.sub("", said)


def line_of(text: str, path: Sequence[str]) -> int:
    """Where a value begins, by its keys from the outermost; 1 where it is not found.

    In whatever form it is written: it is there as soon as a beginning of the text has it.
    """
    lines = text.splitlines(keepends=True)
    begins = 1
    for count in range(1, len(lines) + 1):
        try:
            values = parsed("".join(lines[:count]))
        except NotToml:
            continue  # in the middle of a value
        if _has(values, path):
            return begins
        begins = count + 1
    return 1


def _has(values: Any, path: Sequence[str]) -> bool:
    for key in path:
        if not isinstance(values, dict) or key not in values:
            return False
        values = values[key]
    return True
