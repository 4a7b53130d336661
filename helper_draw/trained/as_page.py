"""As page: curve and map beside each other, with a slider over the epochs, and all of it in words.

Every boundary stands in the page as SVG, and the script only says which one is seen: so it prints,
turns dark with its reader, and shows the last one where no script runs.
"""

from functools import cache

from ..page import page
from ..palette import rules
from ..xml import escaped, number
from . import curve, field, words
from .colours import COLOURS
from .training import Training

WITHIN = ".seen"
KEYS = (
    '<p class="muted keys no-print"><kbd>←</kbd> <kbd>→</kbd> step <kbd>Home</kbd> <kbd>End</kbd>'
    " ends <kbd>Space</kbd> play</p>"
)


def as_page(training: Training) -> str:
    """The text of the page; raises RuntimeError where its style and script cannot be read."""
    of_curve = curve.Curve(training.losses, training.torch)
    moves = bool(training.boundaries and training.kept)
    body = [
        f"<h1>{escaped(training.title)}</h1>",
        f'<p class="lead">{escaped(training.seen)}</p>',
        f'<p class="lead">{escaped(training.beside_torch)}</p>' if training.torch else "",
        f'<div class="both{"" if moves else " one"}">{_curve(training, of_curve, moves)}',
        f"{_map(training) if moves else ''}</div>",
        _controls(training) if moves else "",
        f'<p class="try">{escaped(training.to_try)}</p>',
        _numbers(training, moves),
        _code(training.code) if training.code else "",
        KEYS if moves else "",
    ]
    return page(
        training.title,
        "\n".join(part for part in body if part),
        style=_colours() + _file("page.css"),
        script=f'(() => {{\n"use strict";\n{_file("page.js")}}})();\n' if moves else "",
        data=_data(training, of_curve) if moves else None,
        theme=training.theme,
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


def _curve(training: Training, of_curve: curve.Curve, moves: bool) -> str:
    last = training.kept[-1].epoch if moves else 0
    parts = of_curve.as_svg() + (of_curve.mark(last) if moves else "")
    label = f"Loss curve. {training.seen} {training.beside_torch}".strip()
    drawn = _picture(curve.WIDTH, curve.HEIGHT, "curve", label, parts)
    return f'<section class="panel"><h2>The loss</h2>{drawn}</section>'


def _map(training: Training) -> str:
    assert training.boundaries
    parts = [field.ground_as_svg()]
    for at, kept in enumerate(training.kept):
        parts.append(_frame(at, training, f"ground-{at}", field.bands_as_svg(kept)))
    parts.append(field.points_as_svg(training.boundaries))
    for at, kept in enumerate(training.kept):
        rings = field.wrong_as_svg(training.boundaries, kept)
        parts.append(_frame(at, training, f"wrong-{at}", rings))
    label = f"Decision boundary. {words.at_epoch(training.kept[-1], training.losses)}"
    drawn = _picture(field.WIDTH, field.HEIGHT, "map", label, "".join(parts))
    return f'<section class="panel"><h2>The boundary</h2>{drawn}{_legend(training)}</section>'


def _frame(at: int, training: Training, name: str, parts: str) -> str:
    now = " now" if at == len(training.kept) - 1 else ""
    return f'<g id="{name}" class="frame{now}">{parts}</g>'


def _legend(training: Training) -> str:
    """What the shapes mean; labels are numbers, and so are safe."""
    assert training.boundaries
    lower, upper = (f"{name:g}".replace("-", "−") for name in training.boundaries.names)
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


def _controls(training: Training) -> str:
    last = len(training.kept) - 1
    said = escaped(words.at_epoch(training.kept[-1], training.losses))
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
        f'<p class="said"><output id="said" for="epoch">{said}</output></p>'
    )


def _numbers(training: Training, moves: bool) -> str:
    """A table for who would rather read: the epochs that are shown, or some of all."""
    right = {kept.epoch: kept.right for kept in training.kept}
    last = max(len(training.losses), len(training.torch)) - 1
    epochs = [kept.epoch for kept in training.kept] if moves else curve.whole_steps(max(last, 1))
    heads = ["epoch", "loss", *(["torch"] if training.torch else [])]
    heads += ["on the right side"] if moves else []
    rows = []
    for epoch in dict.fromkeys(epochs):
        cells = [str(epoch), _loss(training.losses, epoch)]
        cells += [_loss(training.torch, epoch)] if training.torch else []
        cells += [f"{sum(right[epoch])} of {len(right[epoch])}"] if moves else []
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


def _data(training: Training, of_curve: curve.Curve) -> list[dict[str, object]]:
    """For each boundary where its epoch is on the curve, and its words."""
    found: list[dict[str, object]] = []
    for kept in training.kept:
        x, y = of_curve.place(kept.epoch)
        said = words.at_epoch(kept, training.losses)
        found.append({"x": number(x), "y": None if y is None else number(y), "said": said})
    return found


@cache
def _file(name: str) -> str:
    try:
        from pathlib import Path

        return Path(__file__).with_name(name).read_text(encoding="utf-8")
    except (OSError, NameError, ImportError):  # a learner's process under grading has no files
        raise RuntimeError(
            "training: the page cannot be made here, for its files cannot be read; run the "
            "program by itself"
        ) from None
