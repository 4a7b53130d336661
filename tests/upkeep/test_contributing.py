"""CONTRIBUTING.md leads to what there is: its files exist, and hold what it says is in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.paths import ROOT
from tests.test_layers import ROOMS

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FOLDERS = ("grader", "helper_draw", "solutions", "exercises", "tests", ".ci")
THERE = {
    path.relative_to(ROOT).as_posix()
    for folder in FOLDERS
    for path in [ROOT / folder, *(ROOT / folder).rglob("*")]
}
FILES = re.findall(r"`([\w./-]+(?:\.(?:py|json|txt)|/))`", TEXT)
WHERE = re.findall(r"^\| (.+?) \| `([\w./]+)` \| (.+?) \|$", TEXT, re.MULTILINE)


def found(name: str) -> list[Path]:
    """What a name that is written in CONTRIBUTING.md may stand for."""
    name = name.rstrip("/")
    return [ROOT / path for path in THERE if path == name or path.endswith(f"/{name}")]


@pytest.mark.parametrize("name", sorted(set(FILES) - {".kata/"}))
def test_a_file_that_is_named_exists(name: str) -> None:
    assert found(name)


@pytest.mark.parametrize(("what", "name", "names"), WHERE, ids=[what for what, _, _ in WHERE])
def test_what_to_look_for_is_there(what: str, name: str, names: str) -> None:
    (place,) = found(name)
    files = place.rglob("*.py") if place.is_dir() else [place]
    text = "".join(file.read_text(encoding="utf-8") for file in files)

    assert [sought for sought in re.findall(r"`(.+?)`", names) if sought not in text] == []


def test_every_room_is_named() -> None:
    rooms = [name.removeprefix("grader.") for names in ROOMS for name in names]
    shown = TEXT.split("```")[1]

    assert [room for room in rooms if not re.search(rf"^ *{room}(/|\.py) ", shown, re.M)] == [
        "grader",
        "__main__",
    ]
