"""What each learner is called by, so that no two are called alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from grader.classroom.finding.names import folded


def told_apart(wanted: Sequence[tuple[str, str, bool]]) -> list[str]:
    """A name of its own for each (identity, suffix, whether the roster calls it so).

    Names that differ by case or Unicode form alone are the same. The roster's stay as they are;
    others of one name get their suffix, and a number where that does not help.
    """
    count = Counter(folded(identity) for identity, _, _ in wanted)
    rostered = {folded(identity) for identity, _, is_on_roster in wanted if is_on_roster}
    found: dict[int, str] = {}
    taken: set[str] = set()

    def take(at: int, name: str) -> None:
        candidate, number = name, 1
        while folded(candidate) in taken:
            number += 1
            candidate = f"{name} ({number})"
        taken.add(folded(candidate))
        found[at] = candidate

    # First those whose name stays, so that no suffix takes it from them.
    order = sorted(range(len(wanted)), key=lambda at: (not _stays(wanted[at], count, rostered), at))
    for at in order:
        identity, suffix, _ = wanted[at]
        if _stays(wanted[at], count, rostered) or not suffix:
            take(at, identity)
        else:
            take(at, suffix if suffix.startswith(identity) else f"{identity} {suffix}")
    return [found[at] for at in range(len(wanted))]


def _stays(each: tuple[str, str, bool], count: Counter[str], rostered: set[str]) -> bool:
    identity, _, is_on_roster = each
    return is_on_roster or count[folded(identity)] == 1
