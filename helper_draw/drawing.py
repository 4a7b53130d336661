"""Drawing: a graph's picture, in whichever form it is asked for."""

import sys
from collections.abc import Collection
from os import PathLike

from .graph import Graph


class Drawing:
    """The picture of a graph: an SVG in a notebook, a tree of text in a terminal.

    graph    what is drawn: a `Graph`, built by `draw_dot` or by hand
    rankdir  "LR", operands left of their result, or "TB", above it; "" is "LR", but "TB" where
             only that fits
    fold     whether the picture is made to fit a width, large graphs being folded; text and DOT
             always have all values
    engine   "svg" lays out here; "graphviz" asks Graphviz' program `dot`, which must be installed

    Raises ValueError for another `rankdir` or `engine`, RuntimeError when `dot` cannot be had.
    """

    def __init__(
        self, graph: Graph, rankdir: str = "", engine: str = "svg", *, fold: bool = True
    ) -> None:
        if rankdir not in ("", "LR", "TB"):
            raise ValueError(f"rankdir is {rankdir!r}; use 'LR' or 'TB'")
        if engine not in ("svg", "graphviz"):
            raise ValueError(f"engine is {engine!r}; use 'svg' or 'graphviz'")
        self.graph = graph
        self.rankdir = rankdir
        self.fold = fold
        self._svg = ""
        if engine == "graphviz":
            self._svg = self._by_graphviz()  # now, so that a missing program is an error here

    @property
    def source(self) -> str:
        """The picture in Graphviz' DOT language."""
        from .dot import dot_of

        return dot_of(self.graph, self.rankdir or "LR")

    @property
    def svg(self) -> str:
        """The picture as one SVG element, to stand alone or in a page."""
        if not self._svg:
            self._svg = self._fitted() if self.fold else self._in_full()
        return self._svg

    @property
    def text(self) -> str:
        """The expression as a tree of text lines."""
        from .text import text_of

        return text_of(self.graph)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the picture: `.svg` as SVG, `.dot` or `.gv` as DOT, `.txt` as text, in UTF-8.

        A file that is there is replaced as a whole or not at all. Raises ValueError for another
        ending and OSError, in one line, when the file cannot be written.
        """
        from .saving import ending_of, replace_file

        ending = ending_of(path)
        content = {".svg": "svg", ".dot": "source", ".gv": "source", ".txt": "text"}.get(ending)
        if content is None:
            raise ValueError(f"cannot save {path}: the name must end in .svg, .dot, .gv or .txt")
        replace_file(path, getattr(self, content))

    def _fitted(self) -> str:
        from .fitting import WIDTH, fitted
        from .svg import svg_of

        return svg_of(self.graph, fitted(self.graph, self.rankdir), WIDTH)

    def _in_full(self) -> str:
        from .plan import Plan, Style
        from .svg import svg_of

        rankdir = self.rankdir or "LR"
        plan = Plan(self.graph, Style(rankdir, stacked=rankdir == "TB"))
        return svg_of(self.graph, plan.laid_out())

    def _by_graphviz(self) -> str:
        from .dot_program import svg_by_dot

        return svg_by_dot(self.source)

    def __str__(self) -> str:
        """The text, in what standard output can show: `print` must not fail over an arrow."""
        from .text import shown_in

        return shown_in(getattr(sys.stdout, "encoding", None) or "utf-8", self.text)

    __repr__ = __str__  # what a console shows of a result

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        """What a notebook shows: the SVG, or the text where it can show no picture."""
        faces = {"image/svg+xml": "svg", "text/plain": "text"}
        return {
            kind: getattr(self, face)
            for kind, face in faces.items()
            if (not include or kind in include) and not (exclude and kind in exclude)
        }
