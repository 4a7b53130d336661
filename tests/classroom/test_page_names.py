"""Each learner's page has a file name of its own, which any file system takes."""

from __future__ import annotations

import re
from pathlib import PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.classroom.faces.page_names import page_names


@pytest.mark.parametrize(
    ("learner", "page"),
    [
        ("Anna Smith", "Anna_Smith.html"),
        ("anna@example.org", "anna@example.org.html"),
        ("José", "José.html"),
        ("../../etc/passwd", "_.._etc_passwd.html"),
        ("con", "_con.html"),
        ("nul.x", "_nul.x.html"),
        ("", "_.html"),
        ("..", "_.html"),
        ("a<b>\0\x1b", "a_b___.html"),
        ("x" * 300, "x" * 100 + ".html"),
    ],
)
def test_a_page_is_called_like_its_learner(learner: str, page: str) -> None:
    assert page_names([learner]) == {learner: page}


def test_two_that_are_spelt_alike_are_told_apart() -> None:
    assert page_names(["a b", "a_b", "A?B"]) == {
        "A?B": "A_B.html",
        "a b": "a_b-2.html",
        "a_b": "a_b-3.html",
    }


@given(st.lists(st.text(), unique=True))
@example(["\ufb01", "fi", "FI", "fi-2", "\ud800", "ß", "SS"])
def test_whatever_they_are_called(learners: list[str]) -> None:
    pages = page_names(learners)

    assert set(pages) == set(learners)
    assert len({page.casefold() for page in pages.values()}) == len(learners)
    for page in pages.values():
        assert len(page.encode()) <= 255
        assert re.fullmatch(r"[^/\\<>:\"|?*\0-\x1f]+\.html", page)
        assert not page.startswith(".") and not PureWindowsPath(page).is_reserved()
