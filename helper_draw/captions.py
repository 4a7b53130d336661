"""Captions: what is written beneath a picture: its sentences, and what its signs mean."""

from .graph import Graph
from .palette import painted
from .shapes import CROSS
from .wording import in_columns, one_line
from .xml import number, text

FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif"
LINE_HEIGHT = 19.0
CHARACTER = 7.7  # pixels, of a wide sans-serif font at 13
LEAST_WIDTH = 560.0
MARGIN = 16.0
SAMPLE = 44.0  # the room for a sign
LONGEST = 2000

SIGNS = {
    "operation": f'<ellipse cx="18" cy="0" rx="18" ry="8" {painted("fault")} stroke-width="2.5"/>'
    + text(CROSS, (18, 0), painted("fault-head")),
    "arrow": f'<path d="M0 0H36" {painted("fault-line")} stroke-width="3" stroke-dasharray="7 4"/>',
    "box": f'<rect x="0" y="-7" width="36" height="14" rx="4" {painted("fault")}'
    ' stroke-width="2.5"/>',
    "note": text("0.0", (18, 0), f'font-weight="bold" {painted("fault-head")}'),
}


class Captions:
    """The lines beneath a picture of that width, and the room they take."""

    def __init__(self, graph: Graph, width: float) -> None:
        self.graph = graph
        self.width = max(width, LEAST_WIDTH) if graph.caption or graph.legend else 0.0
        columns = int((self.width - 2 * MARGIN) / CHARACTER)
        self.lines = [
            line
            for sentence in graph.caption
            for line in _lines(one_line(sentence, LONGEST), columns)
        ]
        count = len(self.lines) + len(graph.legend)
        self.height = count * LINE_HEIGHT + MARGIN if count else 0.0

    def as_svg(self, top: float) -> str:
        """The lines, from that height down."""
        if not self.height:
            return ""
        parts = [f'<g font-family="{FONT}" font-size="13" text-anchor="start">']
        y = top + LINE_HEIGHT / 2
        for line in self.lines:
            parts.append(text(line, (MARGIN, y)))
            y += LINE_HEIGHT
        for sign, meaning in self.graph.legend:
            sample = f'<g font-size="11" text-anchor="middle">{SIGNS[sign]}</g>'
            parts.append(f'<g transform="translate({number(MARGIN)} {number(y)})">{sample}</g>')
            parts.append(text(meaning, (MARGIN + SAMPLE, y), painted("muted")))
            y += LINE_HEIGHT
        return "".join([*parts, "</g>"])


def _lines(sentence: str, columns: int) -> list[str]:
    """A sentence in lines of so many columns; a word that is longer is cut."""
    lines = [""]
    for word in sentence.split():
        for piece in (word[at : at + columns] for at in range(0, len(word), columns)):
            fits = in_columns(lines[-1]) + 1 + in_columns(piece) <= columns
            if lines[-1] and fits:
                lines[-1] += f" {piece}"
            else:
                lines += [piece]
    return lines[1:] if len(lines) > 1 else []
