"""A real browser for the tests of pages: Debian's chromium, by way of playwright."""

from __future__ import annotations

import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import Struct

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
# As root it needs the first; the others keep it from asking for anything by itself.
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
LEAST_CONTRAST = 4.5

CONTRASTS = Path(__file__).with_name("contrasts.js").read_text(encoding="utf-8")


class Visit(Struct):
    """A page that is open; what it said, on its console or in a dialog; what it asked for."""

    page: Page
    said: list[str]
    asked: list[str]

    def assert_quiet(self) -> None:
        """It said nothing, and asked for nothing but itself and what stands in it."""
        beside = [url for url in self.asked[1:] if not url.startswith("data:")]
        assert (self.said, beside) == ([], [])

    def assert_readable(self) -> None:
        """Every text stands out from its ground, folded ones too."""
        self.page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        contrasts = self.page.evaluate(CONTRASTS)
        assert contrasts
        assert [pair for pair in contrasts if pair[0] < LEAST_CONTRAST] == []

    def assert_no_wider_than_the_window(self) -> None:
        root = "document.documentElement"
        assert self.page.evaluate(f"{root}.scrollWidth") <= self.page.evaluate("innerWidth")


class Chromium:
    """A browser that is running."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    @contextmanager
    def visit(
        self,
        path: Path,
        *,
        width: int = 1200,
        is_dark: bool = False,
        has_scripts: bool = True,
        **options: Any,
    ) -> Iterator[Visit]:
        """A file, opened; options are playwright's, of a context."""
        context = self._browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if is_dark else "light",
            java_script_enabled=has_scripts,
            **options,
        )
        said: list[str] = []
        asked: list[str] = []
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        try:
            page.goto(path.resolve().as_uri())
            yield Visit(page, said, asked)
        finally:
            context.close()


@pytest.fixture(scope="session")
def chromium() -> Generator[Chromium, None, None]:
    """The browser, once for all tests of a process; skips where there is none."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("there is no chromium here: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield Chromium(browser)
        browser.close()
