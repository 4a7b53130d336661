"""A source as tokens in which only its shape is left, each with the line it stands on.

What a copy is easily told apart by is gone: names, numbers, texts, comments, docstrings, type
hints, imports, prints, brackets that only group, line ends within a statement, and whether
`x += y` or `x = x + y` is written. Python's own tokenize gives up at the first thing that is no
Python, and says more or less from version to version; this reads any text, in linear time.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

SHORTEST_COMMENT = 15  # characters that two people hardly write alike by chance
LARGEST_SOURCE = 200_000  # characters that are looked at; nobody writes that much for the kata

_STRING = "|".join(
    [
        r'"""(?:[^"\\]|\\.|"(?!""))*(?:"""|\Z)',
        r"'''(?:[^'\\]|\\.|'(?!''))*(?:'''|\Z)",
        r'"(?:[^"\\\n]|\\.)*"?',
        r"'(?:[^'\\\n]|\\.)*'?",
    ]
)
_LEXEME = re.compile(
    rf"""[^\S\n]*(?:(?P<blank>\#[^\n]*|\\\r?\n|\Z)
    |(?P<text>[bBfFrRuU]{{0,2}}(?:{_STRING}))
    |(?P<name>[^\W\d]\w*)
    |(?P<number>\.?\d(?:[eE][+-]?\d|[\w.])*)
    |(?P<end>[\n;])
    |(?P<operator>\*\*=|//=|>>=|<<=|\.\.\.|[-+*/%@&|^]=|[<>=!]=|:=|->|\*\*|//|<<|>>|.))""",
    re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"#[^\n]*")
_WORD = re.compile(r"[^\W_]+")

NAME, NUMBER, TEXT, END = "N", "0", "''", "\n"
AS_ONE = {"number": NUMBER, "text": TEXT, "end": END}
SPANS_LINES = frozenset(["text", "end", "blank"])
# Words that mean the same whoever writes them, and that nobody gives to something else by habit.
KEPT = frozenset([*keyword.kwlist, *filter(str.islower, dir(builtins))]) - {"_"}
OPENING, CLOSING = frozenset("([{"), frozenset(")]}")
CALLS = frozenset([NAME, ")", "]", TEXT])  # a bracket behind one of these is a call's
BEFORE_A_GROUP = frozenset(keyword.kwlist) - {"None", "True", "False"}
AUGMENTED = frozenset(
    ["+=", "-=", "*=", "/=", "//=", "%=", "@=", "&=", "|=", "^=", "<<=", ">>=", "**="]
)
DROPPED = frozenset(["import", "from", "pass", "global", "nonlocal"])  # statements that begin so


# (text, line): the text is the same for all that only a name or a number sets apart.
Token: TypeAlias = tuple[str, int]


def tokens(source: str) -> list[Token]:
    """The tokens of a source, END behind each statement that is left."""
    found: list[Token] = []
    for statement in _statements(_lexemes(source[:LARGEST_SOURCE])):
        found += _normalised(statement)
    return found


def comments(source: str) -> Iterator[str]:
    """The comments of a source that are a sentence or so, in small letters, words alone.

    What looks like one in a text is taken for one: it tells as much.
    """
    for line in _COMMENT.findall(source[:LARGEST_SOURCE]):
        comment = " ".join(_WORD.findall(line.casefold()))
        if len(comment) >= SHORTEST_COMMENT:
            yield comment


def _lexemes(source: str) -> Iterator[Token]:
    """All but blanks and comments; names and the like are one each."""
    line = 1
    for match in _LEXEME.finditer(source):
        kind = match.lastgroup or ""
        text = match[kind]
        if kind == "name":
            yield (text if text in KEPT else NAME, line)
        elif kind in AS_ONE:
            yield (AS_ONE[kind], line)
        elif kind == "operator":
            yield (text, line)
        if kind in SPANS_LINES:
            line += text.count("\n")


def _statements(lexemes: Iterable[Token]) -> Iterator[list[Token]]:
    """What stands between two line ends that no bracket spans."""
    statement: list[Token] = []
    depth = 0
    for lexeme in lexemes:
        text = lexeme[0]
        if text != END:
            depth = max(0, depth + (text in OPENING) - (text in CLOSING))
            statement.append(lexeme)
        elif depth == 0 and statement:
            yield statement
            statement = []
    if statement:
        yield statement


def _normalised(statement: list[Token]) -> list[Token]:
    """A statement as everybody may write it; empty where it says nothing."""
    first = statement[0][0]
    if first in DROPPED or all(text == TEXT for text, _ in statement):
        return []
    if [text for text, _ in statement[:2]] == ["print", "("]:
        return []
    if first in ("def", "async"):
        statement = list(_without_hints(statement))
    found = _without_groups(_spelled_out(statement))
    return [*found, (END, statement[-1][1])]


def _without_hints(definition: list[Token]) -> Iterator[Token]:
    """`def f(x: int = 1) -> int:` as `def f(x = 1):`"""
    depth, is_hint = 0, False
    for token in definition:
        text = token[0]
        depth -= text in CLOSING
        if (depth, text) in ((1, ":"), (0, "->")):
            is_hint = True
        elif (depth, text) in ((1, ","), (1, "="), (0, ")"), (0, ":")):
            is_hint = False
        if not is_hint:
            yield token
        depth += text in OPENING


def _spelled_out(statement: list[Token]) -> list[Token]:
    """`x += y` as `x = x + y`"""
    for at, (text, line) in enumerate(statement):
        if text in AUGMENTED:
            target, rest = statement[:at], statement[at + 1 :]
            return [*target, ("=", line), *target, (text[:-1], line), *rest]
    return statement


def _without_groups(statement: list[Token]) -> list[Token]:
    """Without the brackets that hold no arguments."""
    found: list[Token] = []
    is_kept: list[bool] = []
    before = ""
    for token in statement:
        text = token[0]
        is_shown = True
        if text == "(":
            is_shown = before in CALLS or (before.isalpha() and before not in BEFORE_A_GROUP)
            is_kept.append(is_shown)
        elif text == ")":
            is_shown = is_kept.pop() if is_kept else True
        if is_shown:
            found.append(token)
        before = text
    return found
