"""Ranks: which layer each shape stands in, every arrow leading from a lower to a higher one."""

OPEN, DONE = 1, 2


def turned(count: int, arrows: list[tuple[int, int]]) -> list[bool]:
    """Which arrows to turn round so that no cycle is left.

    The walk goes from the results back to the operands, so the arrow that is turned is the one
    that makes a result an operand of its own operand. Arrows from a shape to itself are not turned.
    """
    entering: list[list[int]] = [[] for _ in range(count)]
    leaves = [True] * count
    for arrow, (tail, head) in enumerate(arrows):
        entering[head].append(arrow)
        leaves[tail] = False
    ends = [shape for shape in range(count) if leaves[shape]]
    state = [0] * count
    back = [False] * len(arrows)
    for start in ends + list(range(count)):
        if state[start]:
            continue
        state[start] = OPEN
        path = [(start, iter(entering[start]))]
        while path:
            shape, rest = path[-1]
            arrow = next(rest, -1)
            if arrow < 0:
                state[shape] = DONE
                path.pop()
                continue
            tail = arrows[arrow][0]
            if state[tail] == OPEN:
                back[arrow] = tail != shape
            elif not state[tail]:
                state[tail] = OPEN
                path.append((tail, iter(entering[tail])))
    return back


def ranks(count: int, arrows: list[tuple[int, int]]) -> list[int]:
    """The layer of each shape, from 0; `arrows` are without cycles.

    Shapes stand as close to the results as the longest path allows, so a leaf stands beside its
    first use; then shapes with more operands than uses move towards their operands.
    """
    before: list[list[int]] = [[] for _ in range(count)]
    after: list[list[int]] = [[] for _ in range(count)]
    for tail, head in arrows:
        before[head].append(tail)
        after[tail].append(head)
    results_first = _sorted_from_the_end(before, after)
    distance = [0] * count
    for shape in results_first:
        distance[shape] = max((distance[head] + 1 for head in after[shape]), default=0)
    deepest = max(distance, default=0)
    rank = [deepest - steps for steps in distance]
    for shape in reversed(results_first):
        if before[shape] and len(before[shape]) >= len(after[shape]) > 0:
            rank[shape] = max(rank[tail] for tail in before[shape]) + 1
    return rank


def _sorted_from_the_end(before: list[list[int]], after: list[list[int]]) -> list[int]:
    waiting = [len(heads) for heads in after]
    ready = [shape for shape, heads in enumerate(after) if not heads]
    for shape in ready:  # grows
        for tail in before[shape]:
            waiting[tail] -= 1
            if not waiting[tail]:
                ready.append(tail)
    return ready
