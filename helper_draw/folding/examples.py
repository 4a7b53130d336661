"""Examples: what is added up and of one shape, such as the errors of a loss, is drawn once."""

from collections.abc import Iterable

from .sketch import Sketch


def fold_examples(sketch: Sketch) -> None:
    """Of the terms of each sum that are of one shape, leave the first, with how often."""
    shapes = _shapes(sketch)
    users = sketch.users()
    for root in reversed(sketch.operands_first()):  # the loss before what it is made from
        is_inner = len(users[root]) == 1 and sketch.op(users[root][0]) == "+"
        is_whole = sketch.shown[root] and sketch.op(root) == "+" and not is_inner
        if is_whole and _fold_sum(sketch, root, shapes, users):
            users = sketch.users()


def _fold_sum(sketch: Sketch, root: int, shapes: list[int], users: list[list[int]]) -> bool:
    terms, sums = _terms(sketch, root, users)
    models: dict[int, int] = {}  # by shape, the term that is drawn for all
    kept: list[int] = []
    times: dict[int, int] = {}
    hidden: list[int] = []
    for term in terms:
        model = models.setdefault(shapes[term], term)
        copy = None if model == term or sketch.is_leaf(term) else _copy(sketch, model, term, shapes)
        if copy and copy.isdisjoint(sketch.pinned) and _is_alone(copy | {*sums}, copy, users):
            times[model] = times.get(model, 1) + 1
            hidden += copy
        else:
            kept.append(term)
    if not times or not sketch.pinned.isdisjoint(sums[1:]):
        return False
    zeros = [at for at in kept if sketch.is_leaf(at) and not sketch.graph.boxes[at].data]
    zeros = [at for at in zeros if len(users[at]) == 1 and at not in sketch.pinned]
    sketch.operands[root] = [at for at in kept if at not in zeros]
    sketch.times.update({(model, root): often for model, often in times.items()})
    sketch.fold("examples", root, [*sums[1:], *zeros, *hidden])
    return True


def _is_alone(inside: set[int], copy: set[int], users: list[list[int]]) -> bool:
    """Whether nothing else is made from what would be folded."""
    return all(inside.issuperset(users[at]) for at in copy)


def _terms(sketch: Sketch, root: int, users: list[list[int]]) -> tuple[list[int], list[int]]:
    """What is added up, left to right, and the sums between, of which the first is the root."""
    terms: list[int] = []
    sums: list[int] = []
    stack = [root]
    while stack:
        at = stack.pop()
        is_sum = sketch.op(at) == "+" and (at == root or len(users[at]) == 1)
        if is_sum and at not in sums[:1] and sketch.operands[at]:
            sums.append(at)
            stack += reversed(sketch.operands[at])
        else:
            terms.append(at)
    return terms, sums


def _shapes(sketch: Sketch) -> list[int]:
    """A number for each box, the same for two that are made in the same way."""
    numbers: dict[object, int] = {}
    shapes = [-1] * len(sketch.operands)
    for at in sketch.operands_first():
        box = sketch.graph.boxes[at]
        operands = [shapes[each] for each in _in_order(sketch, at, shapes)]
        weights: Iterable[int] = ()
        if at in sketch.neurons:
            weights = sorted(_shared(sketch, each) for each in sketch.neurons[at].weights)
        parts = (sketch.op(at), sketch.bands.get(at), len(box.parents), *weights), tuple(operands)
        shapes[at] = numbers.setdefault(parts, len(numbers))
    return shapes


def _in_order(sketch: Sketch, at: int, shapes: list[int]) -> list[int]:
    """The operands, so that those of two alike stand in the same places.

    A set forgot their order, and a neuron's sum may have been one of sets: then the weights,
    which the examples have in common, tell which is which.
    """
    if at in sketch.neurons:
        neuron = sketch.neurons[at]
        pairs = zip(neuron.weights, sketch.operands[at])
        return [each for _, each in sorted(pairs, key=lambda pair: _shared(sketch, pair[0]))]
    if sketch.graph.boxes[at].unordered:
        return sorted(sketch.operands[at], key=shapes.__getitem__)
    return sketch.operands[at]


def _shared(sketch: Sketch, weight: int) -> int:
    """A weight, where several neurons have it in common; else -1."""
    return weight if len(sketch.parameters[weight]) > 1 else -1


def _copy(sketch: Sketch, model: int, term: int, shapes: list[int]) -> set[int] | None:
    """All that a term is made of and its model is not; None where they are not of one shape."""
    partner: dict[int, int] = {}
    taken: set[int] = set()
    stack = [(model, term)]
    while stack:
        one, other = stack.pop()
        if one == other or partner.get(one) == other:
            continue
        if one in partner or other in taken or shapes[one] != shapes[other]:
            return None
        partner[one] = other
        taken.add(other)
        stack += zip(_in_order(sketch, one, shapes), _in_order(sketch, other, shapes))
    return taken if taken.isdisjoint(partner) else None
