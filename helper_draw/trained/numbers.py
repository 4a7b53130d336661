"""Numbers: what a learner has, floats or Values, as floats."""

import math
from collections.abc import Iterable


def as_number(thing: object) -> float | None:
    """A number, or the data of a Value; None for anything else."""
    if isinstance(thing, (str, bytes)):
        return None
    for candidate in (thing, getattr(thing, "data", None)):
        try:
            return float(candidate)  # type: ignore[arg-type]
        except OverflowError:
            return math.inf if candidate > 0 else -math.inf  # type: ignore[operator]
        except (TypeError, ValueError):
            pass  # a Value is no number itself
    return None


def as_numbers(things: object, what: str) -> list[float]:
    """Each of a list as a float; raises TypeError with one line that names what is none."""
    if not isinstance(things, Iterable):
        raise TypeError(f"{what}: expected a list of numbers, got {_named(things)}")
    found = []
    for at, thing in enumerate(things):
        number = as_number(thing)
        if number is None:
            raise TypeError(f"{what}[{at}]: expected a number or a Value, got {_named(thing)}")
        found.append(number)
    return found


def as_points(things: object, what: str) -> list[tuple[float, float]]:
    """Each of a list of [x, y] as two finite floats; raises TypeError and ValueError."""
    if not isinstance(things, Iterable):
        raise TypeError(f"{what}: expected a list of points [x, y], got {_named(things)}")
    points = []
    for at, thing in enumerate(things):
        numbers = as_numbers(thing, f"{what}[{at}]")
        if len(numbers) != 2:
            some = "1 number" if len(numbers) == 1 else f"{len(numbers)} numbers"
            raise ValueError(f"{what}[{at}] has {some}; a boundary is drawn of points with two")
        if not all(map(math.isfinite, numbers)):
            raise ValueError(f"{what}[{at}] is {numbers}; a point needs finite numbers")
        points.append((numbers[0], numbers[1]))
    return points


def _named(thing: object) -> str:
    name = type(thing).__name__
    return f"an {name}" if name[:1].lower() in "aeiou" else f"a {name}"
