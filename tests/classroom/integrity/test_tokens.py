"""A source as tokens: what tells a copy apart is gone, and nothing stops the reading."""

from __future__ import annotations

import ast
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.classroom.integrity.tokens import KEPT, LARGEST_SOURCE, NAME, comments, tokens
from grader.paths import LECTURE, SOLUTIONS
from tests.classroom.integrity import copies

SOURCES = [path.read_text() for path in (*SOLUTIONS.glob("*.py"), *LECTURE.glob("*.py"))]
NAMES = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True).filter(lambda n: n not in KEPT)


def texts(source: str) -> list[str]:
    return [text for text, _ in tokens(source)]


@settings(deadline=None)
@given(st.sampled_from(SOURCES), st.randoms(use_true_random=False))
def test_renaming_never_changes_anything(source: str, chance: random.Random) -> None:
    renamed = copies.renamed(source, chance)

    assert renamed != source
    assert texts(renamed) == texts(source)


@settings(deadline=None)
@given(st.lists(NAMES, min_size=3, max_size=3, unique=True))
def test_all_names_are_one(names: list[str]) -> None:
    a, b, c = names

    assert texts(f"{a} = {b}({c})") == [NAME, "=", NAME, "(", NAME, ")", "\n"]


@pytest.mark.parametrize("disguise", ["commented", "split", "spelled_out", "hinted", "with_prints"])
@pytest.mark.parametrize("source", SOURCES)
def test_what_makes_no_difference(source: str, disguise: str) -> None:
    worked_over = copies.DISGUISES[disguise](source, random.Random(0))

    assert texts(worked_over) == texts(ast.unparse(ast.parse(source)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x += 1", "x = x + 1"),
        ("self.grad **= y", "self.grad = self.grad ** (y)"),
        ("return (a + b) * c", "return a + b * c"),  # where brackets end is not looked at
        ("x = 'a'", 'x = f"""{b}\n"""'),
        ("x = 1e-6", "x = 0x_ff"),
        ("f(a,\n  b)", "f(a, b)  # why"),
        ("def f(a: int = 1, *b: dict[str, int]) -> None: a", "def f(a=1, *b): a"),
        ("x = a \\\n + b", "x = a + b"),
        ("import os\nx = 1", "from a import (b,\n c)\nx = 1"),
        ('"""what\n it does"""\nx = 1; pass', "x = 1"),
        ("x = 'never closed", "x = 'closed'"),
    ],
)
def test_two_ways_to_write_the_same(one: str, other: str) -> None:
    assert texts(one) == texts(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = y - 1", "x = y + 1"),
        ("f(x)", "x"),
        ("if a: b", "while a: b"),
        ("x = len(y)", "x = sum(y)"),
    ],
)
def test_what_does_make_a_difference(one: str, other: str) -> None:
    assert texts(one) != texts(other)


def test_each_token_knows_its_line() -> None:
    source = 'x = """\n\n"""\n# a\ny = [\n  1]\n'

    assert [(text, line) for text, line in tokens(source) if text in ("''", "[", "0")] == [
        ("''", 1),
        ("[", 5),
        ("0", 6),
    ]


@settings(deadline=None)
@given(st.text(st.characters(codec=None)))
def test_any_text_can_be_read(text: str) -> None:
    for _, line in tokens(text):
        assert 1 <= line <= text.count("\n") + 1
    list(comments(text))


HOSTILE = {
    "brackets": "(" * 10**6,
    "closing": ")" * 10**6,
    "quotes": "'" * 10**6,
    "triples": "'''" + "\\" * 10**6,
    "backslashes": "\\\n" * 10**6,
    "one long name": "a" * 10**6,
    "one long number": "1" * 10**6,
    "augmented": "a += " * 10**5,
    "blanks": " " * 10**6,
    "hints": "def f(" + "a: b, " * 10**5,
    "prefixes": "rb" * 10**6,
    "zeros": "\0" * 10**6,
    "surrogates": "\ud800" * 10**6,
    "line ends": "\r\n" * 10**6,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_made_to_be_slow_is_not(text: str) -> None:
    def seconds(source: str) -> float:
        began = time.process_time()
        tokens(source)
        list(comments(source))
        return time.process_time() - began

    small, large = text[: LARGEST_SOURCE // 8], text[:LARGEST_SOURCE]
    least = min(seconds(small) for _ in range(3))

    most = min(seconds(large) for _ in range(3))
    assert most < 56 * max(least, 1e-3)  # eight times as much, and not its square


def test_comments_are_compared_by_their_words() -> None:
    source = "x = 1  # So the Gradient, at last, FLOWS!\n#so the gradient at last flows\n# short\n"

    assert list(comments(source)) == ["so the gradient at last flows"] * 2
