"""What README's example looks like in a terminal: an SVG for light surroundings, one for dark."""

from __future__ import annotations

import io
import re

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from grader.upkeep import readme_example

TITLE = "make grade"

# Ground and ink, then black, red, green, yellow, blue, magenta, cyan and white as text on it.
LIGHT = TerminalTheme(
    (255, 255, 255),
    (31, 41, 55),
    [
        *((31, 41, 55), (185, 28, 28), (21, 111, 52), (133, 77, 14)),
        *((30, 80, 190), (126, 34, 160), (14, 100, 120), (75, 85, 99)),
    ],
)
DARK = TerminalTheme(
    (20, 24, 31),
    (229, 231, 235),
    [
        *((229, 231, 235), (255, 138, 128), (122, 214, 152), (240, 200, 110)),
        *((140, 180, 255), (220, 160, 255), (120, 210, 225), (163, 173, 186)),
    ],
)
# As rich's own, without its fonts from elsewhere, and in the reader's monospaced font.
FORMAT = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" \
aria-label="What make grade prints">
<style>
.{unique_id}-matrix {{font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, \
"DejaVu Sans Mono", monospace; font-size: {char_height}px; line-height: {line_height}px}}
.{unique_id}-title {{font: bold 18px system-ui, sans-serif}}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" \
height="{terminal_height}"/></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" \
clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


def terminal_pictures() -> dict[str, str]:
    """{"light" or "dark": the picture}."""
    console = Console(
        file=io.StringIO(),
        width=readme_example.WIDTH,
        record=True,
        force_terminal=True,
        color_system="standard",
        highlight=False,
    )
    readme_example.show_on(console)
    return {name: _svg(console, theme, name) for name, theme in (("light", LIGHT), ("dark", DARK))}


def _svg(console: Console, theme: TerminalTheme, name: str) -> str:
    svg = console.export_svg(
        title=TITLE, theme=theme, clear=False, code_format=FORMAT, unique_id=name
    )
    return re.sub(r"[ \t]+\n", "\n", svg)
