"""What was handed in, written out: whole, byte for byte, and under names that do no harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.classroom.class_grading import CannotGrade
from grader.classroom.sources_out import safe_names, write_sources
from grader.submission.bundle import Bundle
from grader.submission.submission import Problem

PARTS = st.one_of(
    st.text(st.characters(codec=None), max_size=150),
    st.sampled_from(["..", ".", "", ".git", "a", "A", "C:", "con\n", "a" * 300 + ".py", "\u202e"]),
)
PATHS = st.lists(PARTS, min_size=1, max_size=4).map("/".join)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_files_are_there_as_they_were_handed_in(tmp_path: Path) -> None:
    content = {"value.py": b"x = 1\r\n\xff", "more/nn.py": b""}

    assert write_sources(tmp_path / "new" / "anna", Bundle("", dict(content))) == ()
    assert files(tmp_path / "new" / "anna") == content
    assert list((tmp_path / "new").iterdir()) == [tmp_path / "new" / "anna"]


def test_what_is_not_there_or_is_called_otherwise_is_told(tmp_path: Path) -> None:
    bundle = Bundle("", {"../.bashrc": b"evil", "nn.py": Problem("nn.py", "too_large")})

    assert write_sources(tmp_path / "anna", bundle) == (
        "../.bashrc is called _/_.bashrc there",
        "nn.py is not there: it could not be read when it was handed in",
    )
    assert files(tmp_path) == {"anna/_/_.bashrc": b"evil"}


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(CannotGrade, match="new or empty"):
        write_sources(tmp_path, Bundle("", {"value.py": b""}))
    assert files(tmp_path) == {"mine.txt": b"mine"}


@settings(deadline=None)
@given(st.lists(PATHS, max_size=12, unique=True))
def test_no_two_names_are_in_each_others_way_and_none_leads_out(paths: list[str]) -> None:
    names = safe_names(paths)
    folded = [name.casefold() for name in names.values()]

    assert list(names) == paths
    assert len(set(folded)) == len(folded)
    for name in names.values():
        parts = name.split("/")
        assert all(part and not part.startswith(".") and part.isprintable() for part in parts)
        assert not any(
            f"{other.casefold()}/" == name.casefold()[: len(other) + 1] for other in names.values()
        )
        assert all(len(part.encode()) < 200 for part in parts)


@pytest.mark.parametrize("path", ["value.py", "more/nn.py", "Übung 1.ipynb", "a.b.c.py"])
def test_ordinary_names_are_kept(path: str) -> None:
    assert safe_names([path]) == {path: path}
