"""What a kernel asks the process that grades for it, and what comes back."""

from __future__ import annotations

from msgspec import Struct


class Ran(Struct):
    """A cell that was run in the kernel, once or again.

    key is the notebook's name for it, else one that is new with each run. texts are all that it
    held as it was run, the last of them at last; count is the number that Jupyter shows beside it,
    at the time of its last run. after is the key of what was run just before its first run. error
    is the exception that its last run ended with; is_before says that it ran before we looked on,
    so that nothing but its text is known.
    """

    key: str
    texts: list[str]
    count: int
    at: float
    after: str = ""
    error: str = ""
    is_before: bool = False

    @property
    def text(self) -> str:
        return self.texts[-1]


class Request(Struct):
    """What ran, in the order of first runs; in which cell grade() was called, and for which stage.

    path is the notebook's file, "" where none is known, and folder where the kernel began. A
    console has no cells that could be changed. columns are those of the terminal, or of the text
    that stands beside the HTML.
    """

    ran: list[Ran]
    here: str
    folder: str
    stage: int = 0
    path: str = ""
    is_console: bool = False
    columns: int = 100


class Answer(Struct):
    """The page as text and as HTML; or, where nothing was graded, why, in a line."""

    text: str = ""
    html: str = ""
    trouble: str = ""
