"""HTML that is put together without one escape to remember: text becomes markup here alone.

Whatever is no Markup is text, and is escaped. It is one line of text, too: what cannot be
printed, and ends of lines, are spelled out, as on the terminal.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from typing import Any, TypeAlias

from msgspec import Struct

from grader.report.safe_text import safe_line

VOID = ("br", "col", "hr", "img", "input", "link", "meta")
LINKS = ("action", "formaction", "href", "src")
IMAGE = "data:image/"  # what a page may embed; all else it names is relative to it


class Markup(Struct, frozen=True):
    """What is HTML already. Only element(), joined() and the frame of a page make one."""

    html: str


Child: TypeAlias = "Markup | str"
Attribute: TypeAlias = "str | int | float | bool | None"


def element(name: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """An element; class_ is the attribute class, aria_label is aria-label.

    An attribute that is True stands without a value; one that is False or None is left out.
    """
    opening = "".join([name, *(_attribute(key, value) for key, value in attributes.items())])
    if name in VOID:
        assert not children
        return Markup(f"<{opening}>")
    return Markup(f"<{opening}>{joined(children).html}</{name}>")


def joined(children: Iterable[Child], between: Child = "") -> Markup:
    """Elements and texts after one another, and what stands between two of them."""
    inner = "\n" if between == "\n" else _as_markup(between)
    return Markup(inner.join(_as_markup(child) for child in children))


def code(text: str, *, faint: str = "\0", **attributes: Attribute) -> Markup:
    """Lines of code, or of what was printed, each on its own; faint is how a dull one begins."""
    lines = [
        element("span", line.expandtabs(4), class_="faint" if line.startswith(faint) else None)
        for line in text.rstrip("\n").split("\n")
    ]
    return element("pre", element("code", joined(lines, "\n")), **attributes)


def prose(text: str) -> Markup:
    """A sentence of ours, in which what stands between two backquotes is code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # one of them stands for itself
        return joined([text])
    return joined(element("code", part) if at % 2 else part for at, part in enumerate(parts))


def paragraphs(text: str, **attributes: Attribute) -> Markup:
    """Plain text of several lines: a blank one parts two paragraphs."""
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip("\n"))
    shown = [joined(part.split("\n"), element("br")) for part in parts]
    return joined((element("p", part, **attributes) for part in shown), "\n")


def data_block(name: str, value: Any) -> Markup:
    """Plain data for a script: JSON.parse(document.getElementById(name).textContent)."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    opening = f'<script type="application/json"{_attribute("id", name)}>'
    return Markup(f"{opening}{text}</script>")


def _as_markup(child: Child) -> str:
    return child.html if isinstance(child, Markup) else _escaped(child)


def _escaped(text: str) -> str:
    return html.escape(safe_line(text), quote=True)


def _attribute(key: str, value: Attribute) -> str:
    """An attribute with a blank in front; raises ValueError for one that could run or style."""
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    if name == "style" or name.startswith("on"):
        raise ValueError(f"{name}: the page's policy allows no such attribute")
    if name in LINKS and not _is_ours(str(value)):
        raise ValueError(f"{name}: a page leads nowhere else, and embeds pictures alone")
    return f" {name}" if value is True else f' {name}="{_escaped(str(value))}"'


def _is_ours(address: str) -> bool:
    """Whether an address stays on this page or beside it, whatever a browser makes of it."""
    if address.startswith(IMAGE):
        return True
    return ":" not in address.split("/")[0] and "\\" not in address and not address.startswith("//")
