"""No attack gains anything: not a mark, a secret, a socket, a judge, a process or a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from grader.report.outcome import BROKEN
from grader.report.words import WORDS
from grader.sandbox import bubblewrap
from grader.sandbox.launcher import WORKER
from tests.sandbox.attacks import CONFINED, ENDLESS, JUDGED
from tests.sandbox.harm import FORGED, Attack, Judge, without_layers

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's"),
    pytest.mark.slow("grades two submissions for each attack, one after the other"),
]


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    judge = Judge()
    yield judge
    judge.close()


@pytest.fixture(scope="module")
def unheld(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    """A judge of code that nothing confines."""
    judge = Judge(without_layers(WORKER, tmp_path_factory.mktemp("unheld")))
    yield judge
    judge.close()


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "bubblewrap"])
def is_others(request: pytest.FixtureRequest) -> bool:
    if request.param and bubblewrap.why_not():
        pytest.skip(bubblewrap.why_not())
    return bool(request.param)


@pytest.mark.parametrize("name", {**CONFINED, **JUDGED})
def test_an_attack_gains_nothing(judge: Judge, is_others: bool, name: str) -> None:
    gains_nothing(judge, {**CONFINED, **JUDGED}[name], is_others)


@pytest.mark.parametrize("name", ENDLESS)
def test_what_never_ends_gains_nothing(judge: Judge, is_others: bool, name: str) -> None:
    gains_nothing(judge, ENDLESS[name], is_others)


def gains_nothing(judge: Judge, attack: Attack, is_others: bool) -> None:
    harms, told = judge.harms(attack, is_others=is_others)

    assert harms == set()
    assert not attack.told or WORDS[BROKEN[attack.told]] in told.said


@pytest.mark.parametrize("name", [name for name in CONFINED if CONFINED[name].gains])
def test_where_nothing_confines_it_an_attack_succeeds(unheld: Judge, name: str) -> None:
    """Or else the test above would hold whatever the layers do."""
    harms, _ = unheld.harms(CONFINED[name], is_others=False)

    assert CONFINED[name].gains in harms


@pytest.mark.parametrize("page", ["a\x1b[2J", "a\n::error::b", "1 a\n200 passed in 1 s", "\x9b2J"])
def test_what_would_steer_a_terminal_or_a_workflow_is_seen(page: str) -> None:
    assert FORGED.search(page)
