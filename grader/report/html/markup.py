"""HTML that is put together without one escape to remember: text becomes markup here alone.

Whatever is no Markup is text, and is escaped. It is one line of text, too: what cannot be
printed, and ends of lines, are spelled out, as on the terminal.
"""

from __future__ import annotations

import html
import json
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


def joined(children: Iterable[Child], between: str = "") -> Markup:
    """Elements and texts after one another; between is white space of the source."""
    assert not between.strip()
    return Markup(between.join(_as_markup(child) for child in children))


def code(text: str, class_: str = "code") -> Markup:
    """Lines of code, or of what was printed, each on its own."""
    lines = [element("span", line.expandtabs(4)) for line in text.rstrip("\n").split("\n")]
    return element("pre", element("code", joined(lines, "\n")), class_=class_)


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
