"""Whose an extension is: by the learner, by any id, or by a name that is one person's alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from grader.classroom.finding.names import in_any_order


class Called(Struct, frozen=True):
    """By what one learner may be called in a course's file."""

    learner: str
    name: str
    ids: dict[str, str]


def by_learner(extensions: Mapping[str, datetime], people: Iterable[Called]) -> dict[str, datetime]:
    """{learner: until when}, the last of several."""
    known, found = _Known(people), dict[str, datetime]()
    for who, until in extensions.items():
        for learner in known.whose(who):
            found[learner] = max(until, found.get(learner, until))
    return found


def of_nobody(extensions: Iterable[str], people: Iterable[Called]) -> Iterator[str]:
    """Which of them are nobody's, and why: a line each."""
    known = _Known(people)
    for who in extensions:
        if known.whose(who):
            continue
        said = f"the extension of {who} is nobody's"
        count = len(known.namesakes(who))
        if count:
            yield f"{said}: {count} here are called so; write an id of the one who is meant"
        else:
            yield f"{said}: nobody here is called so, or has that id"


class _Known:
    """The learners of a class by id, and by the words of their names in any case and order."""

    def __init__(self, people: Iterable[Called]) -> None:
        self._by_id: defaultdict[str, list[str]] = defaultdict(list)
        self._by_name: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for one in people:
            for text in {one.learner, *one.ids.values()}:
                self._by_id[text].append(one.learner)
            if name := in_any_order(one.name):
                self._by_name[name].append(one.learner)

    def whose(self, who: str) -> list[str]:
        """Those whose an extension is: who has that id, which may be a whole group's, or name."""
        namesakes = self.namesakes(who)
        return self._by_id.get(who) or (namesakes if len(namesakes) == 1 else [])

    def namesakes(self, who: str) -> list[str]:
        return self._by_name.get(in_any_order(who), [])
