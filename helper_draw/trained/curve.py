"""The loss curve as SVG: one's own line, over torch's broad one where there is that."""

import math
from collections.abc import Sequence

from ..palette import painted
from ..xml import escaped, number
from .colours import COLOURS
from .scale import Scale

WIDTH, HEIGHT = 460, 320
LEFT, RIGHT, TOP, BOTTOM = 46, 14, 36, 44  # what axes and their words take
MOST_DRAWN = 600  # points of a line


class Curve:
    """The losses, in their place on a picture; torch's may be none."""

    def __init__(self, losses: Sequence[float], torch: Sequence[float], last_epoch: int) -> None:
        self.losses, self.torch, self.last = losses, torch, last_epoch
        self.scale = Scale([*losses, *torch], TOP, HEIGHT - BOTTOM)

    def x(self, epoch: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * min(max(epoch, 0), self.last) / self.last

    def place(self, epoch: int) -> tuple[float, float | None]:
        """Where the loss before that epoch lies; its height is None where there is no such loss."""
        loss = self.losses[epoch] if 0 <= epoch < len(self.losses) else math.nan
        return self.x(epoch), self.scale.y(loss)

    def as_svg(self) -> str:
        """Axes and lines, without the element around them."""
        parts = [*self._levels(), *self._epochs()]
        if self.torch:
            width = 'stroke-width="9" stroke-linejoin="round" stroke-linecap="round"'
            parts.append(f'<path d="{self._line(self.torch)}" {_painted("torch")} {width}/>')
        width = 'stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round"'
        parts.append(f'<path d="{self._line(self.losses)}" {_painted("yours")} {width}/>')
        parts.append(self._legend())
        return "".join(parts)

    def mark(self, epoch: int) -> str:
        """A line and a dot at an epoch, with ids for a script that moves them."""
        x, y = self.place(epoch)
        line = f'x1="{number(x)}" x2="{number(x)}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"'
        dot = f'cx="{number(x)}" cy="{number(y or 0)}"'
        hidden = ' visibility="hidden"' if y is None else ""
        return (
            f'<line id="now" {line} {_painted("axis")} stroke-dasharray="2 4"/>'
            f'<circle id="here" {dot} r="6.5" {_painted("yours-at")} stroke-width="2"{hidden}/>'
        )

    def _levels(self) -> list[str]:
        parts = []
        for level, words in self.scale.ticks():
            y = number(self.scale.height(level))
            parts.append(f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" {_painted("grid")}/>')
            parts.append(_text(words, LEFT - 8, float(y), "end", "muted"))
        name = "loss, on a log scale" if self.scale.is_logarithmic else "loss"
        return [*parts, _text(name, 4, 14, "start", "ink")]

    def _epochs(self) -> list[str]:
        bottom = HEIGHT - BOTTOM
        parts = [f'<path d="M{LEFT} {bottom}H{WIDTH - RIGHT}" {_painted("axis")}/>']
        for at in whole_steps(self.last):
            x = number(self.x(at))
            parts.append(f'<path d="M{x} {bottom}v5" {_painted("axis")}/>')
            parts.append(_text(str(at), float(x), bottom + 16, "middle", "muted"))
        middle = (LEFT + WIDTH - RIGHT) / 2
        return [*parts, _text("epochs", middle, HEIGHT - 9, "middle", "ink")]

    def _line(self, losses: Sequence[float]) -> str:
        """A path through the losses, which breaks off where there is no finite one."""
        stride = math.ceil(len(losses) / MOST_DRAWN) or 1
        wanted = sorted({*range(0, len(losses), stride), len(losses) - 1} - {-1})
        path, is_on = [], False
        for epoch in wanted:
            y = self.scale.y(losses[epoch])
            if y is not None:
                path.append(f"{'L' if is_on else 'M'}{number(self.x(epoch))} {number(y)}")
                if not is_on:
                    path.append("h0")  # one loss alone is a dot
            is_on = y is not None
        return "".join(path)

    def _legend(self) -> str:
        if not self.torch:
            return ""
        right, parts = WIDTH - RIGHT, []
        for at, (name, kind, width) in enumerate((("yours", "yours", 2.5), ("torch", "torch", 9))):
            x, y = right - 164 + 90 * at, 14
            ends = 'stroke-linecap="round"'
            parts.append(
                f'<path d="M{x} {y}h18" {_painted(kind)} stroke-width="{width}" {ends}/>'
                + _text(name, x + 27, y, "start", "ink")
            )
        return "".join(parts)


def whole_steps(last: int) -> list[int]:
    """Some six whole numbers from 0 to `last`, evenly apart."""
    apart = max(1, 10 ** (len(str(last)) - 1))
    while last / apart < 3 and apart > 1:
        apart = apart // 2 if apart % 2 == 0 else max(1, apart // 5)
    while last / apart > 7:
        apart *= 2
    return list(range(0, last + 1, apart))


def _painted(name: str) -> str:
    return painted(name, COLOURS)


def _text(words: str, x: float, y: float, anchor: str, colour: str) -> str:
    place = f'x="{number(x)}" y="{number(y + 4.4)}" text-anchor="{anchor}"'
    return f"<text {place} {_painted(colour)}>{escaped(words)}</text>"
