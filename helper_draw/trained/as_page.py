"""As page: curve and map beside each other, with a slider over the epochs, and all of it in words.

Every boundary stands in the page as SVG, and the script only says which one is seen: so it prints,
turns dark with its reader, and shows the last one where no script runs.
"""

from ..page import page
from ..palette import rules
from ..parts import part
from ..xml import escaped, number
from . import curve, field, words
from .colours import COLOURS
from .learned import Learned

WHAT = "training"
WITHIN = ".seen"
KEYS = (
    '<p class="muted keys no-print"><kbd>←</kbd> <kbd>→</kbd> step <kbd>Home</kbd> <kbd>End</kbd>'
    " ends <kbd>Space</kbd> play</p>"
)


def as_page(learned: Learned, theme: str) -> str:
    """The text of the page; raises RuntimeError where its style and script cannot be read."""
    of_curve = curve.Curve(learned.losses, learned.torch, learned.last_epoch)
    has_map = bool(learned.boundaries and learned.kept)
    moves = has_map and len(learned.kept) > 1
    body = [
        f"<h1>{escaped(learned.title)}</h1>",
        f'<p class="lead">{escaped(learned.seen)}</p>',
        f'<p class="lead">{escaped(learned.beside_torch)}</p>' if learned.torch else "",
        f'<div class="both{"" if has_map else " one"}">{_curve(learned, of_curve, has_map)}',
        f"{_map(learned) if has_map else ''}</div>",
        _controls(learned) if moves else "",
        _said(learned) if has_map else "",
        f'<p class="try">{escaped(learned.to_try)}</p>',
        _numbers(learned, has_map),
        _code(learned.code) if learned.code else "",
        KEYS if moves else "",
    ]
    return page(
        learned.title,
        "\n".join(part for part in body if part),
        style=_colours() + part("trained/page.css", WHAT),
        script=f'(() => {{\n"use strict";\n{part("trained/page.js", WHAT)}}})();\n'
        if moves
        else "",
        data=_data(learned, of_curve) if moves else None,
        theme=theme,
    )


def _colours() -> str:
    light, dark = (rules(COLOURS, side, WITHIN) for side in (0, 1))
    chosen = rules(COLOURS, 0, f":root[data-theme=light] {WITHIN}")
    chosen += rules(COLOURS, 1, f":root[data-theme=dark] {WITHIN}")
    printed = rules(COLOURS, 0, f":root:root {WITHIN}")
    by_system = f"@media (prefers-color-scheme:dark){{{dark}}}"
    return f"{light}{by_system}{chosen}@media print{{{printed}}}"


def _picture(width: int, height: int, name: str, label: str, parts: str) -> str:
    return (
        f'<svg class="seen" viewBox="0 0 {width} {height}" role="img" id="{name}"'
        f' aria-label="{escaped(label)}">{parts}</svg>'
    )


def _curve(learned: Learned, of_curve: curve.Curve, has_map: bool) -> str:
    last = learned.kept[-1].epoch if has_map else 0
    parts = of_curve.as_svg() + (of_curve.mark(last) if has_map else "")
    label = f"Loss curve. {learned.seen} {learned.beside_torch}".strip()
    drawn = _picture(curve.WIDTH, curve.HEIGHT, "curve", label, parts)
    return f'<section class="panel"><h2>The loss</h2>{drawn}</section>'


def _map(learned: Learned) -> str:
    assert learned.boundaries
    parts = [field.ground_as_svg()]
    for at, kept in enumerate(learned.kept):
        parts.append(_frame(at, learned, f"ground-{at}", field.bands_as_svg(kept)))
    parts.append(field.points_as_svg(learned.boundaries))
    for at, kept in enumerate(learned.kept):
        rings = field.wrong_as_svg(learned.boundaries, kept)
        parts.append(_frame(at, learned, f"wrong-{at}", rings))
    label = f"Decision boundary. {words.at_epoch(learned.kept[-1], learned.losses)}"
    drawn = _picture(field.WIDTH, field.HEIGHT, "map", label, "".join(parts))
    return f'<section class="panel"><h2>The boundary</h2>{drawn}{_legend(learned)}</section>'


def _frame(at: int, learned: Learned, name: str, parts: str) -> str:
    now = " now" if at == len(learned.kept) - 1 else ""
    return f'<g id="{name}" class="frame{now}">{parts}</g>'


def _legend(learned: Learned) -> str:
    """What the shapes mean; labels are numbers, and so are safe."""
    assert learned.boundaries
    lower, upper = (f"{name:g}".replace("-", "−") for name in learned.boundaries.names)
    ring = '<circle cx="12" cy="12" r="10" class="wrong" fill="none" stroke-width="2"/>'
    entries = (
        (field.disc_as_svg(12, 12), f"label {upper}"),
        (field.square_as_svg(12, 12), f"label {lower}"),
        ('<path d="M2 12h20" class="boundary" fill="none" stroke-width="3"/>', "the boundary"),
        (ring, "on the wrong side"),
    )
    return '<ul class="legend">' + "".join(
        f'<li><svg class="seen" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">'
        f"{sign}</svg>{escaped(name)}</li>"
        for sign, name in entries
    ) + "</ul>"  # fmt: skip


def _controls(learned: Learned) -> str:
    last = len(learned.kept) - 1
    said = escaped(words.at_epoch(learned.kept[-1], learned.losses))
    return (
        '<div class="controls no-print" role="group" aria-label="Epochs">'
        '<button type="button" id="first" aria-label="First epoch" title="Home">|◀</button>'
        '<button type="button" id="back" aria-label="Back" title="←">◀</button>'
        '<button type="button" id="play" title="Space">Play</button>'
        '<button type="button" id="next" aria-label="Next" title="→">▶</button>'
        '<button type="button" id="last" aria-label="Last epoch" title="End">▶|</button>'
        '<label class="unseen" for="epoch">Epoch</label>'
        f'<input id="epoch" type="range" min="0" max="{last}" step="1" value="{last}"'
        f' aria-valuetext="{said}"></div>'
    )


def _said(learned: Learned) -> str:
    """What there is to say of the epoch that is seen."""
    said = escaped(words.at_epoch(learned.kept[-1], learned.losses))
    return f'<p class="said"><output id="said" for="epoch">{said}</output></p>'


def _numbers(learned: Learned, has_map: bool) -> str:
    """A table for who would rather read: the epochs that are shown, or some of all."""
    right = {kept.epoch: kept.right for kept in learned.kept}
    steps = curve.whole_steps(learned.last_epoch)
    epochs = [kept.epoch for kept in learned.kept] if has_map else steps
    heads = ["epoch", "loss", *(["torch"] if learned.torch else [])]
    heads += ["on the right side"] if has_map else []
    rows = []
    for epoch in dict.fromkeys(epochs):
        cells = [str(epoch), _loss(learned.losses, epoch)]
        cells += [_loss(learned.torch, epoch)] if learned.torch else []
        cells += [f"{sum(right[epoch])} of {len(right[epoch])}"] if has_map else []
        rows.append("".join(f"<td>{escaped(cell)}</td>" for cell in cells))
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    table = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        '<details><summary>The numbers</summary><div class="wide"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{table}</tbody></table></div></details>"
    )


def _loss(losses: object, epoch: int) -> str:
    assert isinstance(losses, (list, tuple))
    return f"{losses[epoch]:.10g}" if 0 <= epoch < len(losses) else ""


def _code(code: str) -> str:
    shown = f'<pre class="mono" tabindex="0">{escaped(code)}</pre>'
    return f"<details><summary>The program, to change and run</summary>{shown}</details>"


def _data(learned: Learned, of_curve: curve.Curve) -> list[dict[str, object]]:
    """For each boundary where its epoch is on the curve, and its words."""
    found: list[dict[str, object]] = []
    for kept in learned.kept:
        x, y = of_curve.place(kept.epoch)
        said = words.at_epoch(kept, learned.losses)
        found.append({"x": number(x), "y": None if y is None else number(y), "said": said})
    return found
