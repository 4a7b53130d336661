"""Page: the frame of a page of ours: one file, whole in itself, for light, dark and print.

Its policy lets nothing run, style or load but what stands in the page, told by its hash: so what a
learner wrote could do nothing even where an escape were missing. What changes from page to page
is a block of JSON, which the page's script reads from the element with the id `data`.
"""

import json

from .embedding import embedded, policy
from .palette import page_colours
from .wording import one_line
from .xml import escaped

LONGEST_TITLE = 200

BASE = """
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%}
html[data-theme=light]{color-scheme:light}
html[data-theme=dark]{color-scheme:dark}
body{margin:0;padding:20px clamp(12px,2.4vw,32px);background:var(--page);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif}
h1{font-size:1.3rem;line-height:1.3;margin:0 0 .3em}
h2{font-size:1rem;margin:0 0 .4em}
p{margin:0 0 .5em}
code,kbd,output,.mono{font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace}
kbd{border:1px solid var(--edge);border-bottom-width:2px;border-radius:4px;padding:0 .35em;
font-size:.85em}
button,select,input{font:inherit;color:inherit}
button,select{min-height:40px;min-width:40px;padding:0 .7em;border:1px solid var(--edge);
border-radius:8px;background:var(--raised);cursor:pointer}
button:disabled{opacity:.45;cursor:default}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
input[type=range]{accent-color:var(--accent);min-height:32px}
.muted{color:var(--muted)}
.panel{background:var(--raised);border:1px solid var(--soft);border-radius:10px;padding:12px 16px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
white-space:nowrap}
@media (prefers-reduced-motion:reduce){*,*::before,*::after{animation:none!important;
transition:none!important;scroll-behavior:auto!important}}
@media print{body{padding:0;background:#fff}.no-print{display:none!important}
.panel{break-inside:avoid}}
"""


def page(
    title: str,
    body: str,
    *,
    style: str = "",
    script: str = "",
    data: object = None,
    theme: str = "",
) -> str:
    """The text of a page.

    title   a text, escaped here
    body    markup of ours; it holds no style attributes and no handlers of events, which the
            policy would stop, and a text in it has gone through `escaped`
    style   CSS that comes after the frame's own, with the colours of `palette.page_colours`
    script  JavaScript of ours, run when the body is there
    data    what JSON can hold; the script reads it with
            JSON.parse(document.getElementById("data").textContent)
    theme   "light" or "dark"; "" is what the reader's system prefers

    Raises ValueError for another theme, and for data with a number that is not finite.
    """
    if theme not in ("", "light", "dark"):
        raise ValueError(f"theme is {theme!r}; use 'light' or 'dark', or '' for the system's own")
    style = f"{page_colours()}{BASE}{style}"
    chosen = f' data-theme="{theme}"' if theme else ""
    head = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy(style, script)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escaped(one_line(title, LONGEST_TITLE))}</title>",
        embedded("style", style),
    ]
    block = f'<script type="application/json" id="data">{as_json(data)}</script>'
    tail = [block, embedded("script", script)] if script else []
    lines = [f'<!doctype html>\n<html lang="en"{chosen}>', "<head>", *head, "</head>"]
    return "\n".join([*lines, "<body>", body, *tail, "</body>", "</html>", ""])


def as_json(data: object) -> str:
    """JSON that may stand in an element of script: nothing in it ends that, or is a lone surrogate.

    Raises ValueError for a number that is not finite.
    """
    text = json.dumps(data, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
