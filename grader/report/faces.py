"""The faces of a report that are files or text: name -> how to render and what file it makes."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from grader.report.as_json import to_json
from grader.report.model import Report

TERMINAL = "terminal"  # drawn by terminal/page.py, as wide as the terminal is


class Face(Struct, frozen=True):
    """A way to show a report as text, and the name of the file it goes into.

    unusable is the text where there was nothing to grade, given why, of a face without which
    nobody would be told.
    """

    file: str
    render: Callable[[Report], str]
    unusable: Callable[[str], str] | None = None


def _as_page(report: Report) -> str:
    from grader.report.html.as_html import to_html

    return to_html(report)


def _junit(report: Report) -> str:
    from grader.report.as_junit import to_junit

    return to_junit(report)


def _gradescope(report: Report) -> str:
    from grader.report.as_gradescope import to_gradescope

    return to_gradescope(report)


def _nothing_for_gradescope(why: str) -> str:
    from grader.report.as_gradescope import unusable

    return unusable(why)


def _autograding(report: Report) -> str:
    from grader.report.as_autograding import to_autograding

    return to_autograding(report)


def _markdown(report: Report) -> str:
    from grader.report.as_markdown import to_markdown

    return to_markdown(report)


# All but JSON are imported when they are asked for: none is on the way of `make grade`.
FACES = {
    "json": Face("report.json", to_json),
    "html": Face("report.html", _as_page),
    "junit": Face("report.xml", _junit),
    "gradescope": Face("results.json", _gradescope, _nothing_for_gradescope),
    "autograding": Face("autograding.json", _autograding),
    "markdown": Face("report.md", _markdown),
}
FORMATS = (TERMINAL, *FACES)
