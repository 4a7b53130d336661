"""Training: the picture of a training, as a page, as a still SVG and as text."""

from collections.abc import Sequence
from os import PathLike

from . import words
from .boundaries import Boundaries, Kept

TITLE = "Training"
MOST_KEPT = 24  # boundaries in a page


class Training:
    """What `training` gives: a page with a slider in a notebook, lines of text in a console."""

    def __init__(
        self,
        losses: Sequence[float],
        boundaries: Boundaries | None,
        torch: Sequence[float] = (),
        title: str = "",
        code: str = "",
        theme: str = "",
    ) -> None:
        if theme not in ("", "light", "dark"):
            raise ValueError(
                f"theme is {theme!r}; use 'light' or 'dark', or '' for the system's own"
            )
        self.losses, self.torch = losses, torch
        self.boundaries = boundaries
        self.kept = _some(boundaries.kept) if boundaries else []
        self.title = title or TITLE
        self.code, self.theme = code, theme

    @property
    def svg(self) -> str:
        """The curve, and the last boundary, as one SVG element that stands still."""
        from .still import still

        return still(self)

    @property
    def text(self) -> str:
        """What the picture shows, in words."""
        return "\n".join(line for line in (self.seen, self.beside_torch, self.to_try) if line)

    @property
    def page(self) -> str:
        """A page that is whole in itself, with a slider over the epochs."""
        from .as_page import as_page

        return as_page(self)

    @property
    def seen(self) -> str:
        return words.what_is_seen(self.losses, self.boundaries)

    @property
    def beside_torch(self) -> str:
        return words.beside_torch(self.losses, self.torch)

    @property
    def to_try(self) -> str:
        return f"Try next: {words.what_to_try(self.losses, self.boundaries)}"

    def save(self, path: str | PathLike[str]) -> None:
        """Write it: `.html` as a page, `.svg` as a still picture, `.txt` as text, in UTF-8.

        A file that is there is replaced as a whole or not at all. Raises ValueError for another
        ending and OSError, in one line, when the file cannot be written.
        """
        from ..saving import ending_of, replace_file

        form = {".html": "page", ".svg": "svg", ".txt": "text"}.get(ending_of(path))
        if form is None:
            raise ValueError(f"cannot save {path}: the name must end in .html, .svg or .txt")
        replace_file(path, getattr(self, form))

    def _repr_html_(self) -> str:
        """What a notebook shows: the page, over the still picture."""
        from ..framed import framed

        return framed(self.page, self.svg, self.title)

    def __repr__(self) -> str:
        """The words, and how to get the page: a console shows no pages."""
        return f"{self.text}\nThe page that shows it: .save('training.html')"


def _some(kept: Sequence[Kept]) -> list[Kept]:
    """As many as a page holds, evenly chosen, the first and the last among them; by epochs."""
    by_epoch = sorted(kept, key=lambda each: each.epoch)
    if len(by_epoch) <= MOST_KEPT:
        return by_epoch
    last = len(by_epoch) - 1
    return [by_epoch[round(at * last / (MOST_KEPT - 1))] for at in range(MOST_KEPT)]
