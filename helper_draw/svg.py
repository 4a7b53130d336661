"""Svg: the picture as SVG, laid out here, without Graphviz.

It holds no ids, so that many may share a page, and a ground and colours of its own (see `palette`).
"""

from .captions import Captions
from .graph import Graph
from .palette import CLASS, painted, style_sheet
from .plan import Plan
from .svg_arrows import arrow_as_svg
from .svg_shapes import shape_as_svg
from .wording import one_line
from .xml import escaped, number

FONT = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
FONT_SIZE = 12


def svg_of(whole: Graph, plan: Plan, widest: float | None = None) -> str:
    """The SVG element of a plan; `whole` is the graph that it is of, which it may have folded.

    A plan that is wider than `widest` is scaled down to that.
    """
    captions = Captions(plan.graph, plan.width)
    width = max(plan.width, captions.width)
    parts = [_opening(width, plan.height + captions.height, _title(whole), plan.graph, widest)]
    marks = _order_marks(plan)
    for at, arrow in enumerate(plan.arrows):
        parts.append(arrow_as_svg(plan, at, arrow, marks.get(at, "")))
    for at, shape in enumerate(plan.shapes):
        parts.append(shape_as_svg(shape, plan.middles[at], plan.sizes[at], plan.style.stacked))
    parts += [captions.as_svg(plan.height), "</g></svg>\n"]
    return "\n".join(part for part in parts if part)


def _order_marks(plan: Plan) -> dict[int, str]:
    """Numbers for the arrows of two operands that are not drawn in the order they have."""
    pairs: dict[int, list[int]] = {}
    for at, arrow in enumerate(plan.arrows):
        if arrow.place is not None:
            pairs.setdefault(arrow.head, []).append(at)
    marks = {}
    for first, second in pairs.values():
        ends = [plan.layout.routes[at].points[-1][1] for at in (first, second)]
        if ends[0] > ends[1]:
            for at, place in ((first, "1"), (second, "2")):
                marks[at] = place
    return marks


def _title(graph: Graph) -> str:
    count = len(graph.boxes)
    names = [graph.boxes[end].label for end in graph.results() if graph.boxes[end].label]
    of = f" of {one_line(', '.join(names))}" if names else ""
    return f"Expression graph{of}: {count} {'value' if count == 1 else 'values'}"


def _opening(width: float, height: float, title: str, graph: Graph, widest: float | None) -> str:
    scale = min(1.0, (widest or width) / width)
    told = f"<desc>{escaped(' '.join(graph.caption))}</desc>" if graph.caption else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="{CLASS}"'
        f' width="{number(width * scale)}" height="{number(height * scale)}"'
        f' viewBox="0 0 {number(width)} {number(height)}"><title>{escaped(title)}</title>{told}\n'
        f'<rect x="0.5" y="0.5" width="{number(width - 1)}" height="{number(height - 1)}" rx="8"'
        f" {painted('ground')}/>\n{style_sheet()}\n"
        f'<g font-family="{FONT}" font-size="{FONT_SIZE}" text-anchor="middle" {painted("ink")}>'
    )
