"""Palette: the colours of a picture, for light surroundings and for dark ones.

The light ones are written at each element, so that they hold wherever a style sheet is taken
away; a rule for each class turns them where its reader prefers dark. The ground is the picture's
own. Rules begin with a class that only pictures have, and are the same in all of them: whatever
stands beside a picture on a page is left alone, and so is the next picture.
"""

CLASS = "kata-drawing"

Pair = tuple[str, str]

# Of each class of elements, fill and stroke: light, then dark; "" is not set.
COLOURS: dict[str, tuple[Pair, Pair]] = {
    "ground": (("#ffffff", "#d1d5db"), ("#14181f", "#3b4452")),
    "ink": (("#1f2937", ""), ("#e5e7eb", "")),
    "muted": (("#4b5563", ""), ("#a3adba", "")),
    "box": (("#ffffff", "#4b5563"), ("#1b212b", "#98a3b3")),
    "line": (("none", "#4b5563"), ("none", "#98a3b3")),
    "head": (("#4b5563", ""), ("#98a3b3", "")),
    "oval": (("#fdf3dc", "#4b5563"), ("#3a321f", "#98a3b3")),
    "band": (("#dbe7fb", "#4b5563"), ("#243655", "#98a3b3")),
    "mark": (("#1f2937", "#ffffff"), ("#e5e7eb", "#14181f")),
    "fault": (("#fdecea", "#c62828"), ("#43191b", "#ff8a80")),
    "fault-line": (("none", "#c62828"), ("none", "#ff8a80")),
    "fault-head": (("#c62828", ""), ("#ff8a80", "")),
}


def painted(name: str, colours: dict[str, tuple[Pair, Pair]] = COLOURS) -> str:
    """The attributes of an element of that class."""
    fill, stroke = colours[name][0]
    return f'class="{name}" fill="{fill}"' + (f' stroke="{stroke}"' if stroke else "")


def style_sheet() -> str:
    """What turns the colours where a reader prefers dark."""
    return f"<style>@media (prefers-color-scheme:dark){{{rules(COLOURS, 1, f'.{CLASS}')}}}</style>"


def rules(colours: dict[str, tuple[Pair, Pair]], side: int, within: str) -> str:
    """A rule for each class in elements of that selector: the light ones, 0, or the dark ones."""
    found = []
    for name, pairs in colours.items():
        fill, stroke = pairs[side]
        line = f";stroke:{stroke}" if stroke else ""
        found.append(f"{within} .{name}{{fill:{fill}{line}}}")
    return "".join(found)


# Of a page, beside what its pictures have: each a variable of CSS, light, then dark.
PAGE_COLOURS = {
    "page": ("#ffffff", "#14181f"),
    "raised": ("#f6f8fb", "#1b212b"),
    "ink": ("#1f2937", "#e5e7eb"),
    "muted": ("#4b5563", "#a3adba"),
    "soft": ("#d1d5db", "#3b4452"),
    "edge": ("#64748b", "#98a3b3"),
    "accent": ("#0b5cad", "#7cc0ff"),
    "accent-ground": ("#e3f0fd", "#16324d"),
    "grad": ("#9a3412", "#ffb877"),
    "grad-ground": ("#fff1e6", "#3a2714"),
    "right": ("#1a6b3c", "#7fd8a4"),
    "fault": ("#c62828", "#ff8a80"),
    "fault-ground": ("#fdecea", "#43191b"),
}


def page_colours() -> str:
    """The variables, such as `var(--accent)`: as the system prefers, or as `data-theme` says."""
    light, dark = (
        ";".join(f"--{name}:{pair[side]}" for name, pair in PAGE_COLOURS.items()) for side in (0, 1)
    )
    return (
        f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
        f":root[data-theme=light]{{{light}}}:root[data-theme=dark]{{{dark}}}"
        f"@media print{{:root:root{{{light}}}}}"
    )
