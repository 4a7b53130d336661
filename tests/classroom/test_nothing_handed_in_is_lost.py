"""Whatever lies in a class's folder, no source in it goes without a row or a word."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.classroom.finding.handed_in import Class, UnusableClass, find, read
from grader.classroom.finding.names import folded, shown
from grader.classroom.finding.roster import UnusableRoster, read_roster
from grader.submission.bundle import Bundle
from tests.classroom.made_classes import zipped

# What names in exports are made of, in orders that no platform has.
PARTS = st.sampled_from(
    [
        *("anna", "Ben O'Neil", "_12", "_34", "_LATE", "anon_x1", "_assignsubmission_file", "_"),
        *("_assignsubmission_onlinetext", "_attempt_2026-11-20-10-00-00", "submission_7", "."),
        *("_attempt_2026-11-21-10-00-00", "_text.html", "_link.html", "hw-", "-1", " ", "value"),
        *("submitted", "timestamp.txt", "_value.py", "value.py", "nn.py", ".py", ".ipynb", ".zip"),
    ]
)
NAME = st.lists(PARTS, min_size=1, max_size=5).map("".join).filter(lambda name: name.strip("."))
PATHS = st.lists(st.lists(NAME, min_size=1, max_size=3).map("/".join), min_size=1, max_size=8)


def made(folder: Path, paths: list[str]) -> list[str]:
    """Make what can be made of these files; returns the paths of those that exist."""
    folder.mkdir()
    for path in paths:
        try:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).touch()
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            pass  # one path goes through another's file
    return [file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()]


def is_a_submission(path: str) -> bool:
    is_hidden = any(part.startswith((".", "~$")) for part in path.split("/"))
    return path.lower().endswith((".py", ".ipynb", ".zip")) and not is_hidden


def is_accounted_for(path: str, found: Class) -> bool:
    """Whether a file counts for somebody, or something is said of it."""
    places = [place.path for each in found.handed_in for place in each.places]
    if any(path == place or path.startswith(f"{place}/") for place in places):
        return True
    said = " ".join(
        [*found.notes, *(" ".join([*each.notes, each.missing]) for each in found.handed_in)]
    )
    words = ("attempts: the newest", "an online text", "does not count", "nothing of")
    return any(word in said for word in words)


def found_or_refused(folder: Path) -> Class | str:
    """What is found in a class, or what is said where there is none."""
    try:
        return find(folder)
    except UnusableClass as error:
        return str(error)


@given(paths=PATHS, is_zipped=st.booleans())
@settings(max_examples=150, deadline=None)
@example(paths=["submitted/anna/value.py", "submitted/ben/hw/value.py"], is_zipped=True)
def test_every_source_is_somebodys_or_is_spoken_of(paths: list[str], is_zipped: bool) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "class"
        files = [path for path in made(folder, paths) if is_a_submission(path)]
        found = found_or_refused(zipped(folder) if is_zipped else folder)
        if isinstance(found, str):
            assert not files or "one submission, not a class" in found or "several" in found
            return

        assert [path for path in files if not is_accounted_for(path, found)] == []
        called = [each.learner for each in found.handed_in]
        assert all(name == shown(name) != "" for name in called)
        assert len({folded(name) for name in called}) == len(called)
        for each in found.handed_in:
            assert bool(each.places) != bool(each.missing)
            assert isinstance(read(folder, each), Bundle)


@given(content=st.binary(max_size=300), at=st.integers(0, 400), is_whole=st.booleans())
@settings(max_examples=200, deadline=None)
def test_no_bytes_of_an_archive_bring_it_down(content: bytes, at: int, is_whole: bool) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "class.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in ("anna/value.py", "ben/value.py"):
                archive.writestr(name, b"a = 1\n" * 20)
        good = path.read_bytes()
        damaged = good[:at] + content[:8] + good[at + len(content[:8]) :]
        path.write_bytes(content if is_whole else damaged)
        found = found_or_refused(path)
        if isinstance(found, str):
            assert "class.zip: " in found and "\n" not in found
        else:
            assert all(isinstance(read(path, each), Bundle) for each in found.handed_in)


@given(content=st.binary(max_size=200) | st.text('id,name\n";\t0=\r', max_size=60).map(str.encode))
@settings(max_examples=300, deadline=None)
@example(b"id,name\n" + b"x" * 200_000 + b",anna\n")
def test_no_bytes_of_a_roster_bring_it_down(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "roster.csv"
        path.write_bytes(content)
        said = ""
        try:
            roster = read_roster(path)
            assert all(person.identity == shown(person.identity) for person in roster.people)
        except UnusableRoster as error:
            said = str(error)
        assert "\n" not in said
