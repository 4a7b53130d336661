"""What Python's own words for a text that it cannot read mean to who has just begun."""

from __future__ import annotations

import re

from grader.trace import Raised

_INDENTED = (
    "How far a line is indented says what it belongs to: four spaces further in after a colon, and "
    "back to where the others of its block are when that ends."
)

# By what Python 3.10 to 3.14 say; the closer patterns come first.
_REMARKS = (
    (
        r"parameters? cannot be parenthesized",
        "There is a parenthesis too many around the parameters: write def f(a, b), and not "
        "def f((a, b)).",
    ),
    (
        r"was never closed",
        "That bracket has no partner: it should be closed on its line, or on one of the next.",
    ),
    (r"^unmatched|does not match opening", "A closing bracket there has no fitting opening one."),
    (
        r"unterminated (?:f-string|string|triple)",
        "A text is opened there with a quotation mark, and never closed with the same mark.",
    ),
    (
        r"^invalid (?:non-printable )?character",
        "That character looks like one of Python's, and is another: it was most likely copied from "
        "a page. Type it anew.",
    ),
    (
        r"Maybe you meant '==' or|cannot assign to .* here",
        "= gives a name a value, and == compares two.",
    ),
    (
        r"cannot assign to",
        "On the left of = stands a name, such as out, self.grad or numbers[0], and no result.",
    ),
    (r"expected ':'", "The first line of def, class, if, else, for and while ends in a colon."),
    (
        r"expected an indented block",
        "What belongs to a line that ends in a colon stands below it, four spaces further in.",
    ),
    (
        r"unexpected indent|unindent does not match|[Ii]nconsistent use of tabs",
        _INDENTED,
    ),
    (
        r"'return' outside function",
        "That return is not indented as far as the function that it is to end.",
    ),
    (
        r"default argument follows|without a default follows",
        'Parameters with a default, such as label="", come after all those without one.',
    ),
    (
        r"positional argument follows",
        'Arguments with a name, such as label="a", come after all those without one.',
    ),
    (r"forgot a comma", "Two things stand side by side there: is a comma or an operator missing?"),
    (
        r"^invalid syntax|^unexpected EOF|^cannot parse",
        "Python could read on up to there. The slip is there or just before, often at the end of "
        "the line above: a missing bracket, colon or comma?",
    ),
)


def _remark(raised: Raised, match: re.Match[str]) -> str:
    return next((said for pattern, said in _REMARKS if re.search(pattern, raised.message)), "")


MEANINGS = tuple((kind, "", _remark) for kind in ("SyntaxError", "IndentationError", "TabError"))
