"""Xml: numbers, points and texts as SVG has them."""

TO_BASELINE = 4.2  # from the middle of a line of text


def number(amount: float) -> str:
    return f"{amount:.1f}".removesuffix(".0")


def pair(point: tuple[float, float]) -> str:
    return f"{number(point[0])} {number(point[1])}"


def text(words: str, middle: tuple[float, float], style: str = "") -> str:
    """An element of text around a point."""
    x, y = middle
    attributes = f" {style}" if style else ""
    place = f'x="{number(x)}" y="{number(y + TO_BASELINE)}"'
    return f"<text {place}{attributes}>{escaped(words)}</text>"


def escaped(words: str) -> str:
    """Text for an element or a quoted attribute of XML; it is free of control characters."""
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        words = words.replace(char, entity)
    return words
