"""The faces of a report that are files or text: name -> how to render and what file it makes."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from grader.report.as_json import to_json
from grader.report.model import Report

TERMINAL = "terminal"  # drawn by terminal/page.py, as wide as the terminal is


class Face(Struct, frozen=True):
    """A way to show a report as text, and the name of the file it goes into."""

    file: str
    render: Callable[[Report], str]


def _as_page(report: Report) -> str:
    from grader.report.html.as_html import to_html

    return to_html(report)


FACES = {"json": Face("report.json", to_json), "html": Face("report.html", _as_page)}
FORMATS = (TERMINAL, *FACES)
