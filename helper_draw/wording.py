"""Wording: any number or text as one short, safe line for a cell."""

LONGEST = 32
PLAIN_UP_TO = 1e9


def number_text(number: float | str) -> str:
    """A number with the lecture's four decimals; large ones with an exponent, texts unchanged."""
    if isinstance(number, str):
        return one_line(number)
    try:
        amount = float(number)
    except OverflowError:
        return f"an int of {number.__trunc__().bit_length()} bits"
    if PLAIN_UP_TO <= abs(amount) < float("inf"):
        return f"{amount:.4e}"
    return f"{amount:.4f}"


def in_full(number: float | str) -> str:
    """A number with all the digits a float has; what is no float, as `number_text` writes it."""
    try:
        return number if isinstance(number, str) else repr(float(number))
    except OverflowError:
        return number_text(number)


def one_line(text: str, longest: int = LONGEST) -> str:
    """The text without line breaks, control characters or lone surrogates, cut to `longest`.

    What is left may be written to XML 1.0, to a terminal and to a UTF-8 file.
    """
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    if cut.isprintable():
        return cut
    cut = cut.replace("\r\n", "\n").replace("\n", "↵").replace("\t", " ")
    return "".join(char if char.isprintable() else "\ufffd" for char in cut)


def in_columns(text: str) -> int:
    """How many monospace columns the text takes, at most; letters of East Asia take two."""
    return len(text) if text.isascii() else sum(2 if char >= "\u1100" else 1 for char in text)
