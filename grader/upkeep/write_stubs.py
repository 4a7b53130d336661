"""exercises/ derived from solutions/: `make stubs`."""

from __future__ import annotations

from grader.curriculum import FILES
from grader.paths import SOLUTIONS
from grader.python_source import stub


def derived() -> dict[str, str]:
    """{file: text} of exercises/ as solutions/ would have it now."""
    return {file: stub((SOLUTIONS / file).read_text(encoding="utf-8")) for file in FILES}
