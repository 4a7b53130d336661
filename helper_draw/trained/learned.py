"""Learned: what is drawn of a training, and that in words."""

from collections.abc import Sequence
from functools import cached_property

from ..wording import one_line
from . import words
from .boundaries import Boundaries, Kept

MOST_KEPT = 24  # boundaries in a page
LONGEST_TITLE = 200  # characters


class Learned:
    """losses and torch's are those before each epoch; boundaries may be None."""

    def __init__(
        self,
        losses: Sequence[float],
        torch: Sequence[float],
        boundaries: Boundaries | None,
        title: str,
        code: str,
    ) -> None:
        self.losses, self.torch, self.boundaries = losses, torch, boundaries
        self.title = one_line(title, LONGEST_TITLE)
        self.code = "".join(char for char in code if char.isprintable() or char == "\n")

    @cached_property
    def kept(self) -> list[Kept]:
        """The boundaries by their epochs: as many as a page holds, evenly chosen."""
        kept = self.boundaries.kept if self.boundaries else []
        by_epoch = sorted(kept, key=lambda each: each.epoch)
        last = len(by_epoch) - 1
        if last < MOST_KEPT:
            return by_epoch
        return [by_epoch[round(at * last / (MOST_KEPT - 1))] for at in range(MOST_KEPT)]

    @property
    def last_epoch(self) -> int:
        """The last one that there is anything of."""
        kept = self.kept[-1].epoch if self.kept else 0
        return max(len(self.losses) - 1, len(self.torch) - 1, kept, 1)

    @property
    def seen(self) -> str:
        return words.what_is_seen(self.losses, self.kept[-1] if self.kept else None)

    @property
    def beside_torch(self) -> str:
        return words.beside_torch(self.losses, self.torch)

    @property
    def to_try(self) -> str:
        last = self.kept[-1] if self.kept else None
        return f"Try next: {words.what_to_try(self.losses, last)}"

    @property
    def text(self) -> str:
        return "\n".join(line for line in (self.seen, self.beside_torch, self.to_try) if line)
