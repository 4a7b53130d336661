"""What names of files give away: the module that one hides, the file that one was meant to be."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from importlib.machinery import BuiltinImporter, FrozenImporter

PACKAGES = ("torch", "numpy", "helper_draw")  # that a learner's code may import
HARMLESS = ("test", "this")  # of Python's modules, those that nobody imports
CLOSE = 0.8  # of difflib's ratio, for names that differ in length by
MOST_LETTERS = 2
ENDINGS = (".py", ".txt")


def hides(module: str) -> bool:
    """Whether a file of that name beside the exercises hides a module that code may want."""
    return (module in sys.stdlib_module_names and module not in HARMLESS) or module in PACKAGES


def is_of_python(module: str) -> bool:
    return module in sys.stdlib_module_names


def is_never_imported(module: str) -> bool:
    """Whether Python has a module of that name built in, and looks in no folder for it."""
    finders = (BuiltinImporter, FrozenImporter)
    return any(finder.find_spec(module) is not None for finder in finders)


def look_alike(file: str, names: Iterable[str]) -> str | None:
    """The name that was most likely meant to be that file, such as "Value (1).py" for value.py."""
    import difflib  # only where a file is missing

    wanted = _letters(file)
    found = {name: _letters(name) for name in names if name.lower().endswith(ENDINGS)}
    alike = [name for name, letters in found.items() if letters == wanted]
    near = [
        name
        for name, letters in found.items()
        if abs(len(letters) - len(wanted)) <= MOST_LETTERS
        and difflib.SequenceMatcher(None, letters, wanted).ratio() >= CLOSE
    ]
    return min(alike or near, default=None)


def _letters(name: str) -> str:
    """The letters of a file's name alone, without its ending and what copying adds."""
    stem = name.lower()
    while stem.endswith(ENDINGS):
        stem = stem.rpartition(".")[0]
    return re.sub(r"^copy of|copy|[^a-z]", "", stem)
