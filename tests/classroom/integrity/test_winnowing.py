"""Fingerprints: what two sources share long enough is found, wherever it stands."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.classroom.integrity.winnowing import LENGTH, SURE, WINDOW, shingles, winnowed

TOKENS = st.lists(st.sampled_from(["N", "=", "+", "(", ")", "0", "\n", "if", "for"]), max_size=60)
SHARED = st.lists(st.sampled_from(["N", "=", "+", "0", "\n"]), min_size=SURE, max_size=60)


def fingerprints(*parts: list[str]) -> set[int]:
    return winnowed(shingles([(text, 1) for part in parts for text in part]))


@settings(deadline=None)
@given(TOKENS, TOKENS, SHARED, TOKENS, TOKENS)
def test_what_is_shared_long_enough_is_found(
    before: list[str], after: list[str], shared: list[str], other: list[str], last: list[str]
) -> None:
    assert fingerprints(before, shared, after) & fingerprints(other, shared, last)


@settings(deadline=None)
@given(TOKENS)
def test_what_is_known_gives_no_fingerprint(texts: list[str]) -> None:
    tokens = [(text, 1) for text in texts]
    known = {number for number in shingles(tokens) if number is not None}

    assert winnowed(shingles(tokens, known)) == set()


@settings(deadline=None)
@given(TOKENS)
def test_there_are_fewer_fingerprints_than_tokens_and_not_none(texts: list[str]) -> None:
    found = shingles([(text, 1) for text in texts])

    assert len(found) == max(0, len(texts) - LENGTH + 1)
    assert bool(winnowed(found)) == bool(found)
    assert winnowed(found) <= set(found)


@settings(deadline=None)
@given(SHARED, SHARED)
def test_the_order_of_functions_makes_no_difference(one: list[str], other: list[str]) -> None:
    first, second = ["def", *one], ["def", *other]

    assert fingerprints(first, second) == fingerprints(second, first)


def test_no_window_is_without_one() -> None:
    texts = ["N", "=", "N", "+", "0", "\n", "N", "(", ")", "if", "N", "for", "in", "N"] * 9
    found = shingles([(text, 1) for text in texts])
    chosen = winnowed(found)

    for at in range(len(found) - WINDOW + 1):
        assert chosen & set(found[at : at + WINDOW])


def test_numbers_are_the_same_in_every_run() -> None:
    code = (
        "from grader.classroom.integrity.winnowing import shingles;"
        "print(shingles([(str(i), 1) for i in range(20)]))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(runs) == 1
