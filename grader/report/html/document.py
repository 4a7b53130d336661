"""The frame of every page: its head, its policy, and the style that all have in common.

A page is whole in itself. Its policy lets nothing run, style or load but what stands in it, told
by its hash; so what a learner wrote could do nothing even where an escape were missing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from grader.report.html.markup import Child, Markup, element, joined
from helper_draw.embedding import embedded, policy

STYLES = Path(__file__).parent


def document(title: str, body: Child, *, style: str = "", script: str = "") -> str:
    """The text of a page; style and script are ours, and stand in it.

    body holds no style attributes and no handlers of events: the policy would stop them.
    """
    style = base_style() + style
    head = [
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy(style, script)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        Markup(embedded("style", style)),
    ]
    scripts = [Markup(embedded("script", script))] if script else []
    page = element(
        "html",
        joined(
            [
                Markup(""),
                element("head", joined([Markup(""), *head, Markup("")], "\n")),
                element("body", joined([Markup(""), body, *scripts, Markup("")], "\n")),
                Markup(""),
            ],
            "\n",
        ),
        lang="en",
    )
    return f"<!doctype html>\n{page.html}\n"


@cache
def base_style() -> str:
    """Colours, type and tables, for light, dark and print."""
    return read_style("base.css")


def read_style(name: str) -> str:
    """A style sheet that stands beside this file."""
    return (STYLES / name).read_text(encoding="utf-8")
