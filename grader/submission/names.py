"""Names of files: the module that one hides, the file that it was meant to be, how it is shown."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from importlib.machinery import BuiltinImporter, FrozenImporter
from pathlib import Path

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


@lru_cache(maxsize=256)
def _letters(name: str) -> str:
    """The letters of a file's name alone, without its ending and what copying adds."""
    stem = name.lower()
    while stem.endswith(ENDINGS):
        stem = stem.rpartition(".")[0]
    return re.sub(r"^copy of|copy|[^a-z]", "", stem)


def is_copy_of(file: str, name: str) -> bool:
    """Whether a name is that file's but for capitals and what copying adds, as "Value (1).py"."""
    return name.lower().endswith((".py", ".py.txt")) and _letters(name) == _letters(file)


def number_of(name: str) -> int:
    """The number that copying put into a name: 1 in "value (1).py"; 0 where there is none."""
    numbers = re.findall(r"\d+", name)
    return int(numbers[-1][:9]) if numbers else 0


def shown_from_here(path: Path) -> str:
    """A path as text of one line, from where the learner stands if it is below."""
    try:
        shown = str(path.resolve().relative_to(Path.cwd())) or "."
    except (ValueError, OSError, RuntimeError):  # the last is a link to itself, until 3.13
        shown = str(path)
    return one_line(shown)


def one_line(name: str) -> str:
    """A name with what is no printable text spelled out: a folder's may hold escape codes."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)


def as_folder(shown: str) -> str:
    """A folder's path as it is shown before a file's name.

    In "hw.ipynb/value.py" the notebook holds that part; of folders by such names that is
    said otherwise: "hw.ipynb/./value.py".
    """
    return re.sub(r"(?i)(\.py|\.ipynb)(?=/(?!\.(?:/|$))|$)", r"\1/.", shown)
