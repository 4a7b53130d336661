"""Words: what a training did in a sentence, how it compares with torch, and what to try next."""

import math
from collections.abc import Sequence
from itertools import pairwise

from .boundaries import Kept

ALIKE = 1e-6  # of the larger one, by which two losses may differ and be drawn as one
STILL_FALLING = 0.97  # what is left of the loss over the last tenth of the epochs
JUMPS = 0.2  # of the steps that may go up


def what_is_seen(losses: Sequence[float], last: Kept | None) -> str:
    """The one line above the picture; last is the boundary at the end, if there is one."""
    first = first_not_finite(losses)
    if first is not None:
        return f"The loss is no finite number any more {_after(first)}: the training ran away."
    if len(losses) < 2:
        seen = f"The loss is {_shown(losses[0])}" if losses else "There is no loss yet"
    else:
        ways = "falls" if losses[-1] < losses[0] else "ends no lower than it began: it goes"
        epochs = _count(len(losses) - 1, "epoch")
        seen = f"The loss {ways} from {_shown(losses[0])} to {_shown(losses[-1])} in {epochs}"
    return f"{seen}, and {on_the_right_side(last, 'end')}." if last else f"{seen}."


def beside_torch(losses: Sequence[float], torch: Sequence[float]) -> str:
    """Whether the two lines are one; "" where there is no line of torch's."""
    if not torch:
        return ""
    if len(losses) != len(torch):
        return f"torch has {_count(len(torch), 'loss', 'losses')}, and you have {len(losses)}."
    apart = [abs(mine - theirs) for mine, theirs in zip(losses, torch)]
    if not all(map(math.isfinite, apart)):
        return "torch's losses, from the same weights, are not the same."
    most = max(apart, default=0.0)
    if all(a <= ALIKE * max(abs(m), abs(t), 1e-9) for a, m, t in zip(apart, losses, torch)):
        by = f"nowhere by more than {_shown(most)}" if most else "nowhere"
        return f"Yours lies on torch's line, from the same weights: they differ {by}."
    epoch = apart.index(most)
    return (
        f"torch's line, from the same weights, lies apart: most at epoch {epoch}, "
        f"{_shown(torch[epoch])} where yours is {_shown(losses[epoch])}."
    )


def on_the_right_side(kept: Kept, verb: str = "") -> str:
    """How many points are, as a clause."""
    total, right = len(kept.right), sum(kept.right)
    is_one = total == 1 or (right == 1 and total != 1)
    does = f"{verb}s" if is_one and verb else verb or ("is" if is_one else "are")
    who = f"all {total} points" if right == total else f"{right} of {total} points"
    return f"{who} {does} on the right side of the boundary"


def at_epoch(kept: Kept, losses: Sequence[float]) -> str:
    """What is seen at one epoch, for the line under the picture."""
    loss = losses[kept.epoch] if 0 <= kept.epoch < len(losses) else None
    said = f"Epoch {kept.epoch}: " + (f"loss {_shown(loss)}, " if loss is not None else "")
    holes = f"; {kept.holes} answers were no finite number" if kept.holes else ""
    return f"{said}{on_the_right_side(kept)}{holes}."


def what_to_try(losses: Sequence[float], last: Kept | None) -> str:
    """One idea, by how the training went."""
    finite = [loss for loss in losses if math.isfinite(loss)]
    if len(finite) < 2:
        return "train for some more epochs, and draw it again."
    if len(finite) < len(losses) or finite[-1] > finite[0]:
        return "a learning rate ten times smaller: the steps went too far."
    up = sum(after > before for before, after in pairwise(finite))
    if up > JUMPS * (len(finite) - 1):
        return "a smaller learning rate: the loss jumps up and down, since the steps go too far."
    is_falling = finite[-1] < STILL_FALLING * finite[-1 - max(1, len(finite) // 10)]
    if last and not all(last.right):
        more = "more epochs" if is_falling else "more neurons, so that the boundary can bend more"
        return f"{more}: do all points come to the right side?"
    if is_falling:
        return (
            "a learning rate twice as large, for the loss was still falling: does it get down "
            "sooner, or does it begin to jump?"
        )
    return "half of the neurons, or half of the points: how few are enough?"


def first_not_finite(losses: Sequence[float]) -> int | None:
    """The first epoch whose loss is none."""
    return next((at for at, loss in enumerate(losses) if not math.isfinite(loss)), None)


def _after(epoch: int) -> str:
    return f"after {_count(epoch, 'epoch')}" if epoch else "from the beginning"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def _shown(loss: float) -> str:
    """A number for a sentence: no plain one has so many zeros in front that one must count."""
    if 0 < abs(loss) < 1e-4:
        return f"{loss:.0e}".replace("e-0", "e-").replace("-", "\u2011")  # it does not break
    return f"{loss:.3g}"
