"""Which launcher: one's own code is held from within alone; others' code by all there is."""

from __future__ import annotations

from grader.sandbox.launcher import PLAIN, Launcher


def launcher_for(*, is_others: bool) -> Launcher:
    if not is_others:
        return PLAIN
    from grader.sandbox.bubblewrap import Bubblewrap, why_not  # not on the way of `make grade`

    return PLAIN if why_not() else Bubblewrap()
