"""The terminal while it is watched: one page at a time, in the place of the last."""

from __future__ import annotations

import io
import shutil
import sys

from rich.console import Console

from grader.report.terminal.layout import NARROWEST, WIDEST

HOME, REST_OF_LINE, REST_OF_SCREEN = "\x1b[H", "\x1b[K", "\x1b[J"


class Screen:
    """Shows a page; where standard output is no terminal, only those that are final."""

    def __init__(self) -> None:
        out = Console()
        self.is_terminal = sys.stdout.isatty()
        self._colours = out.color_system if self.is_terminal else None
        self._shown = ""

    def page(self) -> Console:
        """A page to print on, as wide as the terminal is now."""
        columns, lines = shutil.get_terminal_size()
        return Console(
            file=_Page(sys.stdout.encoding),
            width=min(max(columns, NARROWEST), WIDEST),
            height=max(lines, 1),
            force_terminal=self.is_terminal,
            color_system=self._colours,  # type: ignore[arg-type]
            highlight=False,
        )

    def show(self, page: Console, *, is_final: bool) -> None:
        """Put a page in the place of the one that is there; what has scrolled away stays."""
        assert isinstance(page.file, io.StringIO)
        text = page.file.getvalue()
        if not self.is_terminal:
            if is_final:
                self._write(text)
            return
        if text != self._shown:
            self._shown = text
            lines = text.replace("\n", f"{REST_OF_LINE}\n")
            self._write(f"{HOME}{lines}{REST_OF_SCREEN}")

    def clear(self) -> None:
        """Begin at the top of an empty screen; what stood there scrolls away."""
        if self.is_terminal:
            self._write("\n" * max(shutil.get_terminal_size().lines, 1) + HOME + REST_OF_SCREEN)
        self._shown = ""

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()


class _Page(io.StringIO):
    """A text that says what standard output can show."""

    def __init__(self, encoding: str) -> None:
        super().__init__(newline="")
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding
