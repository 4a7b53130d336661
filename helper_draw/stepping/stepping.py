"""Stepping: the page of a graph, for a notebook, a file, or as text."""

from collections.abc import Sequence
from os import PathLike

from ..drawing import Drawing
from ..graph import Graph
from .failing import Failing
from .handed_over import handed_over
from .order import topological_order

MOST_VALUES = 5_000  # more take longer to lay out than anybody would step through


class Stepping:
    """The page that steps through a graph.

    graph    what it is of: a `Graph`, built by `step_through` or by hand
    roots    the boxes on which backward() is called, one after the other
    failing  what there is to say of a failing check
    theme    "light" or "dark"; "" is what the reader's system prefers

    Raises ValueError for another theme, a graph that goes in a circle or has too many values, and
    for roots that have more than leaves in common: what one leaves there, the next passes on.
    """

    def __init__(
        self,
        graph: Graph,
        roots: Sequence[int] = (0,),
        failing: Failing | None = None,
        *,
        theme: str = "",
    ) -> None:
        if theme not in ("", "light", "dark"):
            raise ValueError(
                f"theme is {theme!r}; use 'light' or 'dark', or '' for the system's own"
            )
        self.graph, self.roots, self.failing, self.theme = graph, tuple(roots), failing, theme
        self.orders = [topological_order(graph, root) for root in self.roots]
        count = len({at for order in self.orders for at in order})
        if count > MOST_VALUES:
            raise ValueError(
                f"step_through: {count:,} values are too many for a page, which shows up to "
                f"{MOST_VALUES:,}; step through a part, or draw it all with draw_dot"
            )
        _assert_apart(graph, self.orders)
        self._page = ""

    @property
    def page(self) -> str:
        """The text of the page: HTML, whole in itself."""
        if not self._page:
            self._page = handed_over(self.graph, self.orders, self.failing).page(self.theme)
        return self._page

    @property
    def text(self) -> str:
        """The expression as a tree of text lines."""
        return Drawing(self.graph).text

    def save(self, path: str | PathLike[str]) -> None:
        """Write the page, to a name that ends in .html.

        A file that is there is replaced as a whole or not at all. Raises ValueError for another
        ending and OSError, in one line, when the file cannot be written.
        """
        from ..saving import ending_of, replace_file

        if ending_of(path) not in (".html", ".htm"):
            raise ValueError(f"cannot save {path}: the name must end in .html")
        replace_file(path, self.page)

    def _repr_html_(self) -> str:
        from ..framed import framed

        return framed(self.page, Drawing(self.graph).svg, "Step through an expression")

    def __str__(self) -> str:
        """The text, and how to get the page: a console shows no pages."""
        return f"{Drawing(self.graph)}\nThe page that steps through it: .save('page.html')"

    __repr__ = __str__


def _assert_apart(graph: Graph, orders: list[list[int]]) -> None:
    seen: set[int] = set()
    for order in orders:
        made = {at for at in order if graph.boxes[at].parents or at == order[-1]}
        if made & seen:
            raise ValueError("step_through: two results share more than leaves")
        seen |= made
