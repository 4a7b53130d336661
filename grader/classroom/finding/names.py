"""Names of people and files as they are shown and compared, however an export has spelled them."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable

from grader.submission.names import one_line

MOST_WORDS = 4  # of a name of which every order is tried
MOST_NAMED = 3  # names in one sentence
APOSTROPHES = "'’‘ʼ`´"  # left out by one export, kept by the other
# Letters that Unicode does not take apart into a plain one and a mark.
PLAIN_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def shown(name: str) -> str:
    """A name as one printable line, its letters composed; "" where nothing of it can be seen."""
    return one_line(unicodedata.normalize("NFC", name)).strip()


def folded(text: str) -> str:
    """What two spellings that differ by case or Unicode form have in common."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).strip()


def words(name: str) -> tuple[str, ...]:
    """The words of a name, folded: letters, marks and digits that stand together."""
    letters = "".join(c for c in folded(name) if c not in APOSTROPHES)
    return tuple("".join(c if _is_of_a_word(c) else " " for c in letters).split())


def in_any_order(name: str) -> tuple[str, ...]:
    """The words of a name without their order: "Smith, Anna" and "Anna Smith" are alike."""
    return tuple(sorted(words(name)))


def run_together(name: str) -> str:
    """The words of a name as one: "smithanna", as Canvas writes it."""
    return "".join(words(name))


def run_together_in_any_order(name: str) -> set[str]:
    """All that a name may be when its words stand in another order, and run together."""
    found = words(name)
    if len(found) <= MOST_WORDS:
        return {"".join(order) for order in itertools.permutations(found)}
    return {"".join(found[i:] + found[:i]) for i in range(len(found))}


def without_accents(text: str) -> str:
    """A text with plain letters for accented ones: "jose" for "josé"."""
    apart = unicodedata.normalize("NFD", folded(text))
    return "".join(c for c in apart if unicodedata.category(c) != "Mn").translate(PLAIN_LETTERS)


def _is_of_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def some(names: Iterable[str]) -> str:
    """A few of these names in a sentence, and how many there are more."""
    listed = list(names)
    more = len(listed) - MOST_NAMED
    parts = [*listed[:MOST_NAMED], f"{more} more"] if more > 0 else listed
    return " and ".join([*([", ".join(parts[:-1])] if parts[1:] else []), *parts[-1:]])
