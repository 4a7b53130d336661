"""Rest: of a graph that is still too big, what is nearest to the result is drawn."""

from .sketch import REST, Sketch


def fold_rest(sketch: Sketch, most: int) -> None:
    """Leave so many boxes, the one that stands for all others among them."""
    users = sketch.users()
    drawn = [at for at, shown in enumerate(sketch.shown) if shown]
    # A cycle that leads to no result begins anywhere.
    results = [at for at in drawn if not users[at]] or drawn[:1]
    queue = list(dict.fromkeys([*results[:1], *sorted(sketch.pinned), *results]))
    met = set(queue)
    for at in queue:  # grows, level by level
        if len(queue) >= most:
            break
        for operand in sketch.operands[at]:
            if operand not in met:
                met.add(operand)
                queue.append(operand)
    kept = {*queue[: max(1, most - 1)], *sketch.pinned}
    hidden = [at for at in drawn if at not in kept]
    for at in kept:
        beyond = [operand for operand in sketch.operands[at] if operand not in kept]
        if beyond:
            sketch.operands[at] = [each for each in sketch.operands[at] if each in kept] + [REST]
    sketch.fold("rest", REST, hidden)
