"""What works on this machine is found by trying it: a canary that could sing says so."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from grader.sandbox import bubblewrap, canary, launcher, launcher_for
from grader.sandbox.launcher import PLAIN
from grader.sandbox.worker import confinement
from tests.sandbox.harm import without_layers

linux = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")


@linux
def test_nothing_that_is_tried_succeeds() -> None:
    found = canary.canary()

    assert found.is_held
    assert {"landlock", "seccomp"} <= set(found.holding)


@linux
def test_without_bubblewrap_the_layers_within_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (canary, bubblewrap):
        monkeypatch.setattr(module, "why_not", lambda: "it is not installed")

    found = canary.canary()

    assert found.is_held
    assert found.holding == ["landlock", "seccomp"]
    assert found.layers[0].missing.startswith("it is not installed; ")


READABLE = "import msgspec, sys; open(sys.executable).close()"


@linux
def test_where_nothing_holds_everything_succeeds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The worker without its confinement, as where the kernel knows neither layer."""
    monkeypatch.setattr(launcher, "WORKER", without_layers(launcher.WORKER, tmp_path))
    for module in (canary, bubblewrap):
        monkeypatch.setattr(module, "why_not", lambda: "it is not installed")

    found = canary.canary()

    assert found.succeeded == (
        "read a file",
        "wrote a file",
        "reached the network",
        "signalled the grader",
        "left a process",
    )
    assert found.holding == []


def test_ones_own_code_is_started_as_ever() -> None:
    assert launcher_for.launcher_for(is_others=False) is PLAIN


@pytest.mark.skipif(bool(bubblewrap.why_not()), reason=bubblewrap.why_not() or "it works")
def test_other_peoples_code_is_started_by_bubblewrap() -> None:
    assert isinstance(launcher_for.launcher_for(is_others=True), bubblewrap.Bubblewrap)


def test_a_machine_that_is_no_linux_has_no_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")

    assert confinement.applied({}) == []
