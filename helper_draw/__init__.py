"""helper_draw draws an expression graph: `draw_dot(root)`, as in the lecture, without Graphviz.

`step_through(root)` makes a page of it that goes forward and backward, step by step.

    from helper_draw import draw_dot
    draw_dot(L)                     # in a notebook: the picture; in a console: a tree of text
    draw_dot(L).save("L.svg")

What has no live objects is drawn from plain data, here `c = a + a`:

    from helper_draw import Box, Drawing, Graph
    Drawing(Graph([Box(6.0, label="c", op="+", parents=(1, 1)), Box(3.0, label="a")]))

`training(losses)` draws how a model learned.

It needs the standard library alone. A learner's process loads it anew, from source, so what one
form of the picture needs is loaded when that form is asked for; annotations are not postponed,
because NamedTuple would compile the text of each one.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .drawing import Drawing
from .graph import RESULT, Box, Graph, Use
from .walk import graph_of

if TYPE_CHECKING:
    from .stepping import Stepping
    from .trained.boundaries import Boundaries
    from .trained.training import Training

__all__ = [
    "RESULT",
    "Boundaries",
    "Box",
    "Drawing",
    "Graph",
    "Use",
    "draw_dot",
    "step_through",
    "training",
]


def draw_dot(
    root: object,
    format: str = "svg",
    rankdir: str = "",
    *,
    fold: bool = True,
    engine: str = "svg",
    notes: Mapping[int, str] | None = None,
    highlight: Collection[int] = (),
) -> Drawing:
    """Draw the expression that ends in `root`: its values, operations and the arrows between.

    root       a Value: an object with `data`; `grad`, `label`, `_prev` and `_op` are shown if there
    format     "svg", the one format there is; a picture can be saved as DOT and text as well
    rankdir    "LR", operands left of their result, or "TB", above it; "" is whichever fits
    fold       whether the picture is made to fit a page's width: above 60 values a neuron becomes
               one box, and what is made alike is drawn once; False draws every value
    engine     "svg" needs nothing else; "graphviz" lays out with Graphviz' program `dot`
    notes      a text to show in the box of a node, by the node's `id()`
    highlight  the `id()` of every node to outline in red

    Raises TypeError when `root` is no Value, ValueError for an unknown format, rankdir or engine,
    and RuntimeError when Graphviz is asked for and cannot be had.
    """
    if format != "svg":
        raise ValueError(f"format is {format!r}; use 'svg', or save the drawing as .dot or .txt")
    return Drawing(graph_of(root, notes or {}, highlight), rankdir, engine, fold=fold)


def step_through(root: object, *, theme: str = "") -> "Stepping":
    """A page that goes through the expression of `root`: values forward, then gradients backward.

    root   a Value, as for `draw_dot`; it is read, and never changed
    theme  "light" or "dark"; "" is what the reader's system prefers

    Each step shows the chain rule with its numbers, and a slider moves any leaf. A notebook shows
    the page; elsewhere `.save("L.html")` writes it, one file for any browser.

    Raises TypeError when `root` is no Value, and ValueError for an unknown theme, an expression
    that goes in a circle, and one that is too large for a page.
    """
    from .stepping import Stepping

    return Stepping(graph_of(root, {}, (), "step_through"), theme=theme)


def training(
    losses: Iterable[Any],
    xs: Any = None,
    ys: Any = None,
    boundaries: Any = None,
    *,
    torch: Iterable[Any] = (),
    title: str = "",
    code: str = "",
    theme: str = "",
) -> "Training":
    """Draw how a model learned: the loss curve, and where it has the boundary between two labels.

        training(losses)                                # the curve alone
        training(losses, xs, ys, model)                 # with the boundary as it is now
        training(losses, xs, ys, model).save("training.html")

    losses      the loss before each epoch, as `train` returns them
    xs, ys      the points, each [x, y], and their labels: two different numbers
    boundaries  a function of a point, such as an MLP of one output; or a `Boundaries`, which has
                kept some while the model learned, and knows xs and ys
    torch       torch's losses, to stand beside
    title       what to call it
    code        the program that did it, to show below
    theme       "light" or "dark"; "" is what the reader's system prefers

    Raises TypeError and ValueError, in one line, where these are something else.
    """
    from .trained.boundaries import Boundaries
    from .trained.numbers import as_numbers
    from .trained.training import Training

    numbers = as_numbers(losses, "losses")
    if boundaries is not None and not isinstance(boundaries, Boundaries):
        if xs is None or ys is None:
            raise ValueError("a boundary is drawn with its points: training(losses, xs, ys, model)")
        boundaries = Boundaries(xs, ys).keep(len(numbers), boundaries)
    of_torch = as_numbers(torch, "torch")
    return Training(numbers, boundaries, of_torch, title, code, theme)


def __getattr__(name: str) -> object:
    """Boundaries, loaded when it is asked for."""
    if name == "Boundaries":
        from .trained.boundaries import Boundaries

        return Boundaries
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
