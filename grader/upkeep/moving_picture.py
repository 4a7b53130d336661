"""The page of a failing check as it moves: a browser's pictures of its steps, as one of WebP."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from grader import grading
from grader.upkeep import readme_example
from grader.workspace.moving_page import moving_page

if TYPE_CHECKING:
    from PIL.Image import Image
    from playwright.sync_api import Page

CHECK = (5, "test_the_lectures_diamond")
WIDTH, HEIGHT = 1060, 1000  # pixels of the window
SECONDS = 1.4  # that a step is to be seen
SECONDS_OF_FAULT = 4.5
QUALITY = 80  # of 100: the numbers stay sharp
THEMES = ("light", "dark")
# As root a browser needs the first.
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--force-color-profile=srgb")


class Frame(Struct, frozen=True):
    """One picture, and how long it is to be seen, in seconds."""

    png: bytes
    seconds: float


def moving_pictures(browser: str) -> dict[str, bytes]:
    """{theme: WebP} of README's example, by the browser (Chromium) of that path."""
    page = _page_of_the_example()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(page, encoding="utf-8")
        return {theme: _webp(list(_frames(browser, path, theme))) for theme in THEMES}


def _page_of_the_example() -> str:
    report = grading.grade(readme_example.learner(), with_diagnosis=True)
    number, name = CHECK
    check = next(c for c in report.stages[number - 1].checks if c.name == name)
    page = moving_page(number, check)
    assert page
    return page


def _frames(browser: str, path: Path, theme: str) -> Iterator[Frame]:
    """A frame for each step, from the first on to that which goes wrong."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=list(ARGUMENTS))
        page = chromium.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
        )
        page.goto(path.as_uri())
        page.click("#first")
        while not _is_at_fault(page):
            yield Frame(_shot(page), SECONDS)
            page.click("#next")
        yield Frame(_shot(page), SECONDS_OF_FAULT)
        chromium.close()


def _is_at_fault(page: Page) -> bool:
    return page.locator("#said", has_text="first goes wrong").count() == 1


def _shot(page: Page) -> bytes:
    page.evaluate("document.activeElement.blur()")  # no ring around a button that nobody chose
    return page.screenshot()


def _webp(frames: list[Frame]) -> bytes:
    from PIL.Image import open as opened

    images: list[Image] = [opened(io.BytesIO(frame.png)).convert("RGB") for frame in frames]
    file = io.BytesIO()
    images[0].save(
        file,
        "WEBP",
        save_all=True,
        append_images=images[1:],
        duration=[round(1000 * frame.seconds) for frame in frames],
        loop=0,
        quality=QUALITY,
        method=6,
    )
    return file.getvalue()
