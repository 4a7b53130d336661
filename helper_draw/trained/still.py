"""Still: curve and map side by side as one SVG, for where no script runs."""

from ..palette import CLASS, painted, rules
from ..svg import FONT
from ..xml import escaped
from . import curve, field
from .boundaries import Kept
from .colours import COLOURS
from .learned import Learned

GAP = 28


def still(learned: Learned) -> str:
    """With the last boundary that was kept, if any was."""
    of_curve = curve.Curve(learned.losses, learned.torch, learned.last_epoch)
    width, parts = curve.WIDTH, [of_curve.as_svg()]
    if learned.boundaries and learned.kept:
        left = curve.WIDTH + GAP
        width = left + field.WIDTH
        last = learned.kept[-1]
        parts.append(f'<g transform="translate({left} 0)">{map_as_svg(learned, last)}</g>')
    told = f"<title>{escaped(learned.title)}</title><desc>{escaped(learned.text)}</desc>"
    dark = f"@media (prefers-color-scheme:dark){{{rules(COLOURS, 1, f'.{CLASS}')}}}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="{CLASS}" width="{width}"'
        f' height="{curve.HEIGHT}" viewBox="0 0 {width} {curve.HEIGHT}">{told}\n'
        f"<style>{dark}</style>\n"
        f'<rect width="{width}" height="{curve.HEIGHT}" {painted("ground", COLOURS)}/>'
        f'<g font-family="{FONT}" font-size="13">{"".join(parts)}</g></svg>\n'
    )


def map_as_svg(learned: Learned, kept: Kept) -> str:
    """One boundary with the points, in the place of a map."""
    assert learned.boundaries
    return (
        f"{field.ground_as_svg()}{field.bands_as_svg(kept)}"
        f"{field.points_as_svg(learned.boundaries)}"
        f"{field.wrong_as_svg(learned.boundaries, kept)}"
    )
