"""Training: the picture of a training, as a page, as a still SVG and as text."""

from collections.abc import Sequence
from os import PathLike

from .boundaries import Boundaries
from .learned import Learned

TITLE = "Training"


class Training:
    """What `training` gives: a page with a slider in a notebook, lines of text in a console.

    Raises ValueError for another theme than "light", "dark" or "", the system's own.
    """

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
        self._learned = Learned(losses, torch, boundaries, title or TITLE, code)
        self._theme = theme

    @property
    def page(self) -> str:
        """The text of the page: HTML, whole in itself, with a slider over the epochs."""
        from .as_page import as_page

        return as_page(self._learned, self._theme)

    @property
    def svg(self) -> str:
        """The curve, and the last boundary, as one SVG element that stands still."""
        from .still import still

        return still(self._learned)

    @property
    def text(self) -> str:
        """What the picture shows, in words."""
        return self._learned.text

    def save(self, path: str | PathLike[str]) -> None:
        """Write it: `.html` as a page, `.svg` as a still picture, `.txt` as text, in UTF-8.

        A file that is there is replaced as a whole or not at all. Raises ValueError for another
        ending and OSError, in one line, when the file cannot be written.
        """
        from ..saving import ending_of, replace_file

        form = {".html": "page", ".htm": "page", ".svg": "svg", ".txt": "text"}.get(ending_of(path))
        if form is None:
            raise ValueError(f"cannot save {path}: the name must end in .html, .svg or .txt")
        replace_file(path, getattr(self, form))

    def _repr_html_(self) -> str:
        """What a notebook shows: the page, over the still picture."""
        from ..framed import framed

        return framed(self.page, self.svg, self._learned.title)

    def __repr__(self) -> str:
        """The words, and how to get the page: a console shows no pages."""
        return f"{self.text}\nThe page that shows it: .save('training.html')"
