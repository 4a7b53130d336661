"""The page of a training in a real browser: the slider, keys, themes, widths, print, a notebook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from helper_draw import Boundaries, training
from tests.browser import Chromium, Visit

pytestmark = pytest.mark.slow("starts a browser")

XS = [[x / 4, y / 2] for x in range(5) for y in range(3)]
YS = [1.0 if x > 0.4 else -1.0 for x, _ in XS]
EPOCHS = (0, 10, 20)  # of which the first has the boundary on the wrong side of some points
FIRST, MIDDLE, LAST = (f"Epoch {epoch}: " for epoch in EPOCHS)


def model(epoch: int) -> Callable[[list[float]], float]:
    return lambda x: 4 * (x[0] - 0.9 + epoch / 40)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    seen = Boundaries(XS, YS)
    for epoch in EPOCHS:
        seen.keep(epoch, model(epoch))
    losses = [60 * 0.8**epoch for epoch in range(21)]
    drawn = training(losses, boundaries=seen, torch=losses, title="Moons", code="print(1)\n")
    folder = tmp_path_factory.mktemp("training")
    drawn.save(folder / "training.html")
    (folder / "notebook.html").write_text(f"<!doctype html>{drawn._repr_html_()}", "utf-8")
    return folder / "training.html"


def said(visit: Visit) -> str:
    return visit.page.locator("#said").inner_text()


def seen_at(visit: Visit) -> tuple[float, int, int]:
    """Where the dot on the curve is, and how many bands and rings can be seen."""
    page = visit.page
    dot = float(page.locator("#here").get_attribute("cx") or "nan")
    return dot, *(
        page.locator(f"#map .frame {kind}:visible").count() for kind in ("path", "circle")
    )


def test_the_slider_moves_the_boundary_the_dot_and_the_words(
    chromium: Chromium, path: Path
) -> None:
    with chromium.visit(path) as visit:
        last = seen_at(visit)
        assert said(visit).startswith(LAST)
        visit.page.locator("#epoch").fill("0")
        first = seen_at(visit)
        assert said(visit).startswith(FIRST)
        assert first[0] < last[0]
        assert first[1] and last[1]
        assert first[2] > last[2] == 0
        visit.assert_quiet()


def test_the_keyboard_alone_does_all_of_it(chromium: Chromium, path: Path) -> None:
    with chromium.visit(path) as visit:
        keyboard = visit.page.keyboard
        for key, begins in (
            *(("Home", FIRST), ("ArrowRight", MIDDLE), ("ArrowRight", LAST), ("ArrowRight", LAST)),
            *(("ArrowLeft", MIDDLE), ("End", LAST)),
        ):
            keyboard.press(key)
            assert said(visit).startswith(begins)
        while visit.page.evaluate("document.activeElement.id") != "epoch":
            keyboard.press("Tab")
        keyboard.press("ArrowLeft")
        assert said(visit).startswith(MIDDLE)  # once, not by the slider and by us
        visit.page.locator("#next").focus()
        keyboard.press("Enter")  # which is the end: the button can do no more
        keyboard.press("ArrowLeft")
        assert said(visit).startswith(MIDDLE)
        visit.page.locator("#epoch").focus()
        keyboard.press("Tab")
        keyboard.press("Enter")
        assert visit.page.locator("td").first.is_visible()
        visit.assert_quiet()


def test_playing_goes_to_the_end_and_stops(chromium: Chromium, path: Path) -> None:
    with chromium.visit(path, reduced_motion="reduce") as visit:
        visit.page.clock.install()
        play = visit.page.locator("#play")
        play.click()
        assert said(visit).startswith(FIRST)
        assert (play.inner_text(), visit.page.locator("#said").get_attribute("aria-live")) == (
            "Pause",
            "off",
        )
        visit.page.clock.run_for(5000)
        assert said(visit).startswith(LAST)
        assert play.inner_text() == "Play"
        visit.page.keyboard.press("Space")
        visit.page.keyboard.press("Space")
        assert said(visit).startswith(FIRST)
        assert play.inner_text() == "Play"
        visit.assert_quiet()


def test_a_screen_reader_is_told_what_is_seen(chromium: Chromium, path: Path) -> None:
    with chromium.visit(path) as visit:
        visit.page.locator("#first").click()
        tree = visit.page.locator("body").aria_snapshot()
        curve, boundary = (visit.page.locator(f"#{name}") for name in ("curve", "map"))
        words = said(visit)
        assert "Loss curve. The loss falls from 60 to 0.692 in 20 epochs" in (
            curve.get_attribute("aria-label") or ""
        )
        assert boundary.get_attribute("aria-label") == f"Decision boundary. {words}"
        assert visit.page.locator("#epoch").get_attribute("aria-valuetext") == words
        for part in ('slider "Epoch"', 'button "Play"', 'button "Next"', 'heading "Moons"'):
            assert part in tree


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_it_is_readable_and_no_wider_than_the_window(
    chromium: Chromium, path: Path, width: int, is_dark: bool
) -> None:
    with chromium.visit(path, width=width, is_dark=is_dark) as visit:
        visit.assert_no_wider_than_the_window()
        visit.assert_readable()
        visit.assert_no_wider_than_the_window()  # with all that was folded
        ground = "getComputedStyle(document.querySelector('#map .band0')).fill"
        assert visit.page.evaluate(ground) == (
            "rgb(116, 64, 28)" if is_dark else "rgb(245, 184, 143)"
        )
        visit.assert_quiet()


def test_printed_it_is_light_and_has_no_controls(chromium: Chromium, path: Path) -> None:
    with chromium.visit(path, is_dark=True) as visit:
        visit.page.emulate_media(media="print")
        assert not visit.page.locator("#play").is_visible()
        assert visit.page.locator("#map").is_visible()
        ground = "getComputedStyle(document.querySelector('#map .band0')).fill"
        assert visit.page.evaluate(ground) == "rgb(245, 184, 143)"
        assert said(visit).startswith(LAST)


def test_without_scripts_the_last_boundary_stands_there(chromium: Chromium, path: Path) -> None:
    with chromium.visit(path, has_scripts=False) as visit:
        assert seen_at(visit)[1] > 0
        assert said(visit).startswith(LAST)


def test_in_a_notebook_it_works_in_its_frame(chromium: Chromium, path: Path) -> None:
    with chromium.visit(path.with_name("notebook.html")) as visit:
        frame = visit.page.frame_locator("iframe")
        frame.locator("#back").click()
        visit.page.keyboard.press("Home")
        assert frame.locator("#said").inner_text().startswith(FIRST)
        assert visit.said == []
