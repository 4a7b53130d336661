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
    region = [root]
    found = None
    waiting = list(users[root])
    while waiting and len(region) <= LONGEST:
        at = next((each for each in waiting if _is_made_of(boxes, users, each, region)), None)
        if at is None:
            break
        region.append(at)
        waiting += users[at]
        waiting = [each for each in dict.fromkeys(waiting) if each not in region]
        # All that was made of the sum comes together here, or goes on from here.
        is_end = all(boxes[each].parents and at in boxes[each].parents for each in waiting)
        if is_end and _is_quotient(boxes, at, region):
            exps = [each for each in region if boxes[each].op == "exp"]
            if len(exps) == 1:
                name = "tanh" if len(users[exps[0]]) > 1 else "sigmoid"
                found = (at, name, region[1:])
    return found


def _is_made_of(boxes: tuple[Box, ...], users: list[list[int]], at: int, region: list[int]) -> bool:
    """Whether a box is made of the region and of constants that nothing else uses."""
    return all(
        operand in region
        or (not boxes[operand].parents and not boxes[operand].op and len(users[operand]) == 1)
        for operand in boxes[at].parents
    )


def _is_quotient(boxes: tuple[Box, ...], at: int, region: list[int]) -> bool:
    """Whether it is a quotient or a reciprocal, or a product by one of them or of 1 and one."""
    box = boxes[at]
    if box.op in RECIPROCALS:
        return True
    return (
        box.op == "*"
        and any(boxes[each].op in RECIPROCALS and each in region for each in box.parents)
        and all(each in region or boxes[each].data == 1 for each in box.parents)
    )
