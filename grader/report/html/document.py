"""The frame of every page: its head, its policy, and the style that all have in common.

A page is whole in itself. Its policy lets nothing run, style or load but what stands in it, told
by its hash; so what a learner wrote could do nothing even where an escape were missing.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from grader.report.html.markup import Child, Markup, element, joined

STYLES = Path(__file__).parent


def document(title: str, body: Child, *, style: str = "", script: str = "") -> str:
    """The text of a page; style and script are ours, and stand in it.

    body holds no style attributes and no handlers of events: the policy would stop them.
    """
    style = base_style() + style
    head = [
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy(style, script)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        _embedded("style", style),
    ]
    scripts = [_embedded("script", script)] if script else []
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


def _policy(style: str, script: str) -> str:
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'" if script else "script-src 'none'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _embedded(name: str, text: str) -> Markup:
    """Our own style or script, as it is; raises ValueError where it would end before its end."""
    if f"</{name}" in text.lower() or "<!--" in text or "\r" in text:
        raise ValueError(f"{name}: its text would end it")
    return Markup(f"<{name}>{text}</{name}>")
