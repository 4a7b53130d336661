"""What test_seeds.py holds for 5 seeds, for 20 more and for every misconception: make seeds."""

from __future__ import annotations

import pytest

from tests.checks import seeded

SEEDS = range(6, 26)
pytestmark = pytest.mark.timeout(1800)  # seconds


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_right_is_right(seed: int) -> None:
    assert not any(seeded.lost(seed, seeded.right()).values())


@pytest.mark.parametrize("seed", SEEDS)
def test_every_misconception_is_caught_in_its_stage(seed: int) -> None:
    assert seeded.uncaught(seed, seeded.MISCONCEPTIONS) == []
