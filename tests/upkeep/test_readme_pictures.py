"""README's pictures are there, are what the grader makes, and are small enough to be waited for."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from grader.paths import ROOT
from grader.upkeep.readme_pictures import FOLDER, NAMES
from grader.upkeep.terminal_picture import terminal_pictures

LARGEST = 400_000  # bytes
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_readme_shows_each_and_has_words_for_each() -> None:
    shown = re.findall(r'(?:src|srcset)="\.github/pictures/([^"]+)"', README)
    assert sorted(shown) == sorted(NAMES) == sorted(path.name for path in FOLDER.iterdir())
    images = re.findall(r"<img [^>]*>", README)
    assert images and all(re.search(r'alt="[^"]{40,}"', image) for image in images)


def test_they_stand_above_what_is_to_be_typed_first() -> None:
    assert README.index("steps-light.webp") < README.index("## Begin")


@pytest.mark.slow("grades and diagnoses the example")
def test_the_terminals_are_what_the_grader_prints() -> None:
    for theme, svg in terminal_pictures().items():
        kept = (FOLDER / f"grade-{theme}.svg").read_text(encoding="utf-8")
        assert kept == svg, "make pictures makes them anew"
        assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)", svg)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_moves(theme: str) -> None:
    data = (FOLDER / f"steps-{theme}.webp").read_bytes()
    assert len(data) < LARGEST
    with Image.open(io.BytesIO(data)) as picture:
        frames = []
        for number in range(picture.n_frames):
            picture.seek(number)
            frames.append(picture.convert("RGB").tobytes())
    assert len(frames) == len(set(frames)) >= 6
