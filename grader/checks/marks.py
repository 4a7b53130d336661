"""What a check may say of itself, above its name: the only list of marks there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

Function: TypeAlias = Callable[..., None]
Mark: TypeAlias = Callable[[Function], Function]


def points(number: float) -> Mark:
    """What the check is worth; the points of a stage add up to 10."""
    return _mark("points", number)


def hints(*texts: str) -> Mark:
    """Up to three hints, from a nudge to nearly the answer; of more, the first and last two."""
    return _mark("hints", texts if len(texts) <= 3 else (texts[0], *texts[-2:]))


def awaits(*names: str) -> Mark:
    """The check is to do, and not run, as long as one of these is still a stub."""
    return _mark("awaits", names)


def cases(**arguments: Iterable[str]) -> Mark:
    """The check is one check for each of these, which the function takes by that name."""
    return _mark("cases", {name: tuple(values) for name, values in arguments.items()})


def bonus(function: Function) -> Function:
    """Extra credit: worth something, and never needed for full marks."""
    return _mark("is_bonus", True)(function)


def beyond_the_lecture(function: Function) -> Function:
    """The check asks for more than the lecture shows; its stub announces it."""
    return _mark("is_beyond_the_lecture", True)(function)


def marks_of(function: Function) -> dict[str, Any]:
    """{mark: what it says} of a check's function."""
    found: dict[str, Any] = vars(function).setdefault("marks", {})
    return found


def _mark(name: str, value: Any) -> Mark:
    def marked(function: Function) -> Function:
        marks_of(function)[name] = value
        return function

    return marked
