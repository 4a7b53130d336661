"""One check in full: its program, yours beside torch's, what went wrong, and the picture."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator

from grader.report.html.markup import Markup, code, element, joined, prose
from grader.report.model import CheckResult
from grader.report.side_by_side import Pair, side_by_side
from grader.report.told import Line, cause, lines_on, printed

NARROW, MIDDLING, WIDEST = 288.0, 590.0, 1000.0  # pixels of a phone, a small window, a picture
PRINTED = 60  # lines of what the learner printed


def check_in_full(check: CheckResult) -> Markup:
    """All that there is to say of a check, but for its title."""
    return element("div", joined(_parts(check), "\n"), class_="check")


def _parts(check: CheckResult) -> Iterator[Markup]:
    if check.program:
        yield code(check.program, faint="from ", class_="program")
    if check.outcome.differences:
        yield _table(check)
    lines = [*lines_on(check), *cause(check)]
    if lines:
        yield named(lines)
    if check.picture:
        yield _picture(check, check.picture)
    yield from _output(check.output)


def named(lines: Iterable[Line]) -> Markup:
    """Lines with their names in front."""
    return element(
        "dl",
        joined(
            (
                element(
                    "div",
                    element("dt", line.name),
                    element("dd", prose(line.text)),
                    class_=line.name.lower().replace(" ", "-"),
                )
                for line in lines
            ),
            "\n",
        ),
    )


def _table(check: CheckResult) -> Markup:
    shown = side_by_side(check.outcome.differences)
    source = "torch" if shown.source == "torch" else shown.source
    head = element(
        "tr",
        element("td"),
        element("th", "yours", scope="col"),
        element("th", source, scope="col"),
    )
    table = element(
        "table",
        element("caption", "What differs, yours beside what is right", class_="hidden-text"),
        element("thead", head),
        element("tbody", joined(map(_row, shown.rows), "\n")),
        class_="values",
    )
    more = element("p", f"and {shown.more} rows more", class_="muted") if shown.more else ""
    return joined([element("div", table, class_="wide"), more])


def _row(pair: Pair) -> Markup:
    cross = element("span", "✗", class_="sign wrong", aria_hidden="true")
    return element(
        "tr",
        element("th", element("code", pair.name), scope="row"),
        element("td", element("code", pair.yours), cross, class_="wrong"),
        element("td", element("code", pair.expected), class_="right"),
    )


def _picture(check: CheckResult, picture: str) -> Markup:
    """The SVG as an image: nothing in it can run, whatever it holds."""
    content = base64.b64encode(picture.encode("utf-8", "backslashreplace")).decode()
    step = check.first_wrong_step
    image = element(
        "img",
        src=f"data:image/svg+xml;base64,{content}",
        alt=f"The graph of this program's values. {step.text if step else ''}".strip(),
    )
    caption = "The graph as your code leaves it."
    size = _size(picture)
    if not size:
        return element("figure", image, element("figcaption", caption))
    larger = element("span", "Show it larger", class_="larger")
    smaller = element("span", "Show it whole", class_="smaller")
    swipe = element("span", " Swipe it sideways to see the rest. ", class_="swipe")
    summary = element(
        "summary",
        element("span", image, class_="wide"),
        element("span", caption, swipe, " ", larger, smaller, class_="caption"),
    )
    return element("figure", element("details", summary, class_=f"picture {size}"))


def _size(picture: str) -> str:
    """Whether a picture is shown smaller than it is: on phones, on most screens, or never ("")."""
    found = re.match(r"<svg[^>]*? width=\"([0-9.]+)\"", picture)
    width = float(found.group(1)) if found else WIDEST
    return "" if width <= NARROW else "middling" if width <= MIDDLING else "large"


def _output(output: str) -> Iterator[Markup]:
    lines, more = printed(output, PRINTED)
    if lines:
        yield element("p", "You printed", class_="label")
        yield code("\n".join(lines), class_="printed")
    if more:
        yield element("p", f"and {more} lines more", class_="muted")
