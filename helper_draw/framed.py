"""Framed: a page of ours as a notebook shows it, with a still picture where frames are taken away.

The frame lies over the picture. A notebook that is not trusted strips the frame, and what is left
is the picture, with a line that says how to get the page back.
"""

import base64

from .xml import escaped

AGAIN = "A still picture: run this cell to step through it."


def framed(page: str, picture: str, title: str, height: int = 800) -> str:
    """HTML for `_repr_html_`: the page in a frame that may run its script and reach nothing else.

    picture  an SVG of what the page shows
    title    what the frame and the picture are called
    height   of the frame, in pixels
    """
    image = base64.b64encode(picture.encode("utf-8", "backslashreplace")).decode()
    return (
        '<div style="display:grid;overflow:hidden">'
        f'<div style="grid-area:1/1;max-height:{height}px;overflow:hidden">'
        f"<p>{AGAIN}</p>"
        f'<img alt="{escaped(title)}" style="max-width:100%"'
        f' src="data:image/svg+xml;base64,{image}"></div>'
        f'<iframe title="{escaped(title)}" sandbox="allow-scripts" srcdoc="{escaped(page)}"'
        f' style="grid-area:1/1;width:100%;height:{height}px;border:0"></iframe></div>'
    )
