"""Activations: what a neuron makes of its sum, one operation, or tanh or sigmoid written out."""

from ..graph import Box

ARITHMETIC = ("+", "-", "/", "neg", "")
LONGEST = 12  # operations in an activation that is written out
RECIPROCALS = ("/", "**-1", "**-1.0")


def is_activation(box: Box) -> bool:
    """Whether a box is one operation on one operand that is no arithmetic, such as tanh."""
    return len(box.parents) == 1 and box.op not in ARITHMETIC and not box.op.startswith("*")


def activated(
    boxes: tuple[Box, ...], users: list[list[int]], root: int
) -> tuple[int, str, list[int]] | None:
    """What `(e - 1) / (e + 1)` or `1 / (1 + e)` made of a sum, with e its exp; None for no such.

    The output, the activation's name, and the boxes between the sum and the output.
    """
    region, open_ends = [root], [*users[root]]
    found = None
    while open_ends and len(region) <= LONGEST:
        ready = [at for at in open_ends if _depends_on(boxes, users, at, region)]
        if not ready:
            break
        at = ready[0]
        region.append(at)
        open_ends = [each for each in open_ends if each != at]
        if not open_ends and _is_quotient(boxes, at, region):
            ups = [boxes[each].op for each in region if each != root]
            twice = sum(boxes[each].op == "exp" for each in region[1:]) == 1
            if "exp" in ups and twice:
                exponent = next(each for each in region if boxes[each].op == "exp")
                name = "tanh" if len(users[exponent]) > 1 else "sigmoid"
                found = (at, name, region[1:])
        open_ends += [each for each in users[at] if each not in (*region, *open_ends)]
        if found and "exp" in [boxes[each].op for each in open_ends]:
            break
    return found


def _depends_on(boxes: tuple[Box, ...], users: list[list[int]], at: int, region: list[int]) -> bool:
    """Whether a box is made of the region and of constants that nothing else uses."""
    return all(
        operand in region
        or (not boxes[operand].parents and not boxes[operand].op and len(users[operand]) == 1)
        for operand in boxes[at].parents
    )


def _is_quotient(boxes: tuple[Box, ...], at: int, region: list[int]) -> bool:
    box = boxes[at]
    if box.op in RECIPROCALS:
        return True
    return box.op == "*" and any(
        boxes[operand].op in RECIPROCALS and operand in region for operand in box.parents
    )
