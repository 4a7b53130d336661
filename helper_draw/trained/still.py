"""Still: curve and map side by side as one SVG, for where no script runs."""

from ..palette import CLASS, painted, rules
from ..svg import FONT
from ..xml import escaped
from . import curve, field
from .boundaries import Kept
from .colours import COLOURS
from .training import Training

GAP = 28


def still(training: Training) -> str:
    """With the last boundary that was kept, if any was."""
    of_curve = curve.Curve(training.losses, training.torch)
    width, parts = curve.WIDTH, [of_curve.as_svg()]
    if training.boundaries and training.kept:
        left = curve.WIDTH + GAP
        width = left + field.WIDTH
        last = training.kept[-1]
        parts.append(f'<g transform="translate({left} 0)">{map_as_svg(training, last)}</g>')
    told = f"<title>{escaped(training.title)}</title><desc>{escaped(training.text)}</desc>"
    dark = f"@media (prefers-color-scheme:dark){{{rules(COLOURS, 1, f'.{CLASS}')}}}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="{CLASS}" width="{width}"'
        f' height="{curve.HEIGHT}" viewBox="0 0 {width} {curve.HEIGHT}">{told}\n'
        f"<style>{dark}</style>\n"
        f'<rect width="{width}" height="{curve.HEIGHT}" {painted("ground", COLOURS)}/>'
        f'<g font-family="{FONT}" font-size="13">{"".join(parts)}</g></svg>\n'
    )


def map_as_svg(training: Training, kept: Kept) -> str:
    """One boundary with the points, in the place of a map."""
    assert training.boundaries
    return (
        f"{field.ground_as_svg()}{field.bands_as_svg(kept)}"
        f"{field.points_as_svg(training.boundaries)}"
        f"{field.wrong_as_svg(training.boundaries, kept)}"
    )
