"""Dot: the picture in Graphviz' language, for Graphviz to lay out."""

from .graph import Graph
from .shapes import Arrow, Shape, shapes_of

HEADER = """digraph expression {{
  rankdir={rankdir}
  node [shape=record fontname="monospace" fontsize=11 height=0.3]
  edge [arrowsize=0.7 fontname="monospace" fontsize=10]
"""


def dot_of(graph: Graph, rankdir: str) -> str:
    """The DOT text; `rankdir` is "LR" or "TB"."""
    shapes, arrows = shapes_of(graph)
    lines = [f"  n{at} [{_attributes(shape)}]" for at, shape in enumerate(shapes)]
    lines += [f"  n{arrow.tail} -> n{arrow.head}{_arrow(arrow)}" for arrow in arrows]
    return HEADER.format(rankdir=rankdir) + "\n".join(lines) + "\n}\n"


def _attributes(shape: Shape) -> str:
    red = " color=red penwidth=2" if shape.is_marked else ""
    if shape.oval:
        return f'shape=oval label="{quoted(shape.cells[0])}"{red}'
    if shape.frame:
        label = "\n".join(shape.cells)
        return f'shape=box style=dashed label="{quoted(label)}"{red}'
    # The braces turn the cells: side by side in LR, upon each other in TB.
    label = (
        "{ "
        + " | ".join(field(cell) for cell in (*filter(None, [shape.band]), *shape.cells))
        + " }"
    )
    return f'label="{label}" tooltip="{quoted(shape.hover)}"{red}'


def _arrow(arrow: Arrow) -> str:
    """The attributes of an arrow, in brackets; "" where it has none."""
    found = [f'label="{quoted(arrow.mark)}"'] if arrow.mark else []
    if arrow.is_at_fault:
        found.append("color=red penwidth=2 style=dashed")
    if not arrow.has_head:
        found.append("arrowhead=none")
    return f" [{' '.join(found)}]" if found else ""


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
