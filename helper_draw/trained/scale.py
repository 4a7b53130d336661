"""Scale: how high a loss lies in the picture; by powers of ten where losses differ by that much."""

import math
from collections.abc import Sequence

FAR_APART = 30.0  # the largest loss by the smallest, from which on a line would be flat at the end
LOWEST = 1e-12  # by powers of ten, 0 has no place
MOST_TICKS = 7
NEAR = 1e-9


class Scale:
    """From losses to heights in a picture, between `top` and `bottom`."""

    def __init__(self, losses: Sequence[float], top: float, bottom: float) -> None:
        self._top, self._bottom = top, bottom
        finite = [loss for loss in losses if math.isfinite(loss)] or [0.0, 1.0]
        low, high = min(finite), max(finite)
        positive = [loss for loss in finite if loss > LOWEST]
        self.is_logarithmic = low >= 0 and bool(positive) and high > FAR_APART * min(positive)
        if self.is_logarithmic:
            self._low, self._high = _around(min(positive))[0], _around(high)[1]
        else:
            self._low, self._high = min(low, 0.0), high
        if not self._high > self._low:
            self._high = self._low + 1.0

    def height(self, loss: float) -> float:
        """Of a finite loss; what has no place by powers of ten lies at the bottom."""
        if self.is_logarithmic:
            loss = math.log10(max(loss, 10**self._low))
        along = (loss - self._low) / (self._high - self._low)
        return self._bottom - (self._bottom - self._top) * min(max(along, 0.0), 1.0)

    def y(self, loss: float) -> float | None:
        """The same, and None where the loss is no finite number."""
        return self.height(loss) if math.isfinite(loss) else None

    def ticks(self) -> list[tuple[float, str]]:
        """Losses to mark, with their words."""
        found = self._by_powers() if self.is_logarithmic else self._evenly()
        return [(loss, f"{loss:.4g}") for loss in found]

    def _by_powers(self) -> list[float]:
        first, last = math.floor(self._low), math.ceil(self._high)
        for steps in ((1, 2, 5), (1,)):
            found = [
                step * 10.0**power
                for power in range(first, last + 1)
                for step in steps
                if self._low - NEAR <= math.log10(step * 10.0**power) <= self._high + NEAR
            ]
            if len(found) <= MOST_TICKS:
                return found
        return found[:: math.ceil(len(found) / MOST_TICKS)]

    def _evenly(self) -> list[float]:
        apart = 10.0 ** math.floor(math.log10(self._high - self._low))
        for part in (5, 2, 1):
            if (self._high - self._low) / (apart / part) <= MOST_TICKS:
                apart /= part
                break
        first, last = math.ceil(self._low / apart), math.floor(self._high / apart)
        return [at * apart for at in range(first, min(last, first + 2 * MOST_TICKS) + 1)]


def _around(loss: float) -> tuple[float, float]:
    """The logarithms of 1, 2 or 5 times a power of ten that lie next to a loss, or at it."""
    here = math.log10(loss)
    steps = [math.log10(step) + math.floor(here) for step in (1, 2, 5, 10)]
    below = max(step for step in steps if step <= here + NEAR)
    return below, min(step for step in steps if step >= here - NEAR)
