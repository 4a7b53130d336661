"""Dot: the picture in Graphviz' language, for Graphviz to lay out."""

from .graph import Graph
from .shapes import Shape, shapes_of

HEADER = """digraph expression {{
  rankdir={rankdir}
  node [shape=record fontname="monospace" fontsize=11 height=0.3]
  edge [arrowsize=0.7 fontname="monospace" fontsize=10]
"""


def dot_of(graph: Graph, rankdir: str) -> str:
    """The DOT text; `rankdir` is "LR" or "TB"."""
    shapes, arrows = shapes_of(graph)
    lines = [f"  n{at} [{_attributes(shape)}]" for at, shape in enumerate(shapes)]
    for arrow in arrows:
        mark = f' [label="{quoted(arrow.mark)}"]' if arrow.mark else ""
        lines.append(f"  n{arrow.tail} -> n{arrow.head}{mark}")
    return HEADER.format(rankdir=rankdir) + "\n".join(lines) + "\n}\n"


def _attributes(shape: Shape) -> str:
    if shape.oval:
        return f'shape=oval label="{quoted(shape.cells[0])}"'
    # The braces turn the cells: side by side in LR, upon each other in TB.
    label = "{ " + " | ".join(field(cell) for cell in shape.cells) + " }"
    red = " color=red penwidth=2" if shape.highlighted else ""
    return f'label="{label}" tooltip="{quoted(shape.hover)}"{red}'


def quoted(text: str) -> str:
    """Text for a quoted label; Graphviz reads `&...;` in it as HTML does."""
    for char, escape in (("&", "&amp;"), ("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n")):
        text = text.replace(char, escape)
    return text


def field(text: str) -> str:
    """Text for one field of a record's label."""
    text = quoted(text)
    for char in "{}|<>":
        text = text.replace(char, "\\" + char)
    return text
