"""Which hint comes next: one after the other, whatever state .kata/ is in."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.files import CannotWrite
from grader.workspace import hints
from grader.workspace.hints import next_hint

HINTS = ("first", "second", "third")


@pytest.fixture(autouse=True)
def kata(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A .kata/ of its own, which is not there yet."""
    monkeypatch.setattr(hints, "FILE", tmp_path / ".kata" / "hints.json")
    return tmp_path / ".kata"


def test_hints_come_one_after_the_other_and_the_last_stays() -> None:
    numbers = [next_hint("1:test_a", HINTS) for _ in range(5)]

    assert numbers == [0, 1, 2, 2, 2]


def test_each_check_has_hints_of_its_own() -> None:
    next_hint("1:test_a", HINTS)

    assert next_hint("2:test_b", HINTS) == 0
    assert next_hint("1:test_a", HINTS) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        b'"text"',
        b'{"1:test_a": "many"}',
        b'{"1:test_a": null}',
        b'{"1:test_a": [1]}',
        b'{"1:test_a": Infinity}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_hints_begin_again_where_their_file_is_damaged(content: bytes) -> None:
    hints.FILE.parent.mkdir()
    hints.FILE.write_bytes(content)

    assert [next_hint("1:test_a", HINTS) for _ in range(2)] == [0, 1]


@pytest.mark.parametrize(("count", "number"), [(-5, 0), (99, 2)])
def test_a_count_of_hints_out_of_range_is_brought_back(count: int, number: int) -> None:
    hints.FILE.parent.mkdir()
    hints.FILE.write_text(f'{{"1:test_a": {count}}}')

    assert next_hint("1:test_a", HINTS) == number


def test_hints_say_so_where_kata_is_a_file(kata: Path) -> None:
    kata.write_text("in the way")

    with pytest.raises(CannotWrite):
        next_hint("1:test_a", HINTS)
