"""Lanes: stations in every layer between, through which an arrow over several layers is led."""

from itertools import pairwise

LIMITS = (256, 64, 16, 4, 1, 0)


class Lanes:
    """Shapes and stations, numbered in one row (shapes first), and the links between neighbours.

    Arrows from one tail share a lane, parallel ones apart. The longest is led along all of it;
    a shorter one begins where it leaves the lane, so that nothing is drawn twice.

    rank    the layer of each
    links   pairs that stand in neighbouring layers and are joined, the lower layer first
    paths   for each arrow all it passes, the last being its head, the first its tail or the
            station where it leaves the lane
    """

    def __init__(self, rank: list[int], arrows: list[tuple[int, int]]) -> None:
        self.rank = list(rank)
        self.shapes = len(rank)
        self.arrows = arrows
        self.links: list[tuple[int, int]] = []
        self._between = [rank[head] - rank[tail] - 1 for tail, head in arrows]
        limit = self._longest_led()
        self.paths = [
            [] if between <= limit else [tail, head]
            for (tail, head), between in zip(arrows, self._between)
        ]
        for users in self._lanes():
            self._lead([arrow for arrow in users if not self.paths[arrow]])

    def _lanes(self) -> list[list[int]]:
        """The arrows that share a lane."""
        copies: dict[tuple[int, int], int] = {}
        lanes: dict[tuple[int, int], list[int]] = {}
        for arrow, (tail, head) in enumerate(self.arrows):
            copy = copies[tail, head] = copies.get((tail, head), -1) + 1
            lanes.setdefault((tail, copy), []).append(arrow)
        return list(lanes.values())

    def _lead(self, users: list[int]) -> None:
        longest_first = sorted(users, key=lambda arrow: -self._between[arrow])
        lane: list[int] = []
        for arrow in longest_first:
            tail, head = self.arrows[arrow]
            if not lane:
                lane = [tail, *self._new_stations(tail, self._between[arrow])]
                self.links += pairwise(lane)
                self.paths[arrow] = [*lane, head]
            else:
                self.paths[arrow] = [lane[self._between[arrow]], head]
            self.links.append((lane[self._between[arrow]], head))

    def _new_stations(self, tail: int, count: int) -> list[int]:
        first = len(self.rank)
        self.rank += [self.rank[tail] + step for step in range(1, count + 1)]
        return list(range(first, len(self.rank)))

    def _longest_led(self) -> int:
        """How many layers an arrow may be led through; longer ones go straight across.

        Without a limit, a deep expression of many values that are used early and late would need
        a number of stations that grows with the square of its size.
        """
        budget = 4 * self.shapes + 2000
        reach = [max(self._between[arrow] for arrow in users) for users in self._lanes()]
        for limit in (max(reach, default=0), *LIMITS):
            if sum(min(length, limit) for length in reach) <= budget:
                return limit
        return 0
